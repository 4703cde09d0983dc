package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/certbench/certbench/schemas/certbench"
)

func schemaCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "schema [" + strings.Join(schemaNames(), "|") + "]",
		Short: "Shows the JSON schema of what certbench writes for programs",
		Long: `Shows the JSON schema (2020-12) of run.json, of a plan, of what changed between two runs, of the lines of run --progress json, of
joined.json, or of the proof of a run folder or a bundle; without a name, which there are. Each document names its schema, and with it its version, in its field "schema". A later certbench may add fields to a version; what
would break a reader gets a new one.`,
		Example: `  certbench schema
  certbench schema run > run-1.json`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) == 0 {
				return listSchemas(c)
			}
			for _, d := range certbench.Documents() {
				if d.Name == args[0] {
					_, err := c.OutOrStdout().Write(d.Schema())
					return trouble(err)
				}
			}
			return fmt.Errorf("there is no schema %q; write one of %s", args[0], strings.Join(schemaNames(), ", "))
		},
	}
}

func schemaNames() (names []string) {
	for _, d := range certbench.Documents() {
		names = append(names, d.Name)
	}
	return names
}

func listSchemas(c *cobra.Command) error {
	var lines [][]string
	for _, d := range certbench.Documents() {
		lines = append(lines, []string{d.Name, d.ID, d.By})
	}
	return columns(c.OutOrStdout(), lines)
}
