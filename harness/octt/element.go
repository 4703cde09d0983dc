package octt

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/certbench/certbench/harness/octt/values"
)

// Element requires the list at the path to hold exactly one element that fits all of which, wherever it stands, and
// judges that element: the document's "(in arbitrary order)". The paths of which and of the requirements begin at the
// element.
func Element(list string, which []Requirement, requirements ...Requirement) Requirement {
	return judges(list, &element{which: which, requirements: requirements})
}

// FirstElement is Element where several may fit, of which the first is judged: what has happened once more after it.
func FirstElement(list string, which []Requirement, requirements ...Requirement) Requirement {
	return judges(list, &element{which: which, requirements: requirements, first: true})
}

func judges(list string, e *element) Requirement {
	return Requirement{path: list, words: "a list with " + e.words(), element: e, holds: func(actual any) bool { return e.find(actual) >= 0 }}
}

// Elements requires the list at the path to have n elements.
func Elements(list string, n int) Requirement {
	return Must(list, Satisfying(fmt.Sprintf("a list of %d", n), func(actual any) bool {
		elements, ok := actual.([]any)
		return ok && len(elements) == n
	}))
}

type element struct {
	which, requirements []Requirement
	first               bool // several may fit
}

func (e *element) words() string {
	words := make([]string, len(e.which))
	for i, r := range e.which {
		words[i] = r.path + " " + cmp.Or(r.token, r.words)
	}
	number := "exactly one element with "
	if e.first {
		number = "an element with "
	}
	return number + strings.Join(words, " and ")
}

// find returns the index of the one element that fits, or of the first; -1 when none does, or several where one has to.
func (e *element) find(list any) int {
	found := -1
	elements, _ := list.([]any)
	for i, value := range elements {
		if !e.fits(value) {
			continue
		}
		if e.first {
			return i
		}
		if found >= 0 {
			return -1
		}
		found = i
	}
	return found
}

func (e *element) fits(value any) bool {
	for _, r := range e.which {
		if !r.holds(values.Walk(value, r.path)) {
			return false
		}
	}
	return true
}

// at is the requirements on the element with the given index, with their paths as they stand in the message.
func (e *element) at(list string, i int) []Requirement {
	out := make([]Requirement, len(e.requirements))
	for n, r := range e.requirements {
		r.path = fmt.Sprintf("%s[%d].%s", list, i, r.path)
		out[n] = r
	}
	return out
}

// spread puts behind every requirement on a list the requirements on the element that it found.
func spread(requirements []Requirement, document any) []Requirement {
	if !slices.ContainsFunc(requirements, func(r Requirement) bool { return r.element != nil }) {
		return requirements
	}
	var out []Requirement
	for _, r := range requirements {
		out = append(out, r)
		if r.element == nil {
			continue
		}
		if i := r.element.find(values.Walk(document, r.path)); i >= 0 {
			out = append(out, spread(r.element.at(r.path, i), document)...)
		}
	}
	return out
}
