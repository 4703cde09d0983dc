package selftest

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/certbench/certbench/csmsmock/pki"
	"github.com/certbench/certbench/harness/bench"
	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt"
)

// TestABenchWithoutImagesUpdatesNothing: what it has for a signing certificate is nobody's, so that a station is right to refuse it.
func TestABenchWithoutImagesUpdatesNothing(t *testing.T) {
	bare := func(p *bench.MemoryParts) { p.NoFirmware = true }
	for _, id := range []string{"TC_F_19_CS", "TC_L_01_CS"} {
		p := play(t, id, setup{change: bare})
		if p.Verdict != evidence.NotRun || !strings.Contains(p.Reason, "the bench has no firmware images; add firmware: to the bench file") {
			t.Errorf("%s: expected NOT RUN for want of images, got %s: %s", id, p.Verdict, p.Reason)
		}
	}
}

// TestAConfiguredSigningCertificateThatTheStationDoesNotTrustProvesNothing: it may be of another manufacturer.
func TestAConfiguredSigningCertificateThatTheStationDoesNotTrustProvesNothing(t *testing.T) {
	other, err := pki.New(pki.Settings{Host: "another.manufacturer.test"})
	if err != nil {
		t.Fatal(err)
	}
	signing, err := other.Signing(pki.ECDSA)
	if err != nil {
		t.Fatal(err)
	}
	p := play(t, "TC_F_19_CS", setup{change: func(p *bench.MemoryParts) {
		p.NoFirmware = true
		p.Configured.SigningCertificate = signing.PEM()
	}})
	if place, sentence := firstWorst(p); p.Verdict != evidence.Inconclusive || place != "main/2" || !strings.Contains(sentence, "it answers InvalidCertificate; add firmware: to the bench file") {
		t.Errorf("expected INCONCLUSIVE at main/2 for want of a certificate that the station trusts, got %s at %s: %s", p.Verdict, place, sentence)
	}
}

// TestFirmwareMayBeSignedWithRSA installs what is signed with the other kind of key.
func TestFirmwareMayBeSignedWithRSA(t *testing.T) {
	for _, id := range []string{"TC_L_01_CS", "TC_L_05_CS", "TC_L_06_CS", "TC_L_08_CS"} {
		p := play(t, id, setup{change: func(p *bench.MemoryParts) { p.Signed = pki.RSA }})
		if p.Verdict != evidence.Pass {
			t.Errorf("%s: expected PASS with RSA, got %s: %s", id, p.Verdict, p.Reason)
		}
	}
}

// asksFor finds the image that an UpdateFirmwareRequest is about.
var asksFor = regexp.MustCompile(`"UpdateFirmware",.*/firmware/(\w+)/`)

// TestTheStationIsBroughtBackToItsFirmware plays updates, then a case that is none, and another update that ends the run: the tested firmware
// is installed once for each of the two, and found by whoever comes next.
func TestTheStationIsBroughtBackToItsFirmware(t *testing.T) {
	records := record(t, setup{}, func(r octt.Recorder) {
		synctest.Test(t, func(t *testing.T) {
			playSeveral(t, r, func(*bench.MemoryParts) {}, "TC_L_01_CS", "TC_L_01_CS", "TC_L_01_CS", "TC_B_01_CS", "TC_F_17_CS", "TC_L_01_CS")
		})
	})
	var asked, notes []string
	for _, record := range records {
		if f := record.Frame; f != nil {
			if m := asksFor.FindStringSubmatch(f.Raw); m != nil {
				asked = append(asked, m[1])
			}
		}
		if record.Note != nil {
			notes = append(notes, record.Note.Text)
		}
	}
	if want := []string{"other", "tested", "other", "tested", "other", "tested"}; !slices.Equal(asked, want) {
		t.Errorf("expected updates to %q, got %q; notes:\n%s", want, asked, strings.Join(notes, "\n"))
	}
	told := evidence.Fold(records)
	for _, p := range told.Plays {
		if p.Verdict != evidence.Pass {
			t.Errorf("%s: expected PASS, got %s: %s", p.Begin.ID, p.Verdict, p.Reason)
		}
	}
	if n := strings.Count(strings.Join(notes, "\n"), "The Charging Station runs the tested firmware 1 again."); n != 2 {
		t.Errorf("expected to be told twice that the tested firmware runs again, got %d", n)
	}
	for _, f := range told.Found {
		t.Errorf("expected no finding, got %+v", f)
	}
}
