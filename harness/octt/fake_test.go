package octt

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/schemas/ocppj"
)

// fakeCSMS is a CSMS with a scripted station behind it: what the station sends is said by send, what it answers by
// answers, by the default a device model of variables.
type fakeCSMS struct {
	mu          sync.Mutex
	queue       []Event
	more        chan struct{} // closed and replaced with every event
	stopped     error         // what Next returns when the queue is empty
	connected   bool
	accepting   bool
	ids         int
	outstanding string            // id of the CALL that waits for its answer
	calls       []string          // actions of our CALLs, in order
	sent        []string          // message ids of the station's CALLs, in order
	got         map[string]string // what each of them was answered with
	ignored     []string
	gotAt       map[string]time.Time
	variables   map[string]string
	readOnly    map[string]bool
	// answers says what the station answers to an action; nil means that it does not answer.
	answers map[string]func(payload []byte) *ocppj.Frame
	latency time.Duration // of every answer
	renewed int           // how often it has connected anew
	shown   string        // the password that it connects with
}

func newFakeCSMS() *fakeCSMS {
	return &fakeCSMS{more: make(chan struct{}), connected: true, accepting: true, got: map[string]string{},
		gotAt:     map[string]time.Time{},
		variables: map[string]string{"ClockCtrlr.DateTime": "2026-01-01T00:00:00Z"},
		readOnly:  map[string]bool{}, answers: map[string]func([]byte) *ocppj.Frame{}}
}

var errNotConnected = errors.New("the station is not connected")

func (f *fakeCSMS) Next(ctx context.Context) (Event, error) {
	for {
		f.mu.Lock()
		if len(f.queue) > 0 {
			e := f.queue[0]
			f.queue = f.queue[1:]
			f.mu.Unlock()
			return e, nil
		}
		more, stopped := f.more, f.stopped
		f.mu.Unlock()
		if stopped != nil {
			return Event{}, stopped
		}
		select {
		case <-more:
		case <-ctx.Done():
			return Event{}, ctx.Err()
		}
	}
}

// put queues an event. The caller holds mu.
func (f *fakeCSMS) put(e Event) {
	e.At = time.Now()
	f.queue = append(f.queue, e)
	close(f.more)
	f.more = make(chan struct{})
}

func (f *fakeCSMS) frame(kind EventKind, frame ocppj.Frame, raw []byte, violations ...string) {
	f.put(Event{Kind: kind, Conn: 1 + f.renewed, Frame: frame, Raw: raw, Size: int64(len(raw)), Violations: violations})
}

func (f *fakeCSMS) Call(ctx context.Context, action string, payload []byte) (string, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for f.outstanding != "" && ctx.Err() == nil {
		more := f.more
		f.mu.Unlock()
		select {
		case <-more:
		case <-ctx.Done():
		}
		f.mu.Lock()
	}
	if err := ctx.Err(); err != nil {
		return "", err
	}
	if !f.connected {
		return "", errNotConnected
	}
	f.ids++
	id := fmt.Sprintf("csms-%d", f.ids)
	f.outstanding = id
	f.calls = append(f.calls, action)
	f.frame(FrameOut, ocppj.Frame{Type: ocppj.Call, ID: id, Action: action, Payload: payload}, ocppj.EncodeCall(id, action, payload))
	if answer := f.answer(action, payload); answer != nil {
		answer.ID = id
		if f.latency == 0 {
			f.reply(*answer)
		} else {
			time.AfterFunc(f.latency, func() {
				f.mu.Lock()
				defer f.mu.Unlock()
				f.reply(*answer)
			})
		}
	}
	return id, nil
}

func (f *fakeCSMS) reply(answer ocppj.Frame) {
	if f.outstanding == answer.ID {
		f.outstanding = ""
	}
	raw := ocppj.EncodeResult(answer.ID, answer.Payload)
	if answer.Type == ocppj.CallError {
		raw = ocppj.EncodeError(answer.ID, answer.ErrorCode, answer.ErrorDescription, nil)
	}
	f.frame(FrameIn, answer, raw)
}

// answer is what the station answers: what the script says, or what a device model of variables does.
func (f *fakeCSMS) answer(action string, payload []byte) *ocppj.Frame {
	if scripted, ok := f.answers[action]; ok {
		return scripted(payload)
	}
	switch action {
	case "GetVariables":
		var ask ocpp201.GetVariablesRequest
		var out ocpp201.GetVariablesResponse
		_ = json.Unmarshal(payload, &ask)
		for _, each := range ask.GetVariableData {
			r := ocpp201.GetVariableResult{Component: each.Component, Variable: each.Variable, AttributeStatus: ocpp201.GetVariableStatusUnknownVariable}
			if value, ok := f.variables[each.Component.Name+"."+each.Variable.Name]; ok {
				r.AttributeStatus, r.AttributeValue = ocpp201.GetVariableStatusAccepted, &value
			}
			out.GetVariableResult = append(out.GetVariableResult, r)
		}
		return result(out)
	case "SetVariables":
		var ask ocpp201.SetVariablesRequest
		var out ocpp201.SetVariablesResponse
		_ = json.Unmarshal(payload, &ask)
		for _, each := range ask.SetVariableData {
			name, status := each.Component.Name+"."+each.Variable.Name, ocpp201.SetVariableStatusAccepted
			if f.readOnly[name] {
				status = ocpp201.SetVariableStatusRejected
			} else {
				f.variables[name] = each.AttributeValue
			}
			out.SetVariableResult = append(out.SetVariableResult, ocpp201.SetVariableResult{
				AttributeStatus: status, Component: each.Component, Variable: each.Variable})
		}
		return result(out)
	}
	return nil
}

