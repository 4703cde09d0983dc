package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/certbench/certbench/harness/pics"
	"github.com/certbench/certbench/reports"
)

func baselineFlags(c *cobra.Command, dir *string, other *bool) {
	filledFlag(c, dir, "baseline", "", "`folder` of an earlier run: what failed there as well does not fail the run, what is new does")
	c.Flags().BoolVar(other, "baseline-other", false, "the baseline may be of another product or PICS")
}

// readBaseline sums up the run that this one is held against; nil where none is named. It must be whole, and of the same product.
func readBaseline(dir string, other bool, declared *pics.Declaration) (*reports.Baseline, error) {
	if dir == "" {
		if other {
			return nil, fmt.Errorf("--baseline-other goes with --baseline only; name the folder of an earlier run")
		}
		return nil, nil
	}
	source, err := readEarlierRun(dir, "--baseline")
	if err != nil {
		return nil, err
	}
	if source.Run.Cut {
		return nil, fmt.Errorf("--baseline %s: that run was cut off before its end; name one that is whole, or go on with it by --resume", dir)
	}
	var differs []string
	if was, is := source.Run.Started.Product, declared.Product.Designation; was != is {
		differs = append(differs, fmt.Sprintf("it is of the product %q, and this one of %q", was, is))
	}
	if was, is := source.Run.Started.PICSHash, declared.Hash(); was != is {
		differs = append(differs, "its PICS is another")
	}
	if len(differs) > 0 && !other {
		return nil, fmt.Errorf("--baseline %s: %s; name a run of the same, or allow it by --baseline-other", dir, strings.Join(differs, ", and "))
	}
	return reports.NewBaseline(source), nil
}

// readEarlierRun reads the folder of a run that a flag names. Nothing can be made of one that was altered.
func readEarlierRun(dir, flag string) (*reports.Source, error) {
	if err := runFolder(dir); err != nil {
		return nil, fmt.Errorf("%s: %w", flag, err)
	}
	source, err := reports.Load(dir)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", flag, err)
	}
	if source.Tampered() {
		return nil, fmt.Errorf("%s %s: what it holds was altered after the run, and proves nothing; certbench verify %s says where", flag, dir, dir)
	}
	removed, err := shortened(dir)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", flag, err)
	}
	if removed != "" {
		return nil, fmt.Errorf("%s %s: %s What is missing may be what matters; certbench verify %s says more", flag, dir, removed, dir)
	}
	return source, nil
}
