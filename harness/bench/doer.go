package bench

import (
	"fmt"
	"slices"

	"github.com/certbench/certbench/rigs"
)

// Doer is who does an act on a bench.
type Doer struct {
	Rig    string // its name in the file with its type, as in Bound; "none" where nobody does the kind
	ByHand bool   // a person does it
	Lacks  error  // why nobody can do it; a rigs.ErrNoRig
}

// Doer says who does an act, by the file alone: nothing is opened, and what a server of the SUT API offers, only it knows.
// role names the idToken that the act presents, as part 6 does.
func (f *File) Doer(a rigs.Act, role string) Doer {
	if token, known := roles(f.Configured)[role]; known {
		a.Token = &token
	}
	if a.Kind == rigs.KindEnds && f.cableIsEnds() {
		return f.endOfFixed(a, role)
	}
	d := Doer{Rig: f.Bound()[a.Kind]}
	rig, bound := f.Rigs[f.Acts[a.Kind]]
	if !bound {
		d.Lacks = fmt.Errorf("%w to %s", rigs.ErrNoRig, a.Kind)
		return d
	}
	switch rig.Type {
	case TypeManual:
		d.ByHand = true
	case TypeGPIO:
		d.Lacks = f.wiring(rig).Lacks(a)
	case TypeSerial:
		d.Lacks = f.serial(rig).Lacks(a)
	case TypeExec, TypeHTTP:
		d.Lacks = f.calls(rig).Lacks(a)
	}
	return d
}

// Stands tells, by the file alone, whether an EV can be connected at a place.
func (f *File) Stands(at rigs.Place) bool { return f.Doer(rigs.ConnectEV(at), "").Lacks == nil }

// Beside are the places at which the rig of a kind of act stands, by the file alone, beside that of configured.
func (f *File) Beside(kind rigs.Kind) []rigs.Place {
	rig := f.Rigs[f.Acts[kind]]
	all := slices.Clone(rig.Places)
	if rig.Wiring != nil {
		for _, w := range rig.Wiring.Places {
			all = append(all, w.At)
		}
	}
	return slices.DeleteFunc(all, func(at rigs.Place) bool { return at == f.Configured.Place() })
}

// endOfFixed is who moves an end of a fixed cable: whoever connects the EV, and nobody at the station's end.
func (f *File) endOfFixed(a rigs.Act, role string) Doer {
	if a.Detail != string(rigs.EVEnd) {
		return Doer{Rig: None, Lacks: fmt.Errorf("%w to move the cable on %s side: it is fixed there", rigs.ErrNoRig, a.Detail)}
	}
	return f.Doer(rigs.DisconnectEV(a.At), role)
}
