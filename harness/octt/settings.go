package octt

import (
	"fmt"
	"slices"
	"strings"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// Setting is one line of a case's configuration state: a variable, written "Component.Variable" or
// "Component.Variable[Instance]" as the document does, and the value that it must have.
type Setting struct {
	variable string
	value    func(*Configured) string
	when     presence
}

type presence int

const (
	always        presence = iota
	ifImplemented          // "(If implemented)"
	ifWritable             // "(If implemented AND ReadWrite)", "(If ReadWrite)"
	orAbsent               // what part 2 has the absence of the variable mean
)

// Is requires the variable to have the value; value is a string, or a func(*Configured) string.
func Is(variable string, value any) Setting { return setting(variable, value, always) }

// IsIfImplemented is Is for a variable that the station need not have.
func IsIfImplemented(variable string, value any) Setting {
	return setting(variable, value, ifImplemented)
}

// IsIfWritable is Is for a variable that the station need not have, or may have read-only.
func IsIfWritable(variable string, value any) Setting { return setting(variable, value, ifWritable) }

// IsOrAbsent is Is for a value that part 2 has the absence of the variable mean, such as an empty list of measurands.
func IsOrAbsent(variable string, value any) Setting { return setting(variable, value, orAbsent) }

func setting(variable string, value any, when presence) Setting {
	switch v := value.(type) {
	case string:
		return Setting{variable, func(*Configured) string { return v }, when}
	case func(*Configured) string:
		return Setting{variable, v, when}
	}
	panic(fmt.Sprintf("octt: %s is set to a %T; write a string or a func(*Configured) string", variable, value))
}

// Config prepares the station's configuration. Every variable is read first and put back after the case. A station that
// takes some only at its next boot (RebootRequired) is reset once, after the last line.
func Config(settings ...Setting) []Preparation {
	return declare(func(s *Scenario) {
		var atBoot []Setting
		for _, line := range settings {
			if s.set(line) {
				atBoot = append(atBoot, line)
			}
		}
		if len(atBoot) > 0 {
			s.bootFor(atBoot)
		}
	})
}

// Known reads variables that the tables depend on, so that Variable and List can tell them. A variable that the station
// does not have stays unknown.
func Known(variables ...string) []Preparation {
	return declare(func(s *Scenario) {
		for _, name := range variables {
			r := s.open("", evidence.ActorTool, "reads "+name, "")
			value, status, err := s.read(name)
			if err != nil {
				s.failRow(r, name+" can be read.", "a value", err.Error(), 0)
			}
			r.end(evidence.Pass, status+" "+value)
		}
	})
}

// settings is what a play has read and changed.
type settings struct {
	known   map[string]string
	changed []change
}

// change is a variable and the value that it had. sent tells that the station was told it and had to boot for it.
type change struct {
	variable, old string
	sent          bool
}

// Variable is the value that the station last gave, or was given, for a variable in this play; empty when it was
// never asked.
func (s *Scenario) Variable(name string) string { return s.settings.known[name] }

// List is Variable for a list of values.
func (s *Scenario) List(name string) []string { return splitList(s.Variable(name)) }

func splitList(text string) []string {
	var out []string
	for item := range strings.SplitSeq(text, ",") {
		if item = strings.TrimSpace(item); item != "" {
			out = append(out, item)
		}
	}
	return out
}

// set makes one line so, and tells whether the station has to boot for it.
func (s *Scenario) set(line Setting) (atBoot bool) {
	want := line.value(&s.Configured)
	r := s.open("", evidence.ActorTool, fmt.Sprintf("%s is %s", line.variable, want), "")
	have, status, err := s.read(line.variable)
	if err != nil {
		status = err.Error()
	}
	switch {
	case status == string(ocpp201.GetVariableStatusAccepted):
	case err != nil && !isRefusal(err): // it did not answer: that says nothing of the variable
		s.failRow(r, line.variable+" can be read.", "a value", status, 0)
	case strings.HasPrefix(status, "Unknown") && line.when == orAbsent:
		s.Find(evidence.Finding{Kind: evidence.FoundUntold, Subject: line.variable, Requirement: line.variable + " is there.",
			Clause: "part 2, referenced components and variables", Expected: "a value", Actual: status, Instead: "what its absence means: " + show(want)})
		r.end(evidence.NotApplicable, "The station answers "+status+": without the variable it is so.")
		return false
	case line.when != always && line.when != orAbsent:
		words := ": it is not implemented."
		if !strings.HasPrefix(status, "Unknown") {
			words = ": it is taken as not implemented."
			// It is not implemented as part 2 has it, and left alone: what was never read cannot be put back.
			s.Find(evidence.Finding{Kind: evidence.FoundUntold, Subject: line.variable, Requirement: line.variable + " can be read where it is implemented.",
				Requirements: []string{"B06.FR.01"}, Expected: "a value or UnknownVariable", Actual: status,
				Instead: "the cases go on as without it"})
		}
		r.end(evidence.NotApplicable, "The station answers "+status+words)
		return false
	case strings.HasPrefix(status, "Unknown"):
		s.failRow(r, line.variable+" is implemented.", "a value", status, 0)
	default:
		// What cannot be read cannot be put back either; such a variable is set by a row of the case.
		s.failRow(r, line.variable+" can be read.", "Accepted", status, 0)
	}
	if sameValue(have, want) {
		r.end(evidence.Pass, "It is so already.")
		return false
	}
	result, err := s.write(line.variable, want)
	if err != nil || result == rebootRequired || result == "Accepted" { // without an answer it may have been changed all the same
		s.settings.changed = append(s.settings.changed, change{variable: line.variable, old: have})
	}
	switch {
	case err != nil:
		s.failRow(r, line.variable+" can be set.", "Accepted", err.Error(), 0)
	case result == "Accepted":
		s.settings.known[line.variable] = want
		r.end(evidence.Pass, "It was "+have+".")
	case result == rebootRequired:
		s.MayDisconnect() // it may boot by itself (part 6, note to step 6 of TC_B_45_CS)
		r.end(evidence.Pass, "It was "+have+". The station answers RebootRequired.")
		return true
	case result == "Rejected" && line.when == ifWritable && !s.writable(line.variable, have):
		r.end(evidence.NotApplicable, "The station rejects a change: it is taken as ReadOnly, with the value "+have+".")
	default:
		s.failRow(r, line.variable+" can be set.", "Accepted", result, 0)
	}
	return false
}

// read asks the station for a variable's actual value. A WriteOnly variable gives the status Rejected and no value.
func (s *Scenario) read(name string) (value, status string, err error) {
	component, variable := parseVariable(name)
	p, err := ask(s, ocpp201.GetVariablesRequest{GetVariableData: []ocpp201.GetVariableData{{Component: component, Variable: variable}}})
	if err != nil {
		return "", "", err
	}
	if len(p.GetVariableResult) != 1 {
		return "", "", fmt.Errorf("GetVariables for %s was answered with %d results", name, len(p.GetVariableResult))
	}
	result := p.GetVariableResult[0]
	if result.AttributeValue != nil {
		value = *result.AttributeValue
		s.settings.known[name] = value
	}
	return value, string(result.AttributeStatus), nil
}

func (s *Scenario) write(name, value string) (status string, err error) {
	component, variable := parseVariable(name)
	p, err := ask(s, ocpp201.SetVariablesRequest{SetVariableData: []ocpp201.SetVariableData{{
		AttributeValue: value, Component: component, Variable: variable}}})
	if err != nil {
		return "", err
	}
	if len(p.SetVariableResult) != 1 {
		return "", fmt.Errorf("SetVariables for %s was answered with %d results", name, len(p.SetVariableResult))
	}
	return string(p.SetVariableResult[0].AttributeStatus), nil
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
// back after the case; a variable that has no value yet and does not take an empty one counts as Readable.
func (s *Scenario) Access(variable string) Access {
	r := s.open("", evidence.ActorTool, "finds out whether "+variable+" can be set", "")
	have, status, err := s.read(variable)
	if err != nil {
		s.failRow(r, variable+" can be read.", "an answer", err.Error(), 0)
	}
	access, words := Readable, "It is there and cannot be set."
	switch {
	case strings.HasPrefix(status, "Unknown"):
		access, words = Missing, "The station answers "+status+"."
	case s.writable(variable, have):
		access, words = Settable, "It can be set."
		s.settings.changed = append(s.settings.changed, change{variable: variable, old: have})
	}
	r.end(evidence.Pass, words)
	return access
}

// restore puts back what the play changed, last change first. It tries every one and joins what went wrong. What the
// station did not take is left for the next attempt, and so is what it takes at its next boot only: the bench resets a
// station that is not at rest, and the next attempt reads whether it has the value then.
func (s *Scenario) restore() error {
	var wrong []string
	var left []change
	for _, c := range slices.Backward(s.settings.changed) {
		if c.sent && s.took(c) {
			continue
		}
		status, err := s.write(c.variable, c.old)
		if err != nil {
			status = err.Error()
		}
		if status == "Accepted" || status == "Rejected" && s.kept(c) {
			continue
		}
		c.sent = status == rebootRequired
		wrong = append(wrong, fmt.Sprintf("%s to %q: %s", c.variable, c.old, status))
		left = append(left, c)
	}
	slices.Reverse(left)
	s.settings.changed = left
	if len(wrong) > 0 {
		return fmt.Errorf("what the case had changed could not be put back: %s", strings.Join(wrong, "; "))
	}
	return nil
}

// kept tells whether a variable that rejects its old value has it all the same, as on a station that never took another
// one (part 2, B05.FR.09). Nothing is left to put back then, and the run need not end for it.
func (s *Scenario) kept(c change) bool {
	have, status, err := s.read(c.variable)
	return err == nil && status == string(ocpp201.GetVariableStatusAccepted) && sameValue(have, c.old)
}

func parseVariable(name string) (ocpp201.Component, ocpp201.Variable) {
	component, rest, _ := strings.Cut(name, ".")
	variable, instance, has := strings.Cut(rest, "[")
	v := ocpp201.Variable{Name: variable}
	if has {
		v.Instance = new(strings.TrimSuffix(instance, "]"))
	}
	return ocpp201.Component{Name: component}, v
}

// sameValue compares two values of a variable: lists without regard to order and spaces, words without regard to case.
func sameValue(a, b string) bool {
	if strings.EqualFold(a, b) {
		return true
	}
	x, y := splitList(strings.ToLower(a)), splitList(strings.ToLower(b))
	slices.Sort(x)
	slices.Sort(y)
	return slices.Equal(x, y)
}
