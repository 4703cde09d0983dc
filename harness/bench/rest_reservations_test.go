package bench

import (
	"fmt"
	"slices"
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

// TestAReservationThatCannotBeCanceledIsWaitedFor has a station that cancels none: one that ends soon takes its place, unless the station
// does not replace any either.
func TestAReservationThatCannotBeCanceledIsWaitedFor(t *testing.T) {
	full := asFull(t)
	for _, c := range []struct {
		faults       []defects.Defect
		least, limit time.Duration
	}{
		{[]defects.Defect{defects.CancelRejected}, 0, time.Minute},
		{[]defects.Defect{defects.CancelChangesNothing}, 0, time.Minute},
		{[]defects.Defect{defects.CancelChangesNothing, defects.ReplaceKeepsOld}, 19 * time.Minute, 22 * time.Minute},
		{[]defects.Defect{defects.CancelChangesNothing, defects.ReplaceRefused}, 19 * time.Minute, 22 * time.Minute},
	} {
		change := func(p *MemoryParts) {
			full(p)
			p.Defects = defects.Of(c.faults...)
		}
		onMemory(t, change, func(t *testing.T, m *Memory, said *notes) {
			began := time.Now()
			for range 2 {
				if end := play(t, m, reserves); end.Verdict != evidence.Pass || m.Player.Latched() != nil {
					t.Fatalf("%s: expected a bench at rest, got %s: %s; %v; notes %q", c.faults, end.Verdict, end.Reason, m.Player.Latched(), said.said)
				}
			}
			if took := time.Since(began); !said.has("until it expires") || took < c.least || took > c.limit {
				t.Errorf("%s: expected a word about a wait of %s to %s for both, got %s and %q", c.faults, c.least, c.limit, took, said.said)
			}
		})
	}
}

// TestAReservationThatACaseHasCanceledInVainIsReplaced has the station answer Accepted, and go on.
func TestAReservationThatACaseHasCanceledInVainIsReplaced(t *testing.T) {
	full := asFull(t)
	change := func(p *MemoryParts) {
		full(p)
		p.Defects = defects.Of(defects.CancelChangesNothing)
	}
	onMemory(t, change, func(t *testing.T, m *Memory, said *notes) {
		began := time.Now()
		play(t, m, func(s *octt.Scenario) {
			reserves(s)
			octt.Send(s, 3, ocpp201.CancelReservationRequest{ReservationID: s.ReservationID}).Receive(4)
		})
		if took := time.Since(began); m.Player.Latched() != nil || took > time.Minute || said.has("It is reset") {
			t.Errorf("expected a bench at rest within a minute, and no reset, got it after %s; %v; notes %q", took, m.Player.Latched(), said.said)
		}
		if end := play(t, m, reserves); end.Verdict != evidence.Pass {
			t.Errorf("expected the next case to find the EVSE free, got %s: %s", end.Verdict, end.Reason)
		}
	})
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

// TestAReservationThatWasUsedIsOver has the driver charge for whom the EVSE is reserved, and leave.
func TestAReservationThatWasUsedIsOver(t *testing.T) {
	full := asFull(t)
	for set, want := range map[string]string{"": "", "reservation-used-kept": "FAIL H03.FR.09 H02.FR.01: Accepted"} {
		seen := &findings{}
		change := func(p *MemoryParts) {
			full(p)
			defective(set)(p)
			seen.Recorder, p.Recorder = p.Recorder, seen
		}
		onMemory(t, change, func(t *testing.T, m *Memory, said *notes) {
			for range 2 {
				end := play(t, m, func(s *octt.Scenario) {
					reserves(s)
					s.Reach(2, states.Authorized.Local)
					states.UsedReported(s, 2, true)
					s.Reach(3, states.EnergyTransferStarted)
				})
				if end.Verdict != evidence.Pass || m.Player.Latched() != nil {
					t.Fatalf("%q: expected a case that passes, got %s: %s; %v; notes %q", set, end.Verdict, end.Reason, m.Player.Latched(), said.said)
				}
			}
		})
		if wanted := strings.Fields(want); len(wanted) == 0 && len(seen.found) > 0 || len(wanted) > 0 && !slices.Equal(seen.found, []string{want, want}) {
			t.Errorf("%q: expected %q after each case, got %q", set, want, seen.found)
		}
	}
}

// TestAnEVSEThatIsFreedWithoutAWordIsTheRuns has the bench cancel what a case has reserved.
func TestAnEVSEThatIsFreedWithoutAWordIsTheRuns(t *testing.T) {
	full := asFull(t)
	for set, want := range map[string][]string{"": nil, "cancel-not-reported": {"FAIL H02.FR.04: Reserved, which it was reported to be before"}} {
		seen := &findings{}
		change := func(p *MemoryParts) {
			full(p)
			defective(set)(p)
			seen.Recorder, p.Recorder = p.Recorder, seen
		}
		onMemory(t, change, func(t *testing.T, m *Memory, said *notes) {
			if end := play(t, m, reserves); end.Verdict != evidence.Pass || m.Player.Latched() != nil {
				t.Fatalf("%q: expected a case that passes, got %s: %s; %v; notes %q", set, end.Verdict, end.Reason, m.Player.Latched(), said.said)
			}
		})
		if !slices.Equal(seen.found, want) {
			t.Errorf("%q: expected %q, got %q", set, want, seen.found)
		}
	}
}

// findings keeps what was found between the cases.
type findings struct {
	octt.Recorder
	found []string
}

func (f *findings) Append(r evidence.Record) (int64, error) {
	if r.Finding != nil {
		f.found = append(f.found, fmt.Sprintf("%s %s: %s", r.Finding.Verdict, strings.Join(r.Finding.Requirements, " "), r.Finding.Actual))
	}
	return f.Recorder.Append(r)
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
