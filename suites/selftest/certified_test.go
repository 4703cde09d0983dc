package selftest

import (
	"strings"
	"testing"

	"github.com/certbench/certbench/harness/evidence"
)

// TestAStationThatARunHasGivenACertificateIsNoneWithoutOne: TC_A_21_CS is about a station that has none, and TC_A_23_CS gives it one for good.
// Before that it is played.
func TestAStationThatARunHasGivenACertificateIsNoneWithoutOne(t *testing.T) {
	t.Parallel()
	plays := playsInTurn(t, strings.Fields("TC_A_21_CS TC_A_23_CS TC_A_21_CS TC_A_22_CS"), setup{product: "full", profile: 2})
	for i, want := range []evidence.Verdict{evidence.Pass, evidence.Pass, evidence.NotRun, evidence.Pass} {
		if p := &plays[i]; p.Verdict != want {
			place, sentence := firstWorst(p)
			t.Errorf("play %d, %s: expected %s, got %s at %s: %s", i+1, p.Begin.ID, want, p.Verdict, place, sentence)
		}
	}
	if _, sentence := firstWorst(&plays[2]); !strings.Contains(sentence, "TC_A_23_CS has given it one") {
		t.Errorf("expected to be told which case has given it a certificate, got %s", sentence)
	}
}
