package octt

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/certbench/certbench/harness/evidence"
)

// entered lists the states of the evidence, each as its path with how it was entered or left.
func (m *memory) entered() []string {
	var out []string
	for _, r := range m.records {
		if s := r.State; s != nil {
			how := "in"
			switch {
			case s.AlreadyThere:
				how = "already there"
			case s.Left:
				how = "out " + string(s.Verdict)
			}
			out = append(out, strings.Join(s.Path, "/")+" "+how)
		}
	}
	return out
}

// parked, plugged and charging are states that need each other.
var (
	parked  = State{Name: "Parked", Family: "Parked", Enter: proved}
	plugged = State{Name: "Plugged", Family: "Plugged", Enter: func(s *Scenario) { s.Need(parked); proved(s) }}
	known   = Choice{
		Local:  State{Name: "Known (local)", Family: "Known", Enter: proved},
		Remote: State{Name: "Known (remote)", Family: "Known", Enter: proved},
	}
	gone = State{Name: "Gone", Family: "Gone", Ends: []Family{"Plugged", "Parked"}, Enter: func(s *Scenario) { s.Need(plugged); proved(s) }}
)

func TestAStateRunsWhatItNeedsAndRecordsWhatWasThere(t *testing.T) {
	inLab(t, nil, func(l *lab) {
		l.before = States(parked)
		l.expect(evidence.Pass, "", func(s *Scenario) {
			s.Reach(1, gone)
			s.Check(2, "What a state ends is left.", fmt.Sprint(s.Is("Plugged"), s.Is("Parked"), s.Is("Gone")), "false false true")
		})
		want := []string{"Parked in", "Parked out PASS", "Gone in", "Gone/Plugged in", "Gone/Plugged/Parked already there",
			"Gone/Plugged out PASS", "Gone out PASS"}
		if got := l.rec.entered(); !slices.Equal(got, want) {
			t.Errorf("expected %q, got %q", want, got)
		}
	})
}

func TestAChoiceFollowsThePlayAndItsFamilyIsOne(t *testing.T) {
	for start, want := range map[Start]string{"": "Known (local)", Local: "Known (local)", Remote: "Known (remote)"} {
		inLab(t, nil, func(l *lab) {
			l.player.Play(l.ctx, Case{ID: "TC_X_01_CS", Main: func(s *Scenario) {
				s.Reach(1, known)
				s.Need(known.Local)
				s.Need(known.Remote)
			}}, evidence.CaseStarted{ID: "TC_X_01_CS"}, ModeOf(start, ""))
			got := l.rec.entered()
			if !slices.Equal(got, []string{want + " in", want + " out PASS", "Known (local) already there", "Known (remote) already there"}) {
				t.Errorf("start %q: expected %s once, got %q", start, want, got)
			}
		})
	}
}

func TestAStateOfARowRunsAgain(t *testing.T) {
	inLab(t, nil, func(l *lab) {
		l.expect(evidence.Pass, "", func(s *Scenario) {
			s.Reach(1, parked)
			s.Reach(2, parked)
		})
		if got := l.rec.entered(); len(got) != 4 {
			t.Errorf("expected the state to run twice, got %q", got)
		}
	})
}

func TestAStateThatFailsIsNotReachedAndTellsSo(t *testing.T) {
	inLab(t, nil, func(l *lab) {
		reached := true
		l.expect(evidence.Fail, "Broken, row 1: Two is one.", func(s *Scenario) {
			defer func() { reached = s.Is("Broken") }()
			s.Reach(1, State{Name: "Broken", Family: "Broken", Enter: func(s *Scenario) {
				s.Check(1, "Two is one.", 2, 1)
				s.Stop()
			}})
		})
		if got := l.rec.entered(); reached || !slices.Equal(got, []string{"Broken in", "Broken out FAIL"}) {
			t.Errorf("expected a state that is left with FAIL and not reached, got reached %v and %q", reached, got)
		}
	})
}

func TestStatesThatCallEachOtherWithoutEndAreAnError(t *testing.T) {
	var loop State
	loop = State{Name: "Loop", Family: "Loop", Enter: func(s *Scenario) { s.Need(loop) }}
	inLab(t, nil, func(l *lab) {
		l.expect(evidence.Error, "without end", func(s *Scenario) { s.Reach(1, loop) })
	})
}

func TestTheStatesOfAPlayEndWithIt(t *testing.T) {
	inLab(t, nil, func(l *lab) {
		l.play(func(s *Scenario) { s.Reach(1, parked) })
		l.expect(evidence.Pass, "", func(s *Scenario) { s.Check(1, "Nothing is reached yet.", s.Is("Parked"), false) })
	})
}
