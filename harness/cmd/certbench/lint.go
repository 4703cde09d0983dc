package main

import (
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/certbench/certbench/harness/pics"
)

type finding struct {
	File     string   `json:"file"`
	Line     int      `json:"line"`
	IDs      []string `json:"ids"`
	Sentence string   `json:"sentence"`
	Advice   string   `json:"advice"`
	Doubt    bool     `json:"doubt,omitempty"`
}

func lintCommand() *cobra.Command {
	var f files
	var as format
	var wait time.Duration
	c := &cobra.Command{
		Use:   "lint",
		Short: "Finds a PICS file's contradictions",
		Long: `Finds what contradicts itself in a PICS file, and the answers that it owes, each with its line and what to write instead.
The exit code is 2 when there is anything but warnings: what a certificate was given with is not certain to be wrong.

With --bench it also asks the station what it says of itself, and names where that differs from the PICS: who it is, its connectors,
limits, and every answer that its inventory (GetBaseReport FullInventory) shows. What a variable only suggests is a warning. Whether a
variable can be set is found out by setting it to what it is; nothing moves.`,
		Example: `  certbench lint --pics my-pics.yaml
  certbench lint --pics my-pics.yaml --format json
  certbench lint --pics my-pics.yaml --bench my-bench.yaml`,
		Args: takes(0, "no argument; name the file by --pics"),
		RunE: func(c *cobra.Command, _ []string) error {
			if wait <= 0 && c.Flags().Changed("wait") {
				return fmt.Errorf("--wait cannot be %s; write how long to wait for the station, such as 30s", wait)
			}
			if len(f.benches) == 0 {
				declared, err := f.readPICS()
				if err != nil {
					return err
				}
				return showFindings(c, f.picsName(), pics.Lint(declared), as)
			}
			return f.visited(c, wait, func(v visit) error {
				differences, err := v.differences(c)
				if err != nil {
					return err
				}
				return showFindings(c, f.picsName(), append(pics.Lint(v.declared), differences...), as)
			})
		},
	}
	picsFlag(c, &f)
	benchFlag(c, &f)
	c.Flags().Lookup("bench").Usage = "bench `file` of the station to compare the PICS with"
	c.Flags().DurationVar(&wait, "wait", 0, "with --bench, how long to wait for the station to connect (default: timeouts.boot of the bench file)")
	formatFlag(c, &as)
	return c
}

func showFindings(c *cobra.Command, name string, all []pics.Finding, as format) error {
	findings := []finding{}
	certain := false
	for _, x := range all {
		findings = append(findings, finding{name, x.Line, x.IDs, x.Sentence, x.Advice, x.Doubt})
		certain = certain || !x.Doubt
	}
	out := c.OutOrStdout()
	if as == asJSON {
		if err := writeJSON(out, findings); err != nil {
			return trouble(err)
		}
	} else {
		for _, x := range findings {
			warning := ""
			if x.Doubt {
				warning = "warning: "
			}
			fmt.Fprintln(out, oneLine(fmt.Sprintf("%s:%d: %s%s; %s", x.File, x.Line, warning, x.Sentence, x.Advice)))
		}
		if len(findings) == 0 {
			fmt.Fprintf(out, "%s: no contradiction\n", name)
		}
	}
	if certain {
		return exit(codeUsage)
	}
	return nil
}
