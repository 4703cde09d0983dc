package reports

import (
	"fmt"
	"math"

	"github.com/certbench/certbench/harness/kpi"
)

// strips are the samples of two runs, one above the other on one axis.
type strips struct {
	Label string // for those who cannot see it
	Both  [2]strip
	Ticks []tick
	Limit float64 // where the vendor's limit is; 0 where it lies to the right, or where there is none
}

// strip is the samples of one run. Its tallest bar is as tall as that of the other, so that runs of different lengths compare.
type strip struct {
	Name        string
	Base        float64 // y of its base line
	Top         float64
	Bars        []bar
	Median, P95 float64
	Measured    bool
}

// The picture of two strips: each this high, with this much below.
const (
	stripTall   = 44.0
	stripFirst  = 58.0
	stripSecond = 122.0
)

// newStrips draws both runs; nil where neither has measured anything.
func newStrips(before, after kpi.Indicator) *strips {
	high := 0.0
	for _, i := range []kpi.Indicator{before, after} {
		if i.Statistics != nil {
			high = max(high, i.Max)
		}
	}
	if high == 0 {
		return nil
	}
	limit := after.Limit
	if limit != nil && *limit < 2*high {
		high = max(high, *limit)
	}
	step := niceStep(high * 1.02 / 5)
	high = step * math.Ceil(high*1.02/step)
	x := func(v float64) float64 { return round(plotLeft + (plotRight-plotLeft)*v/high) }
	s := &strips{Ticks: ticks(step, high, x), Label: "Distribution before: " + inWords(before) + "; after: " + inWords(after) + "."}
	if limit != nil && *limit <= high {
		s.Limit = x(*limit)
	}
	for n, of := range []kpi.Indicator{before, after} {
		one := strip{Name: []string{"before", "after"}[n], Base: []float64{stripFirst, stripSecond}[n]}
		one.Top = one.Base - stripTall
		if of.Statistics != nil {
			one.Measured, one.Median, one.P95 = true, x(of.Median), x(of.P95)
			for _, b := range bars(of.Values, high) {
				b.Height = max(b.Height*stripTall/(plotBottom-plotTop), 1.5)
				b.Y, b.Height = round(one.Base-b.Height), round(b.Height)
				one.Bars = append(one.Bars, b)
			}
		}
		s.Both[n] = one
	}
	return s
}

func inWords(i kpi.Indicator) string {
	if i.Statistics == nil {
		return "not measurable"
	}
	return fmt.Sprintf("%s from %s to %s, median %s", plural(i.Count, "sample"), timeWord(i.Min), timeWord(i.Max), timeWord(i.Median))
}
