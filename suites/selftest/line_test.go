package selftest

import (
	"context"
	"net"
	"strings"
	"time"

	"github.com/certbench/certbench/harness/bench"
	"github.com/certbench/certbench/harness/stack"
	"github.com/certbench/certbench/station"
)

// Under a synthetic clock two sides that wait for the same time end their waits at the very same moment, and which of them
// is first would be left to chance: a station whose back-off ends when the CSMS lets it in again would find either. In the
// field nothing arrives in no time. Here connecting takes a while, and what was sent arrives at the next beat of the side
// that it is sent to, all in one piece, so that both keep moments of their own. (A latency would not do: bytes that come together
// arrive together or one after the other, by chance again.)
const (
	toConnect   = 20 * time.Millisecond
	beat        = 10 * time.Millisecond
	stationBeat = 1 * time.Millisecond // of every beat
	csmsBeat    = 6 * time.Millisecond
)

// line puts the beats between station and CSMS. Files take no time at all: what keeps a transfer under way is that it is
// held, and nothing else.
func line(p *bench.MemoryParts) {
	p.Wrap = func(l net.Listener) net.Listener { return beatingListener{l} }
	p.Change = func(c *station.Config) {
		dial := c.Dial
		c.Dial = func(ctx context.Context, network, address string) (net.Conn, error) {
			if strings.HasPrefix(address, "files:") {
				return dial(ctx, network, address)
			}
			stack.Grow() // here begin the goroutines that connect
			select {
			case <-time.After(toConnect):
			case <-ctx.Done():
				return nil, ctx.Err()
			}
			conn, err := dial(ctx, network, address)
			if err != nil {
				return nil, err
			}
			return beating{conn, stationBeat}, nil
		}
	}
}

type beatingListener struct{ net.Listener }

func (l beatingListener) Accept() (net.Conn, error) {
	conn, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return beating{conn, csmsBeat}, nil
}

// beating hands on what has come up to its own moment of the beat.
type beating struct {
	net.Conn
	at time.Duration
}

func (b beating) Read(p []byte) (int, error) {
	givesWay()
	n, err := b.Conn.Read(p)
	if n == 0 || err != nil {
		return n, err
	}
	since := (time.Duration(time.Now().UnixNano()) - b.at) % beat
	time.Sleep((beat - since) % beat)
	if more, buffers := b.Conn.(interface{ Buffered() int }); buffers && n < len(p) && more.Buffered() > 0 {
		rest, err := b.Conn.Read(p[n:])
		return n + rest, err
	}
	return n, nil
}

func (b beating) Write(p []byte) (int, error) {
	givesWay()
	return b.Conn.Write(p)
}
