package octt

import (
	"encoding/json"
	"reflect"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt/values"
)

// Reply answers the claimed message as the given row. When the message was already answered, because the row was late
// (Timeouts.Hold), an equal answer is fine and another is an ERROR: the case has to say it beforehand with Answering.
func (r *Reply[P]) Reply(row int, answer P) {
	s := r.s
	s.w.mu.Lock()
	given := r.m.answer
	if given == "" {
		s.w.answer(r.m, answer)
	}
	s.w.mu.Unlock()
	line := s.open(number(row), evidence.ActorCSMS, "responds with "+article(r.m.Action+"Response"), r.m.Action+"Response")
	if given != "" && !sameAnswer(given, answer) {
		s.check(evidence.Check{Row: number(row), Requirement: "The answer of this row goes out.", Expected: values.Show(values.Normal(answer)),
			Actual: given + ", because the row was late", Verdict: evidence.Error, Message: r.m.Action})
		line.end(evidence.Error, "The message had been answered before this row; declare the answer with Answering.")
		s.stop()
	}
	line.end(evidence.Pass, "")
}

// Respond answers the claimed message with the standing answer, as the given row.
func (s *Scenario) Respond(row int, m *Message) {
	s.replyStanding(m)
	s.open(number(row), evidence.ActorCSMS, "responds with "+article(m.Action+"Response"), m.Action+"Response").end(evidence.Pass, "")
}

// Accept answers the claimed message as a well-meaning CSMS does.
func (r *Reply[P]) Accept(row int) { r.s.Respond(row, r.m) }

// Answering declares what the CSMS answers to messages of the action from now on, until the case ends: the answers in
// their order, of which the last stays. None means the standing answer again. A case declares it before the act that
// makes the station send the message, so that not even a slow act makes the answer late.
func (s *Scenario) Answering(action string, answers ...any) {
	s.w.mu.Lock()
	defer s.w.mu.Unlock()
	if s.w.script.overrides == nil {
		s.w.script.overrides = map[string][]any{}
	}
	s.w.script.overrides[action] = answers
}

// sameAnswer compares two answers but for the time that they carry.
func sameAnswer(given string, answer any) bool {
	var was any
	if json.Unmarshal([]byte(given), &was) != nil {
		return false
	}
	now := values.Normal(answer)
	for _, v := range []any{was, now} {
		if object, ok := v.(map[string]any); ok {
			delete(object, "currentTime")
		}
	}
	return reflect.DeepEqual(was, now)
}
