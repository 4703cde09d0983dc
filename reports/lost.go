package reports

import (
	"fmt"
	"slices"
	"strings"

	"github.com/certbench/certbench/harness/evidence"
)

// lostPlay is what passed in the baseline, and what this run has not played although it was not asked to leave it out: whether it still
// passes, nobody knows.
type lostPlay struct {
	BaselinePlay
	Reason string // why it was not played
}

func (l lostPlay) sentence(base *Baseline) string {
	return fmt.Sprintf("%s in the baseline, run %s, and not played now: %s.", l.Verdict, base.Run.ID, strings.TrimSuffix(lower(l.Reason), "."))
}

// losses lists what was lost against the baseline. A run that was cut off or interrupted has lost nothing: it has not come to it.
func (s *Source) losses() (lost []lostPlay) {
	if s.base == nil || s.Run.Cut || s.Run.Ended == nil || s.Run.Ended.Interrupted {
		return nil
	}
	for _, was := range s.base.Plays {
		if !passed(was.Verdict) {
			continue
		}
		if reason, is := s.notPlayed(was.ID, was.Mode); is && !evidence.Unasked(reason) {
			lost = append(lost, lostPlay{was, reason})
		}
	}
	return lost
}

// notPlayed says why a case was not played in a mode. What does not apply to the product is not missing.
func (s *Source) notPlayed(id, mode string) (reason string, is bool) {
	at := slices.IndexFunc(s.Outcomes, func(o evidence.Outcome) bool { return o.Planned.ID == id })
	if at < 0 {
		return "the plan of this run does not have it", true
	}
	o := s.Outcomes[at]
	if o.Planned.Verdict == evidence.NotApplicable || mode != "" && !slices.Contains(o.Planned.Modes, mode) {
		return "", false
	}
	reason = o.Reason
	for _, p := range o.Plays {
		switch {
		case p.Begin.Mode != mode:
		case p.Verdict != evidence.NotRun:
			return "", false
		default:
			reason = p.Reason
		}
	}
	return reason, true
}

// lostSinceBaseline tells what passed in the baseline and was not played.
func lostSinceBaseline(s *Source) []Reason {
	var ids []string
	for _, l := range s.lost {
		if !slices.Contains(ids, l.ID) {
			ids = append(ids, l.ID)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	return []Reason{{ExitTrouble, fmt.Sprintf("%s passed in the baseline, run %s, and could not be played now: %s.", plural(len(ids), "case"), s.base.Run.ID, some(ids))}}
}

// lostMarks is the part on what was lost.
func (s *Source) lostMarks() Marks {
	part := Marks{ID: "lost", Title: "Lost against the baseline", Heads: []string{"Against the baseline"},
		Intro: "These have passed in the baseline and were to be played, and were not. Whether the station still passes, this run does not show."}
	for _, l := range s.lost {
		part.Rows = append(part.Rows, Marked{Verdict: evidence.NotRun, ID: l.ID, Mode: l.Mode, Cells: []string{l.sentence(s.base)}})
	}
	return part
}
