package selftest

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/certbench/certbench/csmsmock/pki"
	"github.com/certbench/certbench/harness/bench"
	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/station"
	"github.com/certbench/certbench/station/defects"
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
			for _, mode := range suites.Starts(c) {
				t.Run(fmt.Sprintf("%s %s in security profile %d", c.ID, mode, profile), func(t *testing.T) {
					t.Parallel()
					passes(t, c.ID, setup{mode: mode, profile: profile})
				})
			}
		}
	}
}

// TestAnotherRootIsSignedByTheOldOneWhereThatIsChecked plays the migration on the product with AdditionalRootCertificateCheck (AS-2).
func TestAnotherRootIsSignedByTheOldOneWhereThatIsChecked(t *testing.T) {
	passes(t, "TC_B_50_CS", setup{profile: 2, product: "full", written: true})
}

// TestABenchGoesOnWithAStationWhoseRootACaseHasReplaced plays cases one after the other on a bench: what the first has made of the
// station's roots is no obstacle to the second, whatever the station thinks of having them put back.
func TestABenchGoesOnWithAStationWhoseRootACaseHasReplaced(t *testing.T) {
	keepsLast := can(func(c *station.Capabilities) { c.KeepsLastRoot = true })
	for name, c := range map[string]struct {
		profile int
		cases   string
		change  func(*bench.MemoryParts)
		defects []defects.Defect
		want    string
	}{
		"a sound one":                             {2, "TC_M_30_CS TC_B_50_CS TC_A_04_CS TC_M_31_CS", nil, nil, "PASS PASS PASS PASS"},
		"a sound one with a certificate":          {3, "TC_M_30_CS TC_A_07_CS", nil, nil, "PASS PASS"},
		"one that keeps the last root":            {2, "TC_M_30_CS TC_A_04_CS TC_M_30_CS", keepsLast, nil, "PASS PASS PASS"},
		"one that drops the old root at once":     {2, "TC_M_31_CS TC_A_04_CS", nil, []defects.Defect{defects.OldRootDroppedAtOnce}, "FAIL PASS"},
		"one that drops the old root when used":   {2, "TC_M_31_CS TC_A_04_CS", nil, []defects.Defect{defects.OldRootDroppedByItsOwn}, "FAIL PASS"},
		"one that refuses what the new root made": {2, "TC_M_30_CS TC_A_04_CS", nil, []defects.Defect{defects.NewRootNeverUsed}, "FAIL PASS"},
		"one that is in the next profile then":    {1, "TC_A_19_CS TC_A_04_CS TC_B_45_CS", nil, nil, "PASS PASS PASS"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			plays := playsInTurn(t, strings.Fields(c.cases), setup{product: "full", profile: c.profile, change: c.change, defects: c.defects})
			var got, tables []string
			for i := range plays {
				got = append(got, string(plays[i].Verdict))
				tables = append(tables, tableOf(t, &plays[i]))
			}
			if strings.Join(got, " ") != c.want {
				t.Errorf("%s: expected %s, got %s\n%s", c.cases, c.want, got, strings.Join(tables, "\n"))
			}
		})
	}
}

// playsInTurn plays cases on one bench, in one bubble.
func playsInTurn(t *testing.T, ids []string, s setup) []evidence.Play {
	records := record(t, s, func(r octt.Recorder) {
		synctest.Test(t, func(t *testing.T) {
			declared, err := productOf(t, s.product, ids[0]).declaration()
			if err != nil {
				t.Fatal(err)
			}
			parts := bench.MemoryParts{PICS: declared, Schemas: schemaSet(t), Recorder: r, SecurityProfile: s.profile,
				Configured: octt.DefaultConfigured(), Timeouts: octt.DefaultTimeouts(), Defects: defectSet(t, s)}
			parts.Configured.BasicAuthPassword = "self-test-password-1"
			line(&parts)
			if s.change != nil {
				s.change(&parts)
			}
			m, err := bench.NewMemory(context.Background(), parts)
			if err != nil {
				t.Fatal(err)
			}
			if err := m.Ready(t.Context()); err != nil {
				t.Logf("the station is not ready: %v", err)
			}
			for _, id := range ids {
				c, _ := octt.Lookup(id)
				m.Player.Play(t.Context(), c, suites.About(id, ""), "")
			}
			m.Player.Repay(t.Context())
			if err := m.Player.Latched(); err != nil {
				t.Errorf("expected a bench that plays on, got %v", err)
			}
			if err := m.Close(); err != nil {
				t.Errorf("closing the bench: %v", err)
			}
		})
	})
	return evidence.Fold(records).Plays
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
