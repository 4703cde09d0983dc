// Package patches puts deliberate faults into a station, which knows nothing of them.
package patches

import (
	"slices"

	"github.com/certbench/certbench/station"
	"github.com/certbench/certbench/station/defects"
	"github.com/certbench/certbench/station/defects/admission"
	"github.com/certbench/certbench/station/defects/operation"
	"github.com/certbench/certbench/station/defects/sessions"
)

// all of them. What is patched twice is patched in this order, the last one outermost.
var all = slices.Concat(operation.Patches, sessions.Patches, admission.Patches)

// Of is the Config.Patch of a station that has the faults of a set, or is asked about them (Set.Noted).
func Of(set defects.Set) func(*station.Firmware) {
	return func(fw *station.Firmware) {
		for _, p := range all {
			if slices.ContainsFunc(p.Of, func(d defects.Defect) bool { return !set.Idle(d) }) {
				p.Put(fw, set)
			}
		}
	}
}
