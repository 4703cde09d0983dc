package selftest

import (
	"strings"
	"testing"
	"time"

	"github.com/certbench/certbench/harness/bench"
	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/station"
	"github.com/certbench/certbench/station/defects"
)

// TestOfflineAndResetCasesPassOnEveryProduct plays the cases also on products on which they are not proved: with a cable
// lock that keeps the EV out (AQ-2), with one EVSE, and with a single reader for two.
func TestOfflineAndResetCasesPassOnEveryProduct(t *testing.T) {
	for _, id := range []string{"TC_B_23_CS", "TC_B_25_CS", "TC_B_26_CS", "TC_B_27_CS", "TC_B_28_CS", "TC_B_29_CS", "TC_B_41_CS", "TC_B_51_CS", "TC_B_52_CS", "TC_B_57_CS"} {
		for _, p := range products {
			if applies, err := p.fits(id); err != nil || !applies {
				continue
			}
			for _, mode := range []octt.Start{octt.Local, octt.Remote} {
				t.Run(id+"/"+p.name+"/"+string(mode), func(t *testing.T) {
					t.Parallel()
					passes(t, id, setup{product: p.name, mode: mode})
				})
			}
		}
	}
}

// TestAnEVSEMayTakeAsLongToStartAgainAsAStation unplugs while the EVSE is still being reset.
func TestAnEVSEMayTakeAsLongToStartAgainAsAStation(t *testing.T) {
	slow := onStation(func(c *station.Config) { c.Boot.Duration = 100 * time.Second })
	for _, id := range []string{"TC_B_25_CS", "TC_B_26_CS", "TC_B_27_CS"} {
		passes(t, id, setup{change: slow})
	}
}

// inconclusive are plays that prove nothing, and whose verdict says so.
var inconclusive = map[string]struct {
	setup setup
	why   string
}{
	"a lock and a connector that is Occupied from the authorization on": {setup{product: "lean", mode: octt.Remote,
		change: can(func(c *station.Capabilities) { c.OccupiedByAuthorization = true })}, "from the authorization on"},
	"a driver who needs longer than the station": {setup{change: func(p *bench.MemoryParts) { p.Timeouts.Act = 20 * time.Second }}, "refused before the EV was connected"},
	"a station that tries to connect at once":    {setup{defects: []defects.Defect{defects.ReconnectsAtOnce}}, "refused before the EV was connected"},
}

func TestAShortOfflinePeriodThatCannotBeHadIsInconclusive(t *testing.T) {
	for name, c := range inconclusive {
		t.Run(name, func(t *testing.T) {
			if p := play(t, "TC_B_52_CS", c.setup); p.Verdict != evidence.Inconclusive || !strings.Contains(p.Reason, c.why) {
				t.Errorf("expected INCONCLUSIVE with %q, got %s: %s", c.why, p.Verdict, p.Reason)
			}
		})
	}
}
