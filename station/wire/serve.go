package wire

import (
	"bytes"
	"errors"
	"fmt"

	"github.com/certbench/certbench/schemas"
	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/schemas/ocppj"
)

// handler reads a CALL's payload and answers it with the response, or a *CallError.
type handler func(payload *schemas.Payload) (request, response any, err error)

// Handle has the calls of an action answered by a function from request to response. An error that it returns is a
// *CallError, or answered as InternalError.
func Handle[Q ocpp201.Request[P], P any](w *Wire, answer func(Q) (P, error)) {
	var action Q
	w.handlers[action.Action()] = func(payload *schemas.Payload) (any, any, error) {
		var request Q
		if err := payload.Decode(&request); err != nil {
			return nil, nil, &CallError{ocppj.FormatViolation, err.Error()}
		}
		response, err := answer(request)
		return request, response, err
	}
}

// serve answers a CALL. What the request starts happens after the answer has gone out (F06.FR.04).
func (w *Wire) serve(l *Connection, id, action string, payload *schemas.Payload) {
	w.noteCall("received", action)
	request, response, err := w.dispatch(action, payload)
	followUp := w.followUp
	w.followUp = nil
	reply := func(m Message) {
		if w.link == l && !m.Lost {
			w.put(outgoing{text: encodeAnswer(id, m)})
		}
		start := followUp
		followUp = nil
		for _, act := range start {
			act()
		}
	}
	m := Message{Action: action, Body: response, Refusal: refusalOf(err), Request: request}
	if w.Seam.Answers == nil {
		reply(m)
		return
	}
	w.Seam.Answers(m, reply)
}

// refusalOf is the CALLERROR that an error stands for, nil for none.
func refusalOf(err error) *CallError {
	if err == nil {
		return nil
	}
	if refusal, is := errors.AsType[*CallError](err); is {
		return refusal
	}
	return &CallError{ocppj.InternalError, err.Error()}
}

func encodeAnswer(id string, m Message) []byte {
	refusal := m.Refusal
	if refusal == nil {
		buffer := textBuffers.Get().(*bytes.Buffer)
		defer textBuffers.Put(buffer)
		buffer.Reset()
		payload, err := ocpp201.Append(buffer.AvailableBuffer(), m.Body)
		buffer.Write(payload) // no copy where there was room, and room for the next where there was not
		if err == nil {
			return ocppj.EncodeResult(id, payload) // which is one
		}
		refusal = refusalOf(err)
	}
	return ocppj.EncodeError(id, refusal.Code, refusal.Description, nil)
}

func refuseWhileRejected(string) error {
	return &CallError{ocppj.SecurityError, "this charging station has been rejected and takes no requests"}
}

// dispatch finds who answers a call. Known actions that nobody handles are answered with NotSupported, unknown ones with
// NotImplemented (part 4, table 8).
func (w *Wire) dispatch(action string, payload *schemas.Payload) (request, response any, err error) {
	if w.Registration == Rejected {
		if err := w.Decide.WhileRejected(action); err != nil {
			return nil, nil, err
		}
	}
	answer := w.handlers[action]
	if answer == nil {
		if _, known := ocpp201.Lookup(action); known {
			return nil, nil, NotSupported(action)
		}
		return nil, nil, &CallError{ocppj.NotImplemented, action + " is not an action of OCPP 2.0.1"}
	}
	if err := w.tooLong(action, payload); err != nil {
		return nil, nil, err
	}
	if problems := w.config.Schemas.JudgeRequest(action, payload).Problems; len(problems) > 0 {
		p := problems[0]
		return nil, nil, &CallError{ocppj.ErrorCode(p.Code), fmt.Sprintf("%s %s", p.Pointer, p.Message)}
	}
	return answer(payload)
}

// NotSupported is how an action is refused that this station does not have.
func NotSupported(action string) *CallError {
	return &CallError{ocppj.NotSupported, action + " is not supported by this charging station"}
}

// tooLong enforces BytesPerMessage with FormatViolation (B06.FR.17, B08.FR.18; B05 and D01 are silent and treated alike).
func (w *Wire) tooLong(action string, payload *schemas.Payload) error {
	limit := w.product.Capabilities.BytesPerMessage.Of(action)
	if n := len(payload.Text()); limit > 0 && n > limit {
		return &CallError{ocppj.FormatViolation, fmt.Sprintf("%d bytes are more than BytesPerMessage allows, which is %d", n, limit)}
	}
	return nil
}

// TooMany enforces ItemsPerMessage with OccurrenceConstraintViolation (B06.FR.16, B08.FR.17; B05 and D01 are silent
// and treated alike).
func (w *Wire) TooMany(action string, items int) error {
	if limit := w.product.Capabilities.ItemsPerMessage.Of(action); items > limit {
		return &CallError{ocppj.OccurrenceConstraintViolation, fmt.Sprintf("%d items are more than ItemsPerMessage allows, which is %d", items, limit)}
	}
	return nil
}

// Then does something after the answer to the request in hand has gone out.
func (w *Wire) Then(act func()) { w.followUp = append(w.followUp, act) }
