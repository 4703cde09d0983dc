package main

import (
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
TC_E_06_CS/remote, TC_N_25_CS/SFTP, or whatever is played with a protocol: SFTP. Every term must be one of the catalogue's, so
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

func planCommand() *cobra.Command {
	var f files
	var cases string
	var durations string
	var as format
	c := &cobra.Command{
		Use:   "plan",
		Short: "Shows which cases apply, and why or why not",
		Long: `Shows for each of the official cases whether a run plays it: what the PICS rules out and by which of its items, what is
not selected, and what certbench does not play yet. With --cases it shows the selected ones and counts the others; --format
json has all of them.

With --bench it also shows which manual actions the plays need and who does them, which cases are NOT RUN because the bench
has no rig for one, and in its last line how many acts a person has to do; certbench run has it the same way, and does not
begin them. What a case needs was counted on the reference station; where another product may need one act more, the plan
says "perhaps", and the run finds out. A person who is a rig also brings the station back to rest.

Without --bench the last line says in which order several reference stations, as with certbench run --parallel, are handed the
plays, and from where that is known.
` + casesExamples,
		Example: `  certbench plan
  certbench plan --pics my-pics.yaml --cases "Core && E"
  certbench plan --pics my-pics.yaml --bench my-bench.yaml
  certbench plan --cases TC_E_06_CS/remote
  certbench plan --format json | jq '.cases[] | select(.play) | .id'`,
		Args: takes(0, "no argument"),
		RunE: func(c *cobra.Command, _ []string) error {
			declared, on, err := f.readForPlan()
			if err != nil {
				return err
			}
			return showPlan(c, declared, on, cases, durations, as)
		},
	}
	benchFlag(c, &f)
	c.Flags().Lookup("bench").Usage = "bench `file`: also shows who does the manual actions"
	picsFlag(c, &f)
	c.Flags().StringVar(&cases, "cases", "", casesHelp)
	filledFlag(c, &durations, "durations", "", durationsHelp)
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
func showPlan(c *cobra.Command, declared *pics.Declaration, on *bench.File, cases, durations string, as format) error {
	plan, err := suites.Plan(declared, cases)
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
	if as == asJSON {
		return writeJSON(c.OutOrStdout(), planDocument{certbench.Plan, list})
	}
	if err := writePlan(c.OutOrStdout(), list, declared.Product.Designation, on); err != nil {
		return err
	}
	if on != nil { // one bench plays in the order of the plan
		return nil
	}
	beside := nameFolder("", declared.Product.Designation, time.Now())
	return writeOrder(c.OutOrStdout(), newTurns(durations, beside, true, declared, plan), plan)
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

func writePlan(w io.Writer, list []planned, product string, on *bench.File) error {
	var lines [][]string
	count := map[evidence.Verdict]int{}
	for _, p := range list {
		count[p.Verdict]++
		if !p.selected {
			continue
		}
		word := string(p.Verdict)
		if p.Play {
			word = "play"
		}
		text := p.Name
		if p.Reason != "" {
			text += ": " + p.Reason
		}
		text += p.inModes()
		if done := whoDoes(p.Acts); done != "" {
			text += " — " + done
		}
		lines = append(lines, []string{p.ID, word, text})
	}
	if err := columns(w, lines); err != nil {
		return err
	}
	fmt.Fprintln(w)
	if len(lines) < len(list) {
		fmt.Fprintf(w, "shown: %d of the %d cases, which --cases selects\n", len(lines), len(list))
	}
	_, err := fmt.Fprintf(w, "%d cases: %d to play, %d not run, %d not applicable to %s\n", len(list), count[""],
		count[evidence.NotRun], count[evidence.NotApplicable], product)
	if err == nil && on != nil {
		err = writeActs(w, list, on)
	}
	return err
}
