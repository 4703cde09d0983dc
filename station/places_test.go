package station_test

import (
	"strings"
	"testing"
	"time"

	"github.com/certbench/certbench/station/panel"

	"github.com/certbench/certbench/station"
)

// stages is a driver's stay at EVSE 2, cable first and token first.
var stages = map[string][]func(r *rig){
	"cable first": {plugInAt2, identifyAt2},
	"token first": {identifyAt2, plugInAt2},
}

func plugInAt2(r *rig) { r.do(r.panel.PlugIn(2, 1, false)) }

func identifyAt2(r *rig) {
	r.do(r.panel.PresentToken(panel.Token{ID: "CARD-2", Type: "ISO14443"}, 2, 1))
}

func TestADriverAtTheSecondEVSEIdentifiesAtItsReaderOrAtTheOnlyOne(t *testing.T) {
	for reader, single := range map[string]bool{"a reader per EVSE": false, "a single reader": true} {
		for _, start := range allPoints {
			for order, acts := range stages {
				t.Run(reader+"/"+start+"/"+order, func(t *testing.T) {
					settings := points(start, "Authorized")
					bubble(t, func(c *station.Config) { settings(c); c.Layout, c.Capabilities.SingleReader = twoSockets, single }, func(r *rig) {
						r.do(r.panel.Bay(1, true))
						r.plugIn()
						r.present("CARD")
						r.pass(time.Second)
						r.forget()
						r.do(r.panel.Bay(2, true))
						for _, act := range acts {
							act(r)
						}
						chargesAt(r, 2)
						r.forget()
						identifyAt2(r)
						if got := r.panel.Read(); contactor(got, 2) || !contactor(got, 1) {
							t.Errorf("the token of the driver at EVSE 2 left the contactors at %t and %t, expected only EVSE 1 to go on", contactor(got, 1), contactor(got, 2))
						}
						r.expectEvents("Ended StopAuthorized EVConnected Local")
					})
				})
			}
		}
	}
}

// chargesAt requires one transaction that names the EVSE and charges there.
func chargesAt(r *rig, evse int) {
	r.Helper()
	events := r.events()
	ids := map[string]bool{}
	for _, e := range events {
		ids[e.TransactionInfo.TransactionID] = true
		if e.EVSE != nil && e.EVSE.ID != evse {
			r.Errorf("expected EVSE %d, got %d", evse, e.EVSE.ID)
		}
	}
	if len(ids) != 1 || !contactor(r.panel.Read(), evse) {
		r.Errorf("expected one transaction that charges at EVSE %d, got\n%s", evse, strings.Join(brief(events), "\n"))
	}
}

func contactor(seen panel.Reading, evse int) bool {
	c, _ := seen.At(evse, 1)
	return c.Contactor
}

func TestABayBelongsToItsEVSE(t *testing.T) {
	settings := points("ParkingBayOccupancy", "ParkingBayOccupancy")
	bubble(t, func(c *station.Config) { settings(c); c.Layout = twoSockets }, func(r *rig) {
		r.do(r.panel.Bay(1, true))
		r.do(r.panel.Bay(2, true))
		r.do(r.panel.Bay(1, false))
		r.expectEvents("Started EVDetected Idle", "Started EVDetected Idle", "Ended EVDeparted Idle Local")
		if events := r.events(); events[2].TransactionInfo.TransactionID != events[0].TransactionInfo.TransactionID {
			t.Error("the EV that left bay 1 ended the transaction of bay 2, expected its own")
		}
	})
}

func TestADriverOfUnknownEVSEWhoLeavesHisBayEndsHisTransaction(t *testing.T) {
	settings := points("Authorized", "ParkingBayOccupancy")
	bubble(t, func(c *station.Config) { settings(c); c.Layout, c.Capabilities.SingleReader = twoSockets, true }, func(r *rig) {
		r.do(r.panel.Bay(2, true))
		r.present("CARD")
		r.do(r.panel.Bay(2, false))
		r.expectEvents("Started Authorized Idle", "Ended EVDeparted Idle Local")
	})
}
