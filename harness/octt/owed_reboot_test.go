package octt

import (
	"testing"

	"github.com/certbench/certbench/harness/evidence"
)

// TestWhatIsOwedIsTakenAtTheNextBoot has a station take a value at once, and the old one, which is put back before a later case, at
// its next boot only.
func TestWhatIsOwedIsTakenAtTheNextBoot(t *testing.T) {
	inLab(t, nil, func(l *lab) {
		l.csms.variables[enabled] = "true"
		l.player.bench.Rest = func(s *Scenario) error { return s.Restore() }
		l.before = Config(Is(enabled, "false"))
		l.expect(evidence.Pass, "", func(s *Scenario) { s.Check(1, "One is one.", 1, 1) })
		l.csms.takesAtBoot()
		l.before = nil
		l.expect(evidence.Pass, "", func(s *Scenario) { s.Check(1, "It has its old value.", l.csms.variables[enabled], "true") })
		if err := l.player.Latched(); err != nil {
			t.Errorf("the bench is given up: %v", err)
		}
	})
}
