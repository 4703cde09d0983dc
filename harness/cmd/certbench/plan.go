package main

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/certbench/certbench/harness/bench"
	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/pics"
	"github.com/certbench/certbench/schemas/certbench"
	"github.com/certbench/certbench/suites"
)

const casesHelp = "which cases, by id, mode, block, profile, mandatory or conditional (default: all)"

const casesExamples = `
Cases are selected by an expression over ids, blocks, profiles, "mandatory" and "conditional", with &&, ||, ! and
parentheses, and regular expressions between slashes: TC_E_03_CS, "E && !TC_E_31_CS", "/TC_B_.*/", "Core && mandatory".
A case that is shown both ways, or with each protocol by which the product moves files, can be selected in one of its modes:
TC_E_06_CS/remote, TC_N_25_CS/SFTP, or whatever is played in one: remote, SFTP. Every term must be one of the catalogue's, so
that a misspelt one is an error. Of a case that is selected in one mode only, the others are NOT RUN, and so is the case as a
whole; the exit code tells of what was selected.
`

// planDocument is a plan for programs.
type planDocument struct {
	Schema string    `json:"schema"` // certbench.Plan of schemas/certbench, which describes every field
	Cases  []planned `json:"cases"`
}

type planned struct {
	ID        string           `json:"id"`
	Name      string           `json:"name"`
	Block     string           `json:"block"`
	Profiles  []string         `json:"profiles"`
	Condition string           `json:"condition,omitempty"`
	Play      bool             `json:"play"`
	Verdict   evidence.Verdict `json:"verdict,omitempty"`
	Reason    string           `json:"reason,omitempty"`
	Modes     []plannedMode    `json:"modes,omitempty"` // of a case that is shown both ways
	Acts      []doing          `json:"acts,omitempty"`  // with --bench
	// Perhaps is what a bench lacks that the play may turn out to need: the run finds out.
	Perhaps string `json:"perhaps,omitempty"`

	selected bool // by --cases
}

// plannedMode is what becomes of a case in one of its modes.
type plannedMode struct {
	Mode    octt.Mode        `json:"mode"`
	Play    bool             `json:"play"`
	Verdict evidence.Verdict `json:"verdict,omitempty"`
	Reason  string           `json:"reason,omitempty"`
}

// leaves says that a mode is not played.
func (p *planned) leaves(mode octt.Mode, v evidence.Verdict, why string) {
	for i := range p.Modes {
		if p.Modes[i].Mode == mode {
			p.Modes[i] = plannedMode{Mode: mode, Verdict: v, Reason: why}
		}
	}
}

// inModes says in words what is not played of a case that is; empty where all of it is.
func (p *planned) inModes() string {
	text := ""
	for _, m := range p.Modes {
		if p.Play && !m.Play {
			text += fmt.Sprintf("; %s: %s, %s", m.Mode, m.Verdict, m.Reason)
		}
	}
	if p.Perhaps != "" {
		text += "; perhaps NOT RUN, " + p.Perhaps
	}
	return text
}

type planOptions struct {
	cases, durations string
	shard            shardFlag
	all              bool
	format           format
}

