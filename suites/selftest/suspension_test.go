package selftest

import (
	"testing"

	"github.com/certbench/certbench/station"
)

// TestASuspensionMayBeToldBeforeItEndsTheTransaction plays the cases that go on after the EV has suspended the energy
// transfer, where that ends the transaction in a second message (part 2, E01.FR.19, E06.FR.07).
func TestASuspensionMayBeToldBeforeItEndsTheTransaction(t *testing.T) {
	change := both(points([]string{"EVConnected"}, []string{"EnergyTransfer"}),
		can(func(c *station.Capabilities) { c.SuspensionBeforeEnd = true }))
	for _, id := range []string{"TC_E_22_CS", "TC_E_24_CS", "TC_E_25_CS", "TC_E_31_CS"} {
		passes(t, id, setup{product: "full", mode: "remote", change: change})
	}
}
