package octt

import (
	"strings"
	"testing"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/schemas/ocppj"
)

// TestAResultAboutSomethingElseIsFoundAsThatAndNotAsAFaultAtSeveral has a station leave out of its results what part of the station they are
// about: of each alone, or beside others only.
func TestAResultAboutSomethingElseIsFoundAsThatAndNotAsAFaultAtSeveral(t *testing.T) {
	without := func(of, field string) func(int, map[string]any) {
		return func(_ int, r map[string]any) { delete(r[of].(map[string]any), field) }
	}
	for name, c := range map[string]struct {
		from   int // for how many variables it does so
		change func(int, map[string]any)
		want   string // the subject of the failure that is found
		actual string // part of what is found
		places bool   // the states of the connectors are known
	}{
		"no instance":                 {1, without("variable", "instance"), "what a result in GetVariablesResponse is about", "DeviceDataCtrlr.ItemsPerMessage", true},
		"no EVSE":                     {1, without("component", "evse"), "what a result in GetVariablesResponse is about", "Connector.AvailabilityState", false},
		"no EVSE, only beside others": {2, without("component", "evse"), "several variables in one GetVariablesRequest", "no result for Connector.AvailabilityState", true},
	} {
		t.Run(name, func(t *testing.T) {
			inLab(t, nil, func(l *lab) {
				names := l.model("32")
				l.csms.variables["Connector.AvailabilityState"] = "Available"
				l.several(c.from, func(action string, _ []byte, right *ocppj.Frame) *ocppj.Frame { return l.all(action, right, c.change) })
				l.before = Known(names...)
				for range 2 {
					l.expect(evidence.Pass, "", func(s *Scenario) {
						s.Check(1, "The others are known.", s.Variable(names[11]), "11")
						seen, _, err := s.Look([]rigs.Place{{EVSE: 1, Connector: 1}, {EVSE: 2, Connector: 1}}, names[0])
						s.Check(1, "So are the connectors.", err == nil && seen[0].Value == "Available" && seen[1].Value == "Available", c.places)
					})
				}
				var failed []string
				for _, f := range l.rec.findings() {
					if f.Verdict == evidence.Fail {
						failed = append(failed, f.Subject+": "+f.Actual)
					}
				}
				if len(failed) != 1 || !strings.HasPrefix(failed[0], c.want+": ") || !strings.Contains(failed[0], c.actual) {
					t.Errorf("expected one failure, of %s with %q, got %q", c.want, c.actual, failed)
				}
			})
		})
	}
}
