package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/reports"
)

func evenFlag(c *cobra.Command, even *bool) {
	c.Flags().BoolVar(even, "even-altered", false, "write the documents even of a run folder that was altered; they say so")
}

// overwrites refuses to write over the documents of a folder that does not verify: they may be the last that tells what was there.
func overwrites(s *reports.Source, dir string, even bool) error {
	if even {
		return nil
	}
	first := append(s.Wrong(), s.Exchanged...)
	if !s.Tampered() {
		removed, err := shortened(dir)
		if err != nil || removed == "" {
			return trouble(err)
		}
		first = []string{removed}
	}
	return &failure{codeFailed, fmt.Errorf("what %s holds was altered after the run (%s), so that nothing was written over its documents; certbench verify %s says where, and --even-altered writes documents that say so", dir, strings.TrimSuffix(first[0], "."), dir)}
}

const shortenedText = reports.SummaryName + " was made of evidence that went on: the last lines of " + evidence.FileName + " were removed, or are of another run."

// shortened says in a sentence that the documents of a folder tell of records that its evidence does not hold any more; empty where
// they do not.
func shortened(dir string) (string, error) {
	told, err := reports.ToldOf(dir)
	if err != nil || told != reports.ToldMore {
		return "", err
	}
	return shortenedText, nil
}
