package main

import (
	"github.com/spf13/cobra"

	"github.com/certbench/certbench/harness/bench"
	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/reports"
	"github.com/certbench/certbench/schemas/certbench"
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

// tellLine tells of a record to a program.
func (p *progress) tellLine(rec evidence.Record) {
	p.takes(rec)
	one := line{At: rec.At, Bench: rec.Bench, Play: rec.Play, Case: rec.Case, Of: p.total}
	switch {
	case rec.Run != nil:
		one.Schema, one.Event, one.Run, one.Folder = certbench.Progress, eventRun, rec.Run.ID, p.folder
		p.repeat = rec.Run.Repeat
	case rec.Planned != nil && rec.Planned.Verdict == "":
		p.total += max(1, p.repeat) * max(1, len(rec.Planned.Modes))
		return
	case rec.Begin != nil:
		p.begun++
		one.Event, one.Case, one.Mode, one.Number, one.Left = eventBegan, rec.Begin.ID, rec.Begin.Mode, p.begun, p.seconds(rec.At)
	case rec.End != nil:
		p.ended++
		p.counts[rec.End.Verdict]++
		seconds := rec.End.Took.Seconds()
		one.Event, one.Case, one.Mode, one.Number = eventEnded, rec.End.ID, rec.End.Mode, p.ended
		one.Verdict, one.Text, one.Seconds, one.Left, one.Counts = rec.End.Verdict, rec.End.Reason, &seconds, p.seconds(rec.At), p.counts
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
func (p *progress) forPrograms(to *feed, folder string) {
	p.feed, p.folder, p.counts = to, folder, reports.Counts{}
}

// personAt is who is asked by a command: at its terminal, or by a program that reads lines.
func personAt(c *cobra.Command, who bench.Person) bench.Person {
	if to := feedOf(c); to != nil {
		who.Out = prompts{to}
	}
	return who
}
