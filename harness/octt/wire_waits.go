package octt

import (
	"context"
	"slices"
	"time"

	"github.com/certbench/certbench/harness/evidence"
)

// waiting is the one wait of the scenario that may be under way.
type waiting struct {
	wake   chan struct{} // has one in it when something has happened while asleep was so
	asleep bool          // somebody waits for something to happen, and has not been woken
	wanted func(*Message) bool
	now    bool
	timer  *time.Timer // stopped, for the next wait; nil where none has come to need one, or has it
	times  int         // how often the scenario has waited for something
	spent  *spent
	shown  *evidence.Row // that is being played, nil for none; of the goroutine that plays
}

// instant is by how much every limit is longer than it says: what comes in the very moment in which time is up has come in
// time. Else chance would decide where a limit is a multiple of a station's interval.
const instant = time.Millisecond

// await blocks until ready holds, the limit passes, or ctx ends; it reports whether ready held. While it blocks, every
// held message that is not wanted gets its standing answer, because a station may send one CALL at a time only.
func (w *wire) await(ctx context.Context, limit time.Duration, wanted func(*Message) bool, ready func() bool) (bool, error) {
	return w.block(ctx, limit+instant, wanted, ready)
}

// pass lets a time pass, exactly, and otherwise does as await does.
func (w *wire) pass(ctx context.Context, d time.Duration, wanted func(*Message) bool) error {
	_, err := w.block(ctx, d, wanted, func() bool { return false })
	return err
}

func (w *wire) block(ctx context.Context, limit time.Duration, wanted func(*Message) bool, ready func() bool) (bool, error) {
	began := time.Now()
	w.mu.Lock()
	defer w.mu.Unlock()
	timer, ticks, told := w.waiting.timer, false, limit <= evidence.AwaitedAfter // most of what is waited for is there already
	w.waiting.timer = nil
	defer func() {
		if ticks {
			timer.Stop()
		}
		w.waiting.timer = timer
	}()
	w.waiting.now, w.waiting.wanted = true, wanted
	w.waiting.times++
	defer func() { w.waiting.now, w.waiting.wanted = false, nil }()
	w.answerUnwanted()
	defer w.waiting.holds(false)
	for {
		if w.broken != nil {
			return false, w.broken
		}
		if ready() {
			return true, nil
		}
		w.waiting.sleeps()
		w.waiting.holds(w.heldForRow())
		w.mu.Unlock()
		left := limit - time.Since(began)
		if !told {
			left = min(left, evidence.AwaitedAfter)
		}
		if timer == nil {
			timer, ticks = time.NewTimer(left), true
		} else if !ticks {
			ticks = true
			timer.Reset(left)
		}
		var err error
		over := false
		select {
		case <-w.waiting.wake:
		case <-timer.C:
			over = true
		case <-ctx.Done():
			err = context.Cause(ctx)
		}
		w.mu.Lock()
		w.waiting.asleep = false
		if err != nil {
			return false, err
		}
		if over && !told && time.Since(began) < limit {
			told, ticks = true, false
			w.tellsWait(began.Add(limit))
			continue
		}
		if over {
			return ready(), nil
		}
	}
}

// sleeps has stir wake who waits of what happens from now on. What happened while an earlier wait ended by itself is no news.
func (w *waiting) sleeps() {
	select {
	case <-w.wake:
	default:
	}
	w.asleep = true
}

// holds says whose the moments from now on are in a wait of the table: the bench's while it holds something, which the station
// may have to wait for.
func (w *waiting) holds(held bool) {
	switch {
	case w.spent == nil:
	case held && w.spent.on == "":
		w.spent.to(evidence.WaitHold)
	case !held && w.spent.on == evidence.WaitHold:
		w.spent.to("")
	}
}

// heldForRow tells that a CALL of the station has no answer because a row may come that claims it. The caller holds mu.
func (w *wire) heldForRow() bool {
	return slices.ContainsFunc(w.inbox.messages, func(m *Message) bool { return m.answer == "" && !m.taken })
}

// answerUnkept gives every held message its standing answer, but for the actions that are kept. The caller holds mu.
func (w *wire) answerUnkept() {
	for _, m := range w.inbox.messages {
		if !w.script.kept[m.Action] {
			w.answerStanding(m)
		}
	}
}

func (w *wire) answerUnwanted() {
	for _, m := range w.inbox.messages {
		if m.answer == "" && !w.hold(m) {
			w.answerStanding(m)
		}
	}
}

// hold tells whether a message stays unanswered for a row to claim it.
func (w *wire) hold(m *Message) bool {
	if w.phase.closing || !w.phase.rows && !w.script.kept[m.Action] {
		return false
	}
	return !w.waiting.now || w.script.kept[m.Action] || w.waiting.wanted != nil && w.wants(m)
}

// wants asks the waiting scenario about a message. A case's own test that panics must do so in the scenario, which
// knows how to report it, and not here, where it would end the run: the message is held for it.
func (w *wire) wants(m *Message) (wanted bool) {
	defer func() {
		if recover() != nil {
			wanted = true
		}
	}()
	return w.waiting.wanted(m)
}
