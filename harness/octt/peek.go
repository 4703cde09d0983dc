package octt

import (
	"slices"
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
)

// Peek waits for the station's next message of the request's type without claiming it. It reports false when none
// comes in time. What it has waited is waited for the row that asks for the message next.
func Peek[Q ocpp201.Request[P], P any](s *Scenario, clauses ...Clause) (Q, bool) {
	var q Q
	alternatives := []Alternative{As[Q](clauses...)}
	m := s.await(alternatives)
	if m == nil {
		s.peeked = peeked{q.Action(), s.limit(alternatives), s.waits()}
	}
	if m == nil || m.Payload.Decode(&q) != nil {
		return q, false
	}
	return q, true
}

// Ahead waits for the station's next message that is any of the alternatives, and returns it without claiming it; nil when none
// comes in time. It is for rows that depend on which of several messages comes first.
func (s *Scenario) Ahead(alternatives ...Alternative) *Message { return s.await(alternatives) }

// peeked is a Peek that saw nothing: for which action, how long it waited, and how often the scenario had waited then.
type peeked struct {
	action string
	waited time.Duration
	waits  int
}

// patient is the alternatives with the time that is left to wait for them, when a Peek has waited for them just before.
func (s *Scenario) patient(alternatives []Alternative) []Alternative {
	others := slices.ContainsFunc(alternatives, func(a Alternative) bool { return a.action != s.peeked.action })
	if others || s.peeked.waits != s.waits() {
		return alternatives
	}
	left := max(s.limit(alternatives)-s.peeked.waited, time.Nanosecond)
	out := slices.Clone(alternatives)
	for i := range out {
		out[i].within = left
	}
	return out
}

func (s *Scenario) waits() int {
	s.w.mu.Lock()
	defer s.w.mu.Unlock()
	return s.w.waiting.times
}
