package suites

import (
	_ "embed"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"sync"

	"github.com/certbench/certbench/harness/bench"
	"github.com/certbench/certbench/harness/examples"
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/pics"
	"github.com/certbench/certbench/harness/seen"
	"github.com/certbench/certbench/harness/states"
	"github.com/certbench/certbench/rigs"
)

// NeededAct is one manual action of a play.
type NeededAct struct {
	Name     string      // as rigs names it, such as "PresentToken"
	Kind     rigs.Kind   // which decides who does it
	Detail   string      // as in rigs.Act
	Role     string      // of the idToken, as part 6 names it: "valid_idtoken"
	At       *rigs.Place // nil for that of the bench file
	Optional bool        // left out on a bench without a rig for its kind
	Possible bool        // only some products need it, and it is not known whether this one does
}

// String is the act as the table of acts writes it, such as "tokens.PresentToken(valid_idtoken)" or "bay.DriveIn@2.1?".
func (a NeededAct) String() string {
	text := string(a.Kind) + "." + a.Name
	if of := a.Role + a.Detail; of != "" {
		text += "(" + of + ")"
	}
	if a.At != nil {
		text += fmt.Sprintf("@%d.%d", a.At.EVSE, a.At.Connector)
	}
	if a.Optional {
		text += "?"
	}
	return text
}

func parseAct(text string) (NeededAct, error) {
	a := NeededAct{}
	rest, optional := strings.CutSuffix(text, "?")
	a.Optional = optional
	if before, place, elsewhere := strings.Cut(rest, "@"); elsewhere {
		a.At = &rigs.Place{}
		if _, err := fmt.Sscanf(place, "%d.%d", &a.At.EVSE, &a.At.Connector); err != nil {
			return a, fmt.Errorf("the act %q is at no place: %w", text, err)
		}
		rest = before
	}
	word, of, _ := strings.Cut(strings.TrimSuffix(rest, ")"), "(")
	kind, name, ok := strings.Cut(word, ".")
	if !ok || !slices.Contains(rigs.Kinds(), rigs.Kind(kind)) {
		return a, fmt.Errorf("the act %q has no kind", text)
	}
	a.Kind, a.Name = rigs.Kind(kind), name
	if a.Kind == rigs.KindTokens {
		a.Role = of
	} else {
		a.Detail = of
	}
	return a, nil
}

// actsTable is harvested by the self-test from plays on the good station, which also holds it against them.
//
//go:embed acts.tsv
var actsTable string

// ActsHead begins the table of acts.
const ActsHead = `# The manual actions of every case on the good station, harvested by the self-test (make golden): a line for each mode of a
# case and each list of acts, with the products of the reference station that it is the list of. An act is kind.Name, in
# parentheses its idToken or its end, after @ a place that is not that of the bench file; one with ? is optional.
# case	mode	products	acts
`

// harvest is one line of the table.
type harvest struct {
	id       string
	mode     octt.Start
	products []string
	acts     []NeededAct
}

var harvests = sync.OnceValue(func() []harvest {
	all, err := parseHarvests(actsTable)
	if err != nil {
		panic("suites: the table of acts: " + err.Error()) // it is part of the program
	}
	return all
})

func parseHarvests(table string) ([]harvest, error) {
	var all []harvest
	for line := range strings.Lines(table) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		cells := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if len(cells) != 4 {
			return nil, fmt.Errorf("a line has %d cells instead of 4: %q", len(cells), line)
		}
		h := harvest{id: cells[0], mode: octt.Start(cells[1]), products: strings.Split(cells[2], ",")}
		for text := range strings.SplitSeq(cells[3], ", ") {
			if text == "" {
				continue
			}
			act, err := parseAct(text)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", h.id, err)
			}
			h.acts = append(h.acts, act)
		}
		all = append(all, h)
	}
	return all, nil
}

// Needs are the manual actions of a case in a mode of Plays, which are the same with each protocol. For a product that the reference station was made to be, they
// are those of its play; for another, what any of them needed, each act as often as it came at most.
func Needs(id string, mode octt.Mode, d *pics.Declaration) []NeededAct {
	made := madeAs(d)
	var any []harvest // of other products
	for _, h := range harvests() {
		if h.id != id || h.mode != mode.Start() {
			continue
		}
		if slices.Contains(h.products, made) {
			return slices.Clone(h.acts) // of two EVSEs at most
		}
		any = append(any, h)
	}
	acts := most(any)
	if !states.WatchesBay(d) {
		acts = slices.DeleteFunc(acts, func(a NeededAct) bool { return a.Kind == rigs.KindBay })
	}
	if c, is := octt.Lookup(id); is && c.EachEVSE {
		acts = furtherEVSEs(acts, d)
	}
	return acts
}

// furtherEVSEs adds what is done at the EVSEs of a product beyond the second, of which the table of acts knows nothing: the same as at the
// second, but that no card is presented. There are two, and the CSMS starts for whoever comes to another EVSE.
func furtherEVSEs(acts []NeededAct, d *pics.Declaration) []NeededAct {
	evses := map[int]bool{}
	for _, c := range d.Connectors {
		evses[c.EVSE] = true
	}
	all := slices.Clone(acts)
	for n := 3; n <= len(evses); n++ {
		for _, a := range acts {
			if a.At != nil && a.Kind != rigs.KindTokens {
				a.At = &rigs.Place{EVSE: n, Connector: a.At.Connector}
				all = append(all, a)
			}
		}
	}
	return all
}

