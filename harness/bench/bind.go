package bench

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/certbench/certbench/harness/strictyaml"
	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/rigs/gpio"
	"github.com/certbench/certbench/rigs/manual"
	"github.com/certbench/certbench/rigs/sutapi"
)

// RigFile is one rig of a bench file. Which keys it may have depends on its type.
type RigFile struct {
	Type    string        `yaml:"type"`
	URL     string        `yaml:"url"`     // sutapi: the station side of the SUT API
	EV      string        `yaml:"ev"`      // sutapi: the EV emulator's side
	Timeout time.Duration `yaml:"timeout"` // sutapi, panel: of one call; manual: for one act
	Wiring  *gpio.Config  `yaml:"wiring"`  // gpio: which line does what
}

// The types of rigs.
const (
	TypeSUTAPI = "sutapi" // the OCTT SUT API over HTTP
	TypePanel  = "panel"  // the panel of the reference station that the bench starts
	TypeManual = "manual" // a person at the terminal
	TypeGPIO   = "gpio"   // relays on the GPIO lines of this machine
)

var rigTypes = []string{TypeSUTAPI, TypeGPIO, TypeManual, TypePanel}

// rigKeys are the keys that each type of rig may have.
var rigKeys = map[string][]string{
	TypeSUTAPI: {"type", "url", "ev", "timeout"},
	TypePanel:  {"type", "timeout"},
	TypeManual: {"type", "timeout"},
	TypeGPIO:   {"type", "wiring"},
}

func (f *File) checkRigs(d *decoder) {
	for name, rig := range f.Rigs {
		f.checkRig(d, "rigs."+name, rig)
	}
	kinds := words(rigs.Kinds())
	for kind, name := range f.Acts {
		at := "acts." + string(kind)
		if !slices.Contains(rigs.Kinds(), kind) {
			d.fail(at, "acts has no kind %q; did you mean %q? It knows %s", kind, strictyaml.Nearest(string(kind), kinds), strings.Join(kinds, ", "))
		}
		if _, known := f.Rigs[name]; !known && name != None {
			d.fail(at, "%s names the rig %q, which rigs does not have; write one of %s", at, name, strings.Join(append(slices.Sorted(maps.Keys(f.Rigs)), None), ", "))
		}
	}
	if len(f.Acts) == 0 && len(f.Rigs) > 0 {
		d.fail("rigs", "the bench has rigs but does not say what they do; add acts: with a line such as cable: %s for every kind of act", slices.Sorted(maps.Keys(f.Rigs))[0])
	}
}

func (f *File) checkRig(d *decoder, at string, rig RigFile) {
	known, ok := rigKeys[rig.Type]
	if !ok {
		d.fail(at+".type", "%s.type cannot be %q; write one of %s", at, rig.Type, strings.Join(rigTypes, ", "))
		return
	}
	for path := range d.at {
		if parent, key, _ := cutLast(path); parent == at && !slices.Contains(known, key) {
			d.fail(path, "a %s rig has no %s; it knows %s", rig.Type, key, strings.Join(known, ", "))
		}
	}
	switch {
	case rig.Type == TypePanel && f.Station.Reference == nil:
		d.fail(at, "%s is the panel of the reference station, which this bench does not start; add station.reference, or write type: sutapi with the url of its panel", at)
	case rig.Type == TypeSUTAPI:
		if _, err := sutapi.New(sutapi.Config{BaseURL: rig.URL, EVURL: rig.EV}); err != nil {
			d.fail(at+".url", "%s: %v", at, err)
		}
	case rig.Type == TypeGPIO && rig.Wiring == nil:
		d.fail(at, "%s lacks its wiring; add wiring: with places, mains, bay or cards", at)
	case rig.Type == TypeGPIO:
		if err := rig.Wiring.Validate(); err != nil {
			d.fail(at+".wiring", "%s: %v", at, err)
		}
	}
}

