package main

import (
	"cmp"
	"fmt"
	"slices"

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
		for i, profile := range o.profiles(len(benches), plan) {
			benches[i].Security.Profile = profile
		}
	}
	for _, file := range benches {
		file.Prepare()
	}
	return benches
}

// profiles are the security profiles of so many reference stations, so that between them they play what can be played of a plan:
// the last two are in 2 and in 3. Of two, the second is in 3, for what is played in 2 is also played in 1 or in 3. A station alone
// is in 1, or where nothing of the plan is played there, in the first in which something is.
func (o *runOptions) profiles(stations int, plan []suites.Item) []int {
	all := slices.Repeat([]int{1}, stations)
	switch {
	case o.profile != 0:
		return slices.Repeat([]int{o.profile}, stations)
	case stations > 2:
		all[stations-2] = 2
		fallthrough
	case stations == 2:
		all[stations-1] = 3
	case stations == 1:
		for !slices.ContainsFunc(plan, func(i suites.Item) bool { return i.Verdict == "" && i.Case.PlaysIn(all[0]) == nil }) && all[0] < 3 {
			all[0]++
		}
	}
	return all
}

// rightProfile refuses a --security-profile that there is not, or that the bench files say themselves.
func (o *runOptions) rightProfile(asked bool) error {
	switch {
	case !asked:
		return nil
	case o.profile < 1 || o.profile > 3:
		return fmt.Errorf("--security-profile cannot be %d; write 1 (HTTP Basic authentication without TLS), 2 (with TLS) or 3 (TLS with a certificate of the station)", o.profile)
	case len(o.benches) > 0:
		return fmt.Errorf("--security-profile does not go with a bench file, which says that itself; write security: {profile: %d} into %s", o.profile, o.benches[0])
	}
	return nil
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
