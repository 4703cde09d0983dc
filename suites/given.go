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

// Play plays a case of the plan in one of its modes.
func (g *Given) Play(id string, mode octt.Mode) evidence.CaseEnded {
	h, ok := g.handout(id, mode)
	if !ok {
		return g.LeaveOut(id, mode, evidence.NotRun, fmt.Sprintf("by the PICS of this bench %s is not to be played", PlayName(id, mode)))
	}
	return g.ended(g.run.playCase(g.run.Benches[0], h))
}

// LeaveOut records a play that is none.
func (g *Given) LeaveOut(id string, mode octt.Mode, v evidence.Verdict, why string) evidence.CaseEnded {
	return g.ended(g.run.Benches[0].Player.LeaveOut(About(id, mode), v, why))
}

func (g *Given) handout(id string, mode octt.Mode) (handout, bool) {
	t := g.run.schedule.turns[id]
	if t == nil {
		return handout{}, false
	}
	for _, way := range t.Item.ways() {
		if way == mode {
			return handout{turn: t, mode: mode}, true
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
