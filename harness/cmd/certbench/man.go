package main

import (
	"fmt"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"
)

// manCommand is for make install: the help of every command as a manual page.
func manCommand() *cobra.Command {
	return &cobra.Command{
		Use:    "man DIR",
		Short:  "Writes the manual pages into a folder",
		Hidden: true,
		Args:   takes(1, "the folder to write to"),
		RunE: func(c *cobra.Command, args []string) error {
			at := built()
			header := doc.GenManHeader{Title: "CERTBENCH", Section: "1", Source: "certbench", Manual: "certbench", Date: &at}
			root := c.Root()
			root.DisableAutoGenTag = true
			if err := doc.GenManTree(root, &header, args[0]); err != nil {
				return trouble(fmt.Errorf("the manual pages cannot be written: %w", err))
			}
			return nil
		},
	}
}
