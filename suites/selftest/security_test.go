package selftest

import (
	"fmt"
	"strings"
	"testing"

	"github.com/certbench/certbench/csmsmock/pki"
	"github.com/certbench/certbench/harness/bench"
	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/suites"
)

// TestEveryCasePassesInEverySecurityProfile plays each case on the good station in the other security profiles in which the document
// has it played (in its first, TestEveryCasePassesOnTheGoodStation does), over TLS in virtual time.
func TestEveryCasePassesInEverySecurityProfile(t *testing.T) {
	for _, c := range octt.Registered() {
		for _, profile := range []int{2, 3} {
			if profile == c.SecurityProfile() || c.PlaysIn(profile) != nil {
				continue
			}
			for _, mode := range suites.Plays(c) {
				t.Run(fmt.Sprintf("%s %s in security profile %d", c.ID, mode, profile), func(t *testing.T) {
					t.Parallel()
					passes(t, c.ID, setup{mode: mode, profile: profile})
				})
			}
		}
	}
}

// TestABenchThatIsReachedByAnAddressShowsNoWildcard: the case passes with what can be shown, and says what cannot.
func TestABenchThatIsReachedByAnAddressShowsNoWildcard(t *testing.T) {
	p := play(t, "TC_A_05_CS", setup{change: func(p *bench.MemoryParts) {
		made, err := pki.New(pki.Settings{Host: "192.0.2.1", Aliases: []string{bench.MemoryHost, bench.MemorySecondHost}})
		if err != nil {
			t.Error(err)
		}
		p.PKI = made
	}})
	place, sentence := firstWorst(p)
	if p.Verdict != evidence.Warning || place != "main/7" || !strings.Contains(sentence, `no wildcard certificate can be made for the host "192.0.2.1"`) {
		t.Errorf("expected WARNING at main/7 for want of a wildcard certificate, got %s at %s: %s", p.Verdict, place, sentence)
	}
	if table := tableOf(t, p); strings.Count(table, "has a server certificate that is invalid: ") != 4 {
		t.Errorf("expected the four other certificates to be shown, got\n%s", table)
	}
}
