package octt

import (
	"time"

	"github.com/certbench/certbench/harness/evidence"
)

// tellsWait records what the play waits for, and until when. The caller holds mu.
func (w *wire) tellsWait(until time.Time) {
	if w.log.play == 0 {
		return // nobody watches what is no play
	}
	a := w.waits()
	a.Until = until.UTC()
	w.append(evidence.Record{Kind: evidence.KindAwaiting, Awaiting: &a})
}

// waits is what the play waits for: the row that is being played, or else what the bench does. The caller holds mu.
func (w *wire) waits() evidence.Awaiting {
	if r := w.waiting.shown; r != nil {
		return evidence.Awaiting{Stage: r.Stage, State: r.State, Number: r.Number, Actor: r.Actor, What: r.Text}
	}
	switch resting, spent := w.phase.resting, w.waiting.spent; {
	case resting != nil:
		return evidence.Awaiting{Stage: evidence.Restore, What: resting.what}
	case spent != nil && spent.on != "":
		return evidence.Awaiting{What: spent.on.Words()}
	}
	return evidence.Awaiting{What: "the Charging Station"}
}

// tellsAct records that an act takes a while, unless it is over by then: a person, or a rig, is waited for. The caller calls done
// when it is over.
func (w *wire) tellsAct(r *evidence.Row) (done func()) {
	a := evidence.Awaiting{Stage: r.Stage, State: r.State, Number: r.Number, Actor: r.Actor, What: r.Text}
	over := false
	timer := time.AfterFunc(evidence.AwaitedAfter, func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		if !over {
			w.append(evidence.Record{Kind: evidence.KindAwaiting, Awaiting: &a})
		}
	})
	return func() {
		timer.Stop()
		w.mu.Lock()
		defer w.mu.Unlock()
		over = true
	}
}
