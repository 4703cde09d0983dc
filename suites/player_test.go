package suites

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/certbench/certbench/harness/catalogue"
	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt"
)

// farPlayer plays on a bench of another machine, each play for as long as it takes; one that is lost has no end of its first.
type farPlayer struct {
	takes  time.Duration
	lost   bool
	played []string
	cut    error
}

func (p *farPlayer) SecurityProfile() int { return 1 }

func (p *farPlayer) Play(_ context.Context, c octt.Case, about evidence.CaseStarted, _ octt.Mode) evidence.CaseEnded {
	time.Sleep(p.takes) // of the bubble
	end := evidence.CaseEnded{ID: c.ID, Mode: about.Mode, Verdict: evidence.Pass}
	if p.lost {
		p.cut = errors.New("its agent is gone")
		end.Verdict, end.Reason = evidence.NotRun, p.cut.Error()
		return end
	}
	p.played = append(p.played, c.ID)
	return end
}

func (p *farPlayer) LeaveOut(about evidence.CaseStarted, v evidence.Verdict, why string) evidence.CaseEnded {
	return evidence.CaseEnded{ID: about.ID, Mode: about.Mode, Verdict: v, Reason: why}
}
func (p *farPlayer) Repay(context.Context)   {}
func (p *farPlayer) Latched() error          { return p.cut }
func (p *farPlayer) Found() evidence.Verdict { return "" }
func (p *farPlayer) Cut() bool               { return p.cut != nil }

func TestABenchWaitsForWhatAnotherMayLeaveToIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var plan []Item
		for _, id := range []string{"TC_B_01_CS", "TC_B_20_CS"} {
			plan = append(plan, Item{Entry: catalogue.Entry{ID: id}, Case: octt.Case{ID: id}, Selected: true})
		}
		slow, quick := &farPlayer{takes: time.Minute, lost: true}, &farPlayer{takes: time.Second}
		end, err := Play(t.Context(), Session{Plan: plan, Recorder: nowhere{}, Benches: []Bench{{Name: "slow", Player: slow}, {Name: "quick", Player: quick}}})
		if err != nil {
			t.Fatal(err)
		}
		if len(quick.played) != 2 || end.Counts[evidence.Pass] != 2 {
			t.Errorf("the bench that was left has played %v; the run came to %v", quick.played, end.Counts)
		}
	})
}
