package selftest

import (
	"testing"

	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/station"
)

// TestWhereARemoteStartIsNeverJudgedTheCacheIsAskedLocally plays the cases of the Authorization Cache on a bench that is
// configured for remote authorization, with a station whose AuthorizeRemoteStart is false and ReadOnly.
func TestWhereARemoteStartIsNeverJudgedTheCacheIsAskedLocally(t *testing.T) {
	never := can(func(c *station.Capabilities) { c.AuthorizeRemoteStart = []bool{false} })
	for _, id := range []string{"TC_C_08_CS", "TC_C_09_CS", "TC_C_10_CS", "TC_C_11_CS", "TC_C_12_CS", "TC_C_13_CS", "TC_C_57_CS"} {
		p := play(t, id, setup{mode: octt.Remote, change: never})
		asked := false
		for _, item := range p.Items {
			asked = asked || item.State != nil && len(item.State.Path) == 1 && item.State.Path[0] == "Authorized (local)"
		}
		if place, sentence := firstWorst(p); p.Verdict != "PASS" || !asked {
			t.Errorf("%s: expected a PASS with the idToken presented, got %s at %s: %s; presented: %v", id, p.Verdict, place, sentence, asked)
		}
	}
}
