package suites

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/examples"
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/pics"
	"github.com/certbench/certbench/rigs"
)

// bothWays is a case that is played in both modes.
func bothWays(c octt.Case) octt.Case {
	c.Modes |= octt.Both
	return c
}

// modesTold says of every play in which mode it was and what it came to, in the order of the modes.
func modesTold(run evidence.Run) string {
	var out []string
	for _, p := range run.Plays {
		out = append(out, p.Begin.ID+" "+p.Begin.Mode+" "+string(p.Verdict))
	}
	slices.Sort(out)
	return strings.Join(out, "\n")
}

func TestTheModesOfACaseArePlayedSideBySideAndCountOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLab(t, 2)
		began := time.Now()
		end, run := l.plays(t.Context(), nil, bothWays(takes("TC_B_06_CS", time.Hour, 1, 1)))
		if took := time.Since(began); took > 90*time.Minute {
			t.Errorf("expected two hours of two benches to be one, took %s", took)
		}
		if got, want := modesTold(run), "TC_B_06_CS local PASS\nTC_B_06_CS remote PASS"; got != want {
			t.Errorf("got\n%s\nwant\n%s", got, want)
		}
		if end.Counts[evidence.Pass] != 1 {
			t.Errorf("expected one case that passed, got %v", end.Counts)
		}
	})
}

func TestAModeThatTheProductDoesNotHaveIsLeftOut(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const why = "the product has no authorization option for local start (PICS, C-30 to C-35)"
		l := newLab(t, 1)
		without := func(s *Session) { s.Plan[0].Left = []LeftOut{{"local", evidence.NotApplicable, why}} }
		end, run := l.plays(t.Context(), without, bothWays(takes("TC_B_06_CS", time.Second, 1, 1)))
		if got, want := modesTold(run), "TC_B_06_CS local NOT APPLICABLE\nTC_B_06_CS remote PASS"; got != want {
			t.Errorf("got\n%s\nwant\n%s", got, want)
		}
		if run.Plays[0].Reason != why || end.Counts[evidence.Pass] != 1 || end.Verdict != evidence.Pass {
			t.Errorf("expected the other mode to count, got %q, %v", run.Plays[0].Reason, end)
		}
	})
}

func TestACaseWaitsForAllModesOfItsPrerequisite(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLab(t, 3)
		first := bothWays(octt.Case{ID: "TC_B_06_CS", Main: func(s *octt.Scenario) {
			s.Wait(0, time.Minute, "the case")
			s.Check(0, "The mode is local.", s.Start(), octt.Local)
		}})
		end, run := l.plays(t.Context(), nil, first, bothWays(takes("TC_B_07_CS", time.Second, 1, 1, "TC_B_06_CS")))
		if got, want := modesTold(run), "TC_B_06_CS local PASS\nTC_B_06_CS remote FAIL"; got != want {
			t.Errorf("got\n%s\nwant\n%s", got, want)
		}
		if end.Counts[evidence.Fail] != 1 || end.Counts[evidence.NotRun] != 1 {
			t.Errorf("expected one case that failed, and one that was not run for it, got %v", end.Counts)
		}
	})
}

func TestAnInterruptedCaseIsCountedOnceAndItsOtherModeNotPlayed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLab(t, 1)
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		c := bothWays(octt.Case{ID: "TC_B_06_CS", Main: func(s *octt.Scenario) {
			s.Check(0, "One is one.", 1, 1)
			cancel()
		}})
		end, run := l.plays(ctx, nil, c)
		if got, want := modesTold(run), "TC_B_06_CS local INCONCLUSIVE"; got != want {
			t.Errorf("got\n%s\nwant\n%s", got, want)
		}
		if end.Counts[evidence.Inconclusive] != 1 || len(end.Counts) != 1 {
			t.Errorf("expected one case that was interrupted, got %v", end.Counts)
		}
	})
}

func TestAProductWithoutAuthorizationOptionsHasNoLocalStart(t *testing.T) {
	declared, err := pics.Read(examples.PICSName, examples.PICS())
	if err != nil {
		t.Fatal(err)
	}
	if why := noLocalStart(declared); why != "" {
		t.Errorf("expected the product with an idToken reader to have a local start, got %q", why)
	}
	declared.Features[pics.C_30] = pics.Value{Kind: pics.Boolean}
	if why := noLocalStart(declared); !strings.Contains(why, "C-30 to C-35") {
		t.Errorf("expected that the product has none, got %q", why)
	}
}

func TestWhatABenchHasNoRigForIsPlayedByOneThatHas(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLab(t, 2)
		lacks := func(ids ...string) func(string, octt.Mode) error {
			return func(id string, _ octt.Mode) error {
				if slices.Contains(ids, id) {
					return fmt.Errorf("%w to tokens", rigs.ErrNoRig)
				}
				return nil
			}
		}
		with := func(s *Session) {
			s.Benches[0].Lacks, s.Benches[1].Lacks = lacks("TC_B_06_CS", "TC_B_09_CS"), lacks("TC_B_09_CS")
		}
		end, run := l.plays(t.Context(), with, takes("TC_B_06_CS", time.Minute, 1, 1), takes("TC_B_07_CS", time.Second, 1, 1), takes("TC_B_09_CS", time.Second, 1, 1))
		if got, want := modesTold(run), "TC_B_06_CS  PASS\nTC_B_07_CS  PASS\nTC_B_09_CS  NOT RUN"; got != want {
			t.Errorf("got\n%s\nwant\n%s", got, want)
		}
		for _, p := range run.Plays {
			if p.Begin.ID == "TC_B_06_CS" && p.Bench != "b" {
				t.Errorf("expected %s on the bench that has the rig, got %s", p.Begin.ID, p.Bench)
			}
			if p.Begin.ID == "TC_B_09_CS" && p.Reason != "no rig is bound to tokens" {
				t.Errorf("expected the rig that is missing, got %q", p.Reason)
			}
		}
		if end.Counts[evidence.NotRun] != 1 || end.Counts[evidence.Pass] != 2 {
			t.Errorf("expected two that passed and one not run, got %v", end.Counts)
		}
	})
}

func TestACaseSelectedInOneModeIsNotProvedByIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLab(t, 1)
		half := func(s *Session) {
			s.Plan[0].Left = []LeftOut{{"local", evidence.NotRun, evidence.Unselected + "TC_B_06_CS/remote"}}
		}
		end, run := l.plays(t.Context(), half, bothWays(takes("TC_B_06_CS", time.Second, 1, 1)), takes("TC_B_07_CS", time.Second, 1, 1, "TC_B_06_CS"))
		if got, want := modesTold(run), "TC_B_06_CS local NOT RUN\nTC_B_06_CS remote PASS\nTC_B_07_CS  PASS"; got != want {
			t.Errorf("got\n%s\nwant\n%s", got, want)
		}
		if end.Verdict != evidence.Pass || end.Counts[evidence.NotRun] != 1 || end.Counts[evidence.Pass] != 1 {
			t.Errorf("expected a run that passed, with a case of it not proved, got %v", end)
		}
	})
}
