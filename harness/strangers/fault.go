package strangers

import (
	"fmt"
	"slices"
	"strings"
)

// Fault is one thing that a station does otherwise, shown on the wire.
type Fault struct {
	Name       string   // lower case words with hyphens; never given to another
	Sentence   string   // what the station does, for the reader of a table
	Cases      []string // on which it is played: "TC_E_03_CS", "TC_E_06_CS/remote", "TC_B_20_CS@full"
	Conformant bool     // a station may do so: its cases pass
	New        func() Patch
}

// Patch does to a message what its fault is about. It is called for every message of both sides.
type Patch func(*Message)

var faults []Fault

// register adds a fault. A fault that cannot be named or played is a mistake in this package.
func register(f Fault) Fault {
	switch {
	case f.Name == "" || f.Sentence == "" || f.New == nil || len(f.Cases) == 0:
		panic(fmt.Sprintf("strangers: the fault %q needs a name, a sentence, cases and a patch", f.Name))
	case slices.ContainsFunc(faults, func(o Fault) bool { return o.Name == f.Name }):
		panic(fmt.Sprintf("strangers: there are two faults %q", f.Name))
	}
	faults = append(faults, f)
	return f
}

// Faults lists the faults on the wire, by name.
func Faults() []Fault {
	return slices.SortedFunc(slices.Values(faults), func(a, b Fault) int { return strings.Compare(a.Name, b.Name) })
}
