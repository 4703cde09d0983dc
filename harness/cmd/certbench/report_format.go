package main

import (
	"fmt"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/certbench/certbench/reports"
)

// asPDF has only the documents for paper made.
const asPDF format = "pdf"

// reportFormat is a format that report takes besides those of every command.
type reportFormat struct{ format }

// Set takes a word from the command line.
func (f *reportFormat) Set(word string) error {
	if word == string(asPDF) {
		f.format = asPDF
		return nil
	}
	if f.format.Set(word) != nil {
		return fmt.Errorf("write text, json or pdf")
	}
	return nil
}

// Type is shown in the help.
func (f *reportFormat) Type() string { return "text|json|pdf" }

// write makes the documents.
func (f *reportFormat) write(dir string, source *reports.Source) error {
	if f.format == asPDF {
		return source.WritePapers(dir)
	}
	return source.Write(dir)
}

// tell says what was made.
func (f *reportFormat) tell(c *cobra.Command, dir string, source *reports.Source) error {
	if f.format != asPDF {
		return tell(c, dir, source, f.format)
	}
	_, err := fmt.Fprintf(c.OutOrStdout(), "%s\n%s\n%s\n", reports.Visible(source.Stands().Sentence()), filepath.Join(dir, "abstract.pdf"), filepath.Join(dir, "report.pdf"))
	if err != nil {
		return trouble(err)
	}
	return nil
}
