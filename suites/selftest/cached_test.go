package selftest

import (
	"slices"
	"strings"
	"testing"

	"github.com/certbench/certbench/harness/evidence"
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

// TestAnAuthorizeRequestNamesTheRequirementThatAsksForIt: C01.FR.02 speaks of an idToken that is not in the cache.
func TestAnAuthorizeRequestNamesTheRequirementThatAsksForIt(t *testing.T) {
	for id, want := range map[string]string{
		"TC_C_09_CS": "C10.FR.03 C12.FR.05", "TC_C_44_CS": "C10.FR.03 C12.FR.05", "TC_C_36_CS": "", "TC_C_39_CS": "C01.FR.02 C09.FR.05",
	} {
		var named []string
		for _, item := range play(t, id, setup{mode: octt.Local}).Items {
			if c := item.Check; c != nil && c.Stage == evidence.Main && c.Path == "idToken.type" && c.Message == "AuthorizeRequest" {
				named = append(named, strings.Join(c.Requirements, " "))
			}
		}
		if len(named) == 0 || !slices.Contains(named, want) {
			t.Errorf("%s: expected an AuthorizeRequest because of %q, got %q", id, want, named)
		}
	}
}

// TestTheCacheIsSeenAlsoOnAStationThatWouldNotAskAgain plays the cases that show the cache by an AuthorizeRequest with a
// station that is configured not to send it, and keeps what has expired.
func TestTheCacheIsSeenAlsoOnAStationThatWouldNotAskAgain(t *testing.T) {
	silent := onStation(func(c *station.Config) {
		c.Capabilities.KeepsExpired = true
		c.Settings["AuthCacheCtrlr.DisablePostAuthorize"] = "true"
	})
	for _, id := range []string{"TC_C_09_CS", "TC_C_34_CS", "TC_C_44_CS", "TC_C_46_CS"} {
		passes(t, id, setup{product: "full", change: silent})
	}
}
