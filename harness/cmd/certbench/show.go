package main

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/certbench/certbench/harness/bench"
	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/reports"
	"github.com/certbench/certbench/suites"
)

// showLimit is how long the reference station may take over one case: the longest waits of a case at the default
// bench's values, with its way back to rest.
const showLimit = 3 * time.Minute

type shown struct {
	listed
	Table string `json:"table,omitempty"`
}

func showCommand() *cobra.Command {
	var f files
	var as format
	var facts bool
	c := &cobra.Command{
		Use:   "show TC_…",
		Short: "Shows one case with its table",
		Long: `Shows what the catalogue says of a case, and its table: certbench plays the case on the reference station in memory,
which takes as long as the case does, and shows the rows and what each of them requires.`,
		Example: `  certbench show TC_E_03_CS
  certbench show TC_E_03_CS --facts
  certbench show TC_E_03_CS --format json`,
		Args: takes(1, "the id of one case"),
		RunE: func(c *cobra.Command, args []string) error {
			entry, err := suites.Find(args[0])
			if err != nil {
				return err
			}
			s := shown{listed: list(entry, unplayed())}
			if s.Implemented && !facts {
				table, err := tableOf(c.Context(), f, entry.ID)
				if err != nil {
					return trouble(fmt.Errorf("the table of %s cannot be shown: %w", entry.ID, err))
				}
				s.Table = table
			}
			if as == asJSON {
				return writeJSON(c.OutOrStdout(), s)
			}
			writeFacts(c, s.listed)
			if !s.Implemented {
				fmt.Fprintf(c.OutOrStdout(), "\ncertbench does not play this case yet. %s\n", s.Why)
			}
			if s.Table != "" {
				fmt.Fprintf(c.OutOrStdout(), "\nPlayed on the reference station:\n\n%s", s.Table)
			}
			return nil
		},
	}
	picsFlag(c, &f)
	c.Flags().BoolVar(&facts, "facts", false, "only what the catalogue says, without the table")
	formatFlag(c, &as)
	return c
}

// tableOf plays a case on the reference station in memory and returns its tables, one for each way of playing it.
func tableOf(ctx context.Context, f files, id string) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, showLimit)
	defer cancel()
	declared, err := f.readPICS()
	if err != nil {
		return "", err
	}
	set, err := f.readSchemas()
	if err != nil {
		return "", err
	}
	defaults, err := files{}.readBenches()
	if err != nil {
		return "", err
	}
	file := defaults[0]
	file.Prepare()
	var log bytes.Buffer
	recorder := evidence.New(&log, nil)
	c, _ := octt.Lookup(id)
	m, err := bench.NewMemory(ctx, bench.MemoryParts{PICS: declared, Schemas: set, Recorder: recorder, Configured: file.Configured, Timeouts: file.Timeouts,
		SecurityProfile: c.SecurityProfile()})
	if err != nil {
		return "", err
	}
	if err := m.Ready(ctx); err != nil {
		return "", fmt.Errorf("%w; closing: %w", err, m.Close())
	}
	for _, start := range suites.Starts(c) { // the table is the same with every protocol
		mode := octt.ModeOf(start, "")
		m.Player.Play(ctx, c, suites.About(id, mode), mode)
	}
	if err := m.Close(); err != nil {
		return "", err
	}
	return tables(&log)
}

func tables(log *bytes.Buffer) (string, error) {
	read, err := evidence.Read(log)
	if err != nil {
		return "", err
	}
	run := evidence.Fold(read.Records)
	var text strings.Builder
	for i := range run.Plays {
		if i > 0 {
			text.WriteByte('\n')
		}
		if err := reports.WriteTable(&text, &run.Plays[i]); err != nil {
			return "", err
		}
	}
	return text.String(), nil
}
