package main

import (
	"cmp"
	"fmt"

	"github.com/certbench/certbench/harness/bench"
	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/suites"
)

// sideBySide refuses a --parallel that the bench files do not go with: each of them is one station. asked tells whether
// it was given at all.
func (o *runOptions) sideBySide(asked bool) error {
	n := len(o.benches)
	switch {
	case o.parallel < 1:
		return fmt.Errorf("--parallel cannot be %d; write how many stations are played side by side, 1 or more", o.parallel)
	case !asked || n == 0 || n == o.parallel:
		return nil
	}
	named := "the one bench file"
	if n > 1 {
		named = fmt.Sprintf("the %d bench files", n)
	}
	return fmt.Errorf("--parallel %d does not go with %s that --bench names, for each is one station; name one for every station, and leave --parallel away", o.parallel, named)
}

// multiply makes the default bench as many as are played side by side, though no more than there are cases to play, and
// gives every bench what its file leaves open.
func (o *runOptions) multiply(benches []*bench.File, plan []suites.Item) []*bench.File {
	if len(o.benches) == 0 {
		toPlay := 0
		for _, item := range plan {
			if item.Verdict == "" {
				toPlay++
			}
		}
		benches = benches[0].Copies(min(o.parallel, toPlay))
	}
	for _, file := range benches {
		file.Prepare()
	}
	return benches
}

// introduced is a station that has told who it is.
type introduced struct {
	bench   string
	station evidence.Station
}

// oneProduct says how stations differ that must be of one product: what a run tells has to be true of all of them. What a
// station has not told is no difference.
func oneProduct(stations []introduced) error {
	for i, s := range stations {
		for _, other := range stations[:i] {
			if differ(s.station.Vendor, other.station.Vendor) || differ(s.station.Model, other.station.Model) || differ(s.station.Firmware, other.station.Firmware) {
				return fmt.Errorf("the stations are not of one product: bench %s has a %s, bench %s a %s; play them in runs of their own",
					other.bench, product(other.station), s.bench, product(s.station))
			}
		}
	}
	return nil
}

func differ(a, b string) bool { return a != "" && b != "" && a != b }

func product(s evidence.Station) string {
	return fmt.Sprintf("%s %s with firmware %q", cmp.Or(s.Vendor, "(unknown vendor)"), cmp.Or(s.Model, "(unknown model)"), s.Firmware)
}
