package station_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station"
	"github.com/certbench/certbench/station/panel"
)

// reserving is a product that knows reservations, with whatever else is asked for.
func reserving(changes ...func(*station.Config)) func(*station.Config) {
	return func(c *station.Config) {
		c.Layout = twoSockets
		can := &c.Capabilities
		can.Reservations, can.ReservesConnectorType, can.ReservesUnspecified, can.ReservationSwitch = true, true, true, true
		for _, change := range changes {
			change(c)
		}
	}
}

func one(c *station.Config) { c.Layout = oneSocket }

// reserve asks for a reservation that lasts for ten minutes; evse is 0 for any, more are fields of the request.
func (r *rig) reserve(id, evse int, token, more string) string {
	r.Helper()
	return r.reserveFor(10*time.Minute, id, evse, token, more)
}

func (r *rig) reserveFor(lasts time.Duration, id, evse int, token, more string) string {
	r.Helper()
	if evse != 0 {
		more += fmt.Sprintf(`,"evseId":%d`, evse)
	}
	f := r.ask("ReserveNow", fmt.Sprintf(`{"id":%d,"expiryDateTime":%q,"idToken":{"idToken":%q,"type":"ISO14443"}%s}`,
		id, time.Now().Add(lasts).UTC().Format(time.RFC3339Nano), token, more))
	var p ocpp201.ReserveNowResponse
	if err := ocpp201.Decode(f.Payload, &p); err != nil {
		r.Fatalf("ReserveNow: expected a response, got %s %s %s", f.ErrorCode, f.ErrorDescription, f.Payload)
	}
	return string(p.Status)
}

// reserved is reserve that must be accepted.
func (r *rig) reserved(id, evse int, token, more string) {
	r.Helper()
	if got := r.reserve(id, evse, token, more); got != "Accepted" {
		r.Fatalf("ReserveNow %d: expected Accepted, got %s", id, got)
	}
}

const ofFleet = `,"groupIdToken":{"idToken":"FLEET","type":"Central"}`

func (r *rig) cancel(id int) {
	r.Helper()
	r.ask("CancelReservation", fmt.Sprintf(`{"reservationId":%d}`, id))
}

// ended are the reservations of which the CSMS was told that they have ended.
func (r *rig) ended() (all []string) {
	r.Helper()
	for _, u := range payloads[ocpp201.ReservationStatusUpdateRequest](r, "ReservationStatusUpdate") {
		all = append(all, fmt.Sprintf("%d %s", u.ReservationID, u.ReservationUpdateStatus))
	}
	return all
}

func (r *rig) expectEnded(want ...string) {
	r.Helper()
	if got := r.ended(); !slices.Equal(got, want) {
		r.Errorf("expected to be told that %q have ended, got %q", want, got)
	}
}

// reservationIDs are those of the events, 0 for none.
func (r *rig) reservationIDs() (all []int) {
	r.Helper()
	for _, e := range r.events() {
		id := 0
		if e.ReservationID != nil {
			id = *e.ReservationID
		}
		all = append(all, id)
	}
	return all
}

func TestAReservedEVSEIsUsedByItsIDToken(t *testing.T) {
	bubble(t, reserving(), func(r *rig) {
		r.forget()
		r.reserved(7, 1, "ANN", "")
		r.expectStatuses("1.1 Reserved")
		r.forget()
		r.do(r.panel.PresentToken(panel.Token{ID: "ANN", Type: "ISO14443"}, 1, 1))
		r.expectStatuses("1.1 Available")
		r.plugIn()
		r.expectStatuses("1.1 Available", "1.1 Occupied")
		r.expectCharging(1)
		if got := r.reservationIDs(); got[0] != 7 || slices.Contains(got[1:], 7) {
			t.Errorf("expected the first event to tell the reservation, and no other, got %v", got)
		}
		r.expectEnded()
	})
}

