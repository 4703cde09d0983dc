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

// stuck is a connection of a station that falls silent when it is answered with a ServerHello of TLS 1.1, and leaves it open.
type stuck struct {
	net.Conn
	first []byte
	old   bool
}

func (c *stuck) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	if len(c.first) < 11 {
		c.first = append(c.first, p[:n]...)
	}
	c.old = c.old || len(c.first) >= 11 && c.first[10] == 2
	return n, err
}

func (c *stuck) Write(p []byte) (int, error) {
	if c.old {
		return len(p), nil // not even an alert
	}
	return c.Conn.Write(p)
}

func (c *stuck) Close() error {
	if c.old {
		time.AfterFunc(time.Minute, func() { _ = c.Conn.Close() })
		return nil
	}
	return c.Conn.Close()
}

// TestAStationThatDoesNotEndAHandshakeOfAnOldVersionFails: part 2, A00.FR.316, A00.FR.419: it terminates the connection.
func TestAStationThatDoesNotEndAHandshakeOfAnOldVersionFails(t *testing.T) {
	p := play(t, "TC_A_06_CS", setup{profile: 2, change: func(parts *bench.MemoryParts) {
		parts.Change = func(c *station.Config) {
			dial := c.Dial
			c.Dial = func(ctx context.Context, network, address string) (net.Conn, error) {
				conn, err := dial(ctx, network, address)
				if err != nil {
					return nil, err
				}
				return &stuck{Conn: conn}, nil
			}
		}
	}})
	if p.Verdict != evidence.Fail {
		t.Errorf("%s, want FAIL", p.Verdict)
	}
}
