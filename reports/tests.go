package reports

import "github.com/certbench/certbench/harness/evidence"

// Test is a play of a case as others than certbench speak of it: by the name that it has in junit.xml.
type Test struct {
	Name    string
	Verdict evidence.Verdict
}

// Tests lists what was played, and what was left out in one of its modes, in the order of the plan.
func (s *Source) Tests() []Test {
	var all []Test
	for _, o := range s.Outcomes {
		for _, mode := range modesOf(o) {
			nth := 0
			for _, p := range o.Plays {
				if p.Begin.Mode == mode {
					nth++
					all = append(all, Test{junitName(o.Planned, mode, nth), p.Verdict})
				}
			}
		}
	}
	return all
}
