package kpi

import (
	"math"
	"slices"
)

// Statistics describe samples. All are exact, from the sorted samples: no histogram rounds them.
type Statistics struct {
	Min     float64 `json:"min"`
	Max     float64 `json:"max"`
	Average float64 `json:"average"`
	Median  float64 `json:"median"` // the mean of the two in the middle where their number is even
	P95     float64 `json:"p95"`    // nearest rank: the smallest sample that 95 % of all do not exceed
}

// statistics sorts the values of samples and describes them; nil for none.
func statistics(sorted []float64) *Statistics {
	slices.Sort(sorted)
	n := len(sorted)
	if n == 0 {
		return nil
	}
	var total float64 // in nanoseconds, which are whole numbers: their sum does not depend on the order
	for _, v := range sorted {
		total += math.Round(v * 1e9)
	}
	s := &Statistics{Min: sorted[0], Max: sorted[n-1], Median: sorted[n/2]}
	if n%2 == 0 {
		s.Median = (sorted[n/2-1] + sorted[n/2]) / 2
	}
	s.P95 = sorted[(95*n+99)/100-1]
	// Rounding must not put the average outside of what was measured.
	s.Average = math.Min(math.Max(total/float64(n)/1e9, s.Min), s.Max)
	return s
}
