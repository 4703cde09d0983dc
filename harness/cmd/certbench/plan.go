package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/pics"
	"github.com/certbench/certbench/suites"
)

const casesHelp = "which cases, by id, block, profile, mandatory or conditional (default: all)"

const casesExamples = `
Cases are selected by an expression over ids, blocks, profiles, "mandatory" and "conditional", with &&, ||, ! and
parentheses, and regular expressions between slashes: TC_E_03_CS, "E && !TC_E_31_CS", "/TC_B_.*/", "Core && mandatory".
`

type planned struct {
	ID        string           `json:"id"`
	Name      string           `json:"name"`
	Block     string           `json:"block"`
	Profiles  []string         `json:"profiles"`
	Condition string           `json:"condition,omitempty"`
	Play      bool             `json:"play"`
	Verdict   evidence.Verdict `json:"verdict,omitempty"`
	Reason    string           `json:"reason,omitempty"`
}

func planCommand() *cobra.Command {
	var f files
	var cases string
	var as format
	c := &cobra.Command{
		Use:   "plan",
		Short: "Shows which cases apply, and why or why not",
		Long: `Shows for each of the official cases whether a run plays it: what the PICS rules out and by which of its items, what is
not selected, and what certbench does not play yet.
` + casesExamples,
		Example: `  certbench plan
  certbench plan --pics my-pics.yaml --cases "Core && E"
  certbench plan --format json | jq '.[] | select(.play) | .id'`,
		Args: takes(0, "no argument"),
		RunE: func(c *cobra.Command, _ []string) error {
			declared, err := f.readPICS()
			if err != nil {
				return err
			}
			return showPlan(c, declared, cases, as)
		},
	}
	picsFlag(c, &f)
	c.Flags().StringVar(&cases, "cases", "", casesHelp)
	formatFlag(c, &as)
	return c
}

func showPlan(c *cobra.Command, declared *pics.Declaration, cases string, as format) error {
	plan, err := suites.Plan(declared, cases)
	if err != nil {
		return err
	}
	list := make([]planned, 0, len(plan))
	for _, item := range plan {
		p := planned{ID: item.Entry.ID, Name: item.Entry.Name, Block: item.Entry.Block, Profiles: []string{},
			Condition: conditions(item.Entry), Play: item.Verdict == "", Verdict: item.Verdict, Reason: item.Reason}
		for _, profile := range item.Entry.Profiles {
			p.Profiles = append(p.Profiles, string(profile.Profile))
		}
		list = append(list, p)
	}
	if as == asJSON {
		return writeJSON(c.OutOrStdout(), list)
	}
	var lines [][]string
	count := map[evidence.Verdict]int{}
	for _, p := range list {
		count[p.Verdict]++
		word := string(p.Verdict)
		if p.Play {
			word = "play"
		}
		text := p.Name
		if p.Reason != "" {
			text += ": " + p.Reason
		}
		lines = append(lines, []string{p.ID, word, text})
	}
	if err := columns(c.OutOrStdout(), lines); err != nil {
		return err
	}
	_, err = fmt.Fprintf(c.OutOrStdout(), "\n%d cases: %d to play, %d not run, %d not applicable to %s\n", len(list), count[""],
		count[evidence.NotRun], count[evidence.NotApplicable], declared.Product.Designation)
	return err
}
