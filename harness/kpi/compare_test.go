package kpi

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/certbench/certbench/harness/evidence"
)

// measured is an indicator of so many samples around a time, by a clock.
func measured(n int, around float64, clock evidence.Clock, seed uint64) Indicator {
	random := rand.New(rand.NewPCG(seed, 1))
	var i Indicator
	for range n {
		v := around * (0.5 + random.ExpFloat64())
		i.Values = append(i.Values, v)
		i.Samples = append(i.Samples, Sample{Value: v, Clock: clock})
	}
	slices.Sort(i.Values)
	i.Statistics, i.Count = statistics(i.Values), n
	return i
}

func TestADifferenceIsToldFromNoise(t *testing.T) {
	const kernel, process = evidence.KernelClock, evidence.ProcessClock
	equal := Indicator{Values: slices.Repeat([]float64{0.2}, 20), Samples: []Sample{{Clock: kernel}}, Statistics: statistics(slices.Repeat([]float64{0.2}, 20))}
	for name, c := range map[string]struct {
		before, after Indicator
		want          Difference
	}{
		"twice as long":     {measured(60, 0.2, kernel, 1), measured(60, 0.4, kernel, 2), Longer},
		"half as long":      {measured(60, 0.4, kernel, 1), measured(60, 0.2, kernel, 2), Shorter},
		"alike":             {measured(60, 0.2, kernel, 1), measured(60, 0.2, kernel, 2), Noise},
		"all equal":         {equal, equal, Noise},
		"too few before":    {measured(7, 0.2, kernel, 1), measured(60, 0.4, kernel, 2), TooFew},
		"just enough":       {measured(8, 0.2, kernel, 1), measured(8, 2, kernel, 2), Longer},
		"by another clock":  {measured(60, 0.2, kernel, 1), measured(60, 0.4, process, 2), Unlike},
		"none to measure":   {measured(60, 0.2, kernel, 1), Indicator{}, Unlike},
		"much to little":    {measured(5000, 0.2, kernel, 1), measured(20, 0.2, kernel, 2), Noise},
		"a thousandth more": {measured(60, 0.2, kernel, 1), measured(60, 0.2002, kernel, 1), Noise},
	} {
		got := Compare(c.before, c.after)
		if got.Difference != c.want {
			t.Errorf("%s: expected %s, got %s", name, c.want, got.Difference)
		}
		if compared := c.want == Longer || c.want == Shorter || c.want == Noise; compared != (got.P != nil && got.Longer != nil && got.Shift != nil) {
			t.Errorf("%s: expected p and effect where something was compared, got %+v", name, got)
		}
		if got.P != nil && (*got.P < 0 || *got.P > 1 || *got.Longer < 0 || *got.Longer > 1) {
			t.Errorf("%s: p and the share of pairs are none: %v, %v", name, *got.P, *got.Longer)
		}
	}
}

// Of runs that do not differ, no more are called different than the test promises.
func TestNoiseIsSeldomCalledADifference(t *testing.T) {
	wrong := 0
	const pairs = 1000
	for seed := range uint64(pairs) {
		if c := Compare(measured(30, 0.2, evidence.KernelClock, 2*seed), measured(40, 0.2, evidence.KernelClock, 2*seed+1)); c.Difference != Noise {
			wrong++
		}
	}
	if most := 2 * Significant * pairs; float64(wrong) > most {
		t.Errorf("%d of %d pairs of runs that do not differ are called different, want about %g", wrong, pairs, Significant*pairs)
	}
}
