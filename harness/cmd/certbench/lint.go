package main

import (
	"fmt"

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
	c := &cobra.Command{
		Use:   "lint",
		Short: "Finds a PICS file's contradictions",
		Long: `Finds what contradicts itself in a PICS file, and the answers that it owes, each with its line and what to write instead.
The exit code is 2 when there is anything but warnings: what a certificate was given with is not certain to be wrong.`,
		Example: `  certbench lint --pics my-pics.yaml
  certbench lint --pics my-pics.yaml --format json`,
		Args: takes(0, "no argument; name the file by --pics"),
		RunE: func(c *cobra.Command, _ []string) error {
			declared, err := f.readPICS()
			if err != nil {
				return err
			}
			return showFindings(c, f.picsName(), declared, as)
		},
	}
	picsFlag(c, &f)
	formatFlag(c, &as)
	return c
}

func showFindings(c *cobra.Command, name string, declared *pics.Declaration, as format) error {
	findings := []finding{}
	certain := false
	for _, x := range pics.Lint(declared) {
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
			fmt.Fprintf(out, "%s:%d: %s%s; %s\n", x.File, x.Line, warning, x.Sentence, x.Advice)
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
