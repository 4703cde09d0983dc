package octt

import (
	"fmt"
	"time"

	"github.com/certbench/certbench/harness/evidence"
)

// Condition is a condition of the table with the words of the document. Use Given.
type Condition struct {
	words string
	holds bool
}

// Given makes a condition: words say what it asks, holds whether it is so.
func Given(holds bool, words string) Condition { return Condition{words, holds} }

// If plays the rows of then when the condition holds. Otherwise the row is recorded as NOT APPLICABLE with the
// condition that it failed.
func (s *Scenario) If(row int, c Condition, then func()) bool {
	if c.holds {
		then()
		return true
	}
	s.Skip(row, "", "is left out", "Not so: "+c.words+".")
	return false
}

// Skip records a row that is not played, with the reason.
func (s *Scenario) Skip(row int, actor evidence.Actor, text, why string) {
	if actor == "" {
		actor = evidence.ActorTool
	}
	s.open(number(row), actor, text, "").end(evidence.NotApplicable, why)
}

// Wait waits for a time that the document names; why says what for.
func (s *Scenario) Wait(row int, d time.Duration, why string) {
	r := s.open(number(row), evidence.ActorTool, fmt.Sprintf("waits %s: %s", d, why), "")
	err := s.w.pass(s.ctx, d, nil)
	s.interrupted(err)
	r.end(evidence.Pass, "")
}

// Stop ends the scenario after checks that failed, where the rest would prove nothing.
func (s *Scenario) Stop() { s.stop() }