func result(payload any) *ocppj.Frame {
	raw, err := json.Marshal(payload)
	if err != nil {
		panic(err)
	}
	return &ocppj.Frame{Type: ocppj.CallResult, Payload: raw}
}

// answering scripts one answer for every CALL of the action.
func (f *fakeCSMS) answering(action string, answer *ocppj.Frame) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.answers[action] = func([]byte) *ocppj.Frame {
		if answer == nil {
			return nil
		}
		each := *answer
		return &each
	}
}

func (f *fakeCSMS) Abandon(id string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.outstanding == id {
		f.outstanding = ""
	}
}

func (f *fakeCSMS) Answer(id string, payload []byte) error {
	return f.answered(id, string(payload), ocppj.Frame{Type: ocppj.CallResult, ID: id, Payload: payload}, ocppj.EncodeResult(id, payload))
}

func (f *fakeCSMS) AnswerError(id string, code ocppj.ErrorCode, description string) error {
	return f.answered(id, "CALLERROR "+string(code), ocppj.Frame{Type: ocppj.CallError, ID: id, ErrorCode: code, ErrorDescription: description},
		ocppj.EncodeError(id, code, description, nil))
}

// Ignore keeps the id, so that an answer after all is an error.
func (f *fakeCSMS) Ignore(id string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.ignored = append(f.ignored, id)
}

// isIgnored tells whether a CALL was given up.
func (f *fakeCSMS) isIgnored(id string) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Contains(f.ignored, id)
}

func (f *fakeCSMS) answered(id, what string, frame ocppj.Frame, raw []byte) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if _, twice := f.got[id]; twice {
		return fmt.Errorf("CALL %s was answered already", id)
	}
	if !f.connected {
		return errNotConnected
	}
	f.got[id], f.gotAt[id] = what, time.Now()
	f.frame(FrameOut, frame, raw)
	return nil
}

func (f *fakeCSMS) Disconnect() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if !f.connected {
		return errNotConnected
	}
	f.connected, f.accepting, f.outstanding = false, false, ""
	f.put(Event{Kind: Disconnected, Conn: 1})
	return nil
}

func (f *fakeCSMS) Accept() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.accepting = true
}

func (f *fakeCSMS) Authenticate(bool) {}

func (f *fakeCSMS) Connected() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.connected
}

// connect is the station's reconnect.
func (f *fakeCSMS) connect() {
	f.mu.Lock()
	defer f.mu.Unlock()
	if !f.accepting {
		f.put(Event{Kind: Refused, Fault: "the CSMS accepts no connection now"})
		return
	}
	f.connected = true
	f.renewed++
	f.put(Event{Kind: Connected, Conn: 1 + f.renewed, Handshake: &Handshake{Path: "/ocpp/CB-0001", StationID: "CB-0001", Password: f.shown}})
}

// leaves is the station's own end of the connection.
func (f *fakeCSMS) leaves() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.connected, f.outstanding = false, ""
	f.put(Event{Kind: Disconnected, Conn: 1 + f.renewed})
}

// stop ends the connection for good, as a mock CSMS does that was closed.
func (f *fakeCSMS) stop(cause error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.stopped = cause
	close(f.more)
	f.more = make(chan struct{})
}

// send has the station send a CALL, and returns its message id.
func (f *fakeCSMS) send(action, payload string, violations ...string) string {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.ids++
	id := fmt.Sprintf("station-%d", f.ids)
	f.sent = append(f.sent, id)
	frame := ocppj.Frame{Type: ocppj.Call, ID: id, Action: action, Payload: json.RawMessage(payload)}
	f.frame(FrameIn, frame, ocppj.EncodeCall(id, action, []byte(payload)), violations...)
	return id
}

// again has the station send a CALL once more, with the message id of an earlier one.
func (f *fakeCSMS) again(id, action, payload string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	delete(f.got, id)
	raw := ocppj.EncodeCall(id, action, []byte(payload))
	f.put(Event{Kind: FrameIn, Conn: 1 + f.renewed, Raw: raw, Size: int64(len(raw)), Reused: true,
		Frame: ocppj.Frame{Type: ocppj.Call, ID: id, Action: action, Payload: json.RawMessage(payload)}})
}

// later has the station send a CALL after a time. What a play is to receive is sent so, or by the play itself: what
// comes before it belongs to no row.
func (f *fakeCSMS) later(d time.Duration, action, payload string, violations ...string) {
	time.AfterFunc(d, func() { f.send(action, payload, violations...) })
}

// answersInOrder is what the station got as answers to its CALLs, in their order.
func (f *fakeCSMS) answersInOrder() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	var out []string
	for _, id := range f.sent {
		out = append(out, f.got[id])
	}
	return out
}

// answerTo is what the station got as answer to its CALL, empty while there is none.
func (f *fakeCSMS) answerTo(id string) string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.got[id]
}

func (f *fakeCSMS) answeredAt(id string) time.Time {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.gotAt[id]
}

// unanswered lists the CALLs of the station that have no answer.
func (f *fakeCSMS) unanswered() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	var out []string
	for _, id := range f.sent {
		if f.got[id] == "" && !slices.Contains(f.ignored, id) {
			out = append(out, id)
		}
	}
	return out
}
