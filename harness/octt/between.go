package octt

import (
	"strings"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// PassOver takes the messages out of the scenario that have come so far, that no row has claimed and for which test
// holds, because a rule outside the table allows them: no later row takes them for its own, and they are no surplus.
// Each one is recorded with the reason. before limits it to messages that came before that one; nil takes all.
func (s *Scenario) PassOver(before *Message, why string, test func(*Message) bool) {
	for _, m := range s.waiting() {
		if (before == nil || m.order < before.order) && test(m) {
			s.pass(m, why)
		}
	}
}

// NothingBetween proves that the station sent no CALL of its own between two messages that rows have claimed: no row
// has claimed one that came there. Nothing counts as background. It does not stop the scenario.
func (s *Scenario) NothingBetween(row int, after, before *Message, ids ...string) bool {
	var others []string
	seq := before.Seq
	for _, m := range s.waiting() {
		if m.order > after.order && m.order < before.order {
			if len(others) == 0 {
				seq = m.Seq
			}
			others = append(others, m.Action+"Request")
		}
	}
	actual := "nothing"
	if len(others) > 0 {
		actual = strings.Join(others, ", ")
	}
	s.check(evidence.Check{Row: number(row), Requirement: "The Charging Station sends no message of its own in the meantime.",
		Expected: "nothing", Actual: actual, Verdict: s.judge(len(others) == 0), Frame: seq, Requirements: ids})
	return len(others) == 0
}

// Claimed returns the messages of the request's type that rows of this play have claimed, in the order of arrival, for
// post scenario validations over all of them. Those that were passed over are not among them.
func Claimed[Q ocpp201.Request[P], P any](s *Scenario) []Q { return read[Q](ClaimedMessages[Q](s)) }

// Told returns all messages of the request's type that have come in this play, whether or not a row has claimed them: what
// the station has said stays said when a row passes over it.
func Told[Q ocpp201.Request[P], P any](s *Scenario) []Q {
	return read[Q](ToldMessages[Q](s))
}

// ToldMessages is Told for validations of when they came.
func ToldMessages[Q ocpp201.Request[P], P any](s *Scenario) []*Message {
	return messages[Q](s, func(*Message) bool { return true })
}

// ClaimedMessages is Claimed for validations of when they came.
func ClaimedMessages[Q ocpp201.Request[P], P any](s *Scenario) []*Message {
	return messages[Q](s, func(m *Message) bool { return m.taken && !m.passed })
}

func messages[Q ocpp201.Request[P], P any](s *Scenario, which func(*Message) bool) []*Message {
	var out []*Message
	var q Q
	s.w.mu.Lock()
	defer s.w.mu.Unlock()
	for _, m := range s.w.from(s.first) {
		if m.Action == q.Action() && !m.older && which(m) {
			out = append(out, m)
		}
	}
	return out
}

// read leaves out what cannot be read.
func read[Q ocpp201.Request[P], P any](messages []*Message) []Q {
	var out []Q
	for _, m := range messages {
		var q Q
		if ocpp201.Decode(m.Payload, &q) == nil {
			out = append(out, q)
		}
	}
	return out
}

// LastBeat is when the station's last Heartbeat or BootNotification came, in this play or before it: no periodic
// Heartbeat comes before an interval has passed from there (part 2, G02.FR.01, G02.FR.02). It is zero when none has come.
func (s *Scenario) LastBeat() time.Time {
	s.w.mu.Lock()
	defer s.w.mu.Unlock()
	return s.w.beat
}

// Until waits until a moment instead of for Timeouts.Message. When the moment has passed, what has come is still taken.
func Until(moment time.Time) Clause {
	return option(func(r *reception) { r.within, r.until = max(time.Until(moment), time.Nanosecond), true })
}

// PutBack reads variables that rows of the case will set, so that they are put back after it. One that the station does not
// tell is left: the case that sets it judges that.
func PutBack(variables ...string) []Preparation {
	return declare(func(s *Scenario) {
		for _, name := range variables {
			r := s.open("", evidence.ActorTool, "reads "+name+", to put it back", "")
			got := s.readIn(r, name)
			if got.told() {
				s.settings.changed = append(s.settings.changed, change{variable: name, old: got.value})
			}
			r.end(evidence.Pass, strings.TrimSpace(got.why()+" "+got.value)) // what was never read is not put back
		}
	})
}

// waiting lists the messages of this play that no row has claimed, in the order of arrival. Those of a transaction that began
// before the case are nobody's.
func (s *Scenario) waiting() []*Message {
	s.w.mu.Lock()
	defer s.w.mu.Unlock()
	var out []*Message
	for _, m := range s.w.from(s.first) {
		if !m.taken && !m.older {
			out = append(out, m)
		}
	}
	return out
}

// pass takes a message out of the scenario and answers it.
func (s *Scenario) pass(m *Message, why string) {
	s.w.mu.Lock()
	m.taken, m.passed = true, true
	s.w.answerStanding(m)
	s.w.mu.Unlock()
	s.Note("%s (frame %d) is passed over: %s", m.Action, m.Seq, why)
}
