package octt

import (
	"fmt"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt/variables"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// read asks the station for a variable's actual value. A WriteOnly variable gives the status Rejected and no value.
func (s *Scenario) read(name string) (value, status string, err error) {
	component, variable := variables.Parse(name)
	p, err := ask(s, ocpp201.GetVariablesRequest{GetVariableData: []ocpp201.GetVariableData{{Component: component, Variable: variable}}})
	if err != nil {
		return "", "", err
	}
	if len(p.GetVariableResult) != 1 {
		return "", "", fmt.Errorf("GetVariables for %s was answered with %d results", name, len(p.GetVariableResult))
	}
	result := p.GetVariableResult[0]
	// A result that names another variable is judged by the cases about that (part 2, B06.FR.02), and is taken for the one that was
	// asked for wherever its value can be one of that.
	result.Component, result.Variable = component, variable
	if what := variables.Unreadable(result); what != "" {
		return "", "Accepted, and " + what, nil
	}
	if result.AttributeValue != nil {
		value = *result.AttributeValue
		s.settings.known[name] = Knowledge{Value: value, Way: ByAsked, Frame: s.answered, Since: time.Now()}
		delete(s.settings.untold, name)
		s.w.aligns(name, value)
	} else if result.AttributeStatus == ocpp201.GetVariableStatusAccepted {
		return "", noValue, nil
	}
	return value, string(result.AttributeStatus), nil
}

func (s *Scenario) write(name, value string) (status string, err error) {
	component, variable := variables.Parse(name)
	var p ocpp201.SetVariablesResponse
	err = s.insists(func() (err error) {
		p, err = ask(s, ocpp201.SetVariablesRequest{SetVariableData: []ocpp201.SetVariableData{{
			AttributeValue: value, Component: component, Variable: variable}}})
		return err
	})
	if err != nil {
		return "", err
	}
	if len(p.SetVariableResult) != 1 {
		return "", fmt.Errorf("SetVariables for %s was answered with %d results", name, len(p.SetVariableResult))
	}
	result := p.SetVariableResult[0]
	status = string(result.AttributeStatus)
	if status == string(ocpp201.SetVariableStatusAccepted) {
		s.w.aligns(name, value)
	}
	return status, nil
}

// writable tells whether a variable takes the value that it has: only one that is ReadOnly rejects that (part 2,
// B05.FR.09), so that no report is needed to tell it from one that rejects another value.
func (s *Scenario) writable(name, have string) bool {
	result, err := s.write(name, have)
	return err == nil && (result == string(ocpp201.SetVariableStatusAccepted) || result == rebootRequired)
}

// Access is what a station lets the CSMS do with a variable.
type Access int

// A variable may be missing; one that is there can be read, or read and set.
const (
	Missing Access = iota
	Readable
	Settable
)

// Access finds out what the station lets the CSMS do with a variable, by reading it and setting it to the value that it
// has. It asks outside the table, where a table says "only if supported" or "only if readwrite". What can be set is put
// back after the case; a variable whose value is not told counts as Readable.
func (s *Scenario) Access(variable string) Access {
	r := s.open("", evidence.ActorTool, "finds out whether "+variable+" can be set", "")
	got := s.readIn(r, variable)
	access, words := Readable, "It is there and cannot be set."
	switch {
	case got.absent():
		access, words = Missing, "The station answers "+got.status+"."
	case !got.told():
		words = "The station answers " + got.why() + ": what was never read cannot be set to what it is."
		s.Untold(variable, got.why(), "the cases go on as if it could not be set", got.frame)
	case s.writable(variable, got.value):
		access, words = Settable, "It can be set."
		s.settings.changed = append(s.settings.changed, change{variable: variable, old: got.value})
	}
	r.end(evidence.Pass, words)
	return access
}
