package wire

import (
	"errors"
	"fmt"

	"github.com/certbench/certbench/schemas"
	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/schemas/ocppj"
	"github.com/certbench/certbench/station/kernel"
)

// calling is the part of the wire that sends CALLs: one at a time (part 4, section 4.1.1).
type calling struct {
	calls    []*Call // waiting
	pending  *Call   // sent and not yet answered
	timeout  *kernel.Alarm
	followUp []func()
}

// Call is a CALL that waits to be sent or answered.
type Call struct {
	Action string
	Sending

	id       string
	request  any
	payload  []byte
	answered func(payload *schemas.Payload)
	failed   func(reason error)
}

// Sending is how a call is sent.
type Sending struct {
	Asked   bool // by the CSMS, hence allowed while Pending (B02.FR.02)
	Follows bool // what Hooks.Last has goes first
	Keep    bool // delivery is guaranteed: sent again after silence or a lost connection (A04.FR.02)
	About   any  // what the Seam is told of it beyond the message
}

// Why a call was not answered with a CALLRESULT; besides these, *CallError and ErrDropped.
var (
	ErrLost    = errors.New("the connection was lost")
	ErrTimeout = errors.New("there was no answer in time")
	errSilent  = errors.New("no pong and no message came since the last ping")
)

// CallError is the CALLERROR that answered a call, or an answer that was no valid response. A handler that returns one has
// the call of the CSMS answered with it.
type CallError struct {
	Code        ocppj.ErrorCode
	Description string
}

func (e *CallError) Error() string { return fmt.Sprintf("%s: %s", e.Code, e.Description) }

// NewCall makes a call of a request, for Hooks.First and Hooks.Last. answered and failed may be nil.
func NewCall[Q ocpp201.Request[P], P any](w *Wire, request Q, how Sending, answered func(P), failed func(error)) *Call {
	c := &Call{Action: request.Action(), Sending: how, request: request, failed: failed}
	if c.failed == nil {
		c.failed = func(reason error) { w.kernel.Log.Warn("no answer", "action", c.Action, "reason", reason) }
	}
	c.answered = func(payload *schemas.Payload) {
		response := request.Response()
		if err := payload.Decode(&response); err != nil {
			c.failed(err)
			return
		}
		if answered != nil {
			answered(response)
		}
	}
	return c
}

// Ask queues a request. Either answered or failed is called when it is known what became of it; both may be nil.
func Ask[Q ocpp201.Request[P], P any](w *Wire, request Q, how Sending, answered func(P), failed func(error)) {
	w.leave(NewCall(w, request, how, answered, failed), func(c *Call) { w.calls = append(w.calls, c) })
}

// Send queues a request whose answer nobody waits for.
func Send[Q ocpp201.Request[P], P any](w *Wire, request Q, how Sending) {
	Ask(w, request, how, nil, nil)
}

// drop has a call fail that was not sent.
func (c *Call) drop() {
	failed := c.failed
	c.failed = func(error) {} // what becomes of it later is no news
	failed(ErrDropped)
}

func encoded(action string, body any) []byte {
	payload, err := ocpp201.Marshal(body)
	if err != nil {
		panic(fmt.Sprintf("a %s that cannot be JSON: %v", action, err)) // only a year beyond 9999 could be the cause
	}
	return payload
}

// Pump sends what may be sent. Whoever runs the loop calls it in each turn.
func (w *Wire) Pump() {
	w.makeRoom()
	for w.link != nil && w.pending == nil && !w.kernel.Ended() {
		c := w.nextCall()
		if c == nil {
			w.Hooks.NothingToSend()
			return
		}
		w.transmit(c)
	}
}

// Delivered tells whether no call waits to be sent or answered, but for what Hooks.Last has.
func (w *Wire) Delivered() bool { return w.pending == nil && len(w.calls) == 0 }

