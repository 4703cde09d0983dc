package selftest

import (
	"context"
	"net"
	"testing"
	"time"

	"github.com/certbench/certbench/harness/bench"
	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/station"
)

// aboutTLS are the cases in which attempts to connect are counted.
var aboutTLS = []string{"TC_A_04_CS", "TC_A_05_CS", "TC_A_06_CS", "TC_A_09_CS", "TC_B_46_CS", "TC_B_49_CS"}

// TestASocketOnWhichNothingCameIsNoAttempt plays them on stations that open a second socket and send nothing on it: to see whether
// the port is there, or because they try two addresses at once (RFC 8305) and leave the slower.
func TestASocketOnWhichNothingCameIsNoAttempt(t *testing.T) {
	for name, pause := range map[string]time.Duration{"looks whether the port is open": 100 * time.Millisecond, "tries two addresses at once": 0} {
		for _, id := range aboutTLS {
			t.Run(name+"/"+id, func(t *testing.T) {
				t.Parallel()
				p := play(t, id, setup{profile: 2, change: func(parts *bench.MemoryParts) {
					parts.Change = func(c *station.Config) {
						dial := c.Dial
						c.Dial = func(ctx context.Context, network, address string) (net.Conn, error) {
							if other, err := dial(ctx, network, address); err == nil {
								time.AfterFunc(pause/2, func() { _ = other.Close() })
							}
							time.Sleep(pause)
							return dial(ctx, network, address)
						}
					}
				}})
				if p.Verdict != evidence.Pass {
					place, words := firstWorst(p)
					t.Errorf("%s at %s: %s", p.Verdict, place, words)
				}
			})
		}
	}
}
