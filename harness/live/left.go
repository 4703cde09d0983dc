package live

import (
	"cmp"
	"slices"
	"time"

	"github.com/certbench/certbench/harness/evidence"
)

// Durations are how long plays took before, by the name of the play as --cases writes it: TC_E_03_CS, TC_E_06_CS/remote.
type Durations map[string]time.Duration

// ended is a play that has ended.
type ended struct {
	name    string
	took    time.Duration
	verdict evidence.Verdict
}

// FewPlays is how many plays have to end before the time left can be told from how long they took.
const FewPlays = 10

// Left is the time that the run takes from a moment on; sure is false as long as too little has been played to tell.
//
// What is left is played as fast, or as slow, as this run has been so far beside the earlier one; a play of which nothing is known takes what the
// others take. Several benches share the plays, the longest first.
func (s *State) Left(now time.Time, before Durations) (left time.Duration, sure bool) {
	if s.Finished != nil || len(s.Benches) == 0 {
		return 0, s.Finished != nil
	}
	pace, usual, plays := s.pace(before)
	if plays == 0 && len(before) == 0 {
		return 0, false
	}
	expected := func(name string) time.Duration {
		if d, known := before[name]; known {
			return time.Duration(float64(d) * pace)
		}
		return usual
	}
	free := s.busy(now, expected)
	for _, d := range s.waiting(expected) {
		slices.Sort(free)
		free[0] += d
	}
	return slices.Max(free), plays >= FewPlays
}

// pace is by how much plays of this run take longer than before, how long one takes of which nothing is known, and how many plays
// that is told from.
func (s *State) pace(before Durations) (pace float64, usual time.Duration, plays int) {
	var took, known, then, all time.Duration
	for _, e := range s.ended {
		if e.verdict == evidence.NotRun || e.verdict == evidence.NotApplicable {
			continue
		}
		plays++
		took += e.took
		if d, ok := before[e.name]; ok {
			known, then = known+e.took, then+d
		}
	}
	pace = 1
	if then > 0 {
		pace = float64(known) / float64(then)
	}
	if plays > 0 {
		return pace, took / time.Duration(plays), plays
	}
	for _, d := range before {
		all += d
	}
	if len(before) > 0 {
		usual = all / time.Duration(len(before))
	}
	return pace, usual, 0
}

// busy is how long each bench that plays goes on with what it plays. One that has not begun is free.
func (s *State) busy(now time.Time, expected func(string) time.Duration) []time.Duration {
	var free []time.Duration
	for _, b := range s.Benches {
		d := time.Duration(0)
		if p := b.Play; p != nil && p.End == nil {
			d = max(0, expected(evidence.PlayName(p.Begin.ID, p.Begin.Mode))-now.Sub(p.Began))
		}
		free = append(free, d)
	}
	return free
}

// waiting is how long the plays take that have not begun, the longest first.
func (s *State) waiting(expected func(string) time.Duration) []time.Duration {
	var all []time.Duration
	for _, c := range s.Cases {
		if !c.ToPlay() {
			continue
		}
		modes := c.Modes
		if len(modes) == 0 {
			modes = []string{""}
		}
		for _, mode := range modes {
			if !slices.ContainsFunc(c.Plays, func(p Played) bool { return p.Mode == mode }) {
				all = append(all, expected(evidence.PlayName(c.ID, mode)))
			}
		}
	}
	slices.SortFunc(all, func(a, b time.Duration) int { return cmp.Compare(b, a) })
	return all
}
