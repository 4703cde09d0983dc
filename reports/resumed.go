package reports

import (
	"fmt"
	"time"
)

// ResumedSummary is in run.json one time that the run was gone on with.
type ResumedSummary struct {
	After       int64     `json:"after"` // record behind which the run goes on
	Last        time.Time `json:"last"`  // of that record
	At          time.Time `json:"at"`
	Interrupted bool      `json:"interrupted"`     // in good order; else the run was cut off
	TornBytes   int       `json:"tornBytes"`       // of a line that was being written; they are kept
	Again       []int     `json:"again,omitempty"` // plays that were cut short before it, by their numbers, and were played again
}

func (s *Source) resumedSummaries() (all []ResumedSummary) {
	for i, r := range s.Run.Resumed {
		sum := ResumedSummary{After: r.After, Last: r.Last, At: r.At, Interrupted: r.Ended != nil, TornBytes: len(r.Torn)}
		for _, p := range s.Run.CutShort(i) {
			sum.Again = append(sum.Again, p.Number)
		}
		all = append(all, sum)
	}
	return all
}

// resumedMarks is the part on how the run was gone on with: what was begun before and played again stays in the evidence, and counts for
// no case.
func (s *Source) resumedMarks() []Marks {
	part := Marks{ID: "resumed", Title: "Cut off and gone on with", Heads: []string{"What", "Records", "When"},
		Intro: "The run was cut off or interrupted, and gone on with in the same chain of evidence. What was ended before counts; what was begun and cut short was played again, and does not count."}
	const layout = time.DateTime
	for i, r := range s.Run.Resumed {
		how := "the run was cut off"
		if r.Ended != nil {
			how = "the run was interrupted"
		}
		if n := len(r.Torn); n > 0 {
			how += fmt.Sprintf("; %s of a line that was being written are kept", plural(n, "byte"))
		}
		part.Rows = append(part.Rows, Marked{ID: "The run", Cells: []string{how, fmt.Sprintf("after record %d", r.After),
			fmt.Sprintf("%s to %s UTC", r.Last.UTC().Format(layout), r.At.UTC().Format(layout))}})
		for _, p := range s.Run.CutShort(i) {
			part.Rows = append(part.Rows, Marked{ID: p.Begin.ID, Mode: p.Begin.Mode, Play: p.Again,
				Cells: []string{fmt.Sprintf("play %d was cut short, and counts no more; play %d is in its place", p.Number, p.Again), "", p.Began.UTC().Format(layout) + " UTC"}})
		}
	}
	return []Marks{part}
}
