package selftest

import (
	"testing"

	"github.com/certbench/certbench/harness/bench"
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/station"
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
