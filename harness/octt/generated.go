package octt

import (
	"fmt"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt/values"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// Generated judges the time at which the station says that it has made a message ("generatedAt = <timestamp at charging
// station>"): no earlier than it was asked for, and no later than it came, with the deviation that laboratories allow (part 6,
// section 2.1). It does not stop the scenario.
//
// The table's clock is the station's own, and part 2 binds only stations that take the time from the CSMS (B01.FR.06): where
// the two differ the station is asked for its clock, and a time that is right by that one is a WARNING.
func (s *Scenario) Generated(row int, m *Message, at, asked time.Time) bool {
	return s.Stamped(row, m, "generatedAt", "generatedAt is the time at which the Charging Station has made the message.", at, asked)
}

// Stamped is Generated for another time of a message, at the path, that a requirement is about.
func (s *Scenario) Stamped(row int, m *Message, path, requirement string, at, asked time.Time) bool {
	deviation := s.Timeouts.Deviation
	fits := func(off time.Duration) bool {
		by := at.Add(-off)
		return !by.Before(asked.Add(-deviation)) && !by.After(m.At.Add(deviation))
	}
	c := evidence.Check{Row: number(row), Path: path, Requirement: requirement,
		Expected: fmt.Sprintf("from %s to %s, with a deviation of %s", values.Stamp(asked), values.Stamp(m.At), deviation),
		Actual:   values.Stamp(at), Verdict: evidence.Pass, Message: m.Action + "Request", Frame: m.Seq}
	if !fits(0) {
		c.Verdict = s.judge(false)
		if off, err := s.clockIsOff(); err == nil && fits(off) {
			c.Verdict = evidence.Warning
			c.Requirement += " It is so by its own clock, which is not that of the bench: a laboratory that compares with its own may fail it."
		}
	}
	s.check(c)
	return c.Verdict == evidence.Pass
}

// clockIsOff asks the station for its clock, outside of every row, and tells by how much it is ahead.
func (s *Scenario) clockIsOff() (time.Duration, error) {
	answer, err := ask(s, clockQuestion)
	if err != nil {
		return 0, err
	}
	for _, r := range answer.GetVariableResult {
		if r.AttributeValue == nil {
			continue
		}
		at, err := time.Parse(time.RFC3339Nano, *r.AttributeValue)
		return time.Until(at), err
	}
	return 0, fmt.Errorf("the station does not tell its clock")
}

// clockQuestion is one that every station must answer (part 2, B06; ClockCtrlr.DateTime is required).
var clockQuestion = ocpp201.GetVariablesRequest{GetVariableData: []ocpp201.GetVariableData{{
	Component: ocpp201.Component{Name: "ClockCtrlr"}, Variable: ocpp201.Variable{Name: "DateTime"}}}}
