package octt

import (
	"fmt"
	"time"

	"github.com/certbench/certbench/harness/evidence"
)

// Nothing proves that the station sends none of the alternatives: it lets the time pass that the document names
// (0 when it names none), then asks something that must be answered, and requires that the answer comes first.
func (s *Scenario) Nothing(row int, d time.Duration, alternatives ...Alternative) {
	s.nothing(row, d, alternatives, false)
}

// NothingYet is Nothing where the document names no time: it waits one that the bench chooses.
func (s *Scenario) NothingYet(row int, d time.Duration, alternatives ...Alternative) {
	s.nothing(row, d, alternatives, true)
}

func (s *Scenario) nothing(row int, d time.Duration, alternatives []Alternative, chosen bool) {
	for _, a := range alternatives {
		if len(a.requirements)+len(a.skips) > 0 {
			s.bug("Nothing takes no requirements, because it asks for the absence of every message of the action; narrow it with Where")
		}
	}
	r := s.open(number(row), evidence.ActorStation, "sends no "+names(alternatives)+span(d), names(alternatives))
	named := func() {}
	if chosen {
		named = s.chooses(evidence.WaitSilence)
	}
	found := s.silent(d, alternatives)
	named()
	if found == nil {
		if err := s.backForFence(); err != nil {
			s.failRow(r, "The Charging Station answers the question that ends the silence.", "an answer", err.Error(), 0)
		}
		found = s.silent(0, alternatives)
		s.heard(s.written())
	}
	if found != nil {
		s.claim(found)
		s.replyStanding(found)
		s.failRow(r, "The Charging Station sends no "+names(alternatives)+".", "nothing", found.Action+"Request", found.Seq, by(alternatives)...)
	}
	s.check(evidence.Check{Row: r.Number, Requirement: "The Charging Station sends no " + names(alternatives) + ".",
		Expected: "nothing", Actual: "nothing" + span(d), Verdict: evidence.Pass, Message: r.Message, Requirements: by(alternatives)})
	r.end(evidence.Pass, "")
}

// span is the time of a silence in words; where the document names none, the answer to the fence ends it.
func span(d time.Duration) string {
	if d == 0 {
		return ""
	}
	return " within " + d.String()
}

// Silence is Nothing without the fence, for times in which the CSMS may not ask (part 2, B03.FR.03): no CALL of the
// station at all comes within d after the answer to a message that a row has claimed. What comes later is left alone. ids are
// the requirements that ask for it.
func (s *Scenario) Silence(row int, after *Message, d time.Duration, ids ...string) {
	r := s.open(number(row), evidence.ActorStation, fmt.Sprintf("sends nothing for %s", d), "")
	if after.Answered.IsZero() {
		s.bug("the message after which silence is asked for has not been answered: the row that answers it comes first")
	}
	end := after.Answered.Add(d)
	var found *Message
	_, err := s.w.await(s.ctx, time.Until(end), func(*Message) bool { return true }, func() bool {
		for _, m := range s.w.from(s.first) {
			if !m.taken && m.order > after.order && m.At.Before(end) {
				found = m
				return true
			}
		}
		return false
	})
	s.interrupted(err)
	if found != nil {
		actual := fmt.Sprintf("%sRequest after %s", found.Action, found.At.Sub(after.Answered).Round(time.Millisecond))
		s.failRow(r, "The Charging Station sends no message in the meantime.", "nothing for "+d.String(), actual, found.Seq, ids...)
	}
	s.check(evidence.Check{Row: r.Number, Requirement: "The Charging Station sends no message in the meantime.",
		Expected: "nothing", Actual: "nothing for " + d.String(), Verdict: evidence.Pass, Requirements: ids})
	r.end(evidence.Pass, "")
}

func (s *Scenario) silent(d time.Duration, alternatives []Alternative) *Message {
	quick := make([]Alternative, len(alternatives))
	for i, a := range alternatives {
		a.within = max(d, time.Nanosecond)
		quick[i] = a
	}
	return s.await(quick)
}

// backForFence is the fence at the end of a silence. A station whose connection has ended meanwhile, which is judged by itself,
// has said nothing either: it is asked when it is back, however long its back-off is.
func (s *Scenario) backForFence() error {
	if !s.Connected() {
		if err := s.until(s.Timeouts.Boot, "the station to connect", s.w.csms.Connected); err != nil {
			return err
		}
	}
	return s.fence()
}

// fenced tells that a fence was answered just now and nothing has happened since: one more would tell nothing.
func (s *Scenario) fenced() bool {
	s.w.mu.Lock()
	defer s.w.mu.Unlock()
	return !s.w.fenced.IsZero() && time.Since(s.w.fenced) < s.Timeouts.Deviation
}

// fence asks for the station's clock: a question that every station must answer. What the station had to say before, it
// has said when the answer is there.
func (s *Scenario) fence() error {
	defer s.choosesUnless(evidence.WaitFence)()
	_, err := ask(s, clockQuestion)
	s.w.mu.Lock()
	if err == nil && s.w.log.written == s.answered { // nothing has come since
		s.w.fenced = time.Now()
	}
	s.w.mu.Unlock()
	if isRefusal(err) { // an answer all the same
		s.Untold("ClockCtrlr.DateTime", err.Error(), "that it answers", s.answered)
		return nil
	}
	return err
}
