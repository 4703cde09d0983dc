package main

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/certbench/certbench/harness/bench"
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
	Acts      []doing          `json:"acts,omitempty"` // with --bench
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

With --bench it also shows which manual actions the plays need and who does them, which cases are NOT RUN because the bench
has no rig for one, and in its last line how many acts a person has to do. What a case needs was counted on the reference
station; a station of another kind may need an act less or more, and a person who is a rig also brings it back to rest.
` + casesExamples,
		Example: `  certbench plan
  certbench plan --pics my-pics.yaml --cases "Core && E"
  certbench plan --pics my-pics.yaml --bench my-bench.yaml
  certbench plan --format json | jq '.[] | select(.play) | .id'`,
		Args: takes(0, "no argument"),
		RunE: func(c *cobra.Command, _ []string) error {
			declared, on, err := f.readForPlan()
			if err != nil {
				return err
			}
			return showPlan(c, declared, on, cases, as)
		},
	}
	benchFlag(c, &f)
	c.Flags().Lookup("bench").Usage = "bench `file`: also shows who does the manual actions"
	picsFlag(c, &f)
	c.Flags().StringVar(&cases, "cases", "", casesHelp)
	formatFlag(c, &as)
	return c
}

// readForPlan reads the PICS and, where one is named, the bench file.
func (f files) readForPlan() (*pics.Declaration, *bench.File, error) {
	if n := len(f.benches); n > 1 {
		return nil, nil, fmt.Errorf("--bench came %d times, and a plan is made for one bench; name one bench file, and call certbench plan again for each other", n)
	}
	if len(f.benches) == 0 {
		declared, err := f.readPICS()
		return declared, nil, err
	}
	declared, read, err := f.readInputs()
	if err != nil {
		return nil, nil, err
	}
	return declared, read[0], nil
}

// showPlan shows what is played of a PICS, and where a bench is given how. on may be nil.
func showPlan(c *cobra.Command, declared *pics.Declaration, on *bench.File, cases string, as format) error {
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
		if on != nil && p.Play {
			p.carryOut(item, declared, on)
		}
		list = append(list, p)
	}
	if as == asJSON {
		return writeJSON(c.OutOrStdout(), list)
	}
	return writePlan(c.OutOrStdout(), list, declared.Product.Designation, on)
}

func writePlan(w io.Writer, list []planned, product string, on *bench.File) error {
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
		if done := whoDoes(p.Acts); done != "" {
			text += " — " + done
		}
		lines = append(lines, []string{p.ID, word, text})
	}
	if err := columns(w, lines); err != nil {
		return err
	}
	_, err := fmt.Fprintf(w, "\n%d cases: %d to play, %d not run, %d not applicable to %s\n", len(list), count[""],
		count[evidence.NotRun], count[evidence.NotApplicable], product)
	if err == nil && on != nil {
		err = writeActs(w, list, on)
	}
	return err
}
