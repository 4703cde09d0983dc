package kpi

import (
	"cmp"
	"slices"
	"time"

	"github.com/certbench/certbench/harness/evidence"
)

// ID names an indicator, as a PICS file does in its limits.
type ID string

// The indicators in the order of the certificate.
const (
	Response    ID = "response"
	Triggered   ID = "triggered"
	RemoteStart ID = "remoteStart"
	RemoteStop  ID = "remoteStop"
)

// Unit is the unit of every value in this package.
const Unit = "seconds"

// Limits are the maximum values that the vendor declares. An indicator without one is measured and not judged.
type Limits map[ID]time.Duration

// Indicator is one performance indicator with everything it was computed from.
type Indicator struct {
	ID         ID         `json:"id"`
	Name       string     `json:"name"`       // as on the certificate
	Definition string     `json:"definition"` // what is measured, in our words
	Qualified  string     `json:"qualified"`  // which samples count, in our words
	Unit       string     `json:"unit"`
	Limit      *float64   `json:"limit,omitempty"`
	Samples    []Sample   `json:"samples"`  // those that count, all of one clock, in the order of the evidence
	Excluded   []Excluded `json:"excluded"` // the others, each with its reason
	*Statistics
	NotMeasurable string `json:"notMeasurable,omitempty"` // why there are no statistics
}

// Sample is one measured time.
type Sample struct {
	Value float64 `json:"value"` // seconds
	From  int64   `json:"from"`  // Seq of the frame where the time begins
	To    int64   `json:"to"`    // Seq of the frame where it ends
	Case  string  `json:"case,omitempty"`
	Play  int     `json:"play,omitempty"`
	What  string  `json:"what"`

	// Clock stamped the frame where the time ends: the kernel's stamp is the arrival's, the process's is late by as long as
	// the process was busy. Where the time begins, the bench itself writes, and says when.
	Clock evidence.Clock `json:"clock"`
}

// Excluded is a request that made no sample. To is 0 where nothing came of it.
type Excluded struct {
	From   int64  `json:"from"`
	To     int64  `json:"to,omitempty"`
	Case   string `json:"case,omitempty"`
	Play   int    `json:"play,omitempty"`
	What   string `json:"what"`
	Reason string `json:"reason"`
}

// Exceeded returns the samples above the limit.
func (i Indicator) Exceeded() []Sample {
	var over []Sample
	for _, s := range i.Samples {
		if i.Limit != nil && s.Value > *i.Limit {
			over = append(over, s)
		}
	}
	return over
}

// Compute measures the four indicators. It depends on nothing but its arguments. Several benches are measured each by
// itself: message ids, transactions and acts of one station mean nothing to another.
func Compute(records []evidence.Record, limits Limits) []Indicator {
	all := index(nil).indicators()
	for _, of := range byBench(records) {
		join(all, index(of).indicators())
	}
	for n := range all {
		i := &all[n]
		i.Unit = Unit
		if limit, ok := limits[i.ID]; ok {
			seconds := limit.Seconds()
			i.Limit = &seconds
		}
		i.ofOneClock()
		i.Statistics = statistics(i.Samples)
		if i.Statistics == nil {
			i.NotMeasurable = why(i.Excluded)
		}
	}
	return all
}

// ofOneClock leaves out what the process has stamped where the kernel has stamped other samples: the certificate's tables
// hold times that can be compared.
func (i *Indicator) ofOneClock() {
	kernel := func(s Sample) bool { return s.Clock == evidence.KernelClock }
	if !slices.ContainsFunc(i.Samples, kernel) {
		return
	}
	for _, s := range i.Samples {
		if !kernel(s) {
			i.Excluded = append(i.Excluded, Excluded{From: s.From, To: s.To, Case: s.Case, Play: s.Play, What: s.What,
				Reason: "its end was stamped by the process, and the other samples by the kernel"})
		}
	}
	i.Samples = slices.DeleteFunc(i.Samples, func(s Sample) bool { return !kernel(s) })
	slices.SortStableFunc(i.Excluded, func(a, b Excluded) int { return cmp.Compare(a.From, b.From) })
}

// Clock is who stamped the ends of the samples; empty without samples.
func (i Indicator) Clock() evidence.Clock {
	if len(i.Samples) == 0 {
		return ""
	}
	return i.Samples[0].Clock
}

func (w *wire) indicators() []Indicator {
	return []Indicator{w.response(), w.triggered(), w.remoteStart(), w.remoteStop()}
}

// byBench parts the records of the benches, each in the order of the evidence.
func byBench(records []evidence.Record) map[string][]evidence.Record {
	parts := map[string][]evidence.Record{}
	for _, rec := range records {
		parts[rec.Bench] = append(parts[rec.Bench], rec)
	}
	return parts
}

// join adds what was measured on another bench. All is kept in the order of the evidence.
func join(all, more []Indicator) {
	for n := range all {
		i := &all[n]
		i.Samples = append(i.Samples, more[n].Samples...)
		i.Excluded = append(i.Excluded, more[n].Excluded...)
		slices.SortStableFunc(i.Samples, func(a, b Sample) int { return cmp.Compare(a.From, b.From) })
		slices.SortStableFunc(i.Excluded, func(a, b Excluded) int { return cmp.Compare(a.From, b.From) })
	}
}

func why(excluded []Excluded) string {
	switch len(excluded) {
	case 0:
		return "The run holds no such request."
	case 1:
		return "The only such request does not count: " + excluded[0].Reason + "."
	}
	for _, e := range excluded[1:] {
		if e.Reason != excluded[0].Reason {
			return "None of the requests counts; each has its reason."
		}
	}
	return "None of the requests counts: " + excluded[0].Reason + "."
}
