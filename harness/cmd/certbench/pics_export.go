package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/certbench/certbench/harness/pics/workbook"
)

func picsExportCommand() *cobra.Command {
	var f files
	c := &cobra.Command{
		Use:   "export FILE.xlsx",
		Short: "Makes a spreadsheet of a PICS file",
		Long: `Writes a PICS as a workbook (.xlsx), with the tables and columns of the certificate and in its order, items without an answer
too, so that they can be filled in there. Of it certbench pics import makes the same PICS file again, but for its comments.
Nothing is overwritten.`,
		Example: `  certbench pics export my-pics.xlsx --pics my-pics.yaml
  certbench pics export certificate.xlsx`,
		Args: takes(1, "the workbook to write"),
		RunE: func(c *cobra.Command, args []string) error {
			declared, err := f.readPICS()
			if err != nil {
				return err
			}
			data, err := workbook.Write(declared)
			if err != nil {
				return fmt.Errorf("%s cannot be made of %s: %w", args[0], f.picsName(), err)
			}
			return writeNew(args[0], data)
		},
	}
	picsFlag(c, &f)
	return c
}
