package strangers

import (
	"fmt"
	"slices"
)

// Immature is a station as vendors bring them before certification: the reference one with one deviation, on which a whole
// plan is played.
type Immature struct {
	Name     string
	Sentence string // what the station does
	// Shows is where the deviation must be found in a run on it, each by a regular expression over the lines of the
	// self-test's table. Empty for what a conformant station may do: all its cases pass, and nothing is found.
	Shows []string
	// About is what all that is found in a run on it must be about: a regular expression over the sentences.
	About string

	// Chance says why what a run on it finds is not the same each time, empty where it is.
	Chance string

	New    func() Patch // what is otherwise on the wire, may be nil
	Person bool         // cards and cables are in the hands of a person
}

var immature []Immature

func bring(s Immature) Immature {
	if s.Name == "" || s.Sentence == "" || slices.ContainsFunc(immature, func(o Immature) bool { return o.Name == s.Name }) {
		panic(fmt.Sprintf("strangers: the station %q needs a name of its own and a sentence", s.Name))
	}
	if (len(s.Shows) == 0) != (s.About == "") {
		panic(fmt.Sprintf("strangers: the station %s must say both where its deviation shows and what it is about, or neither", s.Name))
	}
	immature = append(immature, s)
	return s
}

// Stations lists the immature stations in the order in which tables show them.
func Stations() []Immature { return slices.Clone(immature) }
