package selftest

import (
	"crypto/tls"
	"testing"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/station"
	"github.com/certbench/certbench/station/wire"
)

// TestAStationThatTakesTLS11WithRSAOnlyFails: it has no suite of ECDHE that TLS 1.1 knows, so that the first answer of TC_A_06_CS proves nothing.
func TestAStationThatTakesTLS11WithRSAOnlyFails(t *testing.T) {
	p := play(t, "TC_A_06_CS", setup{profile: 2, change: patched(func(fw *station.Firmware) {
		right := fw.Wire.Decide.Suites
		fw.Wire.Decide.Suites = func() []uint16 { return append(right(), tls.TLS_RSA_WITH_AES_128_CBC_SHA) }
		fw.Wire.Decide.LowestTLS = func() uint16 { return tls.VersionTLS10 }
	})})
	if p.Verdict != evidence.Fail {
		t.Errorf("%s, want FAIL", p.Verdict)
	}
	if place, words := firstWorst(p); place != "main/3" {
		t.Errorf("at %s: %s", place, words)
	}
}

// TestAStationMayTellOfTheSuiteOfAnOldVersion: TLS 1.1 is answered with a suite that a station of ECDHE has not offered, of which it
// tells as well (part 2, A00.FR.323).
func TestAStationMayTellOfTheSuiteOfAnOldVersion(t *testing.T) {
	p := play(t, "TC_A_06_CS", setup{profile: 2, change: patched(func(fw *station.Firmware) {
		tell := fw.Wire.Hooks.Security
		fw.Wire.Hooks.Security = func(event string) {
			if event == wire.InvalidTLSVersion {
				tell(wire.InvalidTLSCipherSuite)
			}
			tell(event)
		}
	})})
	if p.Verdict != evidence.Pass {
		place, words := firstWorst(p)
		t.Errorf("%s at %s: %s", p.Verdict, place, words)
	}
}
