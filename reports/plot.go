package reports

import (
	"fmt"
	"math"

	"github.com/certbench/certbench/harness/kpi"
)

// plot is a histogram of samples in the units of its SVG, with a mark for each sample where they are few.
type plot struct {
	Label    string // for those who cannot see it
	Bars     []bar
	Rug      []float64
	Ticks    []tick
	Median   float64
	P95      float64
	P95Text  bool    // there is room to write beside it
	Limit    float64 // 0 when the limit lies to the right of the picture, or when there is none
	LimitFar string  // where it lies to the right
}

type bar struct {
	X, Y, Width, Height float64
	Title               string
}

type tick struct {
	X      float64
	Text   string
	Anchor string // of SVG's text-anchor
}

// The picture: its size, and the area of the bars in it.
const (
	plotWidth  = 640.0
	plotLeft   = 8.0
	plotRight  = 632.0
	plotTop    = 18.0
	plotBottom = 86.0
	plotBins   = 48
	mostMarks  = 300
)

func newPlot(i kpi.Indicator) *plot {
	if i.Statistics == nil {
		return nil
	}
	high := i.Max
	if i.Limit != nil && *i.Limit < 2*high {
		high = max(high, *i.Limit)
	}
	step := niceStep(high * 1.02 / 5)
	high = step * math.Ceil(high*1.02/step)
	x := func(v float64) float64 { return round(plotLeft + (plotRight-plotLeft)*v/high) }
	p := &plot{Median: x(i.Median), P95: x(i.P95),
		Label: fmt.Sprintf("Distribution of %s from %s to %s, median %s.", plural(i.Count, "sample"), timeWord(i.Min), timeWord(i.Max), timeWord(i.Median))}
	p.P95Text = p.P95-p.Median > 60 && p.P95 < plotRight-90
	if i.Limit != nil {
		if *i.Limit <= high {
			p.Limit = x(*i.Limit)
		} else {
			p.LimitFar = fmt.Sprintf("limit %g s →", *i.Limit)
		}
	}
	p.Ticks = ticks(step, high, x)
	p.Bars = bars(i.Values, high)
	if i.Count <= mostMarks {
		for _, v := range i.Values {
			p.Rug = append(p.Rug, x(v))
		}
	}
	return p
}

// ticks label the axis every step seconds, each with its unit.
func ticks(step, high float64, x func(float64) float64) []tick {
	scale, unit := 1.0, "s"
	if inMilliseconds(high) {
		scale, unit = 1000, "ms"
	}
	var all []tick
	for n := 0.0; n*step <= high*1.0001; n++ {
		all = append(all, tick{x(n * step), fmt.Sprintf("%.4g %s", n*step*scale, unit), "middle"})
	}
	all[0].Anchor, all[len(all)-1].Anchor = "start", "end"
	return all
}

func bars(values []float64, high float64) []bar {
	var counts [plotBins]int
	most := 0
	for _, v := range values {
		n := max(min(int(v/high*plotBins), plotBins-1), 0)
		counts[n]++
		most = max(most, counts[n])
	}
	wide := (plotRight - plotLeft) / plotBins
	var all []bar
	for n, c := range counts {
		if c == 0 {
			continue
		}
		tall := max((plotBottom-plotTop)*float64(c)/float64(most), 2)
		all = append(all, bar{X: round(plotLeft + float64(n)*wide + 0.5), Y: round(plotBottom - tall), Width: round(wide - 1), Height: round(tall),
			Title: fmt.Sprintf("%s to %s: %s", timeWord(high*float64(n)/plotBins), timeWord(high*float64(n+1)/plotBins), plural(c, "sample"))})
	}
	return all
}

// niceStep returns 1, 2 or 5 times a power of ten, at least v.
func niceStep(v float64) float64 {
	if v <= 0 {
		return 1
	}
	power := math.Pow(10, math.Floor(math.Log10(v)))
	for _, n := range []float64{1, 2, 5} {
		if n*power >= v {
			return n * power
		}
	}
	return 10 * power
}

func round(v float64) float64 { return math.Round(v*10) / 10 }
