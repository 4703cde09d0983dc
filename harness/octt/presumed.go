package octt

import (
	"fmt"
	"slices"
	"strings"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt/values"
)

// presumption is a value that nobody has told.
type presumption struct {
	name, value, why string
	concerns, words  []string // see need

	holds func() bool // tells whether it is known by now; nil where it never is
	text  string      // that is said of it, empty for what is said of a variable
}

func (p presumption) String() string {
	if p.text != "" {
		return p.text
	}
	return fmt.Sprintf("Whether it must be so is not known: %s cannot be asked for (%s), and %s was presumed. Write what the station has into configured.variables of the bench file.",
		p.name, strings.TrimSuffix(p.why, "."), values.Show(p.value))
}

// unproved tells whether a failure may come from what was only presumed of the station, and says so. about is the message that
// is judged and what is expected. A station's answers to questions about its variables are judged as they are.
func (s *Scenario) unproved(stage evidence.Stage, about, requirement string) string {
	for _, p := range s.presumed {
		if p.holds != nil && p.holds() {
			continue
		}
		concerned := len(p.concerns)+len(p.words) == 0 && (stage == evidence.Main || stage == evidence.Post) && !asksOfVariables(about)
		if concerned || anyIn(about, p.concerns) || anyIn(requirement, p.words) {
			return p.String()
		}
	}
	return ""
}

func anyIn(text string, words []string) bool {
	return slices.ContainsFunc(words, func(word string) bool { return strings.Contains(text, word) })
}

// asksOfVariables tells the messages that ask for variables, or set them.
func asksOfVariables(message string) bool {
	return slices.ContainsFunc([]string{"GetVariables", "SetVariables", "GetBaseReport", "GetReport", "NotifyReport"}, func(name string) bool { return strings.HasPrefix(message, name) })
}

// explains adds to a failed check what may have led to it.
func (s *Scenario) explains(c *evidence.Check) {
	switch c.Verdict {
	case evidence.Fail, evidence.Warning:
		if strings.HasPrefix(c.Actual, "CALLERROR") {
			return // a refusal is explained by no value of a variable
		}
		why := s.unproved(c.Stage, c.Message+" "+c.Expected, c.Requirement)
		if why == "" && c.Verdict == evidence.Fail {
			why = s.slow.overslept
		}
		if why != "" {
			c.Requirement = sentenceOf(c.Requirement) + " " + why
			if c.Verdict == evidence.Fail {
				c.Verdict = evidence.Inconclusive
			}
		}
	case evidence.Inconclusive:
		for _, p := range s.presumed {
			if strings.HasPrefix(c.Requirement, p.name+" ") {
				c.Requirement = sentenceOf(c.Requirement) + " " + p.String()
			}
		}
		for _, p := range s.concluded {
			if strings.HasPrefix(c.Requirement, p.name+" ") {
				c.Requirement = fmt.Sprintf("%s It cannot be asked for (%s), and is taken to be %s. Where that is not all, write what the station has into configured.variables of the bench file.",
					sentenceOf(c.Requirement), strings.TrimSuffix(p.why, "."), p.value)
			}
		}
	}
}
