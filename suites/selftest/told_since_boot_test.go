package selftest

import (
	"strings"
	"testing"

	"github.com/certbench/certbench/harness/evidence"
)

// TestACaseBeginsWhenEveryConnectorHasToldWhatItIsSinceTheBoot: TC_B_30_CS ends with a boot that has not been accepted. A station of four connectors that
// is accepted afterwards answers what it is asked beside what it has to tell of them, which the next case took for its own.
func TestACaseBeginsWhenEveryConnectorHasToldWhatItIsSinceTheBoot(t *testing.T) {
	t.Parallel()
	plays := playsInTurn(t, strings.Fields("TC_B_30_CS TC_G_16_CS"), setup{change: twoEVSEs})
	told := map[string]bool{}
	for _, rec := range plays[0].Frames {
		if strings.Contains(rec.Frame.Raw, `"BootNotification"`) && rec.Frame.Direction == evidence.In {
			clear(told)
		}
		if _, place, is := strings.Cut(rec.Frame.Raw, `"connectorStatus":"Available",`); is {
			told[place] = true
		}
	}
	if len(told) != 4 {
		t.Errorf("expected the four connectors to be told of since the last boot when TC_B_30_CS is over, got %d", len(told))
	}
	for i := range plays {
		hasPassed(t, &plays[i], "")
	}
}