func TestAnEVAtAReservedEVSEChangesNothingUntilItsDriverIsKnown(t *testing.T) {
	bubble(t, reserving(one), func(r *rig) {
		r.forget()
		r.reserved(7, 1, "ANN", "")
		r.forget()
		r.plugIn()
		r.expectStatuses()
		r.present("BEN")
		r.expectCharging()
		r.expectAsked()
		r.present("ANN")
		r.expectCharging(1)
		r.expectStatuses("1.1 Occupied")
	})
}

func TestWhatAReserveNowIsAnsweredWith(t *testing.T) {
	type row struct {
		before func(*rig)
		evse   int
		more   string
		want   string
	}
	each(t, map[string]row{
		"available":             {nil, 1, "", "Accepted"},
		"reserved":              {func(r *rig) { r.reserved(1, 1, "ANN", "") }, 1, "", "Occupied"},
		"the other is reserved": {func(r *rig) { r.reserved(1, 1, "ANN", "") }, 2, "", "Accepted"},
		"occupied":              {func(r *rig) { r.plugIn() }, 1, "", "Occupied"},
		"a driver is coming":    {func(r *rig) { r.do(r.panel.PresentToken(panel.Token{ID: "BEN", Type: "ISO14443"}, 1, 1)) }, 1, "", "Occupied"},
		"unavailable": {func(r *rig) {
			r.expect("ChangeAvailability", `{"operationalStatus":"Inoperative","evse":{"id":1}}`, "status", "Accepted")
		}, 1, "", "Unavailable"},
		"faulted":                    {func(r *rig) { r.do(r.panel.Fault(1, 1, true)) }, 1, "", "Faulted"},
		"any":                        {nil, 0, "", "Accepted"},
		"any, one is occupied":       {func(r *rig) { r.plugIn() }, 0, "", "Accepted"},
		"any, one is promised":       {func(r *rig) { r.plugIn(); r.reserved(1, 0, "ANN", "") }, 0, "", "Occupied"},
		"any, one is out of service": {func(r *rig) { r.reserved(1, 1, "ANN", ""); r.do(r.panel.Fault(2, 1, true)) }, 0, "", "Occupied"},
		"of a type":                  {nil, 0, `,"connectorType":"sType2"`, "Accepted"},
		"of a type that is missing":  {nil, 0, `,"connectorType":"cCCS2"`, "Rejected"},
		"an EVSE that is missing":    {nil, 3, "", "Rejected"},
		"switched off":               {func(r *rig) { r.setVariable("ReservationCtrlr.Enabled", "false") }, 1, "", "Rejected"},
	}, func(t *testing.T, row row) {
		bubble(t, reserving(), func(r *rig) {
			if row.before != nil {
				row.before(r)
			}
			if got := r.reserve(9, row.evse, "CLEO", row.more); got != row.want {
				t.Errorf("expected %s, got %s", row.want, got)
			}
		})
	})
}

func TestAsManyEVSEsAreReservedAsThePromisesNeed(t *testing.T) {
	bubble(t, reserving(), func(r *rig) {
		r.forget()
		r.reserved(1, 0, "ANN", "")
		r.expectStatuses()
		r.reserved(2, 0, "BEN", "")
		r.expectStatuses("1.1 Reserved", "2.1 Reserved")
		r.forget()
		r.cancel(1)
		r.expectStatuses("1.1 Available", "2.1 Available")
		r.forget()
		r.plugIn()
		r.expectStatuses("1.1 Occupied", "2.1 Reserved")
		r.expectEnded()
	})
}

func TestAReservationOfATypeKeepsTheEVSEsThatHaveIt(t *testing.T) {
	types := func(c *station.Config) {
		c.Layout = panel.Layout{{ID: 1, Connectors: []int{1}, Types: []string{"sType2"}}, {ID: 2, Connectors: []int{1, 2}, Types: []string{"cCCS2", "cG105"}}}
	}
	bubble(t, reserving(types), func(r *rig) {
		r.forget()
		r.reserved(1, 0, "ANN", `,"connectorType":"cG105"`)
		r.expectStatuses("2.1 Reserved", "2.2 Reserved")
		if got := r.reserve(2, 0, "BEN", `,"connectorType":"cCCS2"`); got != "Occupied" {
			t.Errorf("expected the EVSE to be taken, got %s", got)
		}
	})
}

