package bench

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/certbench/certbench/harness/strictyaml"
	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/rigs/calls"
	"github.com/certbench/certbench/rigs/gpio"
	"github.com/certbench/certbench/rigs/manual"
	"github.com/certbench/certbench/rigs/serial"
	"github.com/certbench/certbench/rigs/sutapi"
)

// RigFile is one rig of a bench file. Which keys it may have depends on its type.
type RigFile struct {
	Type    string                   `yaml:"type"`
	URL     string                   `yaml:"url"`      // sutapi: the station side of the SUT API
	EV      string                   `yaml:"ev"`       // sutapi: the EV emulator's side
	Env     string                   `yaml:"tokenEnv"` // sutapi: the environment variable with the token that its server asks for
	Timeout time.Duration            `yaml:"timeout"`  // sutapi, panel: of one call; manual, exec, http: for one act
	Wiring  *gpio.Config             `yaml:"wiring"`   // gpio: which line does what
	Do      map[calls.Verb]calls.Act `yaml:"do"`       // exec, http: the call that does each act
	Dark    time.Duration            `yaml:"dark"`     // exec, http: how long the mains stay off in a power cycle of two calls
	Places  []rigs.Place             `yaml:"places"`   // exec, http, sutapi: where it acts beside the place of configured
	Port    string                   `yaml:"port"`     // serial: the device file of the line
	Baud    int                      `yaml:"baud"`     // serial
	Mode    string                   `yaml:"mode"`     // serial: data bits, parity and stop bits
	Card    string                   `yaml:"card"`     // serial: what is sent for a card
	Code    string                   `yaml:"code"`     // serial: what is sent for a code
	// Shows, of manual, is what helps with a kind of act beside its sentence.
	Shows map[rigs.Kind]manual.Shown `yaml:"shows"`
	// Tokens are what the idTokens of configured are to a reader, by their names there.
	Tokens map[string]rigs.Credential `yaml:"tokens"`
	// MainsSwitchLoad says that the contactor of the mains is made to switch the load of a charging EV. See rigs.Set.
	MainsSwitchLoad bool `yaml:"mains_switches_load"`
}

// The types of rigs.
const (
	TypeSUTAPI = "sutapi" // the OCTT SUT API over HTTP
	TypePanel  = "panel"  // the panel of the reference station that the bench starts
	TypeManual = "manual" // a person at the terminal
	TypeGPIO   = "gpio"   // relays on the GPIO lines of this machine

	TypeSerial = "serial" // a serial line in the place of a card reader

	TypeExec = string(calls.Commands) // the technician's own commands
	TypeHTTP = string(calls.Requests) // HTTP requests, such as to a switched socket
)

var rigTypes = []string{TypeSUTAPI, TypeGPIO, TypeSerial, TypeExec, TypeHTTP, TypeManual, TypePanel}

// rigKeys are the keys that each type of rig may have.
var rigKeys = map[string][]string{
	TypeSUTAPI: {"type", "url", "ev", "tokenEnv", "timeout", "places", switchesLoad},
	TypePanel:  {"type", "timeout", switchesLoad},
	TypeManual: {"type", "timeout", "shows", switchesLoad},
	TypeGPIO:   {"type", "wiring", "tokens", switchesLoad},
	TypeSerial: {"type", "port", "baud", "mode", "card", "code", "tokens", "timeout"},
	TypeExec:   {"type", "do", "dark", "timeout", "places", switchesLoad},
	TypeHTTP:   {"type", "do", "dark", "timeout", "places", switchesLoad},
}

const switchesLoad = "mains_switches_load"

func (f *File) checkRigs(d *decoder) {
	wrong := d.failures
	for name, rig := range f.Rigs {
		f.checkRig(d, "rigs."+name, rig)
	}
	if d.failures == wrong {
		f.checkActs(d) // what a wrong rig can do, nobody knows
		f.checkMasters(d)
	}
	if len(f.Acts) == 0 && len(f.Rigs) > 0 {
		d.fail("rigs", "the bench has rigs but does not say what they do; add acts: with a line such as cable: %s for every kind of act", slices.Sorted(maps.Keys(f.Rigs))[0])
	}
}

// checkActs holds what the acts are bound to against what the rigs can do.
func (f *File) checkActs(d *decoder) {
	kinds := words(rigs.Kinds())
	for kind, name := range f.Acts {
		at := "acts." + string(kind)
		if !slices.Contains(rigs.Kinds(), kind) {
			d.fail(at, "acts has no kind %q; %s", kind, strictyaml.Known(string(kind), kinds))
			continue
		}
		rig, known := f.Rigs[name]
		switch {
		case !known && name != None:
			d.fail(at, "%s names the rig %q, which rigs does not have; write one of %s", at, name, strings.Join(append(slices.Sorted(maps.Keys(f.Rigs)), None), ", "))
		case known && !f.can(rig, kind):
			d.fail(at, "%s names the rig %s, but a %s rig as it is written cannot do that; write one of %s", at, name, rig.Type, strings.Join(append(f.able(kind), None), ", "))
		}
	}
}

