package octt

import (
	"slices"
	"strings"

	"github.com/certbench/certbench/harness/evidence"
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

// waiting lists the messages of this play that no row has claimed, in the order of arrival. Those of a transaction that began
// before the case, and of a report that was asked for before it, are nobody's.
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

// Reorder puts the messages of this play that no row has claimed and for which test holds into another order: each row takes
// the first that is left for it. It is for rows that the table shows one after the other and that may come in any order.
func (s *Scenario) Reorder(test func(*Message) bool, compare func(a, b *Message) int) {
	s.w.mu.Lock()
	defer s.w.mu.Unlock()
	inbox := s.w.from(s.first)
	var places []int
	var messages []*Message
	for i, m := range inbox {
		if !m.taken && test(m) {
			places, messages = append(places, i), append(messages, m)
		}
	}
	orders := make([]int, len(places))
	for n, i := range places {
		orders[n] = inbox[i].order
	}
	slices.SortStableFunc(messages, compare)
	for n, i := range places {
		inbox[i], messages[n].order = messages[n], orders[n]
	}
}
