package main

import (
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/reports"
)

// tell shows what a run came to: run.json for programs, a table of blocks and what did not pass for people.
func tell(c *cobra.Command, dir string, source *reports.Source, as format) error {
	out := c.OutOrStdout()
	if as == asJSON {
		return trouble(reports.JSON(out, source))
	}
	var text strings.Builder
	if err := sums(&text, source); err != nil {
		return trouble(err)
	}
	if calls := reports.CallsOf(source); calls.Bar() != "" {
		fmt.Fprintf(&text, "[%s] %s\n", calls.Bar(), calls.Sentence())
	}
	if spent := reports.TimeOf(source); spent.Bar() != "" {
		fmt.Fprintf(&text, "[%s] %s\n", spent.Bar(), spent.Sentence())
	}
	fmt.Fprintln(&text, source.Stands().Sentence())
	_, err := fmt.Fprintf(out, "%sReport: %s\n", reports.Visible(text.String()), filepath.Join(dir, reportName))
	return trouble(err)
}

// sums writes what a person wants to know first.
func sums(out io.Writer, source *reports.Source) error {
	standing := source.Stands()
	fmt.Fprintln(out)
	if err := columns(out, standingLines(standing)); err != nil {
		return err
	}
	fmt.Fprintln(out)
	for _, o := range source.Outcomes {
		if o.Verdict == evidence.Fail || o.Verdict == evidence.Error || o.Verdict == evidence.Inconclusive {
			fmt.Fprintf(out, "%-12s %s  %s\n             %s\n", o.Verdict, o.Planned.ID, o.Planned.Name, o.Reason)
		}
	}
	for _, part := range reports.FoundParts(source.Run.Found) {
		fmt.Fprintf(out, "%s:\n", part.Title)
		for _, f := range part.Found {
			fmt.Fprintf(out, "%-12s %s\n             %s\n", f.Verdict, f.Subject, f.Sentence)
		}
	}
	for _, line := range notRun(source.Outcomes) {
		fmt.Fprintln(out, line)
	}
	for _, doubt := range source.Doubts() {
		fmt.Fprintln(out, doubt)
	}
	return nil
}

// standingLines is a line per functional block, and one for all.
func standingLines(s reports.Standing) [][]string {
	shown := []evidence.Verdict{evidence.Pass, evidence.Warning, evidence.Fail, evidence.Error, evidence.Inconclusive, evidence.NotRun, evidence.NotApplicable}
	head := []string{"", ""}
	for _, v := range shown {
		head = append(head, string(v))
	}
	lines := [][]string{head}
	add := func(key, name string, c reports.Counts) {
		cells := []string{key, name}
		for _, v := range shown {
			cell := "-"
			if c[v] > 0 {
				cell = fmt.Sprint(c[v])
			}
			cells = append(cells, cell)
		}
		lines = append(lines, cells)
	}
	for _, g := range s.Blocks {
		add(g.Key, g.Name, g.Counts)
	}
	add("", "all", s.Counts)
	return lines
}

// notRun is a line for each reason why applicable cases were not played.
func notRun(outcomes []evidence.Outcome) []string {
	var reasons []string
	count := map[string]int{}
	for _, o := range outcomes {
		if o.Verdict == evidence.NotRun {
			if count[o.Reason] == 0 {
				reasons = append(reasons, o.Reason)
			}
			count[o.Reason]++
		}
	}
	var lines []string
	for _, reason := range reasons {
		noun := "cases"
		if count[reason] == 1 {
			noun = "case"
		}
		lines = append(lines, fmt.Sprintf("%-12s %d %s: %s", evidence.NotRun, count[reason], noun, reason))
	}
	return lines
}
