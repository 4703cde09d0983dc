package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/certbench/certbench/harness/bench"
	"github.com/certbench/certbench/harness/pics"
	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/suites"
)

// expected is what a run of a plan comes to: how many plays, how long they take one after the other, and how many acts.
type expected struct {
	plays int
	takes time.Duration
	from  string // where the durations are known from
	least bool   // they are those of the reference station, which is quick
}

// playsOf are the names of what is played of a case. What the bench cannot do is left out of planned.
func playsOf(item suites.Item, p planned) []string {
	var names []string
	for _, mode := range item.Modes() {
		left := slices.ContainsFunc(p.Modes, func(m plannedMode) bool { return m.Mode == mode && !m.Play })
		if p.Play && !left {
			names = append(names, suites.PlayName(item.Entry.ID, mode))
		}
	}
	return names
}

// expectedOf adds up how long plays take by an earlier run, or by the reference station where there is none.
func expectedOf(plan []suites.Item, list []planned, on *bench.File, named turns) expected {
	var names []string
	for i, item := range plan {
		names = append(names, playsOf(item, list[i])...)
	}
	e := expected{plays: len(names), from: named.from}
	if named.durations == nil {
		e.from = builtInDurations
	}
	e.least = on != nil && e.from == builtInDurations
	e.takes = completed(named.durations).Sum(names)
	return e
}

func (e expected) String() string {
	text := fmt.Sprintf("%d plays", e.plays)
	if e.plays == 1 {
		text = "1 play"
	}
	switch {
	case e.takes == 0:
		return text
	case e.least:
		return fmt.Sprintf("%s, more than the %s of the reference station", text, roughly(e.takes))
	}
	return fmt.Sprintf("%s, about %s one after the other (by %s)", text, roughly(e.takes), e.from)
}

// roughly is a duration as somebody plans his day by.
func roughly(d time.Duration) string {
	switch {
	case d < time.Minute:
		return fmt.Sprintf("%d s", int(d.Round(time.Second).Seconds()))
	case d < time.Hour:
		return fmt.Sprintf("%d min", int(d.Round(time.Minute).Minutes()))
	}
	d = d.Round(time.Minute)
	return fmt.Sprintf("%d h %d min", int(d.Hours()), int(d.Minutes())%60)
}

// writeExpected is the last line of a plan: plays, their time, and acts, with a bench by rig and at last by hand.
func writeExpected(w io.Writer, list []planned, e expected, on *bench.File, plan []suites.Item, declared *pics.Declaration) error {
	acts := 0
	var by []string
	if on == nil {
		for _, kind := range rigs.Kinds() {
			if n := actsOf(kind, plan, declared); n > 0 {
				acts += n
				by = append(by, fmt.Sprintf("%s %d", kind, n))
			}
		}
	} else {
		acts, by = actsByRig(list)
	}
	_, err := fmt.Fprintf(w, "%s; %d acts: %s\n", e, acts, strings.Join(by, ", "))
	return err
}

// actsOf counts the acts of a kind in the plays of a plan, those that a bench may leave out too.
func actsOf(kind rigs.Kind, plan []suites.Item, declared *pics.Declaration) int {
	n := 0
	for _, item := range plan {
		if item.Verdict != "" {
			continue
		}
		for _, mode := range item.Modes() {
			for _, need := range suites.Needs(item.Entry.ID, mode, declared) {
				if need.Kind == kind {
					n++
				}
			}
		}
	}
	return n
}

// actsByRig counts the acts of each rig, and at last those of people.
func actsByRig(list []planned) (acts int, by []string) {
	count := map[string]int{}
	var rigs []string
	manual := 0
	for _, p := range list {
		for _, d := range p.Acts {
			acts += d.Count
			if d.ByHand {
				manual += d.Count
				continue
			}
			if count[d.By] == 0 {
				rigs = append(rigs, d.By)
			}
			count[d.By] += d.Count
		}
	}
	slices.Sort(rigs)
	for _, rig := range rigs {
		by = append(by, fmt.Sprintf("%s %d", rig, count[rig]))
	}
	return acts, append(by, fmt.Sprintf("by hand %d", manual))
}
