package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/certbench/certbench/reports"
)

func evenFlag(c *cobra.Command, even *bool) {
	c.Flags().BoolVar(even, "even-altered", false, "write the documents even of a run folder that was altered; they say so")
}

// overwrites refuses to write over the documents of a folder that does not verify: they may be the last that tells what was there.
func overwrites(s *reports.Source, dir string, even bool) error {
	if even || !s.Tampered() {
		return nil
	}
	first := append(s.Wrong(), s.Exchanged...)[0]
	return &failure{codeFailed, fmt.Errorf("what %s holds was altered after the run (%s), so that nothing was written over its documents; certbench verify %s says where, and --even-altered writes documents that say so", dir, strings.TrimSuffix(first, "."), dir)}
}
