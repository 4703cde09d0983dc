package csmsmock

import (
	"bytes"
	"time"

	"github.com/certbench/certbench/schemas/ocppj"
)

// Behaviour is what happens to the station's CALLs of one action. Garbage, Error and Late make the others.
type Behaviour struct {
	kind  behaviourKind
	delay time.Duration
	raw   []byte
	code  ocppj.ErrorCode
}

type behaviourKind int

const (
	byBackground behaviourKind = iota // answered by the background function, held if there is none
	hold
	never
	late
	garbage
	fail
)

var (
	// Hold keeps the CALL until Answer or AnswerError. It is what happens to every action that nothing was said about.
	Hold = Behaviour{kind: hold}
	// Never leaves the CALL unanswered; Answer does not know it.
	Never = Behaviour{kind: never}
)

// Late keeps every answer, the background function's as well as that of Answer, until d has passed since the CALL.
func Late(d time.Duration) Behaviour { return Behaviour{kind: late, delay: d} }

// Garbage sends raw as it is in the place of an answer. The CALL counts as unanswered; Answer does not know it.
func Garbage(raw []byte) Behaviour { return Behaviour{kind: garbage, raw: bytes.Clone(raw)} }

// Error answers with a CALLERROR.
func Error(code ocppj.ErrorCode) Behaviour { return Behaviour{kind: fail, code: code} }

// rule is what was said about an action.
type rule struct {
	answer    func(ocppj.Frame) []byte
	behaviour Behaviour
}

// Background lets the mock answer an action by itself, with the payload of a CALLRESULT that answer returns, and undoes
// any Behave for it. nil ends that. The function runs between two reads of the station's socket: it must not block,
// and must not call the Station.
func (st *Station) Background(action string, answer func(ocppj.Frame) []byte) {
	st.mu.Lock()
	defer st.mu.Unlock()
	st.rules[action] = rule{answer: answer}
}

// Behave says what happens to CALLs of the action from now on. Only Late asks the background function, if there is one.
func (st *Station) Behave(action string, b Behaviour) {
	st.mu.Lock()
	defer st.mu.Unlock()
	r := st.rules[action]
	r.behaviour = b
	st.rules[action] = r
}
