package selftest

import (
	"strings"
	"testing"

	"github.com/certbench/certbench/harness/bench"
	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/strangers"
	"github.com/certbench/certbench/station"
)

// whispers gives all names and instances of components and variables in small letters (part 2, ComponentType, VariableType: "CaseInsensitive").
func whispers(m *strangers.Message) {
	if m.From != strangers.Station {
		return
	}
	for _, list := range []string{"getVariableResult", "setVariableResult", "eventData", "reportData"} {
		each(m, list, func(at string) {
			for _, field := range []string{".component.name", ".component.instance", ".variable.name", ".variable.instance"} {
				if name := m.Text(at + field); name != "" {
					m.Set(at+field, strings.ToLower(name))
				}
			}
		})
	}
}

func TestNamesMayBeInSmallLetters(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*testing.T) func(*bench.MemoryParts)
		ids    string
	}{
		"of variables": {wired(whispers), "B_06 B_07 B_09 B_10 B_11 B_12 B_13 B_32 B_33 B_34 B_35 B_36 B_37 B_39"},
		"of events": {func(t *testing.T) func(*bench.MemoryParts) {
			events, small := here(can(func(c *station.Capabilities) { c.StatusByNotifyEvent = true }))(t), wired(whispers)(t)
			return func(p *bench.MemoryParts) { events(p); small(p) }
		}, "B_01 G_01 G_02 G_03 E_03"},
	} {
		for id := range all(evidence.Pass, c.ids) {
			p, found := playWhole(t, id, setup{product: "full", change: c.change(t)})
			if p.Verdict != evidence.Pass || len(found) > 0 {
				place, sentence := firstWorst(p)
				t.Errorf("%s: %s: %s at %s: %s; found %+v", name, id, p.Verdict, place, sentence, found)
			}
		}
	}
}
