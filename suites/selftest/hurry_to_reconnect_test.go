package selftest

import (
	"fmt"
	"testing"
	"time"

	"github.com/certbench/certbench/harness/bench"
	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/station"
)

// patched has a station be another one, beside its defects.
func patched(change func(*station.Firmware)) func(*bench.MemoryParts) {
	return func(parts *bench.MemoryParts) {
		parts.Change = func(c *station.Config) {
			before := c.Patch
			c.Patch = func(fw *station.Firmware) {
				if before != nil {
					before(fw)
				}
				change(fw)
			}
		}
	}
}

// TestAStationMayTryManyTimesWhileTheCertificateIsInvalid plays TC_A_05_CS on stations that wait a tenth of a second before each
// attempt: RetryBackOffWaitMinimum has no least value (part 2, OCPPCommCtrlr).
func TestAStationMayTryManyTimesWhileTheCertificateIsInvalid(t *testing.T) {
	for wait := 80 * time.Millisecond; wait < 200*time.Millisecond; wait += 10 * time.Millisecond {
		t.Run(fmt.Sprint(wait), func(t *testing.T) {
			t.Parallel()
			p := play(t, "TC_A_05_CS", setup{profile: 2, change: patched(func(fw *station.Firmware) {
				fw.Wire.Decide.RetryAfter = func(time.Duration, bool) (time.Duration, bool) { return wait, true }
			})})
			if p.Verdict != evidence.Pass {
				place, words := firstWorst(p)
				t.Errorf("%s at %s: %s", p.Verdict, place, words)
			}
		})
	}
}

// TestAStationThatStaysAwayIsNotAwaitedForYears plays it on one that tries five times a second, and no more once the certificate is
// valid again.
func TestAStationThatStaysAwayIsNotAwaitedForYears(t *testing.T) {
	tries := 0
	began := time.Time{}
	p := play(t, "TC_A_05_CS", setup{profile: 2, change: patched(func(fw *station.Firmware) {
		fw.Wire.Decide.RetryAfter = func(time.Duration, bool) (time.Duration, bool) {
			if tries++; tries == 2 {
				began = time.Now()
			}
			return 200 * time.Millisecond, began.IsZero() || time.Since(began) < 4*time.Second
		}
	})})
	if took := p.Took(); p.Verdict != evidence.Fail || took > time.Hour {
		t.Errorf("%s after %s, want FAIL within the hour", p.Verdict, took)
	}
}
