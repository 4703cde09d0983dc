package octt

import (
	"fmt"
	"reflect"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt/values"
	"github.com/onsi/gomega/types"
)

// Check records a validation that is not tied to one message: requirement says what must hold, want is a value or a
// Gomega matcher. A failed check does not stop the scenario, so that all validations of a row are seen.
func (s *Scenario) Check(row int, requirement string, actual, want any, ids ...string) bool {
	return s.validate(evidence.Check{Row: number(row), Requirement: requirement, Requirements: ids}, actual, want)
}

// CheckMessage is Check for a validation of one message that no path can express. In a preparing state it is one that does not
// tell whether the state is reached: what fails it is a flaw of the state, and it reports that the scenario can go on.
func (s *Scenario) CheckMessage(row int, m *Message, requirement string, actual, want any, ids ...string) bool {
	c, ok := s.compared(ofMessage(row, m, requirement, ids), actual, want)
	if !ok && s.preparing() {
		s.flaw(c)
		return true
	}
	s.check(c)
	return ok
}

// CheckReached is CheckMessage for what tells whether a state is reached, such as the state of a connector: what fails it ends
// the preparation.
func (s *Scenario) CheckReached(row int, m *Message, requirement string, actual, want any, ids ...string) bool {
	return s.validate(ofMessage(row, m, requirement, ids), actual, want)
}

func ofMessage(row int, m *Message, requirement string, ids []string) evidence.Check {
	return evidence.Check{Row: number(row), Requirement: requirement, Requirements: ids, Message: m.Action + "Request", Frame: m.Seq}
}

// Remark is Check for what part 2 says and the case does not ask for in words: what breaks it is a WARNING.
func (s *Scenario) Remark(row int, requirement string, actual, want any, ids ...string) bool {
	return s.remark(evidence.Check{Row: number(row), Requirement: requirement, Requirements: ids}, actual, want)
}

// RemarkMessage is Remark for one message.
func (s *Scenario) RemarkMessage(row int, m *Message, requirement string, actual, want any, ids ...string) bool {
	return s.remark(ofMessage(row, m, requirement, ids), actual, want)
}

func (s *Scenario) remark(c evidence.Check, actual, want any) bool {
	words, ok := compare(actual, want)
	c.Expected, c.Actual, c.Verdict = words, values.Show(values.Normal(actual)), evidence.Pass
	if !ok {
		c.Verdict = evidence.Warning
	}
	s.check(c)
	return ok
}

// AtLeast judges a time that was measured, with the laboratory's deviation (part 6, section 2.1). It does not stop the
// scenario.
func (s *Scenario) AtLeast(row int, requirement string, took, least time.Duration, ids ...string) bool {
	return s.validate(evidence.Check{Row: number(row), Requirement: requirement, Requirements: ids}, took.Round(time.Millisecond).String(),
		Satisfying(fmt.Sprintf("%s or more, with a deviation of %s", least, s.Timeouts.Deviation), func(any) bool { return took >= least-s.Timeouts.Deviation }))
}

// WarnBeyond warns of a measured time that is longer than what the laboratory's deviation allows. why says what it may
// lead to.
func (s *Scenario) WarnBeyond(row int, requirement string, took, most time.Duration, why string, ids ...string) {
	c := evidence.Check{Row: number(row), Requirement: requirement, Requirements: ids, Actual: took.Round(time.Millisecond).String(), Verdict: evidence.Pass,
		Expected: fmt.Sprintf("%s or less, with a deviation of %s", most, s.Timeouts.Deviation)}
	if took > most+s.Timeouts.Deviation {
		c.Requirement, c.Verdict = c.Requirement+" "+why, evidence.Warning
	}
	s.check(c)
}

// Unproven ends the scenario where what it was to show could not come about, by nobody's fault: INCONCLUSIVE.
func (s *Scenario) Unproven(row int, requirement, actual string) {
	s.check(evidence.Check{Row: number(row), Requirement: requirement, Actual: actual, Verdict: evidence.Inconclusive})
	s.stop()
}

func (s *Scenario) validate(c evidence.Check, actual, want any) bool {
	c, ok := s.compared(c, actual, want)
	s.check(c)
	return ok
}

// compared is a check with what was wanted, what is, and the verdict.
func (s *Scenario) compared(c evidence.Check, actual, want any) (evidence.Check, bool) {
	words, ok := compare(actual, want)
	c.Expected, c.Actual, c.Verdict = words, values.Show(values.Normal(actual)), s.judge(ok)
	return c, ok
}

// compare tells what was wanted, and whether actual is it. A matcher may be satisfied by nothing, unlike one of Must.
func compare(actual, want any) (words string, ok bool) {
	if matcher, is := want.(types.GomegaMatcher); is {
		return describe(matcher), match(matcher, values.Normal(actual))
	}
	return values.Show(values.Normal(want)), reflect.DeepEqual(values.Normal(actual), values.Normal(want))
}
