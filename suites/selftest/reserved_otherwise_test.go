package selftest

import (
	"cmp"
	"strings"
	"testing"
	"time"

	"github.com/certbench/certbench/harness/bench"
	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station"
	"github.com/certbench/certbench/station/defects"
	"github.com/certbench/certbench/station/wire"
)

// slow has the station send its requests of an action later than others do.
func slow(action string, by time.Duration) func(*bench.MemoryParts) {
	return patched(func(fw *station.Firmware) {
		fw.Wire.Seam.Requests.Add(func(m wire.Message, pass wire.Pass) {
			if m.Action != action {
				pass(m)
				return
			}
			fw.Kernel.After(by, func() { pass(m) })
		})
	})
}

// longer than the bench waits for a message that may be left out.
const longer = 3 * time.Second

// TestTheUseOfAReservationMayBeReportedLate plays the cases whose table does not have that report (H03.FR.10), on one EVSE too: what is
// told in time for any other message is no other state at the plug, and one that is not told is a WARNING as before.
func TestTheUseOfAReservationMayBeReportedLate(t *testing.T) {
	late := slow("StatusNotification", longer)
	for id, change := range map[string]func(*bench.MemoryParts){
		"TC_H_08_CS": both(evses(1), late), "TC_H_15_CS": late, "TC_H_19_CS": late, "TC_H_24_CS": both(evses(1), late),
	} {
		for _, mode := range []octt.Start{octt.Local, octt.Remote} {
			passes(t, id, setup{product: "full", mode: mode, change: change})
		}
	}
	p := play(t, "TC_H_19_CS", setup{product: "full", defects: []defects.Defect{defects.UsedNotReported}})
	if place, sentence := firstWorst(p); p.Verdict != evidence.Warning || !strings.Contains(sentence, "not Reserved any more") {
		t.Errorf("expected a WARNING without the report, got %s at %s: %s", p.Verdict, place, sentence)
	}
}

// TestAnIDTokenOfAReservationMayBeAskedAboutLate plays the cases in which to ask about the idToken is optional (notes of table 428).
func TestAnIDTokenOfAReservationMayBeAskedAboutLate(t *testing.T) {
	late := both(slow("Authorize", longer), can(func(c *station.Capabilities) { c.AsksWhereReserved = true }))
	remotely := both(late, can(func(c *station.Capabilities) { c.AuthorizeRemoteStart = []bool{true} }))
	for _, id := range []string{"TC_H_01_CS", "TC_H_02_CS", "TC_H_08_CS", "TC_H_15_CS", "TC_H_23_CS"} {
		passes(t, id, setup{product: "full", mode: octt.Local, change: late})
		passes(t, id, setup{product: "full", mode: octt.Remote, change: remotely})
		if id == "TC_H_02_CS" {
			continue
		}
		p := play(t, id, setup{product: "full", mode: octt.Local, change: late, defects: []defects.Defect{defects.AuthorizeWrongToken}})
		if place, sentence := firstWorst(p); p.Verdict != evidence.Fail || !strings.Contains(sentence, "idToken") {
			t.Errorf("%s: expected FAIL where another idToken is asked about, got %s at %s: %s", id, p.Verdict, place, sentence)
		}
	}
}

// TestOccupiedAfterARemoteStartIsAWarning: table 428, main B, step 5 has it, and H03.FR.10 Available. At the reader no table has it.
func TestOccupiedAfterARemoteStartIsAWarning(t *testing.T) {
	occupied := []defects.Defect{defects.UsedReportedOccupied}
	for _, id := range []string{"TC_H_15_CS", "TC_H_19_CS", "TC_H_23_CS"} {
		p := play(t, id, setup{product: "full", mode: octt.Remote, defects: occupied})
		hasPassed(t, p, "Table 428, main B, step 5")
		if p.Verdict != evidence.Warning {
			t.Errorf("%s: expected a WARNING, got %s", id, p.Verdict)
		}
		if p := play(t, id, setup{product: "full", mode: octt.Local, defects: occupied}); p.Verdict != evidence.Fail {
			t.Errorf("%s: expected FAIL at the reader, got %s: %s", id, p.Verdict, p.Reason)
		}
	}
	if p := play(t, "TC_H_01_CS", setup{product: "full", mode: octt.Remote, defects: occupied}); p.Verdict != evidence.Fail {
		t.Errorf("TC_H_01_CS, whose table has Available: expected FAIL, got %s: %s", p.Verdict, p.Reason)
	}
}

