package octt

import (
	"slices"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt/values"
	"github.com/certbench/certbench/schemas"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// Reply is a CALL of the station that a row has claimed; P is the type of its response.
type Reply[P any] struct {
	s *Scenario
	m *Message
}

// Message is the claimed CALL itself.
func (r *Reply[P]) Message() *Message { return r.m }

// Receive takes the station's next message of the request's type as the given row, and judges it at once: every
// requirement is evaluated and recorded, then the scenario stops if one of them failed. When no such message comes in
// time the row fails.
func Receive[Q ocpp201.Request[P], P any](s *Scenario, row int, clauses ...Clause) (Q, *Reply[P]) {
	var q Q
	m := s.receive(number(row), []Alternative{As[Q](clauses...)})
	if err := m.Payload.Decode(&q); err != nil {
		s.check(evidence.Check{Row: number(row), Requirement: q.Action() + "Request can be read.", Actual: err.Error(),
			Verdict: s.judge(false), Message: q.Action(), Frame: m.Seq})
		s.stop()
	}
	return q, &Reply[P]{s, m}
}

// ReceiveEither takes the next message that is any of the alternatives as the given row, and judges it by the
// requirements of the alternative that it is.
func (s *Scenario) ReceiveEither(row int, alternatives ...Alternative) *Message {
	return s.receive(number(row), alternatives)
}

// TryEither is ReceiveEither for a row that the document makes optional: it returns nil when no such message comes
// within Timeouts.Optional, and records that.
func (s *Scenario) TryEither(row int, why string, alternatives ...Alternative) *Message {
	for i := range alternatives {
		alternatives[i].within, alternatives[i].optional = s.Timeouts.Optional, true
	}
	if s.await(alternatives) == nil {
		s.Skip(row, evidence.ActorStation, "sends "+names(alternatives), why)
		return nil
	}
	return s.receive(number(row), alternatives)
}

// Comes waits for the next message that is any of the alternatives, without claiming it; it reports false when none
// comes in time.
func (s *Scenario) Comes(alternatives ...Alternative) bool { return s.await(alternatives) != nil }

// await returns the first unclaimed message that is one of the alternatives, nil when the time is over.
func (s *Scenario) await(alternatives []Alternative) *Message {
	for _, a := range alternatives {
		if err := a.resolve(); err != nil {
			s.bug(err.Error())
		}
	}
	limit := s.limit(alternatives)
	inVain := s.mayBeInVain(evidence.WaitOptional)
	wanted := func(m *Message) bool { return m.order >= s.first && s.choose(alternatives, m) != nil }
	var found *Message
	began := time.Now()
	_, err := s.w.await(s.ctx, limit, wanted, func() bool {
		for _, m := range s.w.from(s.first) {
			if wanted(m) {
				found = m
				return true
			}
			if bars(m) {
				return false // a row takes nothing from beyond a boot that no row has seen yet
			}
		}
		return false
	})
	s.interrupted(err)
	if onlyStatuses(alternatives) && (found != nil || limit < s.StatusWait()) { // one that should have come by now is missing
		s.waitedForStatus(time.Since(began))
	}
	if found == nil && slices.ContainsFunc(alternatives, func(a Alternative) bool { return a.optional }) {
		inVain()
	}
	return found
}

// limit is how long to wait for the alternatives: the longest that one of them asks for, and longer for the report of a connector by
// what the station waits before that.
func (s *Scenario) limit(alternatives []Alternative) time.Duration {
	limit, optional := time.Duration(0), false
	for _, a := range alternatives {
		limit, optional = max(limit, a.within), optional || a.optional
	}
	if limit > 0 && !optional {
		return limit
	}
	if limit == 0 {
		limit = s.Timeouts.Message
	}
	if onlyStatuses(alternatives) {
		limit += s.slow.lasts
	}
	return limit
}

// choose returns the alternative that the message is, nil when it is none. What came before the last act or request was
// asked for cannot be what it has led to, whenever a person confirms the act or the station answers the request: no row
// takes it, but for one that a rule outside the table allows to come early.
func (s *Scenario) choose(alternatives []Alternative, m *Message) *Alternative {
	if m.barred || m.older || m.validates || s.elses(m) {
		return nil
	}
	for i := range alternatives {
		if a := &alternatives[i]; a.matches(m) && (!s.tooEarly(m) || a.early != "" && !m.repeats && a.satisfied(m)) {
			return a
		}
	}
	return nil
}

// tooEarly tells a message that came before the last act or request of a row was asked for.
func (s *Scenario) tooEarly(m *Message) bool { return m.order < s.prompted }

func (s *Scenario) receive(row string, alternatives []Alternative) *Message {
	r := s.open(row, evidence.ActorStation, "sends "+names(alternatives), names(alternatives))
	for {
		m := s.await(s.patient(alternatives))
		if m == nil {
			s.missing(r, alternatives)
		}
		a := s.choose(alternatives, m)
		s.claim(m)
		if why := skipped(a.skips, m); why != "" {
			s.pass(m, why)
			continue
		}
		if s.tooEarly(m) {
			s.Note("%s (frame %d) is taken although it came before it was asked for: %s.", m.Action, m.Seq, a.early)
		}
		r.Message = m.Action + "Request"
		r.Text = "sends " + article(r.Message)
		if ok, reason := r.evaluate(m.Action+"Request", m.Payload, m.Seq, a.requirements); !ok || len(m.problems) > 0 {
			if ok {
				reason = breaksSchema(m.Seq, m.problems[0])
			}
			r.end(s.judge(false), reason, m.Seq)
			s.replyStanding(m)
			s.stop()
		}
		if len(a.requirements) == 0 || len(a.ids) > 0 {
			s.check(evidence.Check{Row: row, Requirement: "The Charging Station sends " + article(r.Message) + ".",
				Expected: r.Message, Actual: r.Message, Verdict: evidence.Pass, Message: r.Message, Frame: m.Seq, Requirements: a.ids, Source: r.Source})
		}
		r.end(evidence.Pass, "", m.Seq)
		return m
	}
}

func (s *Scenario) claim(m *Message) {
	s.w.mu.Lock()
	defer s.w.mu.Unlock()
	m.taken, m.asked = true, len(s.requests)
	s.last = max(s.last, m.order+1)
}

func (s *Scenario) replyStanding(m *Message) {
	s.w.mu.Lock()
	defer s.w.mu.Unlock()
	s.w.answerStanding(m)
}

// evaluate judges every requirement of the message of a row and records each; it reports whether all hold, and otherwise the
// sentence of the first that does not.
func (r *row) evaluate(message string, payload *schemas.Payload, seq int64, requirements []Requirement) (bool, string) {
	s, all, reason := r.s, true, ""
	body := payload.Document()
	for _, q := range spread(requirements, body) {
		actual := values.Walk(body, q.path)
		verdict := s.judgement(q, actual)
		c := evidence.Check{
			Row: r.Number, Path: q.path, Requirement: q.text(), Expected: q.words, Actual: values.Show(actual),
			Verdict: verdict, Message: message, Frame: seq, Requirements: q.ids, Source: r.Source,
		}
		if verdict == evidence.Warning {
			c.Requirement += " " + q.why
		}
		if verdict != evidence.Pass && q.beside != nil {
			if words := q.beside(actual); words != "" {
				c.Actual += "; " + words
			}
		}
		if verdict == evidence.Inconclusive && s.flawed(q.path) {
			s.flawedRow(c)
			continue
		}
		s.check(c)
		if all && verdict != evidence.Pass && verdict != evidence.Warning {
			all, reason = false, sentence(c)
		}
	}
	return all, reason
}

// judgement is the verdict on the actual value of what is required.
func (s *Scenario) judgement(r Requirement, actual any) evidence.Verdict {
	ok := r.holds(actual)
	if !ok && r.tolerates != nil && r.tolerates(actual) {
		return evidence.Warning
	}
	return s.judge(ok)
}
