package octt

import (
	"fmt"
	"slices"
	"strings"
)

// Case is one official test case as a value. Name, profiles, condition, use cases and requirement ids stand in the
// catalogue under its ID.
type Case struct {
	ID string

	// Modes is set where the case must be shown in several ways; otherwise it is played once, and what it leaves open
	// follows the bench's default.
	Modes Modes

	// After lists the cases that must have passed before, where the document makes that a prerequisite.
	After []string

	// EachEVSE tells a case in which an EV comes to every EVSE of the product: how many acts that is, the product decides.
	EachEVSE bool

	// AnyCredentials has the CSMS let the station in whatever credentials it presents, because the case judges them.
	AnyCredentials bool

	// Security lists the security profiles in which the document has the case played; nil is any.
	Security []int

	// Raises tells a case after which the station is in the next security profile for good: what is to be played in the present one
	// comes before it.
	Raises bool

	// Uncertified tells a case whose station has no certificate of its own. A run that has given it one cannot take it back.
	Uncertified bool

	// Before is the preparations: configuration, memory and reusable states, in the order of the document.
	Before []Preparation

	// Main is the test scenario with its tool validations.
	Main func(*Scenario)

	// Post is the post scenario validations; nil where the document has none.
	Post func(*Scenario)
}

// Preparation is one entry of a case's Before.
type Preparation struct {
	do   func(*Scenario)
	line *wish // what it reads or sets; nil where do says what it does

	beside  bool // what it does can be done behind the lines that it stands among
	moves   bool // it is for a case with transfers of files
	updates bool // it is that of a case which updates the firmware
}

// Do prepares by what do does.
func Do(do func(*Scenario)) []Preparation { return []Preparation{{do: do}} }

// MovesFiles tells whether the case prepares for transfers.
func (c Case) MovesFiles() bool {
	return slices.ContainsFunc(c.Before, func(p Preparation) bool { return p.moves })
}

// PlaysIn says why a case cannot be played in a security profile; nil where it can.
func (c Case) PlaysIn(securityProfile int) error {
	if len(c.Security) == 0 || slices.Contains(c.Security, securityProfile) {
		return nil
	}
	var words []string
	for _, profile := range slices.Sorted(slices.Values(c.Security)) {
		words = append(words, fmt.Sprint(profile))
	}
	return fmt.Errorf("it is played in security profile %s, and the station of this bench is in %d", strings.Join(words, " or "), securityProfile)
}

// SecurityProfile is the first in which the case is played.
func (c Case) SecurityProfile() int {
	if len(c.Security) == 0 {
		return 1
	}
	return c.Security[0]
}

// States prepares the station by reaching reusable states, in their order.
func States(states ...Reachable) []Preparation {
	return Do(func(s *Scenario) {
		for _, state := range states {
			s.reach("", state)
		}
	})
}

// Prepare joins preparations: configuration first, then states, as the document has them.
func Prepare(parts ...[]Preparation) []Preparation { return slices.Concat(parts...) }

var cases = map[string]Case{}

// Register adds a case to those that can be played, and returns it. It panics when the id is taken or the case has no
// scenario: both are mistakes in the source.
func Register(c Case) Case {
	if _, taken := cases[c.ID]; taken {
		panic(fmt.Sprintf("octt: %s is registered twice", c.ID))
	}
	if c.Main == nil {
		panic(fmt.Sprintf("octt: %s has no Main", c.ID))
	}
	cases[c.ID] = c
	return c
}

// Lookup finds a registered case.
func Lookup(id string) (Case, bool) {
	c, ok := cases[id]
	return c, ok
}

// Registered lists the registered cases by id.
func Registered() []Case {
	out := make([]Case, 0, len(cases))
	for _, c := range cases {
		out = append(out, c)
	}
	slices.SortFunc(out, func(a, b Case) int { return strings.Compare(a.ID, b.ID) })
	return out
}
