package defects

import (
	"fmt"
	"slices"
	"strings"
)

// Defect is the name of one deliberate fault, in kebab case.
type Defect string

// Set is the faults that a station has. The zero value has none and may be read; it is never changed after it was made.
type Set struct {
	names []Defect   // few, each once
	asked *Questions // nil where nobody wants to know what is asked
	shown *Questions // nil where nobody wants to know which of names come into play
}

// Of makes a set. A name that is no defect is a mistake of the program and panics; use Parse for what people write.
func Of(names ...Defect) Set {
	var s Set
	for _, name := range names {
		if !known(name) {
			panic(fmt.Sprintf("%q is no defect", name))
		}
		if !slices.Contains(s.names, name) {
			s.names = append(s.names, name)
		}
	}
	return s
}

// UnknownError is of a name that is no defect.
type UnknownError struct{ Name Defect }

func (e *UnknownError) Error() string { return fmt.Sprintf("%q is no defect of the station", e.Name) }

// Parse reads names separated by commas; blanks around them and an empty text are allowed. Its errors are UnknownErrors.
func Parse(csv string) (Set, error) {
	var names []Defect
	for _, field := range strings.Split(csv, ",") {
		name := Defect(strings.TrimSpace(field))
		switch {
		case name == "":
		case known(name):
			names = append(names, name)
		default:
			return Set{}, &UnknownError{name}
		}
	}
	return Of(names...), nil
}

// Noted is the same set; what it is asked from now on is remembered in q.
func (s Set) Noted(q *Questions) Set { return Set{names: s.names, asked: q} }

// Shown is the same set; which of its faults are asked about from now on, and so come into play, is remembered in q. Of several at one
// place in the firmware that may only be the first.
func (s Set) Shown(q *Questions) Set { return Set{names: s.names, shown: q} }

// Has tells whether the station has the fault. It is the only way in which a station may learn of its faults, so that
// one which it does not ask about changes nothing (see Questions).
func (s Set) Has(name Defect) bool {
	if s.asked != nil {
		s.asked.note(name)
	}
	has := slices.Contains(s.names, name)
	if has && s.shown != nil {
		s.shown.note(name)
	}
	return has
}

// Idle tells that to ask for the fault would change nothing: the station has it not, and nobody notes what it is asked. It
// spares a station the work of finding out whether it may ask.
func (s Set) Idle(name Defect) bool { return s.asked == nil && !slices.Contains(s.names, name) }

// AllIdle tells that each of some faults is Idle.
func (s Set) AllIdle(some []Defect) bool {
	if s.asked != nil {
		return len(some) == 0
	}
	for _, name := range s.names {
		if slices.Contains(some, name) {
			return false
		}
	}
	return true
}

// String lists the names in the order of All, separated by commas, as Parse reads them.
func (s Set) String() string {
	var names []string
	for _, info := range all {
		if slices.Contains(s.names, info.Name) {
			names = append(names, string(info.Name))
		}
	}
	return strings.Join(names, ",")
}

func known(name Defect) bool {
	return slices.ContainsFunc(all, func(info Info) bool { return info.Name == name })
}
