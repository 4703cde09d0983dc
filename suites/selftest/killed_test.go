package selftest

import (
	"context"
	"fmt"
	"net"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/certbench/certbench/harness/bench"
	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/station"
)

// meter counts the bytes of the file connections of a bench, both ways, and does something once when so many have gone.
type meter struct {
	mu    sync.Mutex
	left  int
	then  func()
	over  bool
	lines []net.Listener
	conns []net.Conn
}

// count is called with what has gone.
func (m *meter) count(n int) {
	m.mu.Lock()
	m.left -= n
	due := m.left <= 0 && !m.over
	m.over = m.over || due
	m.mu.Unlock()
	if due {
		m.then()
	}
}

func (m *meter) isOver() bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.over
}

// metered is a connection whose bytes are counted before they go on, so that those after the last do not.
type metered struct {
	net.Conn
	by *meter
}

func (c metered) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	c.by.count(n)
	return n, err
}

func (c metered) Write(p []byte) (int, error) {
	c.by.count(len(p))
	return c.Conn.Write(p)
}

// killServer has the file server die when so many bytes have gone: nothing listens any more, and every connection is cut.
func killServer(m *meter) func(*bench.MemoryParts) {
	m.then = func() {
		m.mu.Lock()
		defer m.mu.Unlock()
		for _, l := range m.lines {
			_ = l.Close() // a second time at the end of the bench
		}
		for _, c := range m.conns {
			_ = c.Close() // whoever reads from it learns of it
		}
	}
	return func(p *bench.MemoryParts) {
		p.Files = func(s *bench.FileServing) {
			for i := range s.Lines {
				m.lines = append(m.lines, s.Lines[i].Listener)
				s.Lines[i].Listener = meteredListener{s.Lines[i].Listener, m}
			}
			data := s.Data.Listen
			s.Data.Listen = func() (net.Listener, error) {
				l, err := data()
				return meteredListener{l, m}, err
			}
		}
	}
}

type meteredListener struct {
	net.Listener
	by *meter
}

func (l meteredListener) Accept() (net.Conn, error) {
	conn, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	l.by.mu.Lock()
	defer l.by.mu.Unlock()
	l.by.conns = append(l.by.conns, conn)
	return metered{conn, l.by}, nil
}

// killStation has the station lose its power when so many bytes have gone.
func killStation(t *testing.T, m *meter) func(*bench.MemoryParts) {
	return onStation(func(c *station.Config) {
		m.then = func() {
			if err := c.Panel.PowerOff(); err != nil {
				t.Error(err)
			}
		}
		dial := c.Dial
		c.Dial = func(ctx context.Context, network, address string) (net.Conn, error) {
			conn, err := dial(ctx, network, address)
			if err == nil && strings.HasPrefix(address, bench.MemoryFilesHost+":") {
				conn = metered{conn, m}
			}
			return conn, err
		}
	})
}

// killPoints are where something dies, in parts of a thousand of the bytes of a play in which nothing does: in the first of them, in
// every handshake and login, in the file, and in its last.
var killPoints = []int{0, 5, 50, 150, 300, 450, 600, 800, 950, 1000}

// killedIn are the cases in which something dies: a log goes up, a firmware comes down.
var killedIn = []string{"TC_N_25_CS", "TC_L_01_CS"}

// TestWhateverDiesInATransferLeavesTheRightVerdictAndWholeEvidence has the file server, or the station, die at many points of a transfer.
// A server of ours that is gone proves nothing about the station: ERROR, whatever the station tells of its transfer. A station that is
// gone has not done what the rows ask for: FAIL, unless it had done that before. It is brought back to rest afterwards. In each play the
// evidence is written, read back and verified.
func TestWhateverDiesInATransferLeavesTheRightVerdictAndWholeEvidence(t *testing.T) {
	for _, id := range killedIn {
		for _, by := range octt.Protocols() {
			for _, dies := range []string{"server", "station"} {
				t.Run(fmt.Sprintf("%s %s %s", id, by, dies), func(t *testing.T) {
					t.Parallel()
					whole := bytesOf(t, id, by, dies)
					for _, point := range killPoints {
						if dies == "server" {
							serverDies(t, id, by, max(1, whole*point/1000))
						} else {
							stationDies(t, id, by, max(1, whole*point/1000))
						}
					}
				})
			}
		}
	}
}

// bytesOf is how many bytes go over the file connections of a play in which nothing dies.
func bytesOf(t *testing.T, id string, by octt.Protocol, dies string) int {
	t.Helper()
	const plenty = 1 << 30
	m := &meter{left: plenty}
	change := killServer(m)
	if dies == "station" {
		change = killStation(t, m)
	}
	used := 0 // by the case alone, and not by what is repaid after it
	p := play(t, id, setup{by: by, change: change, after: func(*bench.Memory) { used = plenty - m.left }})
	if p.Verdict != evidence.Pass {
		t.Fatalf("where nothing dies: expected PASS, got %s: %s", p.Verdict, p.Reason)
	}
	return used
}

func serverDies(t *testing.T, id string, by octt.Protocol, after int) {
	t.Helper()
	m := &meter{left: after}
	died := false // before the case was over
	p, _ := playWhole(t, id, setup{by: by, written: true, broken: true, change: killServer(m), after: func(*bench.Memory) { died = m.isOver() }})
	switch {
	case !died: // a handshake was some bytes shorter
		hasPassed(t, p, "")
	case p.Verdict != evidence.Error || !strings.Contains(p.Reason, "the file server of the bench has stopped to serve"):
		t.Errorf("the server died after %d bytes: expected ERROR for it, got %s: %s", after, p.Verdict, p.Reason)
	}
}

func stationDies(t *testing.T, id string, by octt.Protocol, after int) {
	t.Helper()
	m := &meter{left: after}
	var died, rested bool // when the case was over
	p, _ := playWhole(t, id, setup{by: by, written: true, change: killStation(t, m), after: func(b *bench.Memory) {
		died, rested = m.isOver(), b.Player.Latched() == nil
	}})
	told := slices.ContainsFunc(p.Frames, func(rec evidence.Record) bool { return tells(rec, "Uploaded") || tells(rec, "Installed") })
	switch {
	case p.Verdict == evidence.Pass && (told || !died):
	case p.Verdict == evidence.Fail && died:
	default:
		t.Errorf("the station lost its power after %d bytes: expected FAIL, or PASS where it had told the end before, got %s (told %t): %s", after, p.Verdict, told, p.Reason)
	}
	if !rested {
		t.Errorf("the station lost its power after %d bytes: expected it at rest again, got a bench that is latched", after)
	}
	if died && len(p.Transfers) > 0 && p.Transfers[0].Transfer.Ended.IsZero() {
		t.Errorf("the station lost its power after %d bytes: expected the end of its transfer in the evidence, got none", after)
	}
}

// tells tells a message of the station with a status.
func tells(rec evidence.Record, status string) bool {
	f := rec.Frame
	return f != nil && f.Direction == evidence.In && f.Type == "CALL" && strings.HasSuffix(f.Action, "StatusNotification") && strings.Contains(f.Raw, `"`+status+`"`)
}
