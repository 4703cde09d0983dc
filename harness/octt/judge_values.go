package octt

import (
	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt/rules"
	"github.com/certbench/certbench/harness/octt/variables"
)

// judgeValues judges the values in the answer to a row of the case.
func (s *Scenario) judgeValues(response any, seq int64) {
	s.w.mu.Lock()
	defer s.w.mu.Unlock()
	for _, t := range variables.InAnswer(response) {
		s.w.valued(seq, t)
	}
}

// findValues judges the values in an answer that no row has asked for: they are no case's.
func (s *Scenario) findValues(response any, seq int64) {
	s.w.mu.Lock()
	defer s.w.mu.Unlock()
	for _, t := range variables.InAnswer(response) {
		if what := s.w.book.Variables.Misfit(t); what != "" {
			s.w.find(evidence.Finding{Kind: evidence.FoundValue, Subject: t.Name(), Requirement: rules.ValuesAreTyped,
				Clause: rules.Primitives, Expected: "a value of its dataType", Actual: what, Frame: seq})
		}
	}
}
