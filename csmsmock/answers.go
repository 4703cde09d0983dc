package csmsmock

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/certbench/certbench/schemas/ocppj"
)

// heldCall is a CALL of the station that may still be answered.
type heldCall struct {
	id        string
	conn      *conn
	notBefore time.Time
	timer     *time.Timer // runs once the answer is known but too early
}

// Answer sends a CALLRESULT with the payload to the CALL with this id that is held. The id is known from the moment that
// Next can return the CALL, until it is answered or its connection ends. The error says why nothing was sent.
func (st *Station) Answer(id string, payload []byte) error {
	return st.answer(ocppj.Frame{Type: ocppj.CallResult, ID: id, Payload: payload})
}

// AnswerError is Answer with a CALLERROR; nil details are sent as {}.
func (st *Station) AnswerError(id string, code ocppj.ErrorCode, description string, details []byte) error {
	return st.answer(ocppj.Frame{Type: ocppj.CallError, ID: id, ErrorCode: code, ErrorDescription: description, ErrorDetails: details})
}

// answer sends at once, or lets a timer send when the behaviour asks for a later time.
func (st *Station) answer(f ocppj.Frame) error {
	st.mu.Lock()
	i := slices.IndexFunc(st.held, func(h *heldCall) bool { return h.id == f.ID && h.timer == nil })
	if i < 0 {
		st.mu.Unlock()
		return fmt.Errorf("no CALL with message id %q waits for an answer of station %s", f.ID, st.id)
	}
	h := st.held[i]
	if wait := time.Until(h.notBefore); wait > 0 {
		h.timer = st.server.after(wait, func() { st.answerLate(h, f) })
		st.mu.Unlock()
		return nil
	}
	st.held = slices.Delete(st.held, i, i+1)
	st.mu.Unlock()
	return h.conn.write(context.Background(), f)
}

// answerLate sends what came due. A connection that fails meanwhile records its own end.
func (st *Station) answerLate(h *heldCall, f ocppj.Frame) {
	st.mu.Lock()
	i := slices.Index(st.held, h)
	if i >= 0 {
		st.held = slices.Delete(st.held, i, i+1)
	}
	st.mu.Unlock()
	if i >= 0 {
		_ = h.conn.write(context.Background(), f)
	}
}

// release forgets every held CALL. The caller holds st.mu.
func (st *Station) release() {
	for _, h := range st.held {
		if h.timer != nil {
			h.timer.Stop()
		}
	}
	st.held = nil
}

// called records a CALL of the station and does with it what its action's rule says.
func (c *conn) called(e Event) error {
	st, id := c.station, e.Frame.ID
	st.mu.Lock()
	r := st.rules[e.Frame.Action]
	if st.seen.Add(id) {
		e.Violations = append(e.Violations, RepeatedID)
	}
	if together := c.together(); together || len(st.held) > 0 || c.ignored {
		e.Violations = append(e.Violations, SecondCall)
	}
	c.ignored = false
	full := len(st.held) >= maxHeld
	if !full && r.holds() {
		h := &heldCall{id: id, conn: c}
		if r.behaviour.kind == late {
			h.notBefore = time.Now().Add(r.behaviour.delay)
		}
		st.held = append(st.held, h)
	}
	c.ignored = r.behaviour.kind == never || r.behaviour.kind == garbage
	st.queue.put(e)
	st.mu.Unlock()
	if full && r.holds() {
		return c.writeError(id, ocppj.GenericError, fmt.Sprintf("%d CALLs are unanswered already", maxHeld))
	}
	return c.react(e.Frame, r)
}

// together tells whether a CALL came with the one before it, which therefore was not answered, however quickly it has been since. It
// is to be asked once for each CALL.
func (c *conn) together() bool {
	if c.reads == nil {
		return false
	}
	before := c.lastCall
	c.lastCall = c.reads.reads()
	return before == c.lastCall
}

// holds tells whether CALLs under the rule wait in the list of held ones, be it for a moment.
func (r rule) holds() bool {
	switch r.behaviour.kind {
	case byBackground:
		return r.answer == nil
	case hold, late:
		return true
	}
	return false
}

// react gives the answer that the mock gives by itself, if any.
func (c *conn) react(call ocppj.Frame, r rule) error {
	switch kind := r.behaviour.kind; {
	case kind == byBackground && r.answer != nil:
		return c.write(context.Background(), ocppj.Frame{Type: ocppj.CallResult, ID: call.ID, Payload: r.answer(call)})
	case kind == late && r.answer != nil:
		return c.station.Answer(call.ID, r.answer(call))
	case kind == garbage:
		return c.writeRaw(r.behaviour.raw)
	case kind == fail:
		return c.writeError(call.ID, r.behaviour.code, "as the test asks")
	}
	return nil
}

// Ignore gives up the CALL with this id that is held: it stays unanswered, and the station that has waited for its answer
// long enough may send the next (part 4, 4.1.1).
func (st *Station) Ignore(id string) {
	st.mu.Lock()
	defer st.mu.Unlock()
	st.held = slices.DeleteFunc(st.held, func(h *heldCall) bool { return h.id == id && h.timer == nil })
}
