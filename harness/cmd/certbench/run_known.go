package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/certbench/certbench/harness/known"
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/suites"
)

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

// LastRow is that of the case's own table.
func (book) LastRow(id string) int { return suites.LastRow(id) }
