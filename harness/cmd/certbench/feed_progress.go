package main

import (
	"time"

	"github.com/spf13/cobra"

	"github.com/certbench/certbench/harness/bench"
	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/examples"
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/reports"
	"github.com/certbench/certbench/schemas/certbench"
	"github.com/certbench/certbench/suites"
)

const progressText = `
With --progress json standard error is for programs: one JSON object a line and nothing else, errors and prompts of manual rigs too,
as certbench schema progress describes them. The last line has the exit code.
`

// progressFlag adds what wantsFeed has read already: here it is only checked, and shown in the help.
func progressFlag(c *cobra.Command, as *format) {
	*as = asText
	c.Flags().Var(as, "progress", "standard error for people or for programs")
}

// remaining is how long the rest of a run is expected to take.
type remaining struct {
	durations suites.Durations
	benches   int
	left      map[string]bool // plays that have not ended, by suites.PlayName
}

// expecting is told what a run plays, on how many benches, and how long plays have taken before: else on the reference station.
func expecting(plan []suites.Item, benches int, durations suites.Durations) *remaining {
	if durations == nil {
		durations = examples.Durations()
	}
	r := &remaining{durations: durations, benches: max(benches, 1), left: map[string]bool{}}
	for _, item := range plan {
		if item.Verdict != "" {
			continue
		}
		for _, mode := range item.Modes() {
			r.left[suites.PlayName(item.Entry.ID, mode)] = true
		}
	}
	return r
}

// seconds is what is left; nil where nothing is known.
func (r *remaining) seconds() *float64 {
	if r == nil {
		return nil
	}
	names := make([]string, 0, len(r.left))
	for name := range r.left {
		names = append(names, name)
	}
	total := r.durations.Sum(names)
	if total == 0 && len(names) > 0 {
		return nil
	}
	seconds := (total / time.Duration(r.benches)).Round(time.Second).Seconds()
	return &seconds
}

// tellLine tells of a record to a program.
func (p *progress) tellLine(rec evidence.Record) {
	one := line{At: rec.At, Bench: rec.Bench, Play: rec.Play, Case: rec.Case, Of: p.total}
	switch {
	case rec.Run != nil:
		one.Schema, one.Event, one.Run, one.Folder = certbench.Progress, eventRun, rec.Run.ID, p.folder
	case rec.Planned != nil && rec.Planned.Verdict == "":
		p.total += max(1, len(rec.Planned.Modes))
		return
	case rec.Begin != nil:
		p.begun++
		one.Event, one.Case, one.Mode, one.Number, one.Left = eventBegan, rec.Begin.ID, rec.Begin.Mode, p.begun, p.rest.seconds()
	case rec.End != nil:
		p.ended++
		p.counts[rec.End.Verdict]++
		if p.rest != nil {
			delete(p.rest.left, suites.PlayName(rec.End.ID, octt.Mode(rec.End.Mode)))
		}
		seconds := rec.End.Took.Seconds()
		one.Event, one.Case, one.Mode, one.Number = eventEnded, rec.End.ID, rec.End.Mode, p.ended
		one.Verdict, one.Text, one.Seconds, one.Left, one.Counts = rec.End.Verdict, rec.End.Reason, &seconds, p.rest.seconds(), p.counts
	case rec.Finding != nil:
		one.Event, one.Verdict, one.Of = eventFinding, rec.Finding.Verdict, 0
		one.Text = rec.Finding.Subject + ": " + reports.FindingSentence(*rec.Finding)
	default:
		return
	}
	// What cannot be told stands in the evidence all the same.
	_ = p.feed.tell(one)
}

// forPrograms has the progress be told in lines, of a run in this folder.
func (p *progress) forPrograms(to *feed, folder string, rest *remaining) {
	p.feed, p.folder, p.rest, p.counts = to, folder, rest, reports.Counts{}
}

// personAt is who is asked by a command: at its terminal, or by a program that reads lines.
func personAt(c *cobra.Command, who bench.Person) bench.Person {
	if to := feedOf(c); to != nil {
		who.Out = prompts{to}
	}
	return who
}