// TestNoConnectorOfAReservedEVSEIsFreedEarly plays TC_H_07_CS on an EVSE with two connectors, of which one is told Available at its time.
func TestNoConnectorOfAReservedEVSEIsFreedEarly(t *testing.T) {
	two := types("sType2", "cCCS2")
	passes(t, "TC_H_07_CS", setup{product: "full", change: two})
	early := patched(func(fw *station.Firmware) {
		reserved := false
		fw.Wire.Seam.Requests.Add(func(m wire.Message, pass wire.Pass) {
			q, ok := m.Body.(ocpp201.StatusNotificationRequest)
			second := ok && q.EVSEID == 1 && q.ConnectorID == 2
			m.Lost = second && reserved && q.ConnectorStatus == ocpp201.ConnectorStatusAvailable
			pass(m)
			if second && q.ConnectorStatus == ocpp201.ConnectorStatusReserved {
				reserved, q.ConnectorStatus = true, ocpp201.ConnectorStatusAvailable
				fw.Kernel.After(30*time.Second, func() { pass(wire.Message{Action: m.Action, Body: q}) })
			}
		})
	})
	p := play(t, "TC_H_07_CS", setup{product: "full", change: both(two, early)})
	if place, sentence := firstWorst(p); p.Verdict != evidence.Fail || !strings.Contains(sentence, "until the expiryDateTime") {
		t.Errorf("expected FAIL where one connector is free too early, got %s at %s: %s", p.Verdict, place, sentence)
	}
}

// TestANeighbourOfThePlugAtAReservedEVSEIsAWarning: G01.FR.08 only says that the other connectors of the EVSE should not be told of. That
// the connector of the plug stays Reserved is G01.FR.09.
func TestANeighbourOfThePlugAtAReservedEVSEIsAWarning(t *testing.T) {
	for _, is := range []ocpp201.ConnectorStatus{ocpp201.ConnectorStatusUnavailable, ocpp201.ConnectorStatusOccupied} {
		told := func(connector int) func(*bench.MemoryParts) {
			return patched(func(fw *station.Firmware) {
				fw.Wire.Seam.Requests.Add(func(m wire.Message, pass wire.Pass) {
					pass(m)
					if q, ok := m.Body.(ocpp201.TransactionEventRequest); ok && q.TriggerReason == ocpp201.TriggerReasonCablePluggedIn {
						wire.Send(fw.Wire, ocpp201.StatusNotificationRequest{Timestamp: fw.Wire.Stamp(), EVSEID: 1, ConnectorID: connector, ConnectorStatus: is}, wire.Sending{})
					}
				})
			})
		}
		two := both(points([]string{"EVConnected"}, []string{"EVConnected", "Authorized"}), types("sType2", "cCCS2"))
		for _, mode := range []octt.Start{octt.Local, octt.Remote} {
			p := play(t, "TC_H_02_CS", setup{product: "full", mode: mode, change: both(two, told(2))})
			if hasPassed(t, p, "and nothing between"); p.Verdict != evidence.Warning {
				t.Errorf("%s: expected a WARNING where connector 2 is told %s, got %s", mode, is, p.Verdict)
			}
			p = play(t, "TC_H_02_CS", setup{product: "full", mode: mode, change: both(two, told(1))})
			if place, sentence := firstWorst(p); p.Verdict != evidence.Inconclusive || !strings.Contains(sentence, "than Reserved") {
				t.Errorf("%s: expected INCONCLUSIVE where connector 1 is told %s, got %s at %s: %s", mode, is, p.Verdict, place, sentence)
			}
		}
	}
}

// TestAConnectorMayBeOccupiedOnceItsReservationIsUsed: it is Available then (H03.FR.10), and Occupied from the authorization on where a station
// takes that for not available for a new driver (part 2, ConnectorStatusEnumType), whenever it says so.
func TestAConnectorMayBeOccupiedOnceItsReservationIsUsed(t *testing.T) {
	for _, by := range []time.Duration{0, 100 * time.Millisecond} {
		then := patched(func(fw *station.Firmware) {
			last := map[int]ocpp201.ConnectorStatus{}
			fw.Wire.Seam.Requests.Add(func(m wire.Message, pass wire.Pass) {
				q, ok := m.Body.(ocpp201.StatusNotificationRequest)
				if !ok || q.EVSEID != 1 {
					pass(m)
					return
				}
				was := last[q.ConnectorID]
				last[q.ConnectorID] = q.ConnectorStatus
				m.Lost = was == q.ConnectorStatus && was == ocpp201.ConnectorStatusOccupied // at the plug
				pass(m)
				if was == ocpp201.ConnectorStatusReserved && q.ConnectorStatus == ocpp201.ConnectorStatusAvailable && q.ConnectorID == 1 {
					last[q.ConnectorID] = ocpp201.ConnectorStatusOccupied
					fw.Kernel.After(by, func() {
						q.ConnectorStatus = ocpp201.ConnectorStatusOccupied
						pass(wire.Message{Action: m.Action, Body: q})
					})
				}
			})
		})
		for _, id := range []string{"TC_H_01_CS", "TC_H_15_CS", "TC_H_19_CS", "TC_H_23_CS"} {
			for _, mode := range []octt.Start{octt.Local, octt.Remote} {
				passes(t, id, setup{product: "full", mode: mode, change: then})
				passes(t, id, setup{product: "full", mode: mode, change: both(types("sType2", "cCCS2"), then)})
			}
		}
	}
}

