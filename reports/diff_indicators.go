package reports

import (
	"fmt"
	"slices"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/kpi"
)

// IndicatorChange is one performance indicator in both runs; nil where it was not measurable.
type IndicatorChange struct {
	ID         kpi.ID         `json:"id"`
	Name       string         `json:"name"`
	Unit       string         `json:"unit"`
	Before     *Measured      `json:"before,omitempty"`
	After      *Measured      `json:"after,omitempty"`
	Comparison kpi.Comparison `json:"comparison"` // whether they differ by more than the noise

	was, is kpi.Indicator // for the picture
}

// Measured is what a run measured of an indicator.
type Measured struct {
	Count int            `json:"count"`           // of the samples that count
	Clock evidence.Clock `json:"clock"`           // who stamped their ends
	Limit *float64       `json:"limit,omitempty"` // that the vendor declares
	Above int            `json:"above"`           // samples above it
	kpi.Statistics
}

// indicatorChanges compares the indicators that one of the runs has measured.
func indicatorChanges(from, to *Source) []IndicatorChange {
	all := []IndicatorChange{}
	for _, was := range from.Indicators {
		at := slices.IndexFunc(to.Indicators, func(i kpi.Indicator) bool { return i.ID == was.ID })
		if at < 0 {
			continue
		}
		is := to.Indicators[at]
		if was.Statistics != nil || is.Statistics != nil {
			all = append(all, IndicatorChange{ID: was.ID, Name: was.Name, Unit: kpi.Unit, Before: measuredOf(was), After: measuredOf(is), Comparison: kpi.Compare(was, is), was: was, is: is})
		}
	}
	return all
}

func measuredOf(i kpi.Indicator) *Measured {
	if i.Statistics == nil {
		return nil
	}
	return &Measured{i.Count, i.Clock(), i.Limit, i.Above(), *i.Statistics}
}

// Words say in a sentence whether the later run differs by more than the noise, and how much.
func (c IndicatorChange) Words() string {
	switch d := c.Comparison; d.Difference {
	case kpi.Longer, kpi.Shorter:
		return fmt.Sprintf("%s than the noise explains: the median has moved by %s, and a later sample is the longer one in %.0f %% of all pairs (%s).",
			upper(string(d.Difference)), signed(*d.Shift), 100**d.Longer, chance(*d.P))
	case kpi.Noise:
		return fmt.Sprintf("No more than noise: a later sample is the longer one in %.0f %% of all pairs (%s).", 100**d.Longer, chance(*d.P))
	case kpi.TooFew:
		return fmt.Sprintf("Too few samples to tell: %d and %d, at least %d of each are compared.", c.Before.Count, c.After.Count, kpi.FewestCompared)
	}
	if c.Before != nil && c.After != nil && c.Before.Clock != c.After.Clock {
		return fmt.Sprintf("Not compared: the %s stamped the answers before, and the %s does now.", clockWord(c.Before.Clock), clockWord(c.After.Clock))
	}
	return "Not compared: measured in one of the runs only."
}

func clockWord(c evidence.Clock) string {
	if c == evidence.KernelClock {
		return "kernel"
	}
	return "bench process"
}

// signed is a time with its sign.
func signed(seconds float64) string {
	if seconds < 0 {
		return "−" + timeWord(-seconds)
	}
	return "+" + timeWord(seconds)
}

// chance is the probability of a difference by chance alone.
func chance(p float64) string {
	if p < 0.001 {
		return "p < 0.001"
	}
	return fmt.Sprintf("p = %.3f", p)
}
