package octt

import (
	"context"
	"time"
)

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
	timer := time.NewTimer(limit)
	defer timer.Stop()
	w.mu.Lock()
	defer w.mu.Unlock()
	w.waiting, w.wanted = true, wanted
	w.waits++
	defer func() { w.waiting, w.wanted = false, nil }()
	w.answerUnwanted()
	for {
		if w.broken != nil {
			return false, w.broken
		}
		if ready() {
			return true, nil
		}
		wake := w.wake
		w.mu.Unlock()
		var err error
		over := false
		select {
		case <-wake:
		case <-timer.C:
			over = true
		case <-ctx.Done():
			err = context.Cause(ctx)
		}
		w.mu.Lock()
		if err != nil {
			return false, err
		}
		if over {
			return ready(), nil
		}
	}
}

// answerUnkept gives every held message its standing answer, but for the actions that are kept. The caller holds mu.
func (w *wire) answerUnkept() {
	for _, m := range w.inbox {
		if !w.kept[m.Action] {
			w.answerStanding(m)
		}
	}
}

func (w *wire) answerUnwanted() {
	for _, m := range w.inbox {
		if m.answer == "" && !w.hold(m) {
			w.answerStanding(m)
		}
	}
}

// hold tells whether a message stays unanswered for a row to claim it.
func (w *wire) hold(m *Message) bool {
	if w.closing || !w.rows && !w.kept[m.Action] {
		return false
	}
	return !w.waiting || w.kept[m.Action] || w.wanted != nil && w.wants(m)
}

// wants asks the waiting scenario about a message. A case's own test that panics must do so in the scenario, which
// knows how to report it, and not here, where it would end the run: the message is held for it.
func (w *wire) wants(m *Message) (wanted bool) {
	defer func() {
		if recover() != nil {
			wanted = true
		}
	}()
	return w.wanted(m)
}
