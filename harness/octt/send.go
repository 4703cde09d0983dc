package octt

import (
	"errors"
	"fmt"
	"reflect"
	"slices"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt/ledger"
	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/schemas/ocppj"
)

// GeneratedID is a <Randomly generated …> identifier of 36 characters that no station knows.
func GeneratedID() string { return ocppj.NewID() }

// Sent is a CALL of ours that waits for the row of its answer; P is the type of the answer.
type Sent[P any] struct {
	s      *Scenario
	id     string
	action string
	asked  any   // the request
	got    int64 // of the frame record of the answer that a row has taken, 0 before
}

// queries are the requests that have the station do nothing but answer (part 2, E14, B06, D02, M03, K08): no later row is about
// what they lead to, and what a station tells on its own goes on while it is asked.
var queries = []string{"GetTransactionStatus", "GetVariables", "GetLocalListVersion", "GetInstalledCertificateIds", "GetCompositeSchedule"}

// Send sends a request to the station as the given row. The answer is the next row's: Receive.
func Send[Q ocpp201.Request[P], P any](s *Scenario, row int, q Q) *Sent[P] {
	text := "sends " + article(q.Action()+"Request")
	r := s.open(number(row), evidence.ActorCSMS, text, q.Action()+"Request")
	if !slices.Contains(queries, q.Action()) {
		s.prompts("the " + q.Action() + "Request")
	}
	if q.Action() == (ocpp201.UpdateFirmwareRequest{}).Action() {
		s.updates()
	}
	id, err := s.send(q.Action(), q)
	if err != nil {
		s.notSent(r, q.Action(), err)
	}
	r.end(evidence.Pass, "", s.recorded(id))
	s.requests = append(s.requests, asking{id, q.Action()})
	return &Sent[P]{s: s, id: id, action: q.Action(), asked: q}
}

// Beyond says that rows of the case send requests of an action with values that their fields cannot have, because the table is about what
// the station makes of them. What the CSMS sends else has to be valid.
func (s *Scenario) Beyond(action string) {
	s.w.mu.Lock()
	defer s.w.mu.Unlock()
	s.w.script.beyond = map[string]bool{action: true}
}

func (s *Scenario) send(action string, q any) (string, error) {
	if bootsWith(q) { // one EVSE resets without the connection noticing
		s.MayDisconnect()
		s.w.mu.Lock()
		s.w.downs()
		s.w.mu.Unlock()
	}
	payload, err := ocpp201.Marshal(q)
	if err != nil {
		return "", fmt.Errorf("the request cannot be written as JSON: %w", err)
	}
	if missing := neverTold(payload); missing != "" {
		return "", &unread{action, missing}
	}
	s.w.invite(q)
	if touches(action) {
		s.w.touch()
	}
	if kept := s.keeping.monitors; kept != nil {
		kept.asks(action, q)
	}
	id, err := s.w.csms.Call(s.ctx, action, payload)
	if err != nil {
		return "", err
	}
	image := s.imageAt(q)
	s.w.mu.Lock()
	defer s.w.mu.Unlock()
	s.w.book.Transfers.Asks(q, image)
	if s.w.calls[id] == nil {
		s.w.calls[id] = &ledger.Request{Action: action}
	}
	return id, nil
}

// recorded waits until the CALL stands in the evidence, so that the row can point to it.
func (s *Scenario) recorded(id string) (seq int64) {
	_, err := s.w.await(s.ctx, s.Timeouts.Response, nil, func() bool {
		seq = s.w.calls[id].Seq
		return seq != 0
	})
	s.interrupted(err)
	return seq
}

func (s *Scenario) notSent(r *row, action string, err error) {
	if s.ctx.Err() != nil {
		r.end(evidence.Inconclusive, s.interruption())
		s.interrupted(err)
	}
	var missing *unread
	if errors.As(err, &missing) {
		c := evidence.Check{Row: r.Number, Requirement: action + "Request can be sent with what the Charging Station has told.",
			Expected: "a " + missing.field, Actual: "none has been told", Verdict: evidence.Inconclusive, Message: r.Message}
		s.check(c)
		r.end(c.Verdict, sentence(c))
		s.stop()
	}
	c := evidence.Check{Row: r.Number, Requirement: action + "Request can be sent.", Expected: "an open connection",
		Actual: err.Error(), Verdict: s.judge(false), Message: r.Message}
	s.check(c)
	r.end(s.judge(false), sentence(c))
	s.stop()
}

