package main

import (
	"fmt"
	"io"

	"github.com/certbench/certbench/harness/bench"
	"github.com/certbench/certbench/harness/evidence"
)

// shownPlan is a plan as people read it.
type shownPlan struct {
	list     []planned
	product  string
	on       *bench.File // nil for a plan of no bench
	all      bool        // shows each official case
	narrowed bool        // by --cases: what that selects is shown, also where it does not apply
}

// shows tells whether a case has a line: each that is played or could be, and what was asked for.
func (s shownPlan) shows(p planned) bool {
	return s.all || p.selected && (s.narrowed || p.Verdict != evidence.NotApplicable)
}

func (s shownPlan) write(w io.Writer) error {
	var lines [][]string
	count := map[evidence.Verdict]int{}
	for _, p := range s.list {
		count[p.Verdict]++
		if s.shows(p) {
			lines = append(lines, p.line())
		}
	}
	if err := columns(w, lines); err != nil {
		return err
	}
	fmt.Fprintln(w)
	if len(lines) < len(s.list) {
		fmt.Fprintf(w, "shown: %d of the %d cases; --all shows each\n", len(lines), len(s.list))
	}
	_, err := fmt.Fprintf(w, "%d cases: %d to play, %d not run, %d not applicable to %s\n", len(s.list), count[""],
		count[evidence.NotRun], count[evidence.NotApplicable], s.product)
	return err
}

// line is what becomes of a case: its id, a word, and why or by whom.
func (p *planned) line() []string {
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
	return []string{p.ID, word, text}
}
