package main

import (
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/certbench/certbench/harness/known"
	"github.com/certbench/certbench/reports"
)

func knownCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "known",
		Short: "Writes and checks files of known failures",
		Long: `A file of known failures says which failures of a station are expected, why, by which ticket, and until which day:

  known:
    - case: TC_E_06_CS        # or between, for what was found outside of every case
      mode: remote            # left away: all modes
      row: "3"                # of the case's own table; left away: all rows
      check: triggerReason is "RemoteStop".
      reason: the station tells the wrong reason
      ticket: FW-123
      until: 2027-03-31       # the last day, in UTC

In certbench run --known FILE such a failure does not fail the run, and is told everywhere; the verdict of its case stays FAIL. The run
fails where a failure of the file no longer happens, and where one is out of date. The failures of a play are known when each check that
failed is: field and came narrow an entry to a field of the message, and to what came.`,
		Args: takes(0, "a command"),
		RunE: onlyCommands,
	}
	c.AddCommand(knownDraftCommand(), knownCheckCommand())
	return c
}

func knownDraftCommand() *cobra.Command {
	var until string
	c := &cobra.Command{
		Use:   "draft DIR",
		Short: "Proposes a file of known failures from those of a run",
		Long: `Writes a file of known failures with an entry for each check that failed in a run, in the cases and between them. Reason, ticket and
date are left to a person, and the file cannot be used before: whoever expects a failure has to say why.`,
		Example: `  certbench known draft runs/20260102-150405-cp-flex-plus-eu > known.yaml`,
		Args:    takes(1, "one run folder"),
		RunE: func(c *cobra.Command, args []string) error {
			source, err := readEarlierRun(args[0], "known draft")
			if err != nil {
				return err
			}
			entries := reports.ToExpect(source)
			if until != "" {
				day, err := time.Parse(known.Day, until)
				if err != nil {
					return wrongDay(until)
				}
				for i := range entries {
					entries[i].Until = day
				}
			}
			_, err = c.OutOrStdout().Write(known.Draft(entries))
			return trouble(err)
		},
	}
	filledFlag(c, &until, "until", "", "`day` until which all are expected, such as 2027-03-31 (default: left to fill in)")
	return c
}

func knownCheckCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "check FILE",
		Short:   "Checks a file of known failures",
		Long:    `Checks a file of known failures: that it can be read, that what it names exists, and that nothing in it is out of date today.`,
		Example: `  certbench known check known.yaml`,
		Args:    takes(1, "one file"),
		RunE: func(c *cobra.Command, args []string) error {
			file, err := readKnown(args[0])
			if err != nil {
				return err
			}
			noticeDoubts(c, file)
			return upToDate(c, file)
		},
	}
}

// upToDate names the entries whose day has passed.
func upToDate(c *cobra.Command, file *known.File) error {
	out, over := c.OutOrStdout(), 0
	for _, e := range file.Entries {
		if e.Over(time.Now()) {
			over++
			fmt.Fprintf(out, "%s:%d: out of date since %s: %s (%s)\n", file.Name, e.Line, e.Until.Format(known.Day), reports.Visible(e.Names()), reports.Visible(e.Ticket))
		}
	}
	noun := "known failures"
	if len(file.Entries) == 1 {
		noun = "known failure"
	}
	fmt.Fprintf(out, "%d %s, %d out of date\n", len(file.Entries), noun, over)
	if over > 0 {
		return exit(codeFailed)
	}
	return nil
}

func wrongDay(text string) error {
	return fmt.Errorf("--until cannot be %q; write a day such as 2027-03-31", text)
}
