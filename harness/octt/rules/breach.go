package rules

import (
	"cmp"
	"slices"
	"strings"

	"github.com/certbench/certbench/harness/evidence"
)

// Breach is a broken rule of a transaction, with the frame that shows it.
type Breach struct {
	Requirement, Expected, Actual string
	Seq                           int64
	Verdict                       evidence.Verdict // empty for that of the station's fault
	IDs                           []string         // of part 2
	Clause                        string           // the document and section that say so
	Hole                          bool             // a message that is still to come may fill it
	from, to                      int              // the seqNo behind which the hole is, and before which
	field                         string           // that it is about, where it is about one
}

// Sorted puts breaches into the order of the frames that show them.
func Sorted(broken []Breach) []Breach {
	slices.SortFunc(broken, func(a, b Breach) int {
		return cmp.Or(cmp.Compare(a.Seq, b.Seq), cmp.Compare(a.Requirement, b.Requirement))
	})
	return broken
}

// stands tells whether a row has found the breach already: on the same message, or as a flaw of a preparation, about the same
// field or requirement. It is found once.
func (b Breach) stands(c evidence.Check) bool {
	sameField := b.field != "" && (c.Path == b.field || strings.HasPrefix(c.Path, b.field+"."))
	flaw := c.Stage == evidence.Before && c.Verdict == evidence.Inconclusive
	return (c.Frame == b.Seq || flaw) && (sameField || slices.ContainsFunc(b.IDs, func(id string) bool { return slices.Contains(c.Requirements, id) }))
}

// in tells whether a breach is one of those that are known: of the same rule, shown by the same frame.
func (b Breach) in(known []Breach) bool {
	return slices.ContainsFunc(known, func(k Breach) bool { return k.Requirement == b.Requirement && k.Seq == b.Seq })
}

// still tells whether a breach that was found with later messages is of what a hole has missed: they have left it one, be it a smaller one.
func (b Breach) still(later Breach) bool {
	return b.Hole && later.Hole && later.Requirement == b.Requirement && later.to > b.from && later.to <= b.to
}

// The documents and sections that the rules for every case are from.
const (
	General    = "part 6, section 2.1"
	Framing    = "part 4, section 4, and the JSON schemas"
	Primitives = "part 2, section 2.1.4, table 1"
)

// Many is how many different faults are judged one by one; the evidence has them all at their frames.
const Many = 100
