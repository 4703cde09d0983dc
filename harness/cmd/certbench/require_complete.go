package main

import "github.com/spf13/cobra"

func requireCompleteFlag(c *cobra.Command, required *bool) {
	c.Flags().BoolVar(required, "require-complete", false, "fail where an applicable case was not played, for whatever reason (exit code 1)")
}