func planCommand() *cobra.Command {
	var f files
	var o planOptions
	c := &cobra.Command{
		Use:   "plan",
		Short: "Shows which cases apply, and why or why not",
		Long: `Shows what a run plays, and why what applies to the product is left out. What does not apply is counted; --all shows it, with
the items of the PICS that rule it out. With --cases the selected ones are shown, those that do not apply too. --format json has
all of them. The last line counts the plays, how long they take one after the other, and their acts.

With --bench it also shows which manual actions the plays need and who does them, which cases are NOT RUN because the bench
has no rig for one, and in its last line how many acts each rig does, and how many a person; certbench run has it the same way, and
does not begin them. What a case needs was counted on the reference station; where another product may need one act more, the plan
says "perhaps", and the run finds out. A person who is a rig also brings the station back to rest.

Without --bench the line before the last says in which order several reference stations, as with certbench run --parallel, are handed the
plays, and from where that is known.
` + shardText + casesExamples,
		Example: `  certbench plan
  certbench plan --all
  certbench plan --pics my-pics.yaml --cases "Core && E"
  certbench plan --pics my-pics.yaml --bench my-bench.yaml
  certbench plan --cases TC_E_06_CS/remote
  certbench plan --shard 2/3
  certbench plan --format json | jq '.cases[] | select(.play) | .id'`,
		Args: takes(0, "no argument"),
		RunE: func(c *cobra.Command, _ []string) error {
			declared, on, err := f.readForPlan()
			if err != nil {
				return err
			}
			return showPlan(c, declared, on, o)
		},
	}
	benchFlag(c, &f)
	c.Flags().Lookup("bench").Usage = "bench `file`: also shows who does the manual actions"
	picsFlag(c, &f)
	c.Flags().StringVar(&o.cases, "cases", "", casesHelp)
	c.Flags().BoolVar(&o.all, "all", false, "show each official case, also those that do not apply or are not selected")
	filledFlag(c, &o.durations, "durations", "", durationsHelp)
	addShardFlag(c, &o.shard)
	formatFlag(c, &o.format)
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
func showPlan(c *cobra.Command, declared *pics.Declaration, on *bench.File, o planOptions) error {
	whole, err := suites.Plan(declared, o.cases)
	if err != nil {
		return err
	}
	plan, shard, err := o.shard.take(whole, o.durations, declared)
	if err != nil {
		return err
	}
	list := make([]planned, 0, len(plan))
	for _, item := range plan {
		p := planned{ID: item.Entry.ID, Name: item.Entry.Name, Block: item.Entry.Block, Profiles: []string{},
			Condition: conditions(item.Entry), Play: item.Verdict == "", Verdict: item.Verdict, Reason: item.Reason, selected: item.Selected}
		for _, profile := range item.Entry.Profiles {
			p.Profiles = append(p.Profiles, string(profile.Profile))
		}
		if modes := suites.Plays(item.Case, declared); len(modes) > 1 && p.Play {
			for _, mode := range modes {
				p.Modes = append(p.Modes, plannedMode{Mode: mode, Play: true})
			}
			for _, left := range item.Left {
				p.leaves(left.Mode, left.Verdict, left.Reason)
			}
		}
		if on != nil && p.Play {
			p.carryOut(item, declared, on)
		}
		list = append(list, p)
	}
	if o.format == asJSON {
		return writeJSON(c.OutOrStdout(), planDocument{certbench.Plan, list})
	}
	shown := shownPlan{list: list, product: declared.Product.Designation, on: on, all: o.all, narrowed: o.cases != ""}
	if err := shown.write(c.OutOrStdout()); err != nil {
		return err
	}
	beside := nameFolder("", declared.Product.Designation, time.Now())
	known := newTurns(o.durations, beside, on == nil, declared, plan)

	if shard != nil {
		fmt.Fprintln(c.OutOrStdout(), sharedOut(shard, plan, whole))
	}
	if on != nil { // one bench plays in the order of the plan
		err = writeActs(c.OutOrStdout(), list, on)
	} else {
		err = writeOrder(c.OutOrStdout(), known, plan)
	}
	return errors.Join(err, writeExpected(c.OutOrStdout(), list, expectedOf(plan, list, on, known), on, plan, declared))
}

// begins is how many plays the plan names of an order.
const begins = 5

// writeOrder says in which order several benches are handed the plays.
func writeOrder(w io.Writer, o turns, plan []suites.Item) error {
	text := "Side by side: " + o.words
	if first := suites.Longest(plan, o.durations); o.durations != nil && len(first) > 0 {
		text += " They begin with " + strings.Join(first[:min(begins, len(first))], ", ") + "."
	}
	_, err := fmt.Fprintln(w, text)
	return err
}