// most is every act of several lists, as often as one of them has it at most. It is optional where it is in all of them, and
// only possible where not all of them have it.
func most(lists []harvest) []NeededAct {
	need := map[string]bool{}
	for _, h := range lists {
		for _, a := range h.acts {
			need[plainly(a)] = need[plainly(a)] || !a.Optional
		}
	}
	var all []NeededAct
	have := map[string]int{}
	for _, h := range lists {
		count := map[string]int{}
		for _, a := range h.acts {
			key := plainly(a)
			if count[key]++; count[key] > have[key] {
				have[key]++
				a.Optional = !need[key]
				a.Possible = slices.ContainsFunc(lists, func(other harvest) bool { return !has(other, key) })
				all = append(all, a)
			}
		}
	}
	return all
}

func has(h harvest, key string) bool {
	return slices.ContainsFunc(h.acts, func(a NeededAct) bool { return plainly(a) == key })
}

// Lacking says why a bench cannot play a case in a mode: it does not serve its protocol, or has no rig for it, which is a rigs.ErrNoRig
// for the first act that nobody can do. It is nil where the bench can. An act of which it is not known whether this product needs it is no reason: a run
// finds out.
func Lacking(id string, mode octt.Mode, d *pics.Declaration, on *bench.File) error {
	if p := mode.Protocol(); p != "" {
		if err := on.LacksProtocol(p); err != nil {
			return err
		}
	}
	for _, need := range Needs(id, mode, d) {
		if doer := need.Doer(d, on); doer.Lacks != nil && !need.Possible && !(need.Optional && doer.Rig == bench.None) {
			return doer.Lacks
		}
	}
	return nil
}

// LackingOn is Lacking for a product on a bench, neither of which changes any more. A schedule asks it about each play again whenever
// one has ended, thousands of times: it finds out once. It may be called concurrently.
func LackingOn(d *pics.Declaration, on *bench.File) func(id string, mode octt.Mode) error {
	able, lacks := map[[2]uint64]struct{}{}, map[[2]uint64]error{} // by the marks of id and mode: most benches can play nearly all
	var asking sync.Mutex
	return func(id string, mode octt.Mode) error {
		play := [...]uint64{seen.Mark(id), seen.Mark(string(mode))}
		asking.Lock()
		defer asking.Unlock()
		if _, can := able[play]; can {
			return nil
		}
		lack, known := lacks[play]
		if known {
			return lack
		}
		if lack = Lacking(id, mode, d, on); lack == nil {
			able[play] = struct{}{}
		} else {
			lacks[play] = lack
		}
		return lack
	}
}

// Doer is who does the act for a product on a bench. The products of the table of acts have two EVSEs at most: what an act of theirs has
// as another place than that of the bench file is for this product the one at which a run has the second driver, and so on.
func (a NeededAct) Doer(d *pics.Declaration, on *bench.File) bench.Doer {
	act := rigs.Act{Name: a.Name, Kind: a.Kind, Detail: a.Detail, At: on.Configured.Place()}
	if a.At != nil {
		act.At = placeOf(d, on, *a.At)
	}
	return on.Doer(act, a.Role)
}

// placeOf is where the driver is who comes to the second EVSE of the table, or to a further one; where the product does not have so many, the
// place as the table has it.
func placeOf(d *pics.Declaration, on *bench.File, table rigs.Place) rigs.Place {
	var connectors []rigs.Place
	for _, c := range d.Connectors {
		connectors = append(connectors, rigs.Place{EVSE: c.EVSE, Connector: c.ID})
	}
	if places := octt.PlacesOf(connectors, on.Configured.Place(), on.Stands); table.EVSE > 0 && len(places) >= table.EVSE {
		return places[table.EVSE-1]
	}
	return table
}

func plainly(a NeededAct) string {
	a.Optional = false
	return a.String()
}

// MadeAs are the products that the reference station is made to be in the table of acts, with their PICS. (It is made to be
// more, for single cases.)
func MadeAs() map[string][]byte {
	return map[string][]byte{"certificate": examples.PICS(), "full": examples.Full(), "lean": examples.Lean()}
}

// readMadeAs are the products of MadeAs, read once: a run asks about them for each play on each bench, thousands of times.
var readMadeAs = sync.OnceValue(func() map[string]*pics.Declaration {
	read := map[string]*pics.Declaration{}
	for name, text := range MadeAs() {
		of, err := pics.Read(name, text)
		if err != nil {
			panic("suites: the PICS of a product: " + err.Error()) // it is part of the program
		}
		read[name] = of
	}
	return read
})

// madeAs names the product that has the same answers, if one has.
func madeAs(d *pics.Declaration) string {
	for _, name := range slices.Sorted(maps.Keys(readMadeAs())) {
		of := readMadeAs()[name]
		if reflect.DeepEqual(of.Features, d.Features) && reflect.DeepEqual(of.Connectors, d.Connectors) && reflect.DeepEqual(of.Profiles, d.Profiles) {
			return name
		}
	}
	return ""
}
