package defects

import (
	"github.com/certbench/certbench/station"
	"github.com/certbench/certbench/station/wire"
)

// Patch is one place in the firmware at which faults are put in. It asks whether the station has a fault only where the
// answer changes what the station does, so that the self-test need not play a fault where it could not show.
type Patch struct {
	Of []Defect // the faults that act there
	// Put puts them into one life of the firmware, before it boots. What a fault must remember in that life are variables of
	// Put.
	Put func(*station.Firmware, Set)
}

// Row is one fault of a table of faults.
type Row interface{ Name() Defect }

// Wanted are those of a table that the station has, or is asked about.
func Wanted[R Row](s Set, all []R) []R {
	var some []R
	for _, r := range all {
		if !s.Idle(r.Name()) {
			some = append(some, r)
		}
	}
	return some
}

// Names are the names of the faults of a table.
func Names[R Row](all []R) []Defect {
	var names []Defect
	for _, r := range all {
		names = append(names, r.Name())
	}
	return names
}

// WhenBack has something done each time that the CSMS takes messages again.
func WhenBack(fw *station.Firmware, act func()) {
	right := fw.Wire.Hooks.Connected
	fw.Wire.Hooks.Connected = func() {
		right()
		if fw.Wire.Registration == wire.Accepted {
			act()
		}
	}
}

// AnotherToken is no token that was presented.
const AnotherToken = "ANOTHER-TOKEN"
