package station_test

import (
	"testing"
	"time"

	"github.com/certbench/certbench/station/panel"

	"github.com/certbench/certbench/station"
)

// twoOfTwo has an EVSE with two connectors beside one with one.
func twoOfTwo(c *station.Config) {
	c.Layout = panel.Layout{{ID: 1, Connectors: []int{1, 2}}, {ID: 2, Connectors: []int{1}}}
}

func TestAnEVSEInUseBecomesUnavailableAsAWhole(t *testing.T) {
	bubble(t, func(c *station.Config) { twoOfTwo(c); with(byCard)(c) }, func(r *rig) {
		r.plugIn()
		r.present("CARD")
		r.forget()
		r.expect("ChangeAvailability", `{"operationalStatus":"Inoperative","evse":{"id":1}}`, "status", "Scheduled")
		r.expectStatuses() // G03.FR.05
		r.present("CARD")
		r.expectStatuses("1.1 Unavailable", "1.2 Unavailable") // G03.FR.06
	})
}

func TestAConnectorBesideTheOneInUseBecomesUnavailableAtOnce(t *testing.T) {
	bubble(t, func(c *station.Config) { twoOfTwo(c); with(byCard)(c) }, func(r *rig) {
		r.plugIn()
		r.present("CARD")
		r.forget()
		r.expect("ChangeAvailability", `{"operationalStatus":"Inoperative","evse":{"id":1,"connectorId":2}}`, "status", "Accepted")
		r.expectStatuses("1.2 Unavailable")
		r.expect("ChangeAvailability", `{"operationalStatus":"Inoperative","evse":{"id":1}}`, "status", "Scheduled")
		r.expectStatuses("1.2 Unavailable")
	})
}

func TestAScheduledConnectorIsUnavailableWhenTheEVIsGone(t *testing.T) {
	for untilEnded, want := range map[bool][]string{
		false: {"1.1 Unavailable"}, // G01.FR.05, although the transaction goes on
		true:  {"1.1 Available", "1.1 Unavailable"},
	} {
		bubble(t, func(c *station.Config) { with(byBay)(c); c.Capabilities.ScheduledUntilEnded = untilEnded }, func(r *rig) {
			r.do(r.panel.Bay(1, true))
			r.plugIn()
			r.forget()
			r.expect("ChangeAvailability", `{"operationalStatus":"Inoperative"}`, "status", "Scheduled")
			r.plugOut()
			r.expectStatuses(want[0])
			r.do(r.panel.Bay(1, false))
			r.expectStatuses(want...)
		})
	}
}

// byBay makes the parking bay begin and end transactions.
var byBay = map[string]string{"TxCtrlr.TxStartPoint": "ParkingBayOccupancy", "TxCtrlr.TxStopPoint": "ParkingBayOccupancy"}

func TestWhatIsScheduledOutlastsALossOfPower(t *testing.T) {
	bubble(t, func(c *station.Config) { with(byCard)(c); c.Capabilities.ResumeAfterPowerLoss = true }, func(r *rig) {
		r.plugIn()
		r.present("CARD")
		r.expect("ChangeAvailability", `{"operationalStatus":"Inoperative"}`, "status", "Scheduled")
		r.forget()
		r.do(r.panel.Reboot())
		r.pass(time.Minute)
		r.expectStatuses("1.1 Occupied")
		r.present("CARD")
		r.expectStatuses("1.1 Occupied", "1.1 Unavailable")
	})
}

func TestAProductMayReportWhatHasNotChanged(t *testing.T) {
	for silent, want := range map[bool][]string{false: {"1.1 Available"}, true: nil} {
		bubble(t, func(c *station.Config) { c.Capabilities.SilentWhenUnchanged = silent }, func(r *rig) {
			r.pass(time.Minute)
			r.forget()
			r.expect("ChangeAvailability", `{"operationalStatus":"Operative"}`, "status", "Accepted") // G04.FR.04
			r.expectStatuses(want...)
		})
	}
}
