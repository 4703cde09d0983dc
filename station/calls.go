package station

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/schemas/ocppj"
)

// calling is the part of the firmware's state that sends CALLs: one at a time (part 4, section 4.1.1).
type calling struct {
	calls    []*call // waiting
	pending  *call   // sent and not yet answered
	timeout  *alarm
	followUp []func()
}

// call is a CALL that waits to be sent or answered.
type call struct {
	id, action string
	payload    []byte
	asked      bool // by the CSMS, hence allowed while Pending (B02.FR.02)
	follows    bool // transaction events that are due go first
	keep       bool // delivery is guaranteed: sent again after silence or a lost connection (A04.FR.02)
	answered   func(payload json.RawMessage)
	failed     func(reason error)
}

// Why a call was not answered with a CALLRESULT; besides these, *callError.
var (
	errLost    = errors.New("the connection was lost")
	errTimeout = errors.New("there was no answer in time")
	errSilent  = errors.New("no pong and no message came since the last ping")
)

// callError is the CALLERROR that answered a call, or an answer that was no valid response.
type callError struct {
	code        ocppj.ErrorCode
	description string
}

func (e *callError) Error() string { return fmt.Sprintf("%s: %s", e.code, e.description) }

// newCall makes a call of a request. answered and failed may be nil.
func newCall[Q ocpp201.Request[P], P any](fw *firmware, request Q, answered func(P), failed func(error)) *call {
	payload, err := json.Marshal(request)
	if err != nil {
		panic(fmt.Sprintf("a %s that cannot be JSON: %v", request.Action(), err)) // only a year beyond 9999 could be the cause
	}
	c := &call{action: request.Action(), payload: payload, failed: failed}
	if c.failed == nil {
		c.failed = func(reason error) { fw.log.Warn("no answer", "action", c.action, "reason", reason) }
	}
	c.answered = func(payload json.RawMessage) {
		response := request.Response()
		if err := ocpp201.Decode(payload, &response); err != nil {
			c.failed(err)
			return
		}
		if answered != nil {
			answered(response)
		}
	}
	return c
}

// send queues a request that nobody waits for.
func send[Q ocpp201.Request[P], P any](fw *firmware, request Q) *call {
	c := newCall(fw, request, nil, nil)
	fw.calls = append(fw.calls, c)
	return c
}

// online tells whether the CSMS takes messages.
func (fw *firmware) online() bool { return fw.link != nil && fw.registration == accepted }

// pump sends the next call if one may be sent.
func (fw *firmware) pump() {
	fw.makeRoom()
	for fw.link != nil && fw.pending == nil && fw.end == nil {
		c := fw.nextCall()
		if c == nil {
			fw.resetWhenDelivered()
			return
		}
		fw.transmit(c)
	}
}

// nextCall takes what may be sent next: BootNotification first, then what waits, then transaction events.
func (fw *firmware) nextCall() *call {
	if fw.bootDue {
		fw.bootDue = false
		return fw.bootCall()
	}
	for i, c := range fw.calls {
		if c.follows && fw.eventDue() {
			continue
		}
		if fw.registration == accepted || fw.registration == pending && c.asked || fw.outOfTurn(c) {
			fw.calls = append(fw.calls[:i:i], fw.calls[i+1:]...)
			return c
		}
	}
	if fw.registration == accepted {
		return fw.eventCall()
	}
	return nil
}

func (fw *firmware) transmit(c *call) {
	c.id = ocppj.NewID()
	fw.pending = c
	fw.timeout = fw.alarms.after(fw.messageTimeout(), func() { fw.conclude(errTimeout) })
	fw.sentSomething()
	fw.noteCall("sent", c.action)
	fw.put(outgoing{text: ocppj.EncodeCall(c.id, c.action, fw.spoil(c.action, c.payload))})
}

// conclude ends the pending call without a result.
func (fw *firmware) conclude(reason error) {
	c := fw.pending
	fw.pending = nil
	fw.alarms.cancel(fw.timeout)
	if fw.lasts(c) && errors.Is(reason, errTimeout) {
		fw.calls = append(fw.calls, c)
		return
	}
	c.failed(reason)
}

// abandonCall gives up the pending call and those that wait, because the connection was lost: their news is stale when
// it returns. Calls that last stay.
func (fw *firmware) abandonCall() {
	var abandoned []*call
	if fw.pending != nil {
		fw.alarms.cancel(fw.timeout)
		abandoned = append(abandoned, fw.pending)
		fw.pending = nil
	}
	abandoned = append(abandoned, fw.calls...)
	fw.calls = nil
	for _, c := range abandoned {
		if fw.lasts(c) {
			fw.calls = append(fw.calls, c)
		} else {
			c.failed(errLost)
		}
	}
}

// received takes a frame from the wire.
func (fw *firmware) received(l *link, raw []byte) {
	if fw.link != l {
		return
	}
	l.alive = true
	frame, err := ocppj.Parse(raw)
	if err != nil {
		fw.refuse(err)
		return
	}
	if frame.Type == ocppj.Call {
		fw.serve(l, frame)
		return
	}
	if fw.pending == nil || fw.pending.id != frame.ID {
		fw.log.Warn("an answer to no call of ours", "id", frame.ID)
		return
	}
	fw.answer(frame)
}

// answer concludes the pending call with what came.
func (fw *firmware) answer(frame ocppj.Frame) {
	if frame.Type == ocppj.CallError {
		fw.conclude(&callError{frame.ErrorCode, frame.ErrorDescription})
		return
	}
	c := fw.pending
	if problems := fw.station.schemas.Response(c.action, frame.Payload); len(problems) > 0 {
		fw.conclude(&callError{ocppj.ErrorCode(problems[0].Code), problems[0].Message})
		return
	}
	fw.pending = nil
	fw.alarms.cancel(fw.timeout)
	c.answered(frame.Payload)
}

// refuse answers a frame that could not be read, unless it was itself an answer: a CALLERROR answers CALLs only (part 4,
// section 4.2.3).
func (fw *firmware) refuse(err error) {
	var parse *ocppj.ParseError
	if !errors.As(err, &parse) {
		fw.log.Warn("unreadable frame", "error", err)
		return
	}
	if parse.ID != ocppj.UnreadableID && fw.pending != nil && fw.pending.id == parse.ID {
		fw.conclude(&callError{parse.Code, parse.Reason})
		return
	}
	fw.put(outgoing{text: ocppj.EncodeError(parse.ID, parse.Code, parse.Reason, nil)})
}
