package main

import (
	"fmt"

	"github.com/spf13/cobra"
)

// mostRepeats bounds a --repeat: more is a slip of the hand, or a run that nobody lives to see the end of.
const mostRepeats = 1000

func repeatFlag(c *cobra.Command, n *int) {
	c.Flags().IntVar(n, "repeat", 1, "play the whole selection `N` times, round by round, to see what wavers; the worst of them is the verdict")
}

func rightRepeat(n int) error {
	if n < 1 || n > mostRepeats {
		return fmt.Errorf("--repeat cannot be %d; write how often everything is played, 1 to %d", n, mostRepeats)
	}
	return nil
}
