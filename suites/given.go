package suites

import (
	"context"
	"fmt"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt"
)

// Given plays on one bench what it is given of a plan, one play after the other, where somebody else hands a plan out: see package
// fleet. One goroutine uses it.
type Given struct{ run *run }

// Take records the plan, of which this bench is to play a part. The session has one bench.
func Take(ctx context.Context, s Session) *Given { return &Given{begin(ctx, s)} }

// Play plays a case of the plan in one of its modes. attempt is which time it is, counted from 1; 0 in a run that plays everything once.
func (g *Given) Play(id string, mode octt.Mode, attempt int) evidence.CaseEnded {
	h, ok := g.handout(id, mode, attempt)
	if !ok {
		return g.LeaveOut(id, mode, attempt, evidence.NotRun, fmt.Sprintf("by the PICS of this bench %s is not to be played", PlayName(id, mode)))
	}
	return g.ended(g.run.playCase(g.run.Benches[0], h))
}

// LeaveOut records a play that is none.
func (g *Given) LeaveOut(id string, mode octt.Mode, attempt int, v evidence.Verdict, why string) evidence.CaseEnded {
	about := About(id, mode)
	about.Attempt = attempt
	return g.ended(g.run.Benches[0].Player.LeaveOut(about, v, why))
}

func (g *Given) handout(id string, mode octt.Mode, attempt int) (handout, bool) {
	t := g.run.schedule.turns[id]
	round := max(0, attempt-1)
	if t == nil || round >= len(t.rounds) {
		return handout{}, false
	}
	for _, way := range t.Item.ways() {
		if way == mode {
			return handout{turn: t, mode: mode, round: round}, true
		}
	}
	return handout{}, false
}

func (g *Given) ended(end evidence.CaseEnded) evidence.CaseEnded {
	g.run.countAs(end.Verdict, end.Verdict)
	return end
}

// End puts back what is owed to the station, and returns what the part came to, for whoever closes the bench and records the end.
func (g *Given) End(ctx context.Context) (evidence.RunEnded, error) {
	g.run.Benches[0].Player.Repay(ctx)
	g.run.conclude()
	return g.run.end, g.run.failed
}
