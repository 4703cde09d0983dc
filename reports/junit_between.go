package reports

import (
	"fmt"
	"slices"
	"strings"

	"github.com/certbench/certbench/harness/evidence"
)

// junitBeside are the suites beside those of the cases: what was expected of the run, where anything was, and what happened between
// its cases.
func (s *Source) junitBeside() []junitSuite {
	var all []junitSuite
	if len(s.Expected) > 0 {
		suite := s.junitSuite(junitPackage + ".expected")
		suite.property("run", s.Run.Started.ID)
		for _, e := range s.Expected {
			c := junitCase{Name: e.Name}
			if e.Failed {
				c.Failure = &junitDetail{Message: e.Words, Type: string(evidence.Fail), Text: "\n" + e.Words + "\n"}
			}
			suite.add(c, 0)
		}
		all = append(all, suite)
	}
	return append(all, s.junitBetween())
}

// junitBetween is the suite of the run itself. Its one test is there in every run: it fails for what was found outside of the cases,
// and is an error where the run did not come to its end in order, which no case tells.
func (s *Source) junitBetween() junitSuite {
	suite := s.junitSuite(junitPackage + ".run")
	for _, p := range s.junitRunProperties() {
		suite.property(p.Name, p.Value)
	}
	var text string
	failed := Counts{}
	for i, f := range s.Run.Found {
		if s.forgivenFound(i) {
			text += upper(s.excusedFound[i].Words) + ": "
		} else {
			failed[f.Verdict]++
		}
		text += junitFound(f)
	}
	c := junitCase{Name: "Between the cases"}
	st := s.Stands()
	switch trouble := s.junitTrouble(); {
	case failed[evidence.Fail] > 0:
		c.Failure = &junitDetail{Message: besides(failed), Type: string(evidence.Fail), Text: "\n" + besides(failed) + "\n" + text}
	case failed[evidence.Inconclusive] > 0:
		c.Error = &junitDetail{Message: besides(failed), Type: string(evidence.Inconclusive), Text: "\n" + besides(failed) + "\n" + text}
	case trouble != "":
		c.Error = &junitDetail{Message: trouble, Type: string(st.Verdict), Text: "\n" + trouble + "\n" + text}
	case text != "":
		suite.tell(text)
	}
	suite.add(c, 0)
	for _, name := range junitAttached {
		suite.attach(name)
	}
	return suite
}

// junitFound is a finding on a line.
func junitFound(f evidence.Found) string {
	return fmt.Sprintf("%s %s, %s: %s %s\n", f.Verdict, f.Kind.Title(), f.Subject, FindingSentence(f.Finding), bracketed(WhereFound(f)))
}

// junitAfter is what was found in the clean-up after a case, which changes the verdict of none of its tests.
func (s *Source) junitAfter(id string) (text string) {
	for _, f := range s.Run.Found {
		if f.Kind == evidence.FoundBetween && slices.Contains(f.After, id) {
			text += junitFound(f)
		}
	}
	return text
}

// junitTrouble says why the run itself proves less than its cases; empty where it does not.
func (s *Source) junitTrouble() string {
	switch end := s.Run.Ended; {
	case s.Tampered():
		return "What the run folder holds was altered after the run."
	case end == nil:
		return "The run was cut off before its end."
	case end.Interrupted:
		return "The run was interrupted."
	default:
		var words []string
		for _, r := range strangeStation(s) {
			words = append(words, r.Text)
		}
		if end.Reason != "" {
			words = append(words, upper(end.Reason))
		}
		return strings.Join(words, " ")
	}
}

// junitAttached are the documents that Jenkins keeps with the run.
var junitAttached = []string{reportName, "report.pdf", "abstract.html", "abstract.pdf", SummaryName}
