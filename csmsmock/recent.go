package csmsmock

import (
	"slices"

	"github.com/certbench/certbench/harness/seen"
)

// recent remembers something of each of the newest max texts, by their marks.
type recent[V any] struct {
	max    int
	marks  []uint64 // a ring once it is max long, and the same of values
	values []V
	oldest int
}

func newRecent[V any](max int) *recent[V] { return &recent[V]{max: max} }

func (r *recent[V]) get(text string) (v V, known bool) {
	if at := slices.Index(r.marks, seen.Mark(text)); at >= 0 {
		return r.values[at], true
	}
	return v, false
}

func (r *recent[V]) set(text string, value V) {
	of := seen.Mark(text)
	at := slices.Index(r.marks, of)
	switch {
	case at >= 0:
		r.values[at] = value
	case len(r.marks) < r.max:
		r.marks, r.values = append(r.marks, of), append(r.values, value)
	default:
		r.marks[r.oldest], r.values[r.oldest] = of, value
		r.oldest = (r.oldest + 1) % r.max
	}
}
