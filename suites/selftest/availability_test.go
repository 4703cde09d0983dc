package selftest

import (
	"strings"
	"testing"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/station"
)

// TestAScheduledConnectorMayStayAvailableUntilItsTransactionHasEnded: table 434 has Available for an EV that is
// disconnected during the transaction, and part 2, G01.FR.05 Unavailable. Neither is a failure; the first is a WARNING.
func TestAScheduledConnectorMayStayAvailableUntilItsTransactionHasEnded(t *testing.T) {
	bay := points([]string{"ParkingBayOccupancy"}, []string{"ParkingBayOccupancy"})
	for _, id := range []string{"TC_G_11_CS", "TC_G_14_CS", "TC_G_17_CS"} {
		for untilEnded, want := range map[bool]evidence.Verdict{false: evidence.Pass, true: evidence.Warning} {
			p := play(t, id, setup{change: both(bay, can(func(c *station.Capabilities) { c.ScheduledUntilEnded = untilEnded }))})
			if place, sentence := firstWorst(p); p.Verdict != want || untilEnded && !strings.HasSuffix(place, "EVDisconnected/1") {
				t.Errorf("%s, ScheduledUntilEnded %t: expected %s at EVDisconnected/1, got %s at %s: %s", id, untilEnded, want, p.Verdict, place, sentence)
			}
		}
	}
}
