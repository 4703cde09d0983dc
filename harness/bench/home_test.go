package bench

import (
	"context"
	"net"
	"sync/atomic"
	"testing"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt"
)

// TestAStationThatStaysAwayHasNoNewHome has a station that is to come home get no connection after its reset: where it was is not its home for
// that, and it is power cycled, as each that does not come to rest.
func TestAStationThatStaysAwayHasNoNewHome(t *testing.T) {
	closed := &closedFor{}
	onMemory(t, func(p *MemoryParts) { p.Wrap = closed.wrap }, func(t *testing.T, m *Memory, said *notes) {
		play(t, m, nothing)
		at := m.home
		play(t, m, func(s *octt.Scenario) {
			nothing(s)
			m.home = s.OtherEndpoint()
			until := time.Now().Add(s.Timeouts.Boot * 3 / 2)
			closed.until.Store(&until)
		})
		if err := m.Player.Latched(); err != nil || !said.has("It is power cycled") {
			t.Errorf("expected a bench that is at rest after a power cycle, got %v; notes %q", err, said.said)
		}
		if m.home != at || !said.has("is at home at the endpoint "+at+" from now on: it begins with that") {
			t.Errorf("expected it to be at home at %s, and only because it has booted there, got %s; notes %q", at, m.home, said.said)
		}
	})
}

// TestARunThatIsLeftLeavesAStationItsHome has the run be asked to end, twice, in the middle of a station's way home.
func TestARunThatIsLeftLeavesAStationItsHome(t *testing.T) {
	closed := &closedFor{}
	onMemory(t, func(p *MemoryParts) { p.Wrap = closed.wrap }, func(t *testing.T, m *Memory, said *notes) {
		play(t, m, nothing)
		var away string
		ctx, leave := context.WithCancel(t.Context())
		defer leave()
		began := time.Now()
		m.Player.Play(ctx, octt.Case{ID: "TC_X_01_CS", Main: func(s *octt.Scenario) {
			nothing(s)
			away = s.OtherEndpoint()
			m.home = away
			until := time.Now().Add(s.Timeouts.Boot * 2)
			closed.until.Store(&until)
			time.AfterFunc(s.Timeouts.Boot/2, func() { leave(); m.Player.Hurry() })
		}}, evidence.CaseStarted{ID: "TC_X_01_CS"}, "")
		if m.home != away || !said.has("It is reset, to begin with the first profile again") || said.has("is at home at") || said.has("It is power cycled") {
			t.Errorf("expected it to be on its way home to %s, got %s; notes %q", away, m.home, said.said)
		}
		if took := time.Since(began); took >= octt.DefaultTimeouts().Boot {
			t.Errorf("expected nothing to be waited for any more, got %s", took)
		}
	})
}

// closedFor is a network on which a station gets no connection for a time.
type closedFor struct {
	net.Listener
	until atomic.Pointer[time.Time]
}

func (c *closedFor) wrap(l net.Listener) net.Listener {
	c.Listener = l
	return c
}

func (c *closedFor) Accept() (net.Conn, error) {
	for {
		conn, err := c.Listener.Accept()
		if until := c.until.Load(); err != nil || until == nil || time.Now().After(*until) {
			return conn, err
		}
		if err := conn.Close(); err != nil {
			return nil, err
		}
	}
}
