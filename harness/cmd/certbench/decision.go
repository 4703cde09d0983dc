package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/certbench/certbench/reports"
)

// decided ends a run with the exit code that its evidence calls for, and says why in the last lines: see reports.Decide.
func decided(c *cobra.Command, source *reports.Source) error {
	d := reports.Decide(source)
	to := feedOf(c)
	for _, r := range d.Reasons {
		if to != nil {
			code := int(r.Exit)
			if err := to.tell(line{Event: eventReason, Exit: &code, Text: r.Text}); err != nil {
				return trouble(err)
			}
			continue
		}
		if r.Exit == reports.ExitPassed && d.Exit != reports.ExitPassed { // what is only told has no say in the code, and does not name another
			fmt.Fprintf(c.ErrOrStderr(), "certbench: %s\n", reports.Visible(r.Text))
			continue
		}
		fmt.Fprintf(c.ErrOrStderr(), "certbench: exit code %d: %s\n", r.Exit, reports.Visible(r.Text))
	}
	return exit(int(d.Exit))
}