func words[T ~string](list []T) []string {
	out := make([]string, len(list))
	for i, word := range list {
		out[i] = string(word)
	}
	return out
}

// Person is where a manual rig asks and is answered.
type Person struct {
	In  io.Reader
	Out io.Writer
}

// Bound names the rig with its type that does each kind of act; "none" where the bench has none for it.
func (f *File) Bound() map[rigs.Kind]string {
	out := map[rigs.Kind]string{}
	for _, kind := range rigs.Kinds() {
		out[kind] = None
		if rig, ok := f.Rigs[f.Acts[kind]]; ok {
			out[kind] = f.Acts[kind] + " (" + rig.Type + ")"
		}
	}
	return out
}

// bound is the rigs of a bench, made, and what they do.
type bound struct {
	rigs []rigs.Rig
	set  rigs.Set
}

// Outputs lists the GPIO lines that the bench drives, in the order in which they go to their safe values.
func (f *File) Outputs() []gpio.Line {
	var lines []gpio.Line
	for _, name := range slices.Sorted(maps.Keys(f.Rigs)) {
		if wiring := f.Rigs[name].Wiring; wiring != nil {
			lines = append(lines, wiring.Outputs()...)
		}
	}
	return lines
}

// bind makes the rigs and binds them to the acts. panel is the base URL of the reference station's panel.
func (f *File) bind(panel string, s Setup) (bound, error) {
	var b bound
	made := map[string]rigs.Rig{}
	for _, name := range slices.Sorted(maps.Keys(f.Rigs)) {
		rig, err := f.rig(f.Rigs[name], panel, s)
		if err != nil {
			return b, errors.Join(fmt.Errorf("rig %s: %w", name, err), b.close())
		}
		made[name] = rig
		b.rigs = append(b.rigs, rig)
	}
	for kind, name := range f.Acts {
		if name == None {
			continue
		}
		var can rigs.Set
		can.Bind(made[name])
		if !can.Has(kind) {
			return b, errors.Join(fmt.Errorf("acts.%s names the rig %s, but a %s rig as it is written cannot do that; name another rig or write %s", kind, name, f.Rigs[name].Type, None), b.close())
		}
		take(&b.set, can, kind)
	}
	return b, nil
}

func (f *File) rig(r RigFile, panel string, s Setup) (rigs.Rig, error) {
	places := []rigs.Place{f.Configured.Place()}
	switch r.Type {
	case TypeSUTAPI:
		return sutapi.New(sutapi.Config{BaseURL: r.URL, EVURL: r.EV, Places: places, Timeout: r.Timeout})
	case TypePanel:
		return sutapi.New(sutapi.Config{BaseURL: panel + "/api/v1", EVURL: panel + "/ev/api/v1", Places: places, Timeout: r.Timeout})
	case TypeManual:
		return manual.New(manual.Config{In: s.Person.In, Out: s.Person.Out, Limit: r.Timeout}), nil
	case TypeGPIO:
		return gpio.New(s.Chip, *r.Wiring)
	}
	return nil, fmt.Errorf("the type %q is unknown", r.Type)
}

func (b *bound) close() error {
	var all error
	for _, rig := range b.rigs {
		all = errors.Join(all, rig.Close())
	}
	return all
}

// take takes one kind of act over from another set.
func take(set *rigs.Set, from rigs.Set, kind rigs.Kind) {
	switch kind {
	case rigs.KindCable:
		set.Cable = from.Cable
	case rigs.KindEnds:
		set.Ends = from.Ends
	case rigs.KindPilot:
		set.Pilot = from.Pilot
	case rigs.KindTokens:
		set.Tokens = from.Tokens
	case rigs.KindDisplay:
		set.Display = from.Display
	case rigs.KindMains:
		set.Mains = from.Mains
	case rigs.KindBay:
		set.Bay = from.Bay
	case rigs.KindLink:
		set.Link = from.Link
	case rigs.KindFaults:
		set.Faults = from.Faults
	}
}
