package octt

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/certbench/certbench/harness/evidence"
)

// missing fails a row whose message did not come, with what came instead.
func (s *Scenario) missing(r *row, alternatives []Alternative) {
	if slices.ContainsFunc(alternatives, func(a Alternative) bool { return a.action == "BootNotification" }) {
		s.w.mu.Lock()
		s.w.awaitedInVain(s.limit(alternatives))
		s.w.mu.Unlock()
	}
	limit := s.limit(alternatives).Round(time.Millisecond).String()
	if slices.ContainsFunc(alternatives, func(a Alternative) bool { return a.until }) {
		limit = "what was left of the time for it, " + limit
	}
	actual := "nothing within " + limit
	if m := s.unasked(alternatives); m != nil {
		s.unaskedFor(r, alternatives, m, limit)
	}
	if others := s.unclaimed(alternatives); len(others) > 0 {
		actual = "within " + limit + " only " + strings.Join(others, ", ")
	}
	if !s.w.csms.Connected() {
		actual += "; the station is not connected"
	}
	actual += s.why(r.Began)
	c := evidence.Check{Row: r.Number, Requirement: "The Charging Station sends " + names(alternatives) + ".",
		Expected: names(alternatives), Actual: actual, Verdict: s.judge(false), Message: r.Message, Requirements: by(alternatives)}
	s.check(c)
	r.end(s.judge(false), sentence(c))
	s.stop()
}

// unasked is a message that would have been the row's, had it not come before the row's act or request was asked for; nil
// when none has come.
func (s *Scenario) unasked(alternatives []Alternative) *Message {
	for _, m := range s.waiting() {
		fits := func(a Alternative) bool { return a.matches(m) && a.satisfied(m) }
		if s.tooEarly(m) && !m.repeats && slices.ContainsFunc(alternatives, fits) {
			return m
		}
	}
	return nil
}

// unaskedFor fails a row whose message came too early to be that, and takes the message out of the scenario: it is no surplus
// beside that.
func (s *Scenario) unaskedFor(r *row, alternatives []Alternative, m *Message, limit string) {
	s.w.mu.Lock()
	m.taken, m.passed = true, true
	s.w.mu.Unlock()
	c := evidence.Check{Row: r.Number, Requirement: "The Charging Station sends " + names(alternatives) + " when there is a reason for it.",
		Expected: names(alternatives) + " after " + s.askedFor, Verdict: s.judge(false), Message: m.Action + "Request", Frame: m.Seq,
		Actual: fmt.Sprintf("%sRequest %s before that, and none within %s after it", m.Action, s.asked.Sub(m.At).Round(time.Millisecond), limit)}
	s.check(c)
	r.end(s.judge(false), sentence(c), m.Seq)
	s.stop()
}

// unclaimed names what came instead of the alternatives; of what is of their action also why it is none of them.
func (s *Scenario) unclaimed(alternatives []Alternative) []string {
	s.w.mu.Lock()
	defer s.w.mu.Unlock()
	var out []string
	for _, m := range s.w.from(s.first) {
		why := s.notOf(alternatives, m)
		if !m.taken && (background(m) == "" || why != "") {
			out = append(out, fmt.Sprintf("%s (frame %d%s)", m.Action, m.Seq, why))
		}
	}
	return out
}

// notOf says why a message of the action of an alternative is not it, empty for one of another action. The caller holds mu.
func (s *Scenario) notOf(alternatives []Alternative, m *Message) string {
	at := slices.IndexFunc(alternatives, func(a Alternative) bool { return a.action == m.Action })
	if at < 0 {
		return ""
	}
	id, _ := m.Field("transactionInfo.transactionId").(string)
	switch a := alternatives[at]; {
	case m.barred:
		return ", which the station may not send before it is accepted"
	case m.older && m.Action == "LogStatusNotification":
		return ", of a log upload that was asked for before the case"
	case m.older && m.Action != "TransactionEvent":
		return ", of a report that was asked for before the case"
	case m.older:
		return fmt.Sprintf(", of the transaction %q, which began before the case", id)
	case m.validates:
		return ", about the idToken of a reservation, whose driver has not come yet"
	case s.elses(m):
		return fmt.Sprintf(", of the transaction %q at another place", id)
	case !a.periodic && periodic(m):
		return ", which only tells meter values or the charging rate"
	case s.tooEarly(m):
		return ", which came before " + s.askedFor
	case a.words != "":
		return ", which is none" + a.words
	case m.repeats:
		return ", which only tells again that " + gist(m)
	case len(m.Availabilities()) > 0:
		return ", which tells that " + gist(m)
	}
	return ", which is not the one that is awaited"
}
