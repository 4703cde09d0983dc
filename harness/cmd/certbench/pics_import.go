package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/certbench/certbench/harness/pics"
	"github.com/certbench/certbench/harness/pics/workbook"
)

// versionFlag is a version of the PICS, as a flag.
type versionFlag pics.Version

// String, Set and Type make it a flag.
func (v *versionFlag) String() string { return string(*v) }

// Set takes a name however it is written.
func (v *versionFlag) Set(word string) error {
	known, is := pics.VersionOf(word)
	if !is {
		var names []string
		for _, k := range pics.Versions() {
			names = append(names, fmt.Sprintf("%q", k))
		}
		return fmt.Errorf("write one of %s", strings.Join(names, ", "))
	}
	*v = versionFlag(known)
	return nil
}

// Type is what the help shows.
func (v *versionFlag) Type() string { return "version" }

func picsImportCommand() *cobra.Command {
	var out string
	var version versionFlag
	var as format
	c := &cobra.Command{
		Use:   "import FILE.xlsx",
		Short: "Makes a PICS file of a spreadsheet",
		Long: `Finds the items of a PICS and their answers in a workbook (.xlsx), in whatever sheets and columns they stand, and what the sheets
say of the product, its connectors, its settings and its certificate; says of each cell what it took or why nothing; and writes the
PICS file. What a sheet hides, and a formula whose value it does not hold, declares nothing. "N/A" leaves an item undeclared.

An item that the PICS' version does not have, and two answers to one item, are errors, and nothing is written. Nothing is
overwritten either. Let certbench lint look at what comes out.`,
		Example: `  certbench pics import OCPP-2.0.1-PICS-CS-2.2.0.xlsx
  certbench pics import product.xlsx --version 2.2.0 --out my-pics.yaml
  certbench pics import product.xlsx --version "Edition 3" --format json | jq '.[] | select(.why)'`,
		Args: takes(1, "the workbook"),
		RunE: func(c *cobra.Command, args []string) error {
			data, err := os.ReadFile(args[0])
			if err != nil {
				return fmt.Errorf("the workbook cannot be read: %w", err)
			}
			reading, err := workbook.Read(filepath.Base(args[0]), data, pics.Version(version))
			if reading != nil {
				if err := showCells(c.OutOrStdout(), reading.Cells, as); err != nil {
					return trouble(err)
				}
			}
			if err != nil {
				return err
			}
			if err := writeNew(out, reading.File); err != nil {
				return err
			}
			left := 0
			for _, x := range reading.Cells {
				if x.Why != "" {
					left++
				}
			}
			fmt.Fprintf(c.ErrOrStderr(), "certbench: %s answers %d items of PICS %s, and %d cells were left; certbench lint --pics %s says what contradicts itself and what is missing\n",
				out, len(reading.Declaration.Features), reading.Declaration.Version, left, out)
			return nil
		},
	}
	filledFlag(c, &out, "out", "pics.yaml", "`file` to write")
	c.Flags().Var(&version, "version", "the version whose items it answers (default: the one that the workbook or its name says)")
	formatFlag(c, &as)
	return c
}

func showCells(w io.Writer, cells []workbook.Cell, as format) error {
	if as == asJSON {
		if cells == nil {
			cells = []workbook.Cell{}
		}
		return writeJSON(w, cells)
	}
	var lines [][]string
	for _, x := range cells {
		said := "took " + x.Took
		if x.Why != "" {
			said = "left, for it " + x.Why
		}
		lines = append(lines, []string{x.Place, x.Item, strings.ReplaceAll(said, "\n", " ")})
	}
	return columns(w, lines)
}
