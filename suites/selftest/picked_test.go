package selftest

import (
	"testing"

	"github.com/certbench/certbench/harness/bench"
	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/station"
	"github.com/certbench/certbench/station/defects"
)

// TestADriverMayComeToAnotherEVSEThanThePickedOne charges at EVSE 2 where the station keeps EVSE 1 for a reservation of any (H03.FR.03, H03.FR.09).
func TestADriverMayComeToAnotherEVSEThanThePickedOne(t *testing.T) {
	elsewhere := both(func(p *bench.MemoryParts) { p.Configured.EVSEID = 2 }, can(func(c *station.Capabilities) { c.PicksReservedEVSE = true }))
	for _, id := range []string{"TC_H_08_CS", "TC_H_24_CS"} {
		for _, mode := range []octt.Start{octt.Local, octt.Remote} {
			p := play(t, id, setup{product: "full", mode: mode, change: elsewhere})
			hasPassed(t, p, "picks <Configured evseId>")
		}
	}
}

// TestAnEVSEMayBePickedLate plays the cases on a station that tells of the EVSE that it has picked when the bench has gone on without. That
// the connector of the plug becomes Occupied is asked for as ever.
func TestAnEVSEMayBePickedLate(t *testing.T) {
	late := func(action string, notifies bool) func(*bench.MemoryParts) {
		return both(slow(action, longer), can(func(c *station.Capabilities) { c.PicksReservedEVSE, c.StatusByNotifyEvent = true, notifies }))
	}
	alike := types("sType2")
	for _, id := range []string{"TC_H_08_CS", "TC_H_15_CS", "TC_H_24_CS"} {
		for _, mode := range []octt.Start{octt.Local, octt.Remote} {
			for action, notifies := range map[string]bool{"StatusNotification": false, "NotifyEvent": true} {
				passes(t, id, setup{product: "full", mode: mode, change: both(alike, late(action, notifies))})
				second := func(p *bench.MemoryParts) { p.Configured.EVSEID = 2 }
				passes(t, id, setup{product: "full", mode: mode, change: both(both(alike, second), late(action, notifies))})
			}
			p := play(t, id, setup{product: "full", mode: mode, change: both(alike, late("StatusNotification", false)), defects: []defects.Defect{defects.OccupiedNotReported}})
			if place, sentence := firstWorst(p); p.Verdict != evidence.Fail {
				t.Errorf("%s: expected FAIL where the plug is not told, got %s at %s: %s", id, p.Verdict, place, sentence)
			}
			p = play(t, id, setup{product: "full", mode: mode, change: alike, defects: []defects.Defect{defects.ReservedUntilPlug}})
			if hasPassed(t, p, "not Reserved any more"); p.Verdict != evidence.Warning {
				t.Errorf("%s: expected a WARNING where the EVSE is Reserved for the driver until the plug, got %s", id, p.Verdict)
			}
		}
	}
}

// TestEveryConnectorOfAPickedEVSEIsReserved, one message after the other, whichever of them the rigs stand at, and in time for the next request.
func TestEveryConnectorOfAPickedEVSEIsReserved(t *testing.T) {
	picks := both(types("sType2", "sType2"), can(func(c *station.Capabilities) { c.PicksReservedEVSE = true }))
	for _, id := range []string{"TC_H_08_CS", "TC_H_14_CS", "TC_H_15_CS", "TC_H_24_CS"} {
		for connector := 1; connector <= 2; connector++ {
			for _, mode := range []octt.Start{octt.Local, octt.Remote} {
				passes(t, id, setup{product: "full", mode: mode, change: both(picks, func(p *bench.MemoryParts) { p.Configured.ConnectorID = connector })})
			}
		}
	}
}
