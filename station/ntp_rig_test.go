package station_test

import (
	"context"
	"encoding/binary"
	"net"
	"sync"
	"time"

	"github.com/certbench/certbench/harness/memnet"
	"github.com/certbench/certbench/station"
)

// timeHost is an NTP server beside the CSMS, at 123 of its name.
type timeHost struct {
	mu    sync.Mutex
	ahead time.Duration
	spoil func(answer []byte) // the last word on an answer; nil leaves it
	mute  bool
	asked []time.Time // when
}

// timeTakes is how long a request is on its way, so that what happens at the moment of a request, such as a boot, goes before its
// answer in every run.
const timeTakes = 10 * time.Millisecond

// set changes what the host does.
func (h *timeHost) set(change func(*timeHost)) {
	h.mu.Lock()
	defer h.mu.Unlock()
	change(h)
}

// times is how often the host was asked.
func (h *timeHost) times() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return len(h.asked)
}

// withTime puts hosts into the station's network, by their names.
func withTime(hosts map[string]*timeHost) func(*station.Config) {
	return func(c *station.Config) {
		csms := c.Dial
		c.Dial = func(ctx context.Context, network, address string) (net.Conn, error) {
			name, port, err := net.SplitHostPort(address)
			if network != "udp" {
				return csms(ctx, network, address)
			}
			h := hosts[name]
			if err != nil || h == nil || port != "123" {
				return nil, &net.DNSError{Err: "no such host", Name: address}
			}
			line := memnet.ListenPackets(name)
			go h.answer(line)
			return line.Dial(ctx)
		}
	}
}

// answer answers the one datagram that the station sends through each connection, by RFC 5905, figure 8.
func (h *timeHost) answer(line *memnet.Packets) {
	defer line.Close()
	b := make([]byte, 48)
	n, from, err := line.ReadFrom(b)
	time.Sleep(timeTakes)
	h.mu.Lock()
	defer h.mu.Unlock()
	h.asked = append(h.asked, time.Now())
	if err != nil || n != len(b) || h.mute {
		return
	}
	copy(b[24:32], b[40:48])
	b[0], b[1], b[3] = b[0]&^7|4, 2, 0xec // mode 4, stratum 2, a microsecond
	b[10] = 1                             // some 4 ms of root dispersion
	now := time.Now().Add(h.ahead)
	for _, at := range []int{16, 32, 40} {
		binary.BigEndian.PutUint64(b[at:], uint64(now.Unix()+2_208_988_800)<<32|uint64(now.Nanosecond())<<32/1e9)
	}
	if h.spoil != nil {
		h.spoil(b)
	}
	_, _ = line.WriteTo(b, from) // to a memory
}
