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
	var wanted []defects.Patch
	for _, p := range all {
		if !set.AllIdle(p.Of) {
			wanted = append(wanted, p)
		}
	}
	return func(fw *station.Firmware) {
		for _, p := range wanted {
			p.Put(fw, set)
		}
	}
}
