package main

import (
	"strings"
	"testing"
	"time"

	"github.com/certbench/certbench/harness/bench"
	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/suites"
)

func TestWhatIsLeftOfARunIsThatOfThePlaysThatHaveNotEnded(t *testing.T) {
	a := &ahead{durations: suites.Durations{"A": time.Minute, "B/local": 2 * time.Minute, "B/remote": 3 * time.Minute}, benches: 2,
		names: map[string]int{"A": 1, "B/local": 1, "B/remote": 1}}
	if got := a.left(); got != 3*time.Minute {
		t.Errorf("6 min on two benches: expected 3 min, got %s", got)
	}
	a.ended(evidence.CaseEnded{ID: "A", Took: 2 * time.Minute})
	if got := a.left(); got != 6*time.Minute {
		t.Errorf("5 min on two benches, of which the longest is 3 min, at a station that takes twice as long: expected 6 min, got %s", got)
	}
	a.ended(evidence.CaseEnded{ID: "B", Mode: "remote", Took: 6 * time.Minute})
	a.ended(evidence.CaseEnded{ID: "B", Mode: "local", Took: time.Second})
	if got := a.left(); got != 0 {
		t.Errorf("expected nothing to be left, got %s", got)
	}
}

func TestWhatIsPlayedSeveralTimesIsLeftSeveralTimes(t *testing.T) {
	a := &ahead{durations: suites.Durations{"A": time.Minute}, benches: 1, names: map[string]int{"A": 3}}
	for _, want := range []time.Duration{3 * time.Minute, 2 * time.Minute, time.Minute, 0} {
		if got := a.left(); got != want {
			t.Errorf("expected %s to be left, got %s", want, got)
		}
		a.ended(evidence.CaseEnded{ID: "A", Took: time.Minute})
	}
}

func TestALogHasNoTimeLeft(t *testing.T) {
	var out strings.Builder
	p := watch(&out, false, []*bench.File{{}})
	p.rest = &ahead{durations: suites.Durations{"TC_B_01_CS": time.Minute, "TC_B_06_CS": time.Minute}, benches: 1, names: map[string]int{"TC_B_01_CS": 1, "TC_B_06_CS": 1}}
	p.record(evidence.Record{Play: 1, Begin: &evidence.CaseStarted{ID: "TC_B_01_CS", Name: "Cold boot"}})
	p.record(evidence.Record{Play: 1, End: &evidence.CaseEnded{ID: "TC_B_01_CS", Verdict: evidence.Pass, Took: time.Minute}})
	p.close()
	if strings.Contains(out.String(), "left") {
		t.Errorf("expected lines of cases only, got\n%s", out.String())
	}
	if p.foot != "about 1 min left" {
		t.Errorf("expected a terminal to be told that a minute is left, got %q", p.foot)
	}
}
