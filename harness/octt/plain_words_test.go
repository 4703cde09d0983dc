package octt

import (
	"encoding/json"
	"testing"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt/variables"
	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/schemas/ocppj"
)

// TestAnOldValueIsPutBackInTheWordsThatTheStationTakes has stations that tell values in words which they do not take themselves, and one
// that takes its old value in no words.
func TestAnOldValueIsPutBackInTheWordsThatTheStationTakes(t *testing.T) {
	const list = "TestCtrlr.List"
	for old, c := range map[string]struct {
		name, new, want string
		latched         bool
	}{
		"True": {enabled, "false", "true", false},
		"a, b": {list, "c", "a,b", false},
		"60.0": {"OCPPCommCtrlr.OfflineThreshold", "300", "60", false},
		"??":   {list, "c", "c", true},
	} {
		for _, atEnd := range []bool{false, true} { // by the next play, or on the way back to rest
			t.Run(old, func(t *testing.T) {
				inLab(t, nil, func(l *lab) {
					l.csms.variables[c.name] = old
					var answer func([]byte) *ocppj.Frame
					answer = func(payload []byte) *ocppj.Frame {
						var q ocpp201.SetVariablesRequest
						_ = json.Unmarshal(payload, &q)
						value := q.SetVariableData[0].AttributeValue
						l.csms.readOnly = map[string]bool{c.name: value == old || variables.Plain(value) != value}
						delete(l.csms.answers, "SetVariables")
						defer func() { l.csms.answers["SetVariables"] = answer }()
						return l.csms.answer("SetVariables", payload)
					}
					l.csms.answers["SetVariables"] = answer
					needed := []string{c.name}
					if !atEnd {
						needed = nil
					}
					l.player.bench.Rest = func(s *Scenario) error { return s.Restore(needed...) }
					l.before = Config(Is(c.name, c.new))
					l.expect(evidence.Pass, "", proved)
					l.before = nil
					next := l.play(proved)
					if got := l.csms.variables[c.name]; got != c.want {
						t.Errorf("expected %q, got %q", c.want, got)
					}
					if passed := next.Verdict == evidence.Pass; passed == c.latched {
						t.Errorf("expected the next case to be played: %t, got %s: %s", !c.latched, next.Verdict, next.Reason)
					}
				})
			})
		}
	}
}
