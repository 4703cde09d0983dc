package playertest

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/suites"
)

// Open opens a bench that plays the given cases, for one test. latch breaks the bench during a play, where it stands. What it records goes to
// heard, in any goroutine; a play's begin before the play has ended.
type Open func(t *testing.T, latch <-chan error, heard func(evidence.Record), cases ...octt.Case) suites.Player

var (
	passes = octt.Case{ID: "TC_B_01_CS", Main: func(s *octt.Scenario) { s.Check(1, "One is one.", 1, 1) }}
	fails  = octt.Case{ID: "TC_B_06_CS", Main: func(s *octt.Scenario) { s.Check(1, "One is two.", 1, 2) }}
	lasts  = octt.Case{ID: "TC_B_07_CS", Main: func(s *octt.Scenario) {
		_ = s.Pause(evidence.WaitRest, time.Hour) // an interruption shows in the verdict
		s.Check(1, "One is one.", 1, 1)
	}}
	all = []octt.Case{passes, fails, lasts}
)

func play(ctx context.Context, p suites.Player, c octt.Case) evidence.CaseEnded {
	return p.Play(ctx, c, suites.About(c.ID, ""), "")
}

// Passes holds a player against its contract.
func Passes(t *testing.T, open Open) {
	nobody := func(evidence.Record) {}
	t.Run("APlayEndsAsItsCaseDoes", func(t *testing.T) { endsAsItsCase(t, open(t, nil, nobody, all...)) })
	t.Run("AnInterruptedPlayEndsInGoodOrderAndProvesNothing", func(t *testing.T) { interrupted(t, open(t, nil, nobody, all...)) })
	t.Run("WhatIsLeftOutKeepsItsVerdictAndReason", func(t *testing.T) { leftOut(t, open(t, nil, nobody, all...)) })
	t.Run("TheEvidenceSaysWhichTimeAPlayIs", func(t *testing.T) {
		var times attempts
		repeated(t, open(t, nil, times.hear, all...), &times)
	})
	t.Run("ABrokenBenchEndsThePlayUnderWayAndPlaysNothingAfterIt", func(t *testing.T) {
		latch := make(chan error, 1)
		latch <- errors.New("relay 3 is stuck")
		broken(t, open(t, latch, nobody, all...))
	})
}

// attempts are the times that the evidence tells of, in their order.
type attempts struct {
	mu   sync.Mutex
	told []int
}

func (a *attempts) hear(rec evidence.Record) {
	if rec.Begin == nil {
		return
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	a.told = append(a.told, rec.Begin.Attempt)
}

func repeated(t *testing.T, p suites.Player, times *attempts) {
	about := suites.About(passes.ID, "")
	for about.Attempt = 1; about.Attempt <= 2; about.Attempt++ {
		if end := p.Play(t.Context(), passes, about, ""); end.Verdict != evidence.Pass {
			t.Errorf("time %d ended %+v", about.Attempt, end)
		}
	}
	p.LeaveOut(about, evidence.NotRun, "nobody asked")
	p.Repay(t.Context())
	times.mu.Lock()
	defer times.mu.Unlock()
	if !slices.Equal(times.told, []int{1, 2, 3}) {
		t.Errorf("the evidence tells of the times %v, expected 1, 2 and 3", times.told)
	}
}

func endsAsItsCase(t *testing.T, p suites.Player) {
	if p.SecurityProfile() != 1 || p.Latched() != nil || p.Found() != "" {
		t.Errorf("before any play: security profile %d, latched %v, found %q", p.SecurityProfile(), p.Latched(), p.Found())
	}
	for range 2 { // also when it is played again
		if end := play(t.Context(), p, passes); end.ID != passes.ID || end.Verdict != evidence.Pass {
			t.Errorf("a case that passes ended %+v", end)
		}
		if end := play(t.Context(), p, fails); end.ID != fails.ID || end.Verdict != evidence.Fail {
			t.Errorf("a case that fails ended %+v", end)
		}
	}
	p.Repay(t.Context())
	if p.Latched() != nil {
		t.Errorf("after all, the bench is latched: %v", p.Latched())
	}
}

func interrupted(t *testing.T, p suites.Player) {
	play(t.Context(), p, passes) // the bench is open
	ctx, interrupt := context.WithCancel(t.Context())
	time.AfterFunc(300*time.Millisecond, interrupt)
	if end := play(ctx, p, lasts); end.ID != lasts.ID || end.Verdict != evidence.Inconclusive || end.Reason == "" {
		t.Errorf("it ended %+v", end)
	}
	p.Repay(ctx) // the station is brought to rest all the same
}

func leftOut(t *testing.T, p suites.Player) {
	for _, v := range []evidence.Verdict{evidence.NotRun, evidence.NotApplicable} {
		if end := p.LeaveOut(suites.About(passes.ID, ""), v, "nobody asked"); end.ID != passes.ID || end.Verdict != v || end.Reason != "nobody asked" {
			t.Errorf("%s was left out as %+v", v, end)
		}
	}
	if end := play(t.Context(), p, passes); end.Verdict != evidence.Pass {
		t.Errorf("the play after it ended %+v", end)
	}
	p.Repay(t.Context())
}

func broken(t *testing.T, p suites.Player) {
	first := play(t.Context(), p, passes)
	if first.ID != passes.ID || first.Verdict != evidence.Pass {
		t.Errorf("the play during which it broke ended %+v", first)
	}
	if cause := p.Latched(); cause == nil || !strings.Contains(cause.Error(), "relay 3 is stuck") {
		t.Errorf("latched: %v", cause)
	}
	if end := play(t.Context(), p, passes); end.ID != passes.ID || end.Verdict != evidence.NotRun || !strings.Contains(end.Reason, "relay 3 is stuck") {
		t.Errorf("the play after it ended %+v", end)
	}
	p.Repay(t.Context())
}
