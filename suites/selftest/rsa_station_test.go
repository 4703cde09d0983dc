package selftest

import (
	"crypto/rand"
	"crypto/rsa"
	"testing"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/station"
	"github.com/certbench/certbench/station/certificates"
)

// TestAStationMayHaveAKeyOfRSA: part 2 leaves it the choice (A00.FR.502, A00.FR.503). It has the CSMSRootCertificate of the bench, and
// takes certificates below that.
func TestAStationMayHaveAKeyOfRSA(t *testing.T) {
	change := patched(func(fw *station.Firmware) {
		fw.Certificates.Decide.NewRequest = func() (*certificates.Request, error) {
			key, err := rsa.GenerateKey(rand.Reader, 2048)
			if err != nil {
				return nil, err
			}
			der, err := certificates.RequestFor(key, fw.Certificates.Subject())
			return &certificates.Request{Key: key, DER: der}, err
		}
	})
	for _, id := range []string{"TC_A_11_CS", "TC_A_14_CS", "TC_A_23_CS", "TC_M_23_CS"} {
		for _, profile := range []int{2, 3} {
			p := play(t, id, setup{profile: profile, change: change})
			if p.Verdict != evidence.Pass {
				place, words := firstWorst(p)
				t.Errorf("%s in security profile %d: %s at %s: %s", id, profile, p.Verdict, place, words)
			}
		}
	}
}
