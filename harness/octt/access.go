package octt

import (
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// read asks the station for a variable's actual value. A WriteOnly variable gives the status Rejected and no value.
func (s *Scenario) read(name string) (value, status string, err error) {
	got, err := s.reads(name)
	if err == nil {
		err = got.err
	}
	if err != nil {
		return "", "", err
	}
	return got.value, got.status, nil
}

// write sets a variable.
func (s *Scenario) write(name, value string) (status string, err error) {
	i := itemOf(name)
	i.value = value
	got, err := s.writes([]item{i})
	if err == nil {
		err = got[0].err
	}
	if err != nil {
		return "", err
	}
	return got[0].status, nil
}

// writes sets variables, in as few requests as the station takes. What it has accepted is known from then on. The error is that
// the station is not there.
func (s *Scenario) writes(items []item) ([]said, error) {
	got, err := sets.all(s, items)
	for i, o := range got {
		if o.err == nil && o.status == string(ocpp201.SetVariableStatusAccepted) {
			s.w.aligns(items[i].name(), items[i].value)
			s.w.keeps(items[i].name(), reading{value: items[i].value, status: o.status, frame: o.frame, at: time.Now(), way: ByGiven})
		}
	}
	return got, err
}

// writable tells whether a variable takes the value that it has: only one that is ReadOnly rejects that (part 2,
// B05.FR.09), so that no report is needed to tell it from one that rejects another value. One that was rejected is known to be
// ReadOnly for as long as nothing can have changed that.
func (s *Scenario) writable(name, have string) bool {
	result, err := s.write(name, have)
	if err == nil && result == string(ocpp201.SetVariableStatusRejected) {
		s.w.fixes(name, s.answered)
	}
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
		s.changes(change{variable: variable, old: got.value})
	}
	r.end(evidence.Pass, words)
	return access
}
