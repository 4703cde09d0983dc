package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/reports"
)

// reportName is the document that a person opens first.
const reportName = "report.html"

func reportCommand() *cobra.Command {
	var as reportFormat
	var even bool
	var o joinOptions
	c := &cobra.Command{
		Use:   "report DIR [DIR …]",
		Short: "Makes the documents of a run folder again, or one report of several runs",
		Long: `Makes run.json, junit.xml, abstract.html, abstract.pdf, report.html and report.pdf of a run folder again from its evidence and its
PICS file, also of a run that was cut off; with --format pdf, those for paper alone. Doing it twice changes no byte. The exit code is 1
when the run folder was altered: then nothing is written over what it holds, but with --even-altered, and documents that say so. It is
3 when the run was cut off, which the documents say as well.
` + joinText,
		Example: `  certbench report runs/20260102-150405-cp-flex-plus-eu
  certbench report runs/20260102-150405-cp-flex-plus-eu --format pdf
  certbench report runs/20260102-150405-cp-flex-plus-eu --format json
  certbench report shard-1 shard-2 shard-3 --out whole`,
		Args: cobra.ArbitraryArgs,
		RunE: func(c *cobra.Command, args []string) error {
			if err := o.folders(c, args); err != nil {
				return err
			}
			frugal(forDocuments)
			if o.out != "" {
				return o.join(c, args, as)
			}
			source, err := reports.Load(args[0])
			if err != nil {
				return trouble(err)
			}
			if err := overwrites(source, args[0], even); err != nil {
				return err
			}
			if err := as.write(args[0], source); err != nil {
				return trouble(err)
			}
			if err := as.tell(c, args[0], source); err != nil {
				return err
			}
			return sound(source, args[0])
		},
	}
	evenFlag(c, &even)
	joinFlags(c, &o)
	as.format = asText
	c.Flags().Var(&as, "format", "for people or for programs; pdf makes the documents for paper alone")
	return c
}

// sound is the exit of a command whose documents may not tell the truth, or not the whole of it.
func sound(s *reports.Source, dir string) error {
	switch {
	case s.Tampered():
		return &failure{codeFailed, fmt.Errorf("what %s holds was altered after the run, and proves nothing; certbench verify %s says where", dir, dir)}
	case s.Run.Cut:
		return trouble(fmt.Errorf("the run of %s was cut off before its end; play it again for a whole one", dir))
	}
	return nil
}

// runFolder refuses a path that holds no evidence.
func runFolder(dir string) error {
	if info, err := os.Stat(dir); err == nil && !info.IsDir() {
		return fmt.Errorf("%s is a file, not a run folder; name the folder that certbench run made", dir)
	}
	if _, err := os.Stat(filepath.Join(dir, reports.JoinedName)); err == nil {
		return nil
	}
	if _, err := os.Stat(filepath.Join(dir, evidence.FileName)); err != nil {
		if errors.Is(err, os.ErrNotExist) {
			return fmt.Errorf("%s is no run folder, because it holds no %s; name a folder that certbench run made", dir, evidence.FileName)
		}
		return trouble(err)
	}
	return nil
}

func diffCommand() *cobra.Command {
	var as format
	var page string
	c := &cobra.Command{
		Use:   "diff DIR DIR",
		Short: "Shows what changed between two runs",
		Long: `Shows what changed from the first run to the second: cases that regressed, were lost, fail for another reason (otherwise), were
fixed or gained, the checks that fail only now, the performance indicators and whether they differ by more than the noise, where
transactions start and stop, the PICS item by item, and how station and bench were set up. --html also makes a page of it, with the
distributions of both runs. A case that --cases selected in one of the runs only is not compared, nor is such a mode of one.

Indicators are compared by the two-sided test of Mann and Whitney on all samples: a difference is one where chance alone makes such a
one in less than 1 of 100 pairs of runs. Samples of different clocks are not compared, nor fewer than 8 of a run.

The exit code is 1 when a case regressed or was lost, and 3 when a run folder was altered, so that nothing can be said.`,
		Example: `  certbench diff runs/before runs/after
  certbench diff runs/before runs/after --html changed.html
  certbench diff runs/before runs/after --format json`,
		Args: takes(2, "two run folders, the earlier one first"),
		RunE: func(c *cobra.Command, args []string) error {
			return diff(c, args, as, page)
		},
	}
	formatFlag(c, &as)
	filledFlag(c, &page, "html", "", "`file` for the page of what changed")
	return c
}

func diff(c *cobra.Command, dirs []string, as format, page string) error {
	frugal(forDocuments)
	var runs []*reports.Source
	var doubts, altered []string
	for _, dir := range dirs {
		if err := runFolder(dir); err != nil {
			return err
		}
		source, err := reports.Load(dir)
		if err != nil {
			return trouble(err)
		}
		for _, doubt := range source.Doubts() {
			doubts = append(doubts, dir+": "+doubt)
		}
		if source.Tampered() {
			altered = append(altered, dir)
		}
		runs = append(runs, source)
	}
	changes := reports.Diff(runs[0], runs[1])
	changes.Doubts = doubts
	var err error
	if as == asJSON {
		err = writeJSON(c.OutOrStdout(), changes)
	} else {
		err = changes.WriteText(c.OutOrStdout())
	}
	if page != "" && err == nil {
		err = changes.SaveHTML(page, runs[0], runs[1])
	}
	switch {
	case err != nil:
		return trouble(err)
	case len(altered) > 0:
		return trouble(fmt.Errorf("what %s holds was altered after the run, so that the comparison proves nothing; certbench verify says where", strings.Join(altered, " and ")))
	case changes.Regressions():
		return exit(codeFailed)
	}
	return nil
}
