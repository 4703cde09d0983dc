package suites

import (
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt"
)

// inRounds says of every play which time it was and what it came to.
func inRounds(run evidence.Run) string {
	var out []string
	for _, p := range run.Plays {
		out = append(out, fmt.Sprintf("%s #%d %s", p.Begin.ID, p.Begin.Attempt, p.Verdict))
	}
	return strings.Join(out, "\n")
}

// wavers is a case that fails the nth time it is played.
func wavers(id string, nth int, after ...string) octt.Case {
	times := 0
	return octt.Case{ID: id, After: after, Main: func(s *octt.Scenario) {
		times++
		s.Check(1, "It is not that time.", times != nth, true)
	}}
}

func TestEverythingIsPlayedRoundByRoundAndTheWorstCounts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLab(t, 1)
		end, run := l.plays(t.Context(), func(s *Session) { s.Repeat = 3 }, passes("TC_B_06_CS", time.Second), wavers("TC_B_07_CS", 2))
		want := strings.TrimSpace(`
TC_B_06_CS #1 PASS
TC_B_07_CS #1 PASS
TC_B_06_CS #2 PASS
TC_B_07_CS #2 FAIL
TC_B_06_CS #3 PASS
TC_B_07_CS #3 PASS`)
		if got := inRounds(run); got != want {
			t.Errorf("expected\n%s\ngot\n%s", want, got)
		}
		if o := run.Outcomes(); o[0].Verdict != evidence.Pass || o[1].Verdict != evidence.Fail || end.Counts[evidence.Fail] != 1 || end.Counts[evidence.Pass] != 1 {
			t.Errorf("expected one case to pass and one to fail, got %s, %s and %v", o[0].Verdict, o[1].Verdict, end.Counts)
		}
	})
}

func TestAPrerequisiteIsAskedForInEachRound(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLab(t, 1)
		_, run := l.plays(t.Context(), func(s *Session) { s.Repeat = 3 }, passes("TC_B_07_CS", time.Second, "TC_B_06_CS"), wavers("TC_B_06_CS", 2))
		want := strings.TrimSpace(`
TC_B_06_CS #1 PASS
TC_B_07_CS #1 PASS
TC_B_06_CS #2 FAIL
TC_B_07_CS #2 NOT RUN
TC_B_06_CS #3 PASS
TC_B_07_CS #3 PASS`)
		if got := inRounds(run); got != want {
			t.Errorf("expected\n%s\ngot\n%s", want, got)
		}
		if o := run.Outcomes()[0]; o.Verdict != evidence.NotRun || !strings.Contains(o.Plays[1].Reason, "its prerequisite TC_B_06_CS ended FAIL") {
			t.Errorf("expected a case that is not proved, got %s and %q", o.Verdict, o.Plays[1].Reason)
		}
	})
}

func TestWhatHasEndedBeforeIsNotPlayedAgainAndCounts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLab(t, 1)
		end, run := l.plays(t.Context(), func(s *Session) {
			s.Ended = []Ended{{ID: "TC_B_06_CS", Verdict: evidence.Fail, Reason: "row 1"}, {ID: "TC_B_09_CS", Verdict: evidence.Pass}, {ID: "TC_Z_99_CS", Verdict: evidence.Error}}
		}, passes("TC_B_06_CS", time.Second), passes("TC_B_07_CS", time.Second, "TC_B_06_CS"), passes("TC_B_09_CS", time.Second), passes("TC_B_10_CS", time.Second, "TC_B_09_CS"))
		if got := told(run); got != "a TC_B_10_CS PASS" {
			t.Errorf("expected that only what waits for a case that has passed is played, got\n%s", got)
		}
		if end.Verdict != evidence.Fail || end.Counts[evidence.Fail] != 1 || end.Counts[evidence.Pass] != 2 || end.Counts[evidence.NotRun] != 1 {
			t.Errorf("expected what has ended before to count, got %s and %v", end.Verdict, end.Counts)
		}
	})
}
