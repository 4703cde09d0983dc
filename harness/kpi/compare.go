package kpi

import (
	"errors"

	"github.com/aclements/go-moremath/stats"
)

// Difference is what two runs say of an indicator together.
type Difference string

// The differences.
const (
	Longer  Difference = "longer"  // the later run took longer, by more than the noise
	Shorter Difference = "shorter" // it took less, by more than the noise
	Noise   Difference = "noise"   // what differs may be chance
	TooFew  Difference = "too few" // one of the runs has fewer samples than FewestCompared
	Unlike  Difference = "unlike"  // they cannot be compared: other clocks, or one is not measurable
)

// FewestCompared is how many samples of each run are compared at least: of fewer, no difference would be told from chance.
const FewestCompared = 8

// Significant is the probability of a difference by chance alone below which it is called one. Four indicators are compared at a time, so
// that it is stricter than the usual 0.05.
const Significant = 0.01

// Comparison says whether the samples of two runs differ by more than the noise. It is the two-sided test of Mann and Whitney (Annals of
// Mathematical Statistics 18, 1947) on all samples that count: it asks whether those of one run tend to be longer, and assumes nothing of
// how they are distributed.
type Comparison struct {
	Difference Difference `json:"difference"`
	P          *float64   `json:"p,omitempty"`      // probability of such a difference by chance; absent where nothing was compared
	Longer     *float64   `json:"longer,omitempty"` // effect: the share of pairs in which the later run's sample is the longer, ties half; 0.5 is none
	Shift      *float64   `json:"shift,omitempty"`  // effect: how far the median has moved, in seconds; above zero, it is longer
}

// Compare holds the samples of an earlier run against those of a later one.
func Compare(before, after Indicator) Comparison {
	switch n, m := len(before.Values), len(after.Values); {
	case n == 0 || m == 0 || before.Clock() != after.Clock():
		return Comparison{Difference: Unlike}
	case n < FewestCompared || m < FewestCompared:
		return Comparison{Difference: TooFew}
	}
	p, longer := 1.0, 0.5 // where all samples are equal
	result, err := stats.MannWhitneyUTest(before.Values, after.Values, stats.LocationDiffers)
	if err == nil {
		p, longer = min(result.P, 1), 1-result.U/float64(result.N1*result.N2)
	} else if !errors.Is(err, stats.ErrSamplesEqual) {
		return Comparison{Difference: Unlike}
	}
	shift := after.Median - before.Median
	c := Comparison{Difference: Noise, P: &p, Longer: &longer, Shift: &shift}
	if p < Significant {
		if c.Difference = Longer; longer < 0.5 {
			c.Difference = Shorter
		}
	}
	return c
}
