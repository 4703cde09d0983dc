package selftest

import (
	"strings"
	"testing"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/station"
)

// TestWhatPart2AllowsOfMeterValuesAgainstATableIsAWarning: stations that are right by part 2, and that a laboratory may
// fail all the same.
func TestWhatPart2AllowsOfMeterValuesAgainstATableIsAWarning(t *testing.T) {
	for _, c := range []struct {
		id, product string
		change      func(*station.Capabilities)
		sentence    string
	}{
		{"TC_J_08_CS", "lean", func(c *station.Capabilities) {}, "when charging starts (E01.FR.17)"},
		// The first message that names the EVSE has no values; that a later one names it too does not make it the first.
		{"TC_J_08_CS", "lean", func(c *station.Capabilities) { c.NamesEVSE = true }, "when charging starts (E01.FR.17)"},
		{"TC_J_09_CS", "", func(c *station.Capabilities) { c.OmitsDefaults = true }, "SampledValueType"},
	} {
		p := play(t, c.id, setup{product: c.product, mode: octt.Local, change: can(c.change)})
		if _, sentence := firstWorst(p); p.Verdict != evidence.Warning || !strings.Contains(sentence, c.sentence) {
			t.Errorf("%s: expected a warning about %q, got %s: %s", c.id, c.sentence, p.Verdict, sentence)
		}
	}
}
