package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/certbench/certbench/station/defects"
)

// listedDefect is a deliberate fault as programs read it.
type listedDefect struct {
	Name     string `json:"name"`
	Sentence string `json:"sentence"`
}

func stationDefectsCommand() *cobra.Command {
	var as format
	c := &cobra.Command{
		Use:   "defects [FILTER]",
		Short: "Lists the deliberate faults of the reference station",
		Long: `Lists the deliberate faults that certbench station --defects and the bench file give the reference station: name and what the
station does wrong. With FILTER only those that have the text in one of both, whatever the case of its letters. Which cases each
of them fails stands in suites/selftest/kill-matrix.txt of the source.`,
		Example: `  certbench station defects
  certbench station defects seqno
  certbench station defects "parking bay" --format json`,
		Args: takesBetween(0, 1, "one text or none, in quotes where it has blanks"),
		RunE: func(c *cobra.Command, args []string) error {
			found := defectsWith(strings.Join(args, ""))
			if len(found) == 0 {
				return fmt.Errorf("no defect has %q in its name or its sentence; certbench station defects lists all %d", args[0], len(defects.All()))
			}
			if as == asJSON {
				return writeJSON(c.OutOrStdout(), found)
			}
			var lines [][]string
			for _, d := range found {
				lines = append(lines, []string{d.Name, d.Sentence})
			}
			return columns(c.OutOrStdout(), lines)
		},
	}
	formatFlag(c, &as)
	return c
}

// defectsWith are those that have a text in name or sentence, big or small.
func defectsWith(text string) []listedDefect {
	text = strings.ToLower(text)
	var found []listedDefect
	for _, d := range defects.All() {
		if strings.Contains(strings.ToLower(string(d.Name)+"\n"+d.Sentence), text) {
			found = append(found, listedDefect{string(d.Name), d.Sentence})
		}
	}
	return found
}
