package main

import (
	"slices"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/suites"
)

// enough is of how much expected time a run has to have ended before it is believed to be quicker or slower than expected.
const enough = 30 * time.Second

// ahead is what is left of a run by how long its plays took before, which may have been on another station: what has ended says how
// much longer they take here. Nothing is left of none.
type ahead struct {
	durations      suites.Durations
	benches        int
	names          map[string]int // of the plays that have not ended, with how often each is still played
	expected, took time.Duration  // of those that have
}

// expecting is told what a run plays, on how many benches and how often, and how long plays took before. Of others the reference station tells.
func expecting(plan []suites.Item, benches, repeat int, durations suites.Durations) *ahead {
	a := &ahead{durations: completed(durations), benches: max(benches, 1), names: map[string]int{}}
	for _, item := range plan {
		if item.Verdict != "" {
			continue
		}
		for _, mode := range item.Modes() {
			a.names[suites.PlayName(item.Entry.ID, mode)] = max(repeat, 1)
		}
	}
	return a
}

func (a *ahead) ended(e evidence.CaseEnded) {
	if a == nil {
		return
	}
	name := suites.PlayName(e.ID, octt.Mode(e.Mode))
	if a.names[name]--; a.names[name] <= 0 {
		delete(a.names, name)
	}
	if known, ok := a.durations[name]; ok && e.Took > 0 {
		a.expected += known
		a.took += e.Took
	}
}

// seconds is what is left; nil where nothing is known.
func (a *ahead) seconds() *float64 {
	left := a.left()
	if a == nil || left == 0 && len(a.names) > 0 {
		return nil
	}
	seconds := left.Round(time.Second).Seconds()
	return &seconds
}

// left is how long the run still takes, with what is played side by side; zero where nothing is known or left.
func (a *ahead) left() time.Duration {
	if a == nil {
		return 0
	}
	var names []string
	longest := time.Duration(0)
	for name, times := range a.names {
		names = append(names, slices.Repeat([]string{name}, times)...)
		longest = max(longest, a.durations[name])
	}
	left := max(a.durations.Sum(names)/time.Duration(a.benches), longest)
	if a.expected >= enough {
		left = time.Duration(float64(left) * float64(a.took) / float64(a.expected))
	}
	return left
}
