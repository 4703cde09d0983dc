package suites

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt"
)

// Durations are how long plays took, by PlayName.
type Durations map[string]time.Duration

// PlayName names the play of a case in a mode: see evidence.PlayName.
func PlayName(id string, mode octt.Mode) string {
	return evidence.PlayName(id, string(mode))
}

// Known tells how many plays of a plan have a duration, and how many the plan has.
func (d Durations) Known(plan []Item) (known, plays int) {
	for _, item := range plan {
		if item.Verdict != "" {
			continue
		}
		for _, mode := range item.Modes() {
			plays++
			if _, ok := d[PlayName(item.Entry.ID, mode)]; ok {
				known++
			}
		}
	}
	return known, plays
}

// Sum is how long plays take one after the other. One of which nothing is known is taken to be as long as the middle of the others.
func (d Durations) Sum(names []string) time.Duration {
	var known []time.Duration
	for _, name := range names {
		if took, ok := d[name]; ok {
			known = append(known, took)
		}
	}
	sum := time.Duration(len(names)-len(known)) * middle(known)
	for _, took := range known {
		sum += took
	}
	return sum
}

// Longest lists the plays of a plan as several benches are handed them: the quickest first, so that a verdict comes soon, then
// the longest, because a long one that begins last is what a run ends up waiting for. The time of a play counts with that of the
// longest that waits for it. One of which nothing is known is taken to be as long as the middle of the others.
func Longest(plan []Item, d Durations) []string {
	s := newSchedule(context.Background(), plan, nil, 1)
	s.longestFirst(d)
	out := make([]string, len(s.waiting))
	for i, h := range s.waiting {
		out[i] = PlayName(h.Entry.ID, h.mode)
	}
	return out
}

// longestFirst puts what waits in the order of Longest. Prerequisites still come first.
func (s *schedule) longestFirst(d Durations) {
	if len(d) == 0 || len(s.waiting) == 0 {
		return
	}
	middle := d.middle(s.waiting)
	own := func(h handout) time.Duration {
		if _, out := h.Item.left(h.mode); out {
			return 0 // only told, and not played
		}
		if took, ok := d[PlayName(h.Entry.ID, h.mode)]; ok {
			return took
		}
		return middle
	}
	longest := map[string]time.Duration{} // of the modes of a case
	for _, h := range s.waiting {
		longest[h.Entry.ID] = max(longest[h.Entry.ID], own(h))
	}
	after := map[string]time.Duration{} // the longest that waits for a case
	for id, t := range s.turns {
		for _, before := range t.Case.After {
			after[before] = max(after[before], longest[id])
		}
	}
	rank := func(h handout) time.Duration { return own(h) + after[h.Entry.ID] }
	slices.SortStableFunc(s.waiting, func(a, b handout) int { return cmp.Compare(rank(b), rank(a)) })
	quickest := -1
	for i, h := range s.waiting {
		if own(h) > 0 && len(h.Case.After) == 0 && (quickest < 0 || own(h) < own(s.waiting[quickest])) {
			quickest = i
		}
	}
	if quickest > 0 {
		first := s.waiting[quickest]
		s.waiting = slices.Insert(slices.Delete(s.waiting, quickest, quickest+1), 0, first)
	}
	s.byRound()
}

// middle is the median of what is known of the plays.
func (d Durations) middle(waiting []handout) time.Duration {
	var known []time.Duration
	for _, h := range waiting {
		if took, ok := d[PlayName(h.Entry.ID, h.mode)]; ok {
			known = append(known, took)
		}
	}
	return middle(known)
}

func middle(known []time.Duration) time.Duration {
	if len(known) == 0 {
		return 0
	}
	slices.Sort(known)
	return known[len(known)/2]
}
