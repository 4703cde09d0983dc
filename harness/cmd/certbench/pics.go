package main

import (
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"
)

func picsCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "pics",
		Short: "The declaration as laboratories exchange it",
		Long: `Takes the PICS out of the spreadsheet that vendors and laboratories exchange, makes such a spreadsheet of it, and drafts one of what
a station knows of itself. A PICS names the version whose items it answers: 2.2.0, the form with the errata of 2025-09, or
Edition 3, the lists of part 5 as printed.`,
		Example: `  certbench pics import OCPP-2.0.1-PICS-CS-2.2.0.xlsx
  certbench pics export my-pics.xlsx --pics my-pics.yaml
  certbench pics draft --bench my-bench.yaml --out my-pics.yaml`,
		Args: cobra.ArbitraryArgs,
		RunE: onlyCommands,
	}
	c.AddCommand(picsImportCommand(), picsExportCommand(), picsDraftCommand())
	return c
}

// writeNew writes a file that is not there yet.
func writeNew(name string, data []byte) error {
	err := writeWhole(name, data)
	if errors.Is(err, os.ErrExist) {
		return fmt.Errorf("%s is there already, and nothing is overwritten; name another file, or move that one away", name)
	}
	return trouble(err)
}
