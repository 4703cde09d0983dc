package reports

import (
	"fmt"

	"github.com/certbench/certbench/harness/evidence"
)

// notComplete fails a run that was to play every applicable case and has not: certbench run --require-complete.
func notComplete(s *Source) []Reason {
	if !s.Run.Started.RequireComplete {
		return nil
	}
	counts := s.Stands().Counts
	var left []string
	for _, o := range s.Outcomes {
		if o.Verdict == evidence.NotRun && !s.othersPlay(o) {
			left = append(left, o.Planned.ID)
		}
	}
	if len(left) == 0 {
		return nil
	}
	return []Reason{{ExitFailed, fmt.Sprintf("The run was to be complete, and %d of %s %s not played: %s.",
		len(left), plural(counts.Applicable(), "applicable case"), was(len(left)), some(left))}}
}

func was(n int) string {
	if n == 1 {
		return "was"
	}
	return "were"
}
