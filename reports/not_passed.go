package reports

import "github.com/certbench/certbench/harness/evidence"

// Unpassed is a play of which a run has not shown that it passes. Mode is empty also of a case that the run did not come to in any.
type Unpassed struct{ ID, Mode string }

// NotPassed lists, in the order of the plan, the plays that failed, were not judged for trouble or ended inconclusive, and those that
// were to be played and could not be. What nobody asked for, and what does not apply, is none of them.
func NotPassed(s *Source) (all []Unpassed) {
	toPlay := s.toPlay()
	for _, o := range s.Outcomes {
		if !toPlay[o.Planned.ID] {
			continue
		}
		if len(o.Plays) == 0 {
			all = append(all, Unpassed{ID: o.Planned.ID})
			continue
		}
		for _, mode := range modesOf(o) {
			if played, ok := inMode(o, mode); !played || !ok {
				all = append(all, Unpassed{o.Planned.ID, mode})
			}
		}
	}
	return all
}

// inMode tells whether a case was played in a mode, and whether there is nothing to play again of it.
func inMode(o evidence.Outcome, mode string) (played, ok bool) {
	ok = true
	for _, p := range o.Plays {
		if p.Begin.Mode != mode {
			continue
		}
		played = true
		asked := p.Verdict != evidence.NotRun || !evidence.Unasked(p.Reason)
		ok = ok && (passed(p.Verdict) || p.Verdict == evidence.NotApplicable || !asked)
	}
	return played, ok
}
