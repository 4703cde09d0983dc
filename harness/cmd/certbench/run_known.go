package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/certbench/certbench/harness/known"
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/reports"
	"github.com/certbench/certbench/suites"
)

const expectedText = `
A run can be held against what is expected: --known names a file of known failures (certbench known --help), which do not fail it, and
fails it where one of them no longer happens or is out of date; --baseline names an earlier run, of which nothing that failed there
in the same way fails this one, and all that is new does. The verdicts of the cases stay what they are, and nothing is played again in
silence: --repeat plays the whole selection several times, and shows what wavers. --failed-of plays what did not pass in an earlier
run. --resume goes on with a run that was cut off or interrupted, with the same stations and files: what was ended counts, what was cut
short is played again, and the evidence says so.
`

func knownFlag(c *cobra.Command, name *string) {
	filledFlag(c, name, "known", "", "`file` of known failures, which do not fail the run while they happen and until their date")
}

// readKnown reads the file of known failures; nil where none is named. What it names must exist.
func readKnown(name string) (*known.File, error) {
	if name == "" {
		return nil, nil
	}
	file, err := known.Load(name)
	if err != nil {
		return nil, err
	}
	return file, file.Check(book{})
}

// noticeDoubts tells what a file of known failures names that may not exist; file may be nil.
func noticeDoubts(c *cobra.Command, file *known.File) {
	if file == nil {
		return
	}
	for _, doubt := range file.Doubts(book{}) {
		fmt.Fprintf(c.ErrOrStderr(), "certbench: %s\n", reports.Visible(doubt))
	}
}

// book is the catalogue as known failures are held against it.
type book struct{}

// Find takes an id as the catalogue spells it.
func (book) Find(id string) error {
	entry, err := suites.Find(id)
	if err == nil && entry.ID != id {
		return fmt.Errorf("the case %q is spelt otherwise; write %s", id, entry.ID)
	}
	return err
}

// Modes are all that there are, whatever the product has.
func (book) Modes(id string) (modes []string) {
	c, _ := octt.Lookup(id)
	for _, mode := range suites.Plays(c, nil) {
		if mode != "" {
			modes = append(modes, string(mode))
		}
	}
	return modes
}

// LastRow is that of the case's own table on the reference station.
func (book) LastRow(id string) int { return suites.LastRow(id) }
