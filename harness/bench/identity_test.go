package bench

import (
	"slices"
	"strings"
	"testing"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/strangers"
	"github.com/certbench/certbench/station"
)

// refuse has the station answer a request that names the component ChargingStation as if it did not know it.
func refuse(m *strangers.Message) {
	if m.Answers(strangers.Station, "GetVariables") && m.Text("getVariableResult[0].component.name") == "ChargingStation" {
		m.Set("getVariableResult[0].attributeStatus", "UnknownVariable")
		m.Delete("getVariableResult[0].attributeValue")
	}
}

// A station that was running before the bench has nothing to boot.
func TestAStationThatDoesNotBootIsAskedWhoItIs(t *testing.T) {
	for name, c := range map[string]struct {
		patch   strangers.Patch
		unknown bool
	}{
		"variable by variable": {func(*strangers.Message) {}, false},
		"by a report":          {refuse, false},
		"not at all": {func(m *strangers.Message) {
			refuse(m)
			if m.Answers(strangers.Station, "GetBaseReport") {
				m.Set("status", "NotSupported")
			}
		}, true},
	} {
		t.Run(name, func(t *testing.T) {
			change := func(p *MemoryParts) {
				p.Change = func(s *station.Config) { s.Dial = strangers.New(c.patch).Dial(s.Dial, MemoryHost) }
			}
			onMemory(t, change, func(t *testing.T, m *Memory, said *notes) {
				who := &identifying{Recorder: said, id: "CB-0001"}
				if err := who.identify(t.Context(), m.Player); err != nil {
					t.Fatal(err)
				}
				got := who.known
				if want := (evidence.Station{ID: "CB-0001", Vendor: "certbench", Model: "Reference"}); !c.unknown && got != want {
					t.Errorf("expected %+v, got %+v", want, got)
				}
				if c.unknown && got != (evidence.Station{ID: "CB-0001"}) {
					t.Errorf("expected a station that is not known, got %+v", got)
				}
				if unknown := m.Player.Found() == evidence.Warning; unknown != c.unknown {
					t.Errorf("a finding about what is not known: expected %t, got %t", c.unknown, unknown)
				}
				if c.unknown && !slices.ContainsFunc(said.said, func(text string) bool { return strings.Contains(text, "does not tell who it is") }) {
					t.Errorf("expected a note on each way that led nowhere, got %q", said.said)
				}
			})
		})
	}
}
