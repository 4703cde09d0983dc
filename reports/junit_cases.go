package reports

import (
	"fmt"
	"slices"
	"strings"

	"github.com/certbench/certbench/harness/evidence"
)

// junitCases are the suites of the cases, in the order of the plan.
func (s *Source) junitCases() []junitSuite {
	var all []junitSuite
	apart := s.apart()
	for _, o := range s.Outcomes {
		suite := s.junitSuite(junitClass(o))
		suite.ID = len(all)
		suite.property("block", strings.TrimSpace(o.Planned.Block+" "+blockNames[o.Planned.Block]))
		suite.property("profiles", strings.Join(o.Planned.Profiles, ", "))
		suite.property("requirements", strings.Join(o.Planned.Requirements, " "))
		suite.property("condition", o.Planned.Condition)
		suite.Properties = slices.DeleteFunc(suite.Properties, func(p junitProperty) bool { return p.Value == "" })
		suite.property("verdict", string(o.Verdict))
		s.addOutcome(&suite, o, apart)
		suite.tell(s.junitAfter(o.Planned.ID))
		for _, p := range o.Plays {
			if apart && p.Verdict.ToLookAt() {
				suite.attach(playPage(p.Number))
			}
		}
		all = append(all, suite)
	}
	return all
}

// junitClass is the name of a case's suite: certbench, the block and the id, so that readers that make a tree of it show the blocks.
func junitClass(o evidence.Outcome) string {
	block := o.Planned.Block
	if block == "" {
		block = "unplanned"
	}
	return strings.Join([]string{junitPackage, block, Visible(o.Planned.ID)}, ".")
}

// junitName is the name of a play: the case, the mode where it has several, the requirements that it proves, and which play of that name
// it is from the second one on.
func junitName(p evidence.Planned, mode string, nth int) string {
	name := strings.TrimSpace(p.ID + " " + p.Name)
	if mode != "" {
		name += " (" + mode + ")"
	}
	if len(p.Requirements) > 0 {
		name += " [" + strings.Join(p.Requirements, " ") + "]"
	}
	if nth > 1 {
		name += fmt.Sprintf(" #%d", nth)
	}
	return name
}

// addOutcome adds a test for each play of a case, and one for each mode in which it was not played.
func (s *Source) addOutcome(suite *junitSuite, o evidence.Outcome, apart bool) {
	for _, mode := range modesOf(o) {
		nth := 0
		for _, p := range o.Plays {
			if p.Begin.Mode == mode {
				nth++
				s.addPlay(suite, junitName(o.Planned, mode, nth), reportOf(o, p, apart), p)
			}
		}
		if nth == 0 {
			suite.add(junitCase{Name: junitName(o.Planned, mode, 1), Skipped: &junitText{notPlayed(o)}}, 0)
		}
	}
}

// modesOf are the modes of a case in the order of the plan, then those in which it was played without one.
func modesOf(o evidence.Outcome) []string {
	modes := slices.Clone(o.Planned.Modes)
	for _, p := range o.Plays {
		if !slices.Contains(modes, p.Begin.Mode) {
			modes = append(modes, p.Begin.Mode)
		}
	}
	if len(modes) == 0 {
		return []string{""}
	}
	return modes
}

// notPlayed says why a mode was not played: by the plan, or because the run did not come to it.
func notPlayed(o evidence.Outcome) string {
	switch {
	case o.Planned.Verdict != "":
		return colon(string(o.Planned.Verdict), o.Planned.Reason)
	case len(o.Plays) == 0:
		return colon(string(o.Verdict), o.Reason)
	}
	return colon(string(evidence.NotRun), "the run ended before this mode")
}

func (s *Source) addPlay(suite *junitSuite, name, where string, p *evidence.Play) {
	c := junitCase{Name: name}
	mark := s.mark(p)
	detail := &junitDetail{Message: mark.before(p.Reason), Type: string(p.Verdict)}
	detail.Text = "\n" + detail.Message + "\n" + onBench(p) + failedText(p) + "See " + where + "\n"
	switch {
	case mark.Kind == Excused, mark.Kind == OldFailure: // as the exit code has it
		c.Skipped = &junitText{mark.Words}
	case p.Verdict == evidence.Fail:
		c.Failure = detail
	case p.Verdict == evidence.Error, p.Verdict == evidence.Inconclusive:
		c.Error = detail
	case p.Verdict == evidence.NotRun, p.Verdict == evidence.NotApplicable:
		c.Skipped = &junitText{colon(string(p.Verdict), p.Reason)}
	case p.Verdict == evidence.Warning:
		suite.tell(colon(name+": WARNING", p.Reason) + "\n" + failedText(p))
	}
	suite.add(c, p.Took())
}

// reportOf is where a play stands in the documents for people.
func reportOf(o evidence.Outcome, p *evidence.Play, apart bool) string {
	if apart {
		return playPage(p.Number)
	}
	return "report.html#" + playAnchor(o.Planned.ID, slices.Index(o.Plays, p))
}

// onBench says on which of several benches a play was.
func onBench(p *evidence.Play) string {
	if p.Bench == "" {
		return ""
	}
	return "on bench " + p.Bench + "\n"
}

// failedText lists the checks that did not pass, as plain text.
func failedText(p *evidence.Play) string {
	var b strings.Builder
	for _, c := range p.ToLookAt {
		fmt.Fprintf(&b, "%s %s: %s\n", c.Verdict, place(c), c.Requirement)
		for _, line := range [][2]string{{"field", c.Path}, {"expected", c.Expected}, {"actual", c.Actual},
			{"requirements", strings.Join(c.Requirements, " ")}, {"source", c.Source}} {
			if line[1] != "" {
				fmt.Fprintf(&b, "    %-12s %s\n", line[0], line[1])
			}
		}
	}
	return b.String()
}

// failed tells of a check that a reader must see.
func failed(v evidence.Verdict) bool { return v.ToLookAt() }

// place says where in its case a check was made.
func place(c evidence.Check) string {
	words := []string{string(c.Stage)}
	if len(c.State) > 0 {
		words = append(words, strings.Join(c.State, " > "))
	}
	if c.Row != "" {
		words = append(words, "row "+c.Row)
	}
	return strings.Join(words, ", ")
}