// TestAReservationThatIsNoneIsToldOfNowhere: firmware may write 0 for what is not there, or keep an id.
func TestAReservationThatIsNoneIsToldOfNowhere(t *testing.T) {
	telling := func(id func(told *int) *int) func(*bench.MemoryParts) {
		return patched(func(fw *station.Firmware) {
			fw.Wire.Seam.Requests.Add(func(m wire.Message, pass wire.Pass) {
				if q, ok := m.Body.(ocpp201.TransactionEventRequest); ok {
					q.ReservationID = id(q.ReservationID)
					m.Body = q
				}
				pass(m)
			})
		})
	}
	none := telling(func(told *int) *int { return cmp.Or(told, new(int)) })
	for id, words := range map[string]string{"TC_E_03_CS": "which the CSMS has made", "TC_H_01_CS": "which the CSMS has made", "TC_H_07_CS": "which the CSMS has made"} {
		p := play(t, id, setup{product: "full", mode: octt.Local, change: none})
		if hasPassed(t, p, words); p.Verdict != evidence.Warning {
			t.Errorf("%s: expected a WARNING where every message tells reservationId 0, got %s", id, p.Verdict)
		}
	}
	reserved := 0
	kept := patched(func(fw *station.Firmware) {
		fw.Wire.Seam.Calls.Add(func(m wire.Message, pass wire.Pass) {
			if q, ok := m.Body.(ocpp201.ReserveNowRequest); ok {
				reserved = q.ID
			}
			pass(m)
		})
		fw.Wire.Seam.Requests.Add(func(m wire.Message, pass wire.Pass) {
			if q, ok := m.Body.(ocpp201.TransactionEventRequest); ok && q.IDToken != nil {
				q.ReservationID = &reserved
				m.Body = q
			}
			pass(m)
		})
	})
	for _, id := range []string{"TC_H_07_CS", "TC_H_21_CS"} {
		p := play(t, id, setup{product: "full", mode: octt.Local, change: kept})
		if hasPassed(t, p, "The reservation is over"); p.Verdict != evidence.Warning {
			t.Errorf("%s: expected a WARNING where a transaction tells a reservation that is over, got %s", id, p.Verdict)
		}
	}
	passes(t, "TC_H_01_CS", setup{product: "full", mode: octt.Local, change: kept})
}

// TestADriverWithAReservationIsNotKeptFromPlugging plays the cases in which nothing tells of the idToken before the plug, on stations that wait
// for that half as long as the bench may wait for a message.
func TestADriverWithAReservationIsNotKeptFromPlugging(t *testing.T) {
	short := onStation(func(c *station.Config) {
		if c.Settings == nil {
			c.Settings = map[string]string{}
		}
		c.Settings["TxCtrlr.EVConnectionTimeOut"] = "17"
	})
	trusting := both(types("sType2"), can(func(c *station.Capabilities) { c.TrustsReservations = true }))
	for _, point := range []string{"EVConnected", "PowerPathClosed", "EnergyTransfer"} {
		for _, id := range []string{"TC_H_01_CS", "TC_H_08_CS", "TC_H_15_CS", "TC_H_23_CS"} {
			change := both(both(trusting, short), points([]string{point}, []string{"EVConnected"}))
			passes(t, id, setup{product: "full", mode: octt.Local, change: change})
			if id == "TC_H_23_CS" {
				hasPassed(t, play(t, "TC_H_19_CS", setup{product: "full", mode: octt.Local, change: both(slow("StatusNotification", 8*time.Second), change)}), "not Reserved any more")
				hasPassed(t, play(t, id, setup{product: "full", mode: octt.Local, change: change, defects: []defects.Defect{defects.UsedNotReported}}), "not Reserved any more")
			}
		}
	}
}

// TestACanceledReservationThatIsStillThereIsAWarning plays TC_H_17_CS on a station that only reports the EVSE as Available.
func TestACanceledReservationThatIsStillThereIsAWarning(t *testing.T) {
	kept := patched(func(fw *station.Firmware) {
		wire.Handle(fw.Wire, func(q ocpp201.CancelReservationRequest) (r ocpp201.CancelReservationResponse, err error) {
			r.Status = ocpp201.CancelReservationStatusRejected
			if fw.Reservations.ByID(q.ReservationID) != nil {
				r.Status = ocpp201.CancelReservationStatusAccepted
				fw.Wire.Then(func() {
					wire.Send(fw.Wire, ocpp201.StatusNotificationRequest{Timestamp: fw.Wire.Stamp(), EVSEID: 1, ConnectorID: 1, ConnectorStatus: ocpp201.ConnectorStatusAvailable}, wire.Sending{})
				})
			}
			return r, nil
		})
	})
	p := play(t, "TC_H_17_CS", setup{product: "full", change: kept})
	if hasPassed(t, p, "is canceled cannot be canceled"); p.Verdict != evidence.Warning {
		t.Errorf("expected a WARNING where the reservation is kept, got %s", p.Verdict)
	}
}
