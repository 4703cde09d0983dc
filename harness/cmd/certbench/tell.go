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
	for _, a := range reports.ToLookAt(source.Outcomes) {
		fmt.Fprint(out, alike(a))
	}
	for _, part := range reports.FoundParts(source.Run.Found) {
		fmt.Fprintf(out, "%s:\n", part.Title)
		for _, f := range part.Found {
			fmt.Fprint(out, found(f))
		}
	}
	writeMarks(out, source.Marks)
	for _, left := range reports.NotRun(source.Outcomes) {
		noun := "cases"
		if left.Count == 1 {
			noun = "case"
		}
		fmt.Fprintf(out, "%-12s %d %s: %s\n", evidence.NotRun, left.Count, noun, left.Reason)
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

// alike is what a person wants to know of plays that came to the same: what to do first, and which they are.
func alike(a reports.Alike) string {
	first := a.Plays[0]
	if len(a.Plays) == 1 {
		return fmt.Sprintf("%-12s %s  %s\n             %s\n", a.Verdict, first.Title(), first.Name, a.Reason)
	}
	var titles []string
	for _, p := range a.Plays {
		titles = append(titles, p.Title())
	}
	text := fmt.Sprintf("%-12s %d plays, one reason\n", a.Verdict, len(a.Plays))
	for _, line := range []string{a.Advice(), a.Reason, strings.Join(titles, ", ")} {
		if line != "" {
			text += fmt.Sprintf("             %s\n", line)
		}
	}
	return text
}

// found is a finding outside of every case, with where it was made.
func found(f reports.FoundView) string {
	text := fmt.Sprintf("%-12s %s\n             %s\n", f.Verdict, f.Subject, f.Sentence)
	if f.Where != "" {
		text += fmt.Sprintf("             (%s)\n", f.Where)
	}
	return text
}
