package kpi

import (
	"sort"
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

// Indicator is one performance indicator with what it was computed from.
type Indicator struct {
	ID         ID       `json:"id"`
	Name       string   `json:"name"`       // as on the certificate
	Definition string   `json:"definition"` // what is measured, in our words
	Qualified  string   `json:"qualified"`  // which samples count, in our words
	Unit       string   `json:"unit"`
	Limit      *float64 `json:"limit,omitempty"`

	Count   int       `json:"count"`   // of the samples that count, all of one clock
	Values  []float64 `json:"-"`       // all of them, in seconds, from the shortest to the longest
	Samples []Sample  `json:"samples"` // of them, the longest, in the order of the evidence: at most Most

	NotCounted int        `json:"notCounted"` // requests that made no sample that counts
	Excluded   []Excluded `json:"excluded"`   // of them, the first, each with its reason: at most Most
	*Statistics
	NotMeasurable string `json:"notMeasurable,omitempty"` // why there are no statistics
}

// Most is how many samples of an indicator, and how many requests that made none, are kept with all that is known of them. The
// statistics are those of all.
const Most = 300

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

// Exceeded returns the samples above the limit, of those that are kept.
func (i Indicator) Exceeded() []Sample {
	var over []Sample
	for _, s := range i.Samples {
		if i.Limit != nil && s.Value > *i.Limit {
			over = append(over, s)
		}
	}
	return over
}

// Above returns how many samples are above the limit.
func (i Indicator) Above() int {
	if i.Limit == nil {
		return 0
	}
	return len(i.Values) - sort.Search(len(i.Values), func(n int) bool { return i.Values[n] > *i.Limit })
}

// Clock is who stamped the ends of the samples; empty without samples.
func (i Indicator) Clock() evidence.Clock {
	if len(i.Samples) == 0 {
		return ""
	}
	return i.Samples[0].Clock
}

// why says why there are no statistics.
func (i Indicator) why(reasons map[string]bool) string {
	switch excluded := i.Excluded; {
	case len(excluded) == 0:
		return "The run holds no such request."
	case i.NotCounted == 1:
		return "The only such request does not count: " + excluded[0].Reason + "."
	case len(reasons) > 1:
		return "None of the requests counts; each has its reason."
	}
	return "None of the requests counts: " + i.Excluded[0].Reason + "."
}
