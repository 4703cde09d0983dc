package bench

import (
	"errors"
	"net"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/station"
	"github.com/certbench/certbench/station/defects"
)

// notReady opens a bench in memory whose station is changed so that it cannot connect, latches it with what Ready says,
// as a run does, and hands it to test.
func notReady(t *testing.T, change func(*MemoryParts), test func(*testing.T, *Memory, error, *attempts)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		tried := &attempts{}
		parts := memoryParts(t, tried)
		change(&parts)
		m, err := NewMemory(t.Context(), parts)
		if err != nil {
			t.Fatal(err)
		}
		cause := m.Ready(t.Context())
		if cause == nil {
			t.Fatal("expected the station not to be ready")
		}
		m.Player.Latch(cause)
		test(t, m, cause, tried)
		if err := m.Close(); err != nil {
			t.Errorf("closing the bench: %v", err)
		}
	})
}

// attempts keeps what the evidence says of connections.
type attempts struct {
	notes
	refused []evidence.Connection
}

func (a *attempts) Append(r evidence.Record) (int64, error) {
	if r.Conn != nil && r.Conn.What == string(octt.Refused) {
		a.refused = append(a.refused, *r.Conn)
	}
	return a.notes.Append(r)
}

func defective(names string) func(*MemoryParts) {
	return func(p *MemoryParts) {
		set, err := defects.Parse(names)
		if err != nil {
			panic(err)
		}
		p.Defects = set
	}
}

func TestAStationThatIsNotReadySaysWhy(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*MemoryParts)
		want   string
	}{
		"no credentials": {defective("basic-auth-omitted"), "its last attempt to connect was refused: no HTTP Basic credentials"},
		"a wrong user":   {defective("basic-auth-wrong-user"), "its last attempt to connect was refused: the user is not the station's identity (user "},
		"a wrong password": {func(p *MemoryParts) {
			p.Change = func(c *station.Config) { c.Password = "another-password-1" }
		}, "refused: wrong password"},
		"another identity": {func(p *MemoryParts) {
			p.Change = func(c *station.Config) { c.ID = "CB-9" }
		}, `a station "CB-9" tried to connect; this bench expects "CB-0001"`},
		"another path": {func(p *MemoryParts) {
			p.Change = func(c *station.Config) { c.CSMSURL = "ws://csms/steve" }
		}, `a station tried to connect at the path "/steve/CB-0001"; this bench expects it at "/ocpp/CB-0001"`},
		"nobody": {func(p *MemoryParts) { p.Wrap = func(l net.Listener) net.Listener { return deaf{l} } }, "in vain for the station to connect"},
	} {
		t.Run(name, func(t *testing.T) {
			notReady(t, c.change, func(t *testing.T, _ *Memory, cause error, tried *attempts) {
				if !strings.Contains(cause.Error(), c.want) {
					t.Errorf("expected %q in the cause, got %q", c.want, cause)
				}
				if !errors.As(cause, new(*octt.StationTrouble)) {
					t.Errorf("expected the station's trouble, got %T", cause)
				}
				if name != "nobody" && len(tried.refused) == 0 {
					t.Error("expected the attempts in the evidence, got none")
				}
			})
		})
	}
}

// deaf lets nobody in.
type deaf struct{ net.Listener }

func (d deaf) Accept() (net.Conn, error) {
	for {
		c, err := d.Listener.Accept()
		if err != nil {
			return nil, err
		}
		if err := c.Close(); err != nil {
			return nil, err
		}
	}
}

func TestAStationThatIsTurnedDownForItsCredentialsIsStillJudgedByThem(t *testing.T) {
	judged := octt.Case{ID: "TC_X_01_CS", AnyCredentials: true, Main: func(s *octt.Scenario) {
		s.Check(1, "The upgrade request carries HTTP Basic credentials.", s.Handshake().HasAuth, true)
	}}
	notReady(t, defective("basic-auth-omitted"), func(t *testing.T, m *Memory, _ error, _ *attempts) {
		if end := play(t, m, nothing); end.Verdict != evidence.NotRun || !strings.Contains(end.Reason, "no HTTP Basic credentials") {
			t.Errorf("expected NOT RUN with the reason, got %s: %s", end.Verdict, end.Reason)
		}
		if end := m.Player.Play(t.Context(), judged, evidence.CaseStarted{ID: judged.ID}, ""); end.Verdict != evidence.Fail {
			t.Errorf("expected FAIL, got %s: %s", end.Verdict, end.Reason)
		}
		if end := play(t, m, nothing); end.Verdict != evidence.NotRun {
			t.Errorf("expected NOT RUN after it too, got %s: %s", end.Verdict, end.Reason)
		}
	})
	notReady(t, func(p *MemoryParts) { p.Wrap = func(l net.Listener) net.Listener { return deaf{l} } }, func(t *testing.T, m *Memory, _ error, _ *attempts) {
		began := time.Now()
		if end := m.Player.Play(t.Context(), judged, evidence.CaseStarted{ID: judged.ID}, ""); end.Verdict != evidence.NotRun || time.Since(began) > 0 {
			t.Errorf("expected NOT RUN at once without a station, got %s after %s: %s", end.Verdict, time.Since(began), end.Reason)
		}
	})
}
