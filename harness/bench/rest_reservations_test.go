package bench

import (
	"strings"
	"testing"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/states"
	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station"
	"github.com/certbench/certbench/station/defects"
	"github.com/certbench/certbench/station/wire"
)

// reserves has an EVSE reserved, which must be free.
func reserves(s *octt.Scenario) {
	s.Token = s.Configured.ValidToken
	s.Reach(1, states.Reserved)
}

func TestNoReservationStaysAfterACase(t *testing.T) {
	onMemory(t, asFull(t), func(t *testing.T, m *Memory, said *notes) {
		for range 2 {
			if end := play(t, m, reserves); end.Verdict != evidence.Pass {
				t.Fatalf("expected every case to find the EVSE free, got %s: %s; notes %q", end.Verdict, end.Reason, said.said)
			}
			if err := m.Player.Latched(); err != nil {
				t.Fatal(err)
			}
		}
	})
}

func TestAReservationThatCannotBeCanceledIsWaitedFor(t *testing.T) {
	full := asFull(t)
	for _, defect := range []defects.Defect{defects.CancelRejected, defects.CancelChangesNothing} {
		change := func(p *MemoryParts) {
			full(p)
			p.Defects = defects.Of(defect)
		}
		onMemory(t, change, func(t *testing.T, m *Memory, said *notes) {
			for range 2 {
				if end := play(t, m, reserves); end.Verdict != evidence.Pass || m.Player.Latched() != nil {
					t.Fatalf("%s: expected a bench at rest, got %s: %s; %v; notes %q", defect, end.Verdict, end.Reason, m.Player.Latched(), said.said)
				}
			}
			if !said.has("until it expires") {
				t.Errorf("%s: expected a word about the wait, got %q", defect, said.said)
			}
		})
	}
}

func TestAReservationOfSomebodyElseIsNamedAsTheReason(t *testing.T) {
	onMemory(t, asFull(t), func(t *testing.T, m *Memory, said *notes) {
		end := play(t, m, func(s *octt.Scenario) {
			q := states.Reservation{Token: s.Token}.Reserve(s)
			octt.Send(s, 1, q).Receive(2, octt.Must("status", ocpp201.ReserveNowStatusAccepted))
			states.ReservedReported(s, 3)
			s.Released(q.ID) // as if another CSMS had made it
		})
		if err := m.Player.Latched(); err == nil || !strings.Contains(err.Error(), "reservation") {
			t.Errorf("expected the bench to be latched because of a reservation, got %v after %s", err, end.Verdict)
		}
	})
}

// TestWhatAStationTellsLateDoesNotReachTheNextCase has a station that sends its messages one after another and answers questions beside
// them: an older state of a connector comes while it is asked whether it is at rest, and the last one after that.
func TestWhatAStationTellsLateDoesNotReachTheNextCase(t *testing.T) {
	full := asFull(t)
	change := func(p *MemoryParts) {
		full(p)
		configured := p.Change
		p.Change = func(c *station.Config) {
			if configured != nil {
				configured(c)
			}
			c.Patch = tellsLate
		}
	}
	onMemory(t, change, func(t *testing.T, m *Memory, said *notes) {
		for range 2 {
			if end := play(t, m, reserves); end.Verdict != evidence.Pass || m.Player.Latched() != nil {
				t.Fatalf("expected no case to hear of the one before, got %s: %s; %v; notes %q", end.Verdict, end.Reason, m.Player.Latched(), said.said)
			}
		}
	})
}

// tellsLate has the station tell of a connector what it was before a reservation was canceled, in the midst of the next questions, and
// what it is a while later, or just before it answers the next request that changes something.
func tellsLate(fw *station.Firmware) {
	canceled, late := false, false
	tell := func(status ocpp201.ConnectorStatus) {
		wire.Send(fw.Wire, ocpp201.StatusNotificationRequest{Timestamp: ocpp201.DateTime{Time: fw.Kernel.Now()}, ConnectorStatus: status, EVSEID: 1, ConnectorID: 1}, wire.Sending{})
	}
	last := func() {
		if late {
			late = false
			tell(ocpp201.ConnectorStatusAvailable)
		}
	}
	fw.Wire.Seam.Answers.Add(func(m wire.Message, pass wire.Pass) {
		switch m.Request.(type) {
		case ocpp201.CancelReservationRequest:
			canceled = true
		case ocpp201.ReserveNowRequest:
			last()
		case ocpp201.GetVariablesRequest:
			if canceled {
				canceled, late = false, true
				tell(ocpp201.ConnectorStatusReserved)
				fw.Kernel.After(again/4, last)
				fw.Kernel.After(time.Millisecond, func() { pass(m) })
				return
			}
		}
		pass(m)
	})
}