// checkShows holds what helps a person against the acts that there are and the files that are there.
func checkShows(d *decoder, at string, rig RigFile) {
	for kind, shown := range rig.Shows {
		here := at + ".shows." + string(kind)
		if !slices.Contains(rigs.Kinds(), kind) {
			d.fail(here, "%s.shows has no kind %q; %s", at, kind, strictyaml.Known(string(kind), words(rigs.Kinds())))
			continue
		}
		if shown.Picture == "" {
			continue
		}
		if info, err := os.Stat(shown.Picture); err != nil || !info.Mode().IsRegular() {
			d.fail(here+".picture", "%s.picture names %q, which is no file here; write the path of a picture from the folder in which certbench is started", here, shown.Picture)
		}
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
	f.checkRigTokens(d, at, rig)
	checkShows(d, at, rig)
	for i, place := range rig.Places {
		if place.EVSE < 1 || place.Connector < 1 {
			d.fail(fmt.Sprintf("%s.places.%d", at, i), "%s.places cannot have %s; write places as {evse: 2, connector: 1}, counted from 1", at, place)
		}
	}
	switch {
	case rig.Type == TypePanel && f.Station.Reference == nil:
		d.fail(at, "%s is the panel of the reference station, which this bench does not start; add station.reference, or write type: sutapi with the url of its panel", at)
	case rig.Type == TypeSUTAPI:
		if _, err := sutapi.New(sutapi.Config{BaseURL: rig.URL, EVURL: rig.EV}); err != nil {
			d.fail(at+".url", "%s: %v", at, err)
		}
		if rig.Env != "" && os.Getenv(rig.Env) == "" {
			d.fail(at+".tokenEnv", "the environment variable %s is empty; set it to the token that the server of the SUT API asks for", rig.Env)
		}
	case rig.Type == TypeGPIO && rig.Wiring == nil:
		d.fail(at, "%s lacks its wiring; add wiring: with places, mains, bay or cards", at)
	case rig.Type == TypeGPIO:
		if err := f.wiring(rig).Validate(); err != nil {
			d.fail(at+".wiring", "%s: %v", at, err)
		}
	case rig.Type == TypeSerial:
		for _, fault := range f.serial(rig).Faults() {
			d.fail(at+"."+fault.Where, "%s.%s: %s", at, fault.Where, fault.Text)
		}
	case rig.Type == TypeExec, rig.Type == TypeHTTP:
		for _, fault := range f.calls(rig).Faults() {
			d.fail(at+"."+fault.Where, "%s.%s: %s", at, fault.Where, fault.Text)
		}
	}
}

// calls is the rig that is made of calls.
func (f *File) calls(r RigFile) calls.Config {
	return calls.Config{By: calls.By(r.Type), Acts: r.Do, Timeout: r.Timeout, Dark: r.Dark, Places: f.places(r)}
}

// places are where a rig of the bench acts, each once.
func (f *File) places(r RigFile) []rigs.Place {
	all := []rigs.Place{f.Configured.Place()}
	for _, at := range r.Places {
		if !slices.Contains(all, at) {
			all = append(all, at)
		}
	}
	return all
}

// serial is the rig that is a serial line.
func (f *File) serial(r RigFile) serial.Config {
	return serial.Config{Port: r.Port, Baud: r.Baud, Mode: r.Mode, Card: r.Card, Code: r.Code, Timeout: r.Timeout, Credentials: f.credentials(r)}
}

// can tells whether a rig, as it is written, does a kind of act. Nothing is opened for it.
func (f *File) can(r RigFile, kind rigs.Kind) bool {
	switch r.Type {
	case TypeGPIO:
		return r.Wiring.Can(kind)
	case TypeSerial:
		return kind == rigs.KindTokens
	}
	rig, err := f.rig(r, "http://panel", Setup{}) // calls nobody before its first act
	var set rigs.Set
	if err == nil {
		set.Bind(rig)
	}
	return set.Has(kind)
}

// able names the rigs that do a kind of act.
func (f *File) able(kind rigs.Kind) []string {
	var names []string
	for _, name := range slices.Sorted(maps.Keys(f.Rigs)) {
		if f.can(f.Rigs[name], kind) {
			names = append(names, name)
		}
	}
	return names
}

func words[T ~string](list []T) []string {
	out := make([]string, len(list))
	for i, word := range list {
		out[i] = string(word)
	}
	return out
}