// Receive takes the station's answer as the given row and judges it like a received message. A CALLERROR, or no
// answer in time, fails the row.
func (c *Sent[P]) Receive(row int, clauses ...Clause) P {
	var p P
	var opts reception
	for _, clause := range clauses {
		clause.apply(&opts)
	}
	if err := resolve(reflect.TypeFor[P](), opts.requirements); err != nil {
		c.s.bug(err.Error())
	}
	message := c.action + "Response"
	r := c.s.open(number(row), evidence.ActorStation, "responds with "+article(message), message)
	call := c.answered(r, opts.ids)
	c.got = call.Got
	c.s.heard(call.Got)
	if call.Answer.Type == ocppj.CallError {
		r.presumes([]premise{measured(c.asked).within(c.s, call)}, p, call.Got)
		c.s.failRow(r, "The Charging Station responds with a "+message+".", message,
			fmt.Sprintf("CALLERROR %s %q", call.Answer.ErrorCode, call.Answer.ErrorDescription), call.Got, opts.ids...)
	}
	if len(opts.premises) > 0 && call.Response.Decode(&p) == nil {
		r.presumes(opts.premises, p, call.Got)
	}
	ok, reason := r.evaluate(message, call.Response, call.Got, opts.requirements)
	if ok && len(call.Faults) > 0 {
		ok, reason = false, breaksSchema(call.Got, call.Faults[0])
	}
	if err := call.Response.Decode(&p); ok && err != nil {
		ok, reason = false, err.Error()
	}
	c.s.judgeValues(p, call.Got)
	if !ok {
		r.end(c.s.judge(false), reason, call.Got)
		c.s.stop()
	}
	if len(opts.requirements) == 0 || len(opts.ids) > 0 {
		c.s.check(evidence.Check{Row: r.Number, Requirement: "The Charging Station responds with a " + message + ".",
			Expected: message, Actual: message, Verdict: evidence.Pass, Message: message, Frame: call.Got, Requirements: opts.ids, Source: r.Source})
	}
	r.end(evidence.Pass, "", call.Got)
	return p
}

// Precedes tells whether a row has taken the answer of the CALL, and the message came after that.
func (c *Sent[P]) Precedes(m *Message) bool { return c.got != 0 && c.got < m.Seq }

// MustPrecede judges that the station has answered the CALL before it sent the message. It does not stop the scenario.
func (c *Sent[P]) MustPrecede(row int, m *Message, ids ...string) bool {
	answer, message := c.action+"Response", m.Action+"Request"
	order := message + ", " + answer
	if c.Precedes(m) {
		order = answer + ", " + message
	}
	return c.s.CheckMessage(row, m, "The Charging Station answers before it sends the message.", order, answer+", "+message, ids...)
}

// answered waits for the answer of the CALL, and fails the row when none comes, by the requirements ids.
func (c *Sent[P]) answered(r *row, ids []string) *ledger.Request {
	call, err := c.s.answer(c.id)
	c.s.interrupted(err)
	if call == nil {
		c.s.w.csms.Abandon(c.id)
		actual := "no answer within " + c.s.Timeouts.Response.String()
		if !c.s.w.csms.Connected() {
			actual += "; the station is not connected"
		}
		actual += c.s.why(r.Began)
		c.s.failRow(r, "The Charging Station responds with a "+r.Message+".", r.Message, actual, 0, ids...)
	}
	return call
}

func (s *Scenario) answer(id string) (*ledger.Request, error) {
	var call *ledger.Request
	ok, err := s.w.await(s.ctx, s.Timeouts.Response, nil, func() bool {
		call = s.w.calls[id]
		return call.Answer != nil
	})
	if !ok {
		return nil, err
	}
	return call, nil
}
