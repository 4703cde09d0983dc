package octt

import (
	"cmp"
	"maps"
	"slices"
)

// keepNewest lets go of all but the newest of what a run of days comes upon, by a number that grows with each.
func keepNewest[K comparable, V any](all map[K]V, most int, number func(V) int64) {
	if len(all) <= most {
		return
	}
	newest := slices.SortedFunc(maps.Keys(all), func(a, b K) int { return cmp.Compare(number(all[b]), number(all[a])) })
	for _, key := range newest[most:] {
		delete(all, key)
	}
}
