package bench

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"

	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/rigs/calls"
	"github.com/certbench/certbench/rigs/gpio"
	"github.com/certbench/certbench/rigs/manual"
	"github.com/certbench/certbench/rigs/serial"
	"github.com/certbench/certbench/rigs/sutapi"
)

// Person is where a manual rig asks and is answered.
type Person struct {
	In  io.Reader
	Out io.Writer
	// Desk is where others answer as well; nil for nowhere.
	Desk  *manual.Desk
	Steer manual.Steer
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
	if f.cableIsEnds() {
		out[rigs.KindEnds] = out[rigs.KindCable]
	}
	return out
}

// FixedCable tells whether the cable where the rigs stand is fixed to the station, as the PICS has it: see CheckAgainst.
func (f *File) FixedCable() bool { return f.fixed }

// cableIsEnds tells whether the rig of the cable moves its end at the EV as well: the cable is fixed to the station, and the file
// names no other rig for its ends.
func (f *File) cableIsEnds() bool {
	return f.fixed && f.Acts[rigs.KindEnds] == "" && named(f.Acts[rigs.KindCable])
}

// used names the rigs that do an act, sorted. A rig that no act is bound to may be that of another day: it is neither opened nor
// asked, and nothing of it is touched.
func (f *File) used() []string {
	var names []string
	for _, name := range slices.Sorted(maps.Keys(f.Rigs)) {
		if slices.Contains(slices.Collect(maps.Values(f.Acts)), name) {
			names = append(names, name)
		}
	}
	return names
}

// bound is the rigs of a bench that are used, made, and what they do.
type bound struct {
	rigs []rigs.Rig
	set  rigs.Set
}

// Outputs lists the GPIO lines that the bench drives, in the order in which they go to their safe values.
func (f *File) Outputs() []gpio.Line {
	var lines []gpio.Line
	for _, name := range f.used() {
		if wiring := f.Rigs[name].Wiring; wiring != nil {
			lines = append(lines, wiring.Outputs()...)
		}
	}
	return lines
}

// bind makes the rigs and binds them to the acts. panel is the base URL of the reference station's panel.
func (f *File) bind(panel string, s Setup) (bound, error) {
	if s.Chip == nil {
		s.Chip = gpio.Patient(gpio.Kernel(), lineLimit)
	}
	var b bound
	made := map[string]rigs.Rig{}
	for _, name := range f.used() {
		rig, err := f.rig(f.Rigs[name], panel, s)
		if err != nil {
			return b, errors.Join(fmt.Errorf("rig %s: %w", name, err), b.close())
		}
		if it, may := rig.(interface{ Call(string) }); may {
			it.Call(name)
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
		b.set.Take(kind, can)
	}
	if f.cableIsEnds() && b.set.Cable != nil {
		b.set.Ends = rigs.FixedCable(b.set.Cable)
	}
	b.set.MainsSwitchLoad = f.Rigs[f.Acts[rigs.KindMains]].MainsSwitchLoad
	return b, nil
}

func (f *File) rig(r RigFile, panel string, s Setup) (rigs.Rig, error) {
	switch r.Type {
	case TypeSUTAPI:
		return sutapi.New(sutapi.Config{BaseURL: r.URL, EVURL: r.EV, Token: os.Getenv(r.Env), Places: f.places(r), Timeout: r.Timeout})
	case TypePanel:
		return sutapi.New(sutapi.Config{BaseURL: panel + "/api/v1", EVURL: panel + "/ev/api/v1", Places: f.places(r), Timeout: r.Timeout})
	case TypeManual:
		return manual.New(manual.Config{In: s.Person.In, Out: s.Person.Out, Limit: r.Timeout, Desk: s.Person.Desk, Steer: s.Person.Steer, Shows: r.Shows}), nil
	case TypeGPIO:
		return gpio.New(s.Chip, f.wiring(r))
	case TypeSerial:
		return serial.New(f.serial(r))
	case TypeExec, TypeHTTP:
		return calls.New(f.calls(r))
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
