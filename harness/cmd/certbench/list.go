package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/certbench/certbench/harness/catalogue"
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/suites" // registers the cases, too
)

type listed struct {
	ID           string          `json:"id"`
	Name         string          `json:"name"`
	Block        string          `json:"block"`
	Profiles     []listedProfile `json:"profiles"`
	Prerequisite string          `json:"prerequisite,omitempty"`
	UseCases     []string        `json:"useCases,omitempty"`
	Requirements []string        `json:"requirements,omitempty"`
	Errata       []string        `json:"errata,omitempty"`
	Programme    string          `json:"inCertification"`
	Implemented  bool            `json:"implemented"`
	Why          string          `json:"why,omitempty"` // it is not implemented
}

type listedProfile struct {
	Profile   string `json:"profile"`
	Mandatory bool   `json:"mandatory"`
	Condition string `json:"condition,omitempty"`
}

func list(e catalogue.Entry, unplayed map[string]string) listed {
	l := listed{ID: e.ID, Name: e.Name, Block: e.Block, Profiles: []listedProfile{}, Prerequisite: e.Prerequisite(), UseCases: e.UseCases,
		Requirements: e.Requirements, Errata: e.Errata, Programme: string(e.InCertification)}
	for _, p := range e.Profiles {
		l.Profiles = append(l.Profiles, listedProfile{string(p.Profile), p.Mandatory, p.Condition.String()})
	}
	if _, l.Implemented = octt.Lookup(e.ID); !l.Implemented {
		l.Why = unplayed[e.ID]
	}
	return l
}

// unplayed is why each case is not played that is not, by its id.
func unplayed() map[string]string {
	out := map[string]string{}
	for _, line := range catalogue.Ledger() {
		out[line.ID] = line.Reason
	}
	return out
}

func listCommand() *cobra.Command {
	var as format
	c := &cobra.Command{
		Use:   "list [EXPR]",
		Short: "Lists the catalogue of official cases",
		Long: `Lists all official cases for charging stations: id, profiles (M mandatory, C conditional), whether certbench plays it, name.
` + catalogue.Edition + `. With EXPR only those that such an expression selects as --cases of certbench run takes.
`,
		Example: `  certbench list
  certbench list "E && mandatory"
  certbench list /TC_B_0./
  certbench list --format json | jq '.[] | select(.implemented | not) | .id'`,
		Args: takesBetween(0, 1, "one expression or none, in quotes where it has blanks"),
		RunE: func(c *cobra.Command, args []string) error {
			entries, err := suites.Select(strings.Join(args, ""))
			if err != nil {
				return err
			}
			accounts := unplayed()
			var all []listed
			for _, e := range entries {
				all = append(all, list(e, accounts))
			}
			if as == asJSON {
				return writeJSON(c.OutOrStdout(), all)
			}
			var lines [][]string
			for _, l := range all {
				plays := "plays"
				if !l.Implemented {
					plays = "-"
				}
				lines = append(lines, []string{l.ID, l.profiles(), plays, l.Name})
			}
			return columns(c.OutOrStdout(), lines)
		},
	}
	formatFlag(c, &as)
	return c
}

// profiles is the short form: "Core M, Smart Charging C".
func (l listed) profiles() string {
	var words []string
	for _, p := range l.Profiles {
		mark := " C"
		if p.Mandatory {
			mark = " M"
		}
		words = append(words, p.Profile+mark)
	}
	if len(words) == 0 {
		return "none"
	}
	return strings.Join(words, ", ")
}

// conditions are those of a case in the profiles that list it, each once.
func conditions(e catalogue.Entry) string {
	var all []string
	for _, p := range e.Profiles {
		if text := p.Condition.String(); text != "" && !slices.Contains(all, text) {
			all = append(all, text)
		}
	}
	return strings.Join(all, "; ")
}

func writeFacts(c *cobra.Command, l listed) {
	out := c.OutOrStdout()
	fmt.Fprintf(out, "%s  %s\n\n", l.ID, l.Name)
	for _, p := range l.Profiles {
		word := "conditional: " + p.Condition
		if p.Mandatory {
			word = "mandatory"
		}
		fmt.Fprintf(out, "Profile       %s, %s\n", p.Profile, word)
	}
	if l.Prerequisite != "" {
		fmt.Fprintf(out, "Prerequisite  %s\n", l.Prerequisite)
	}
	for _, line := range []struct {
		title string
		words []string
	}{{"Use cases", l.UseCases}, {"Requirements", l.Requirements}, {"Errata", l.Errata}, {"Certification", []string{l.Programme}}} {
		if len(line.words) > 0 {
			fmt.Fprintf(out, "%-13s %s\n", line.title, strings.Join(line.words, ", "))
		}
	}
	for _, c := range catalogue.Cited(l.ID) {
		if c.Proof != catalogue.Checked {
			fmt.Fprintf(out, "%-13s %s (%s): %s\n", "Not checked", c.Requirement, c.Proof, c.Reason)
		}
	}
}