func TestAReservationEndsByItself(t *testing.T) {
	bubble(t, reserving(), func(r *rig) {
		r.reserved(7, 1, "ANN", "")
		r.forget()
		r.pass(9*time.Minute + 59*time.Second)
		r.expectStatuses()
		r.pass(2 * time.Second)
		r.expectStatuses("1.1 Available")
		r.expectEnded("7 Expired")
		r.plugIn()
		r.present("BEN")
		r.expectCharging(1)
	})
}

func TestAReservationIsRemovedWithItsEVSE(t *testing.T) {
	each(t, map[string]func(*rig){
		"Inoperative": func(r *rig) {
			r.expect("ChangeAvailability", `{"operationalStatus":"Inoperative","evse":{"id":1}}`, "status", "Accepted")
		},
		"Faulted": func(r *rig) { r.do(r.panel.Fault(1, 1, true)) },
	}, func(t *testing.T, breaks func(*rig)) {
		for _, promised := range []string{"one", "all"} {
			bubble(t, reserving(), func(r *rig) {
				want := "7 Removed"
				if promised == "one" {
					r.reserved(7, 1, "ANN", "")
				} else {
					want = "8 Removed"
					r.reserved(7, 0, "ANN", "")
					r.reserved(8, 0, "BEN", "")
				}
				r.forget()
				breaks(r)
				r.expectEnded(want)
			})
		}
	})
}

func TestAReservationOutlastsResets(t *testing.T) {
	each(t, map[string]func(*rig){
		"of the station": func(r *rig) { r.expect("Reset", `{"type":"Immediate"}`, "status", "Accepted") },
		"of the EVSE":    func(r *rig) { r.expect("Reset", `{"type":"Immediate","evseId":1}`, "status", "Accepted") },
		"by a power cut": func(r *rig) { r.do(r.panel.Reboot()) },
	}, func(t *testing.T, resets func(*rig)) {
		bubble(t, reserving(func(c *station.Config) { c.Capabilities.ResetEVSE = true }), func(r *rig) {
			r.reserved(7, 1, "ANN", "")
			resets(r)
			r.pass(time.Minute)
			r.expectEnded()
			got := r.ask("GetVariables", `{"getVariableData":[{"component":{"name":"Connector","evse":{"id":1,"connectorId":1}},"variable":{"name":"AvailabilityState"}}]}`)
			if !strings.Contains(string(got.Payload), "Reserved") {
				t.Errorf("expected Reserved, got %s", got.Payload)
			}
		})
	})
}

func TestAResetThatWaitsForIdleWaitsForReservations(t *testing.T) {
	bubble(t, reserving(), func(r *rig) {
		r.reserved(7, 1, "ANN", "")
		r.expect("Reset", `{"type":"OnIdle"}`, "status", "Scheduled")
		r.pass(time.Minute)
		r.forget()
		r.cancel(7)
		r.pass(time.Minute)
		if got := len(r.sent("BootNotification")); got != 1 {
			t.Errorf("expected a boot when the reservation is over, got %d", got)
		}
	})
}

func TestADriverOfTheGroupUsesTheReservation(t *testing.T) {
	bubble(t, reserving(one), func(r *rig) {
		r.says(word{"ANN": infoAccepted, "BEN": inGroup(accepted201, "FLEET"), "CLEO": infoAccepted})
		r.reserved(7, 1, "ANN", ofFleet)
		r.plugIn()
		r.present("CLEO")
		r.expectCharging()
		r.present("BEN")
		r.expectCharging(1)
	})
}