// nextCall takes what may be sent next: what goes first, then what waits, then what goes last.
func (w *Wire) nextCall() *Call {
	if c := w.pulled(w.Hooks.First); c != nil {
		return c
	}
	for i, c := range w.calls {
		if c.Follows && w.Hooks.LastDue() {
			continue
		}
		if w.Decide.MayPass(c) {
			w.calls = append(w.calls[:i:i], w.calls[i+1:]...)
			return c
		}
	}
	if w.Registration == Accepted {
		return w.pulled(w.Hooks.Last)
	}
	return nil
}

func (w *Wire) transmit(c *Call) {
	c.id = ocppj.NewID()
	w.pending = c
	w.timeout = w.kernel.After(w.MessageTimeout(), func() { w.conclude(ErrTimeout) })
	w.Hooks.Sent()
	w.noteCall("sent", c.Action)
	w.put(outgoing{text: ocppj.EncodeCall(c.id, c.Action, c.payload)})
}

// noteCall writes a CALL of either side into the diagnostics.
func (w *Wire) noteCall(what, action string) {
	w.kernel.Diagnostics.NoteOf(w.kernel.Now(), what, action)
}

// conclude ends the pending call without an answer.
func (w *Wire) conclude(reason error) {
	c := w.pending
	w.pending = nil
	w.kernel.Cancel(w.timeout)
	if w.lasts(c) && errors.Is(reason, ErrTimeout) {
		w.calls = append(w.calls, c)
		return
	}
	c.failed(reason)
}

// abandonCalls gives up the pending call and those that wait, because the connection was lost: their news is stale when
// it returns. Calls that last stay.
func (w *Wire) abandonCalls() {
	var abandoned []*Call
	if w.pending != nil {
		w.kernel.Cancel(w.timeout)
		abandoned = append(abandoned, w.pending)
		w.pending = nil
	}
	abandoned = append(abandoned, w.calls...)
	w.calls = nil
	for _, c := range abandoned {
		if w.lasts(c) {
			w.calls = append(w.calls, c)
		} else {
			c.failed(ErrLost)
		}
	}
}

// received takes a frame from the wire.
func (w *Wire) received(l *Connection, raw []byte) {
	if w.link != l {
		return
	}
	l.alive = true
	frame, err := ocppj.Parse(raw)
	if err != nil {
		w.refuse(err)
		return
	}
	if frame.Type == ocppj.Call {
		w.arrive(l, frame)
		return
	}
	if w.pending == nil || w.pending.id != frame.ID {
		w.kernel.Log.Warn("an answer to no call of ours", "id", frame.ID)
		return
	}
	w.answer(frame)
}

// answer concludes the pending call with what came.
func (w *Wire) answer(frame ocppj.Frame) {
	c, payload := w.pending, schemas.Read(frame.Payload)
	var reason error
	if frame.Type == ocppj.CallError {
		reason = &CallError{frame.ErrorCode, frame.ErrorDescription}
	} else if problems := w.config.Schemas.JudgeResponse(c.Action, payload).Problems; len(problems) > 0 {
		reason = &CallError{ocppj.ErrorCode(problems[0].Code), problems[0].Message}
	}
	w.pending = nil
	w.kernel.Cancel(w.timeout)
	w.result(c, payload, reason)
}

// refuse answers a frame that could not be read, unless it was itself an answer: a CALLERROR answers CALLs only (part 4,
// section 4.2.3).
func (w *Wire) refuse(err error) {
	var parse *ocppj.ParseError
	if !errors.As(err, &parse) {
		w.kernel.Log.Warn("unreadable frame", "error", err)
		return
	}
	if parse.ID != ocppj.UnreadableID && w.pending != nil && w.pending.id == parse.ID {
		w.conclude(&CallError{parse.Code, parse.Reason})
		return
	}
	w.put(outgoing{text: ocppj.EncodeError(parse.ID, parse.Code, parse.Reason, nil)})
}
