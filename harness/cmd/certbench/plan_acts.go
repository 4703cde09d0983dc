package main

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/certbench/certbench/harness/bench"
	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/pics"
	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/suites"
)

// doing is how often the plays of a case need a kind of act, and who does it.
type doing struct {
	By     string    `json:"by"` // the rig as the bench file names it, with its type
	ByHand bool      `json:"byHand"`
	Kind   rigs.Kind `json:"kind"`
	Count  int       `json:"count"`
}

// carryOut finds out who does the acts of a case that is to be played, mode by mode. A mode with an act that nobody can do is
// NOT RUN, as a run has it; a case of which no mode is left is NOT RUN itself.
func (p *planned) carryOut(item suites.Item, declared *pics.Declaration, on *bench.File) {
	var lacks error
	played := 0
	if err := item.Case.PlaysIn(on.SecurityProfile()); err != nil {
		p.Play, p.Verdict, p.Reason = false, evidence.NotRun, err.Error()
		for _, mode := range item.Modes() {
			p.leaves(mode, evidence.NotRun, p.Reason)
		}
		return
	}
	for _, mode := range item.Modes() {
		if err := suites.Lacking(item.Entry.ID, mode, declared, on); err != nil {
			lacks = err
			p.leaves(mode, evidence.NotRun, err.Error())
			continue
		}
		played++
		for _, need := range suites.Needs(item.Entry.ID, mode, declared) {
			switch doer := need.Doer(declared, on); {
			case doer.Lacks == nil:
				p.count(doing{By: doer.Rig, ByHand: doer.ByHand, Kind: need.Kind, Count: 1})
			case need.Possible && !need.Optional:
				p.Perhaps = doer.Lacks.Error()
			}
		}
	}
	if played == 0 {
		p.Play, p.Verdict, p.Reason, p.Acts, p.Perhaps = false, evidence.NotRun, lacks.Error(), nil, ""
	}
}

func (p *planned) count(d doing) {
	i := slices.IndexFunc(p.Acts, func(other doing) bool { return other.By == d.By && other.Kind == d.Kind })
	if i < 0 {
		p.Acts = append(p.Acts, d)
		return
	}
	p.Acts[i].Count += d.Count
}

// whoDoes puts who does what into words, such as "relays (gpio): cable 2, tokens 1; by hand, engineer (manual): display 1".
func whoDoes(acts []doing) string {
	var by []string
	words := map[string][]string{}
	for _, d := range acts {
		who := d.By
		if d.ByHand {
			who = "by hand, " + who
		}
		if !slices.Contains(by, who) {
			by = append(by, who)
		}
		words[who] = append(words[who], fmt.Sprintf("%s %d", d.Kind, d.Count))
	}
	for i, who := range by {
		by[i] = who + ": " + strings.Join(words[who], ", ")
	}
	return strings.Join(by, "; ")
}

// writeActs sums up who does what, and says what nobody can do.
func writeActs(w io.Writer, list []planned, on *bench.File) error {
	var whole planned
	var lacking []string
	for _, p := range list {
		for _, d := range p.Acts {
			whole.count(d)
		}
		if p.Verdict == evidence.NotRun && strings.HasPrefix(p.Reason, rigs.ErrNoRig.Error()) {
			lacking = append(lacking, p.ID+" ("+p.Reason+")")
		}
	}
	slices.SortStableFunc(whole.Acts, func(a, b doing) int { return slices.Index(rigs.Kinds(), a.Kind) - slices.Index(rigs.Kinds(), b.Kind) })
	_, err := fmt.Fprintf(w, "acts on bench %s: %s\nnot run for lack of a rig: %s\n", on.Name,
		cmp.Or(whoDoes(whole.Acts), "none"), cmp.Or(strings.Join(lacking, ", "), "none"))
	return err
}
