package main

import (
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/forecast"
	"github.com/certbench/certbench/suites"
)

// expecting is told what a run plays, on which benches and how often, and how long plays took before. Of others the reference station tells.
// benches are names as records are marked with them.
func expecting(plan []suites.Item, benches []string, repeat int, durations suites.Durations) *forecast.Run {
	ahead := forecast.New(forecast.Durations(completed(durations)))
	for _, name := range benches {
		ahead.On(name)
	}
	for _, item := range plan {
		if item.Verdict != "" {
			continue
		}
		for _, mode := range item.Modes() {
			ahead.Expect(suites.PlayName(item.Entry.ID, mode), max(repeat, 1))
		}
	}
	return ahead
}

// longestFirst tells whether several benches are handed the longest plays first.
func (s *session) longestFirst(o *runOptions) bool { return s.turns.durations != nil && !o.shuffle }

// marks are the names by which the records of benches are marked: none in a run on one.
func (s *session) marks() (names []string) {
	if len(s.benches) == 1 {
		return []string{""}
	}
	for _, file := range s.benches {
		names = append(names, file.Name)
	}
	return names
}

// takes tells the forecast of a play that begins or ends.
func (p *progress) takes(rec evidence.Record) {
	switch {
	case p.rest == nil:
	case rec.Begin != nil:
		p.rest.Begin(rec)
	case rec.End != nil:
		p.rest.End(rec)
	}
}

// ahead is how long the run still takes at a moment; zero where nothing is known or left.
func (p *progress) ahead(now time.Time) time.Duration {
	if p.rest == nil {
		return 0
	}
	left, _ := p.rest.Left(now)
	return left
}

// seconds is that for a program; nil where nothing is known.
func (p *progress) seconds(now time.Time) *float64 {
	left := p.ahead(now)
	if p.rest == nil || left == 0 && !p.rest.Over() {
		return nil
	}
	seconds := left.Round(time.Second).Seconds()
	return &seconds
}
