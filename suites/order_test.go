package suites

import (
	"context"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/certbench/certbench/harness/catalogue"
	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt"
)

// lasting is a case that takes its time.
func lasting(id string, d time.Duration, after ...string) octt.Case {
	return octt.Case{ID: id, After: after, Main: func(s *octt.Scenario) {
		s.Wait(1, d, "a test")
		s.Check(1, "It is so.", true, true)
	}}
}

func planOf(t *testing.T, cases ...octt.Case) []Item {
	t.Helper()
	var plan []Item
	for _, c := range cases {
		plan = append(plan, Item{Entry: entryOf(t, c.ID), Case: c})
	}
	return plan
}

func TestTheLongestPlaysAreHandedOutFirstAfterTheQuickest(t *testing.T) {
	const s = time.Second
	plan := planOf(t, lasting("TC_B_01_CS", 0), lasting("TC_B_02_CS", 0), lasting("TC_B_03_CS", 0), lasting("TC_B_06_CS", 0),
		lasting("TC_B_07_CS", 0), lasting("TC_B_09_CS", 0, "TC_B_03_CS"))
	for name, c := range map[string]struct {
		durations Durations
		want      []string
	}{
		"nothing is known": {nil, []string{"TC_B_01_CS", "TC_B_02_CS", "TC_B_03_CS", "TC_B_06_CS", "TC_B_07_CS", "TC_B_09_CS"}},
		"all is known": {Durations{"TC_B_01_CS": 2 * s, "TC_B_02_CS": 9 * s, "TC_B_03_CS": 4 * s, "TC_B_06_CS": s, "TC_B_07_CS": 8 * s, "TC_B_09_CS": 7 * s},
			[]string{"TC_B_06_CS", "TC_B_03_CS", "TC_B_02_CS", "TC_B_07_CS", "TC_B_09_CS", "TC_B_01_CS"}}, // 4 s and the 7 s that wait for them
		"what is not known is in the middle": {Durations{"TC_B_07_CS": 8 * s, "TC_B_02_CS": 5 * s, "TC_B_06_CS": s, "TC_B_09_CS": s, "TC_B_03_CS": s, "TC_X_99_CS": 90 * s},
			[]string{"TC_B_03_CS", "TC_B_07_CS", "TC_B_02_CS", "TC_B_01_CS", "TC_B_06_CS", "TC_B_09_CS"}},
	} {
		if got := Longest(plan, c.durations); !slices.Equal(got, c.want) {
			t.Errorf("%s: expected %v, got %v", name, c.want, got)
		}
	}
}

// Three plays of 40, 30 and 20 s and one of 1 s: in the order of the plan the longest would begin last.
func TestAQuickVerdictComesFirstAndTheLongestPlayIsNotWaitedForAtTheEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const s = time.Second
		l := newLab(t, 2)
		cases := []octt.Case{lasting("TC_B_01_CS", 20*s), lasting("TC_B_02_CS", 30*s), lasting("TC_B_03_CS", s), lasting("TC_B_06_CS", 40*s)}
		_, run := l.plays(context.Background(), func(session *Session) {
			session.Durations = Durations{"TC_B_01_CS": 20 * s, "TC_B_02_CS": 30 * s, "TC_B_03_CS": s, "TC_B_06_CS": 40 * s}
		}, cases...)
		var first, last time.Time
		for i := range run.Plays {
			if p := &run.Plays[i]; p.Verdict == evidence.Pass {
				if first.IsZero() || p.Ended.Before(first) {
					first = p.Ended
				}
				if p.Ended.After(last) {
					last = p.Ended
				}
			}
		}
		began := run.Plays[0].Began
		if took := first.Sub(began); took > 2*s {
			t.Errorf("expected the first verdict with the play of 1 s, got it after %s", took)
		}
		if took := last.Sub(began); took > 55*s {
			t.Errorf("expected the last verdict when 91 s are shared out on two benches, got it after %s", took)
		}
	})
}

func entryOf(t *testing.T, id string) catalogue.Entry {
	t.Helper()
	entry, ok := catalogue.Lookup(id)
	if !ok {
		t.Fatalf("the catalogue has no %s", id)
	}
	return entry
}
