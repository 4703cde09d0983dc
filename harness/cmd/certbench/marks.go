package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/certbench/certbench/reports"
)

// writeMarks writes what plays stand out against beside the run: known failures, the baseline, the other plays of the same.
func writeMarks(out io.Writer, all []reports.Marks) {
	for _, m := range all {
		if len(m.Rows) == 0 {
			continue
		}
		fmt.Fprintf(out, "%s:\n", m.Title)
		if m.Intro != "" {
			fmt.Fprintf(out, "             %s\n", m.Intro)
		}
		for _, row := range m.Rows {
			title := row.ID
			if row.Mode != "" {
				title += " (" + row.Mode + ")"
			}
			fmt.Fprintf(out, "%-12s %s\n", row.Verdict, title)
			var cells []string
			for i, cell := range row.Cells {
				if cell = strings.TrimSpace(cell); cell != "" {
					cells = append(cells, strings.ToLower(m.Heads[i])+": "+cell)
				}
			}
			fmt.Fprintf(out, "             %s\n", strings.Join(cells, "; "))
		}
	}
}