func TestARemoteStartGoesByTheReservation(t *testing.T) {
	type row struct{ token, more, want string }
	each(t, map[string]row{
		"its idToken":    {"ANN", "", "Accepted"},
		"another":        {"BEN", "", "Rejected"},
		"its group":      {"BEN", ofFleet, "Accepted"},
		"of none":        {"BEN", `,"groupIdToken":{"idToken":"OTHERS","type":"Central"}`, "Rejected"},
		"where it likes": {"BEN", "", "Accepted"},
	}, func(t *testing.T, row row) {
		bubble(t, reserving(), func(r *rig) {
			r.reserved(7, 1, "ANN", ofFleet)
			at := `,"evseId":1`
			if row.want == "Accepted" && row.token == "BEN" && row.more == "" {
				at = ""
			}
			r.expect("RequestStartTransaction", fmt.Sprintf(`{"remoteStartId":1,"idToken":{"idToken":%q,"type":"ISO14443"}%s%s}`, row.token, at, row.more), "status", row.want)
		})
	})
}

func TestOneReservationTakesThePlaceOfAnother(t *testing.T) {
	bubble(t, reserving(one), func(r *rig) {
		r.reserved(7, 1, "ANN", "")
		r.reserved(7, 1, "BEN", "")
		r.plugIn()
		r.present("ANN")
		r.expectCharging()
		r.present("BEN")
		r.expectCharging(1)
	})
}

func TestReservationsThatAreSwitchedOffAreKept(t *testing.T) {
	bubble(t, reserving(one), func(r *rig) {
		r.reserved(7, 1, "ANN", "")
		r.forget()
		r.setVariable("ReservationCtrlr.Enabled", "false")
		r.expectStatuses("1.1 Available")
		r.setVariable("ReservationCtrlr.Enabled", "true")
		r.expectStatuses("1.1 Available", "1.1 Reserved")
		r.setVariable("ReservationCtrlr.Enabled", "false")
		r.plugIn()
		r.present("BEN")
		r.setVariable("ReservationCtrlr.Enabled", "true")
		r.expectEnded("7 Expired")
	})
}

func TestTheEndOfAReservationIsToldWhenTheCSMSCanHear(t *testing.T) {
	bubble(t, reserving(), func(r *rig) {
		r.reservedFor(time.Minute, 7, 1, "ANN")
		r.offline()
		r.pass(2 * time.Minute)
		r.forget()
		r.online()
		r.expectEnded("7 Expired")
	})
}

func (r *rig) reservedFor(lasts time.Duration, id, evse int, token string) {
	r.Helper()
	if got := r.reserveFor(lasts, id, evse, token, ""); got != "Accepted" {
		r.Fatalf("ReserveNow %d: expected Accepted, got %s", id, got)
	}
}

func TestAReservationCanBeCanceledOnce(t *testing.T) {
	bubble(t, reserving(), func(r *rig) {
		r.reserved(7, 1, "ANN", "")
		r.forget()
		r.expect("CancelReservation", `{"reservationId":7}`, "status", "Accepted")
		r.expectStatuses("1.1 Available")
		r.expectEnded()
		r.expect("CancelReservation", `{"reservationId":7}`, "status", "Rejected")
	})
}

func TestWhereNobodyIsAskedForAnIDTokenAReservedEVSEWaits(t *testing.T) {
	nobody := func(c *station.Config) {
		one(c)
		c.Capabilities.AuthorizationSwitch = true
		c.Settings["AuthCtrlr.Enabled"] = "false"
	}
	bubble(t, reserving(nobody), func(r *rig) {
		r.reserved(7, 1, "ANN", "")
		r.plugIn()
		r.expectCharging()
		r.cancel(7)
		r.expectCharging(1)
	})
}

func TestOneReaderFindsTheReservedEVSE(t *testing.T) {
	single := func(c *station.Config) { c.Capabilities.SingleReader = true }
	bubble(t, reserving(single), func(r *rig) {
		r.says(word{"ANN": infoAccepted, "BEN": inGroup(accepted201, "FLEET"), "CLEO": infoAccepted})
		r.reserved(7, 2, "ANN", ofFleet)
		r.present("BEN")
		r.do(r.panel.PlugIn(2, 1, false))
		r.expectCharging(2)
		r.reserved(8, 1, "ANN", "")
		r.plugIn()
		r.present("CLEO")
		r.expectCharging(2)
	})
}
