package bench

import (
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/rigs/sutapi"
)

// checkMasters refuses a bench on which two rigs are masters of one thing: of a line, of an address, or of the EV.
func (f *File) checkMasters(d *decoder) {
	masters := map[string]string{}
	for _, name := range slices.Sorted(maps.Keys(f.Rigs)) {
		mine := map[string]bool{} // a rig is checked by itself already
		for _, thing := range f.drives(f.Rigs[name]) {
			if other, twice := masters[thing]; twice && !mine[thing] {
				d.fail("rigs."+name, "%s belongs to the rig %s, and rigs.%s uses it as well; of two masters neither knows what the other does, so leave it to one", thing, other, name)
			}
			masters[thing], mine[thing] = name, true
		}
	}
	cable, pilot := f.Acts[rigs.KindCable], f.Acts[rigs.KindPilot]
	for _, kind := range []rigs.Kind{rigs.KindEnds, rigs.KindPilot} {
		if of := f.Acts[kind]; named(cable) && named(of) && of != cable {
			d.fail("acts."+string(kind), "acts.%s names the rig %s and acts.cable the rig %s, but only the rig that connects an EV knows that one is there; write %s: %s or %s: %s",
				kind, of, cable, kind, cable, kind, None)
		}
	}
	if ends := f.Acts[rigs.KindEnds]; !named(cable) && named(ends) && named(pilot) && ends != pilot {
		d.fail("acts.pilot", "acts.pilot names the rig %s and acts.ends the rig %s, but only the rig that connects an EV knows that one is there; write pilot: %s or pilot: %s", pilot, ends, ends, None)
	}
}

func named(rig string) bool { return rig != "" && rig != None }

// addresses names where a rig is reached, each in one way however it is written.
func (r RigFile) addresses() []string {
	var out []string
	for _, text := range []string{r.URL, r.EV} {
		if text == "" {
			continue
		}
		if u, err := sutapi.Base(text); err == nil {
			u.Host = strings.ToLower(u.Host)
			text = u.Redacted() // a password in it is nobody's business
		}
		out = append(out, "the rig at "+text)
	}
	if r.Port != "" {
		port := filepath.Clean(r.Port)
		if device, err := filepath.EvalSymlinks(port); err == nil {
			port = device // an adapter has several names; root is not kept from a line that another holds
		}
		out = append(out, "the serial line "+port)
	}
	return out
}

// things names what a rig moves and nobody else may beside it, whoever runs on this machine: see calls.Config.Things. The panel of
// a reference station is a part of that station.
func (f *File) things(r RigFile) []string {
	out := r.addresses()
	if r.Type == TypeExec || r.Type == TypeHTTP {
		out = append(out, f.calls(r).Things()...)
	}
	if r.Wiring != nil {
		for _, line := range r.Wiring.Lines() {
			out = append(out, "the GPIO line "+line.Name)
		}
	}
	return out
}

// drives names what a rig acts by and nobody else may in one run: one terminal has one person.
func (f *File) drives(r RigFile) []string {
	out := f.things(r)
	if r.Type == TypeManual {
		out = append(out, "the person at the terminal")
	}
	return out
}
