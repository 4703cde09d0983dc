package reports

import (
	"slices"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/known"
)

// ToExpect are the failures of a run as entries of a file of known failures, each once, without reason, ticket and date.
func ToExpect(s *Source) (all []known.Entry) {
	add := func(e known.Entry) {
		if !slices.Contains(all, e) {
			all = append(all, e)
		}
	}
	for _, o := range s.Outcomes {
		for _, p := range o.Plays {
			if p.Verdict != evidence.Fail {
				continue
			}
			for _, c := range failuresOf(p) {
				add(known.Entry{Case: p.Begin.ID, Mode: p.Begin.Mode, Row: known.Row(c), Check: c.Requirement, Field: c.Path})
			}
		}
	}
	for _, f := range s.Run.Found {
		if f.Verdict == evidence.Fail {
			add(known.Entry{Case: known.Between, Check: known.Text(f.Finding), Came: f.Actual})
		}
	}
	return all
}
