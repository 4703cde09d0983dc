package main

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/certbench/certbench/reports"
)

// format is how a command writes its result: for people or for programs.
type format string

const (
	asText format = "text"
	asJSON format = "json"
)

// String, Set and Type make it a flag.
func (f *format) String() string { return string(*f) }

// Set takes a word from the command line.
func (f *format) Set(word string) error {
	if word != string(asText) && word != string(asJSON) {
		return fmt.Errorf("write text or json")
	}
	*f = format(word)
	return nil
}

// Type is shown in the help.
func (f *format) Type() string { return "text|json" }

func formatFlag(c *cobra.Command, f *format) {
	*f = asText
	c.Flags().Var(f, "format", "for people or for programs")
}

func writeJSON(w io.Writer, value any) error { return reports.Encode(w, value) }

// columns writes lines with their cells under each other.
func columns(w io.Writer, lines [][]string) error {
	out := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, cells := range lines {
		fmt.Fprintln(out, reports.Visible(strings.Join(cells, "\t")))
	}
	return out.Flush()
}
