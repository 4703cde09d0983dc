package selftest

import (
	"testing"
	"time"

	"github.com/certbench/certbench/harness/bench"
	"github.com/certbench/certbench/station"
)

// TestAStationThatHasBackedOffIsWaitedFor plays the cases that go offline with a driver who takes so long that the CSMS
// accepts the station again a moment after an attempt: the next comes after twice the time (part 4, section 5.3).
func TestAStationThatHasBackedOffIsWaitedFor(t *testing.T) {
	slow := func(p *bench.MemoryParts) { p.Timeouts.Act = 35 * time.Second }
	change := both(slow, onStation(func(c *station.Config) { c.Settings["TxCtrlr.EVConnectionTimeOut"] = "300" }))
	for _, id := range []string{"TC_E_29_CS", "TC_E_31_CS", "TC_E_33_CS", "TC_E_40_CS", "TC_E_43_CS", "TC_E_44_CS"} {
		passes(t, id, setup{change: change})
	}
}
