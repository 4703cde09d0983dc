package octt

import (
	"testing"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// TestLimitsThatWereLetGoOfAreLearnedAgain counts the requests of a play after one that may have changed anything.
func TestLimitsThatWereLetGoOfAreLearnedAgain(t *testing.T) {
	for name, between := range map[string]func(*lab, *Scenario){
		"a vendor's request":          func(l *lab, s *Scenario) { sends(l, s, ocpp201.DataTransferRequest{VendorID: "com.example"}) },
		"a connection that has ended": func(l *lab, s *Scenario) { drops(l, s) },
	} {
		t.Run(name, func(t *testing.T) {
			inLab(t, nil, func(l *lab) {
				l.before = Known(l.model("32")...)
				l.expect(evidence.Pass, "", func(s *Scenario) { s.Check(1, "One is one.", 1, 1) })
				if err := l.player.Do(l.ctx, func(s *Scenario) error { between(l, s); return nil }); err != nil {
					t.Fatal(err)
				}
				before := len(l.csms.calls)
				l.expect(evidence.Pass, "", func(s *Scenario) { s.Check(1, "One is one.", 1, 1) })
				if n := len(l.csms.calls) - before; n > 3 {
					t.Errorf("expected one request for the limits, one for a dozen variables and a fence, got %q", l.csms.calls[before:])
				}
			})
		})
	}
}
