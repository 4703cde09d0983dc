package main

import (
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/suites"
)

// enough is of how much expected time a run has to have ended before it is believed to be quicker or slower than expected.
const enough = 30 * time.Second

// ahead is what is left of a run by how long its plays took before, which may have been on another station: what has ended says how
// much longer they take here.
type ahead struct {
	durations      suites.Durations
	benches        int
	names          map[string]bool // of the plays that have not ended
	expected, took time.Duration   // of those that have
}

func newAhead(durations suites.Durations, benches int) *ahead {
	return &ahead{durations: durations, benches: max(1, benches), names: map[string]bool{}}
}

func (a *ahead) planned(p evidence.Planned) {
	if len(p.Modes) == 0 {
		a.names[suites.PlayName(p.ID, "")] = true
	}
	for _, mode := range p.Modes {
		a.names[suites.PlayName(p.ID, octt.Mode(mode))] = true
	}
}

func (a *ahead) ended(b evidence.CaseStarted, e evidence.CaseEnded) {
	name := suites.PlayName(b.ID, octt.Mode(b.Mode))
	delete(a.names, name)
	if known, ok := a.durations[name]; ok && e.Took > 0 {
		a.expected += known
		a.took += e.Took
	}
}

// left is how long the run still takes, with what is played side by side; zero where nothing is known or left.
func (a *ahead) left() time.Duration {
	var names []string
	longest := time.Duration(0)
	for name := range a.names {
		names = append(names, name)
		longest = max(longest, a.durations[name])
	}
	left := max(a.durations.Sum(names)/time.Duration(a.benches), longest)
	if a.expected >= enough {
		left = time.Duration(float64(left) * float64(a.took) / float64(a.expected))
	}
	return left
}
