package station

import (
	"slices"

	"github.com/certbench/certbench/station/defects"
)

// patch is one place in the firmware at which faults are put in. It asks whether the station has a fault only where the
// answer changes what the station does, so that the self-test need not play a fault where it could not show.
type patch struct {
	of  []defects.Defect // the faults that act there
	put func(*Firmware, defects.Set)
}

// patches are all of them. What is patched twice is patched in this order, the last one outermost.
var patches = slices.Concat(wirePatches, messagePatches, memoryPatches, chargingPatches, lostEVPatches, refusalPatches, queuePatches, meteringPatches, admissionPatches, driversPatches,
	sitePatches, provisioningPatches, filesPatches, controlPatches)

// patch puts in the faults that this life has.
func (fw *Firmware) patch() {
	for _, p := range patches {
		if slices.ContainsFunc(p.of, func(d defects.Defect) bool { return !fw.defects.Idle(d) }) {
			p.put(fw, fw.defects)
		}
	}
}

// wanted are those of some faults that the station has, or is asked about.
func wanted[F fault](s defects.Set, all []F) []F {
	var some []F
	for _, f := range all {
		if !s.Idle(f.name()) {
			some = append(some, f)
		}
	}
	return some
}

// fault is one of a table of faults.
type fault interface{ name() defects.Defect }

// defectsOf are the names of the faults of a table.
func defectsOf[F fault](all []F) []defects.Defect {
	var names []defects.Defect
	for _, f := range all {
		names = append(names, f.name())
	}
	return names
}
