package selftest

import (
	"testing"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/station"
)

// TestACustomReportIsReadBackInRequestsThatTheStationTakes plays TC_B_16_CS on a station that reports whole components, which is a WARNING,
// and that takes many variables in a GetVariablesRequest, but few bytes (part 2, B06.FR.17).
func TestACustomReportIsReadBackInRequestsThatTheStationTakes(t *testing.T) {
	p := play(t, "TC_B_16_CS", setup{product: "full", change: can(func(c *station.Capabilities) {
		c.FlagsByCriteria = false
		c.BytesPerMessage = station.MessageLimits{GetReport: 400, GetVariables: 400, SetVariables: 700}
	})})
	if p.Verdict != evidence.Warning {
		place, words := firstWorst(p)
		t.Errorf("%s at %s: %s", p.Verdict, place, words)
	}
}
