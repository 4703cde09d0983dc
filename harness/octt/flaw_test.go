package octt

import (
	"fmt"
	"testing"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// A wrong field in a state that prepares the case is found once for the run, and the case shows its own subject. One that
// tells whether the state is reached ends the play; the same state in the scenario of a case fails it.
func TestAWrongFieldInAPreparationIsFoundOnceAndTheCaseGoesOn(t *testing.T) {
	connected := State{Name: "EVConnectedPreSession", Family: "EVConnectedPreSession", Enter: func(s *Scenario) {
		Receive[ocpp201.TransactionEventRequest](s, 3, Must("eventType", "Started"), Must("evse.id", 1).Clause("E01.FR.16"))
	}}
	for name, c := range map[string]struct {
		told   string // eventType
		main   bool   // the state is of the scenario
		cites  []string
		want   evidence.Verdict
		finds  int
		checks string
	}{
		"a flaw":                      {"Started", false, nil, evidence.Pass, 2, "3 evse.id is 1.: INCONCLUSIVE"},
		"a state that is not reached": {"Updated", false, nil, evidence.Inconclusive, 2, `3 eventType is "Started".: INCONCLUSIVE`},
		"what the case is about":      {"Started", false, []string{"E02.FR.05", "E01.FR.16"}, evidence.Fail, 0, "3 evse.id is 1.: FAIL"},
		"the scenario's own":          {"Started", true, nil, evidence.Fail, 0, "3 evse.id is 1.: FAIL"},
	} {
		t.Run(name, func(t *testing.T) {
			inLab(t, nil, func(l *lab) {
				transactions := 0
				plug := func(*Scenario) {
					transactions++
					l.csms.later(time.Second, "TransactionEvent", eventOf(fmt.Sprint("T", transactions), c.told, "CablePluggedIn", 0, 0))
				}
				l.before = Prepare(Do(plug), States(connected))
				if c.main {
					l.before = nil
				}
				for range 2 {
					shown := false
					end := l.player.Play(l.ctx, Case{ID: "TC_X_01_CS", Before: l.before, Main: func(s *Scenario) {
						if c.main {
							plug(s)
							s.Reach(1, connected)
						}
						shown = s.Check(1, "The subject of the case is shown.", true, true)
					}}, evidence.CaseStarted{ID: "TC_X_01_CS", Requirements: c.cites}, "")
					l.judged(end, c.want, "")
					if goes := c.told == "Started" && !c.main; shown != goes {
						t.Errorf("expected the case to go on: %t, got %t", goes, shown)
					}
				}
				found := l.rec.findings()
				if len(found) != c.finds {
					t.Fatalf("expected %d findings, got %+v", c.finds, found)
				}
				if c.finds > 0 && (found[0].Kind != evidence.FoundPreparing || !found[0].Same(found[1]) || found[0].Verdict != evidence.Fail) {
					t.Errorf("expected the same flaw twice, got %+v", found)
				}
				if !l.rec.has(c.checks) {
					t.Errorf("expected the check %q, got %s", c.checks, l.rec)
				}
			})
		})
	}
}

// What no path can express is a flaw as well, unless it tells whether the state is reached.
func TestAFailedCheckOfAPreparationIsFoundOnceAndTheCaseGoesOn(t *testing.T) {
	const requirement = "It was asked for before."
	check := func(of func(*Scenario, int, *Message, string, any, any, ...string) bool) State {
		return State{Name: "Authorized", Family: "Authorized", Enter: func(s *Scenario) {
			Receive[ocpp201.TransactionEventRequest](s, 3)
			if told := ToldMessages[ocpp201.TransactionEventRequest](s); !of(s, 3, told[len(told)-1], requirement, false, true, "C01.FR.01") {
				s.Stop()
			}
		}}
	}
	for name, c := range map[string]struct {
		state State
		main  bool // the state is of the scenario
		cites []string
		want  evidence.Verdict
		finds int
		goes  bool
	}{
		"a flaw":                      {check((*Scenario).CheckMessage), false, nil, evidence.Pass, 2, true},
		"a state that is not reached": {check((*Scenario).CheckReached), false, nil, evidence.Inconclusive, 0, false},
		"what the case is about":      {check((*Scenario).CheckMessage), false, []string{"C01.FR.01"}, evidence.Fail, 0, true},
		"the scenario's own":          {check((*Scenario).CheckMessage), true, nil, evidence.Fail, 0, false},
	} {
		t.Run(name, func(t *testing.T) {
			inLab(t, nil, func(l *lab) {
				transactions := 0
				plug := func(*Scenario) {
					transactions++
					l.csms.later(time.Second, "TransactionEvent", eventOf(fmt.Sprint("T", transactions), "Started", "CablePluggedIn", 0, 0))
				}
				if !c.main {
					l.before = Prepare(Do(plug), States(c.state))
				}
				for range 2 {
					shown := false
					end := l.player.Play(l.ctx, Case{ID: "TC_X_01_CS", Before: l.before, Main: func(s *Scenario) {
						if c.main {
							plug(s)
							s.Reach(1, c.state)
						}
						shown = s.Check(1, "The subject of the case is shown.", true, true)
					}}, evidence.CaseStarted{ID: "TC_X_01_CS", Requirements: c.cites}, "")
					l.judged(end, c.want, "")
					if shown != c.goes {
						t.Errorf("expected the case to go on: %t, got %t", c.goes, shown)
					}
				}
				found := l.rec.findings()
				if len(found) != c.finds || c.finds > 0 && (found[0].Kind != evidence.FoundPreparing || !found[0].Same(found[1]) || found[0].Subject != "TransactionEventRequest") {
					t.Errorf("expected the same flaw %d times, got %+v", c.finds, found)
				}
			})
		})
	}
}
