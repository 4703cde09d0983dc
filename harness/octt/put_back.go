package octt

import (
	"fmt"
	"slices"
	"strings"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt/variables"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// PutBack reads variables that rows of the case will set, so that they are put back after it. One that the station does not
// tell is left: the case that sets it judges that.
func PutBack(variables ...string) []Preparation {
	return declare(func(s *Scenario) {
		for _, name := range variables {
			r := s.open("", evidence.ActorTool, "reads "+name+", to put it back", "")
			got := s.readIn(r, name)
			if got.told() {
				s.settings.changed = append(s.settings.changed, change{variable: name, old: got.value})
			}
			r.end(evidence.Pass, strings.TrimSpace(got.why()+" "+got.value)) // what was never read is not put back
		}
	})
}

// change is a variable and the value that it had. sent tells that the station was told it and had to boot for it, unsure
// that the station has never said that it took another one.
type change struct {
	variable, old string
	sent, unsure  bool
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
		if status == "Accepted" || (status == "Rejected" || err != nil) && s.kept(c) {
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

// kept tells whether a variable whose old value the station does not take has it all the same, as on a station that never took
// another one (part 2, B05.FR.09), or that answers no SetVariables. Nothing is left to put back then, and the run need not end
// for it. Where neither the change nor its value can be known, it is taken as never made: a station that has confirmed none
// has most likely made none, and the cases read again what they need.
func (s *Scenario) kept(c change) bool {
	if c.unsure && s.w.isMute() {
		return s.takesAsKept(c, "the station answers nothing")
	}
	have, status, err := s.read(c.variable)
	switch {
	case err == nil && status == string(ocpp201.GetVariableStatusAccepted):
		return variables.Same(have, c.old)
	case !c.unsure || IsGone(err) || !s.Connected():
		return false
	}
	return s.takesAsKept(c, reading{status: status, err: err}.why())
}

func (s *Scenario) takesAsKept(c change, why string) bool {
	s.Note("The station has never said that it took another value of %s than %q, and it cannot be asked for: %s. It is taken to have that still.",
		c.variable, c.old, strings.TrimSuffix(why, "."))
	return true
}
