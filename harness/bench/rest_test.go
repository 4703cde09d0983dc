package bench

import (
	"context"
	"errors"
	"fmt"
	"net"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/examples"
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/pics"
	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/schemas"
	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station"
	"github.com/certbench/certbench/station/panel"
)

// notes keeps what the bench notes about its own doing.
type notes struct {
	said []string
	seq  int64 // of the last record
}

func (n *notes) Append(r evidence.Record) (int64, error) {
	if r.Note != nil {
		n.said = append(n.said, r.Note.Text)
	}
	n.seq++
	return n.seq, nil
}

func (n *notes) has(part string) bool {
	return slices.ContainsFunc(n.said, func(text string) bool { return strings.Contains(text, part) })
}

// memoryParts is the example product on a bench in memory with the default values.
func memoryParts(t *testing.T, recorder octt.Recorder) MemoryParts {
	t.Helper()
	declared, err := pics.Read(examples.PICSName, examples.PICS())
	if err != nil {
		t.Fatal(err)
	}
	set, err := schemas.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	parts := MemoryParts{PICS: declared, Schemas: set, Recorder: recorder, Configured: octt.DefaultConfigured(), Timeouts: octt.DefaultTimeouts()}
	parts.Configured.BasicAuthPassword = "rest-test-password-1"
	return parts
}

// onMemory runs a test on a bench in memory, inside a bubble.
func onMemory(t *testing.T, change func(*MemoryParts), test func(*testing.T, *Memory, *notes)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		said := &notes{}
		parts := memoryParts(t, said)
		if change != nil {
			change(&parts)
		}
		m, err := NewMemory(context.Background(), parts)
		if err != nil {
			t.Fatal(err)
		}
		if err := m.Ready(t.Context()); err != nil {
			t.Errorf("the station is not ready: %v", err)
		}
		test(t, m, said)
		if err := m.Close(); err != nil {
			t.Errorf("closing the bench: %v", err)
		}
	})
}

// play plays main as a case, and returns its verdict.
func play(t *testing.T, m *Memory, main func(*octt.Scenario)) evidence.CaseEnded {
	return m.Player.Play(t.Context(), octt.Case{ID: "TC_X_01_CS", Main: main}, evidence.CaseStarted{ID: "TC_X_01_CS"}, "")
}

func nothing(s *octt.Scenario) { s.Check(1, "One is one.", 1, 1) }

// plugIn connects an EV, for which no driver is known.
func plugIn(s *octt.Scenario) {
	s.Act(0, rigs.ConnectEV(place))
	octt.Receive[ocpp201.StatusNotificationRequest](s, 1, octt.Must("connectorStatus", "Occupied"))
	octt.Receive[ocpp201.TransactionEventRequest](s, 3, octt.Must("eventType", "Started"), octt.Omitted("idToken"))
	s.Nothing(5, 10*time.Second, octt.As[ocpp201.TransactionEventRequest]())
}

// place is where the rigs stand.
var place = rigs.Place{EVSE: 1, Connector: 1}

func TestAStationThatBootsForItsSettingsIsPreparedAndPutBack(t *testing.T) {
	const timeout, priority = "TxCtrlr.EVConnectionTimeOut", "OCPPCommCtrlr.NetworkConfigurationPriority"
	change := func(p *MemoryParts) {
		p.Change = func(c *station.Config) {
			c.Capabilities.RebootRequired = []string{timeout, priority, "AuthCtrlr.LocalPreAuthorize"}
			c.Settings["AuthCtrlr.LocalPreAuthorize"] = "true" // the general precondition needs a boot as well
		}
	}
	onMemory(t, change, func(t *testing.T, m *Memory, said *notes) {
		for _, value := range []string{"77", "78"} {
			end := play(t, m, func(s *octt.Scenario) {
				s.Prepare(octt.Config(octt.Is(timeout, value), octt.Is(preAuthorize, "false")))
				now, _, err := s.Read(timeout)
				s.Check(1, "The station was prepared.", fmt.Sprint(now, err), value+"<nil>")
			})
			if end.Verdict != evidence.Pass || m.Player.Latched() != nil {
				t.Fatalf("expected PASS and a bench at rest, got %s: %s; %v; notes %q", end.Verdict, end.Reason, m.Player.Latched(), said.said)
			}
		}
		end := play(t, m, func(s *octt.Scenario) {
			s.Act(0, rigs.PowerCycle())
			_, boot := octt.Receive[ocpp201.BootNotificationRequest](s, 1)
			boot.Accept(2)
			now, _, err := s.Read(timeout)
			s.Check(3, "Nothing is left behind, in force or coming.", fmt.Sprint(now, err), "60<nil>")
		})
		if end.Verdict != evidence.Pass {
			t.Errorf("expected PASS, got %s: %s", end.Verdict, end.Reason)
		}
	})
}

func TestNothingThatACaseLeavesBehindReachesTheNext(t *testing.T) {
	authorize := func(s *octt.Scenario) {
		s.Act(0, rigs.PresentToken(s.Token, place))
		octt.Receive[ocpp201.AuthorizeRequest](s, 1)
	}
	atEVConnected := octt.Config(octt.Is("TxCtrlr.TxStartPoint", "EVConnected"), octt.Is("TxCtrlr.TxStopPoint", "EVConnected"))
	for name, leave := range map[string]func(*octt.Scenario){
		"nothing": nothing,
		"a connected EV": func(s *octt.Scenario) {
			s.Act(0, rigs.ConnectEV(place))
			nothing(s)
		},
		"a running transaction": func(s *octt.Scenario) {
			s.Act(0, rigs.ConnectEV(place))
			authorize(s)
		},
		"a transaction without an EV":    authorize,
		"an authorization without an EV": func(s *octt.Scenario) { s.Prepare(atEVConnected); authorize(s) },
		"a remote start without an EV": func(s *octt.Scenario) {
			s.Prepare(atEVConnected)
			octt.Send(s, 1, ocpp201.RequestStartTransactionRequest{EVSEID: new(1), RemoteStartID: 7,
				IDToken: ocpp201.IDToken{IDToken: s.Token.ID, Type: ocpp201.IDTokenEnum(s.Token.Type)}}).Receive(2)
		},
		"a connector out of service": func(s *octt.Scenario) {
			octt.Send(s, 1, ocpp201.ChangeAvailabilityRequest{OperationalStatus: ocpp201.OperationalStatusInoperative,
				EVSE: &ocpp201.EVSE{ID: 1, ConnectorID: new(1)}}).Receive(2)
		},
		"a station out of service": func(s *octt.Scenario) {
			octt.Send(s, 1, ocpp201.ChangeAvailabilityRequest{OperationalStatus: ocpp201.OperationalStatusInoperative}).Receive(2)
		},
		"a closed connection": func(s *octt.Scenario) {
			nothing(s)
			s.CloseConnection(2)
		},
		"a station that boots": func(s *octt.Scenario) {
			octt.Send(s, 1, ocpp201.ResetRequest{Type: ocpp201.ResetEnumImmediate}).Receive(2)
		},
		"a rejected station": func(s *octt.Scenario) {
			s.Answering("BootNotification", ocpp201.BootNotificationResponse{
				CurrentTime: ocpp201.DateTime{Time: time.Now()}, Interval: 60, Status: ocpp201.RegistrationStatusRejected})
			s.Act(0, rigs.PowerCycle())
			_, boot := octt.Receive[ocpp201.BootNotificationRequest](s, 1)
			boot.Accept(2)
		},
		"a variable": func(s *octt.Scenario) {
			s.Prepare(octt.Config(octt.Is("TxCtrlr.EVConnectionTimeOut", "77")))
			nothing(s)
		},
	} {
		t.Run(name, func(t *testing.T) {
			onMemory(t, nil, func(t *testing.T, m *Memory, said *notes) {
				play(t, m, leave)
				if err := m.Player.Latched(); err != nil {
					t.Fatalf("expected the station to come to rest, got %v; notes: %q", err, said.said)
				}
				m.Player.Repay(t.Context())
				err := m.Player.Do(t.Context(), func(s *octt.Scenario) error {
					value, _, err := s.Read("TxCtrlr.EVConnectionTimeOut")
					if value == "77" || len(s.OpenTransactions()) > 0 {
						t.Errorf("expected the variable to be put back and no transaction, got %s and %v", value, s.OpenTransactions())
					}
					states, is, gone := m.look(s)
					queue, _ := m.transactionStatus(s, nil)
					return errors.Join(err, gone, m.atRest(s, queue, states, is))
				})
				if err != nil {
					t.Errorf("expected the general preconditions to hold, got %v", err)
				}
				if end := play(t, m, plugIn); end.Verdict != evidence.Pass {
					t.Errorf("expected the next case to pass, got %s: %s", end.Verdict, end.Reason)
				}
			})
		})
	}
}

// plugs notes with every message of a transaction whether the EV is still connected when it comes.
type plugs struct {
	octt.Recorder
	side *panel.Panel
	told []string
}

func (p *plugs) Append(r evidence.Record) (int64, error) {
	if f := r.Frame; f != nil && f.Direction == evidence.In && f.Action == "TransactionEvent" && f.Type == "CALL" {
		at, _ := p.side.Read().At(place.EVSE, place.Connector)
		for _, kind := range []string{"Updated", "Ended"} {
			if strings.Contains(f.Raw, `"eventType":"`+kind+`"`) && strings.Contains(f.Raw, `"RemoteStop"`) {
				p.told = append(p.told, fmt.Sprintf("%s, EV connected %t", kind, at.Plugged))
			}
		}
	}
	return p.Recorder.Append(r)
}

// TestTheEVIsDisconnectedWhenTheStationHasToldThatItStopped has a case leave a transaction behind.
func TestTheEVIsDisconnectedWhenTheStationHasToldThatItStopped(t *testing.T) {
	for stop, want := range map[string]string{
		"EVConnected,Authorized": "Ended, EV connected true",
		"PowerPathClosed":        "Ended, EV connected true",
		"EVConnected":            "Updated, EV connected true",
	} {
		t.Run(stop, func(t *testing.T) {
			seen := &plugs{}
			onMemory(t, func(p *MemoryParts) {
				seen.Recorder, p.Recorder = p.Recorder, seen
				p.Change = func(c *station.Config) { seen.side = c.Panel }
			}, func(t *testing.T, m *Memory, said *notes) {
				end := play(t, m, func(s *octt.Scenario) {
					s.Prepare(octt.Config(octt.Is("TxCtrlr.TxStopPoint", stop)))
					s.Act(0, rigs.ConnectEV(place))
					s.Act(0, rigs.PresentToken(s.Token, place))
					octt.Receive[ocpp201.AuthorizeRequest](s, 1)
					s.Wait(3, 10*time.Second, "the energy transfer begins")
				}) // its rows take none of the messages that came: what it comes to is not looked at
				if len(seen.told) != 1 || seen.told[0] != want || m.Player.Latched() != nil || said.has("has not told that it stopped") {
					t.Errorf("expected %q, got %q (%s %s), latched %v, notes %q", want, seen.told, end.Verdict, end.Reason, m.Player.Latched(), said.said)
				}
			})
		})
	}
}

// TestAStopThatEndsNothingIsNotAwaitedAsAnEnd has a case leave a transaction behind that only the end of the energy ends (E06.FR.07), with
// and without energy: what a station tells of the stop is all that it owes then.
func TestAStopThatEndsNothingIsNotAwaitedAsAnEnd(t *testing.T) {
	every := func(p *MemoryParts) {
		p.Change = func(c *station.Config) { c.Capabilities.TxStopPoint = station.Reference().TxStopPoint }
	}
	for _, charges := range []bool{true, false} {
		onMemory(t, every, func(t *testing.T, m *Memory, said *notes) {
			end := play(t, m, func(s *octt.Scenario) {
				s.Prepare(octt.Config(octt.Is("TxCtrlr.TxStartPoint", "EVConnected"), octt.Is("TxCtrlr.TxStopPoint", "EnergyTransfer")))
				s.Act(0, rigs.ConnectEV(place))
				if charges {
					s.Act(0, rigs.PresentToken(s.Token, place))
					octt.Receive[ocpp201.AuthorizeRequest](s, 1)
				}
				s.Wait(3, 10*time.Second, "the energy transfer begins, if any does")
			})
			if m.Player.Latched() != nil || said.has("has not told that it stopped") || said.has("It is reset") == charges {
				t.Errorf("charging %t: expected nothing to be awaited in vain, got %s %s, latched %v, notes %q", charges, end.Verdict, end.Reason, m.Player.Latched(), said.said)
			}
		})
	}
}

func TestAStationThatComesWithLocalPreAuthorizeIsMadeReady(t *testing.T) {
	onMemory(t, func(p *MemoryParts) {
		p.Change = func(c *station.Config) { c.Settings["AuthCtrlr.LocalPreAuthorize"] = "true" }
	}, func(t *testing.T, m *Memory, said *notes) {
		if end := play(t, m, nothing); end.Verdict != evidence.Pass || m.Player.Latched() != nil || said.has("It is reset") {
			t.Errorf("expected a PASS without a reset, got %s: %s, latched %v, notes %q", end.Verdict, end.Reason, m.Player.Latched(), said.said)
		}
	})
}

func TestAConnectorThatDoesNotComeBackIsResetThenPowerCycledThenLatched(t *testing.T) {
	onMemory(t, nil, func(t *testing.T, m *Memory, said *notes) {
		play(t, m, func(s *octt.Scenario) {
			nothing(s)
			m.latch = rigs.NewLatch(rigs.Set{}, faulty{m.rigList[0], m.Panel})
		})
		if err := m.Player.Latched(); err == nil || !strings.Contains(err.Error(), "Available") {
			t.Errorf("expected the bench to be latched because of the connector, got %v", err)
		}
		if !said.has("It is reset") || !said.has("It is power cycled") {
			t.Errorf("expected a reset and a power cycle first, got %q", said.said)
		}
		if end := play(t, m, nothing); end.Verdict != evidence.NotRun {
			t.Errorf("expected later cases to be NOT RUN, got %s", end.Verdict)
		}
	})
}

// faulty is a rig that leaves the connector faulted when it rests.
type faulty struct {
	rigs.Rig
	side *panel.Panel
}

func (f faulty) Rest(ctx context.Context) error {
	_, err := f.Rig.(rigs.Faults).Set(ctx, place, rigs.Faulted)
	if errors.Is(err, rigs.ErrRefused) {
		return nil
	}
	return err
}

func TestTheRigsCanBeMadeSafeBesideACase(t *testing.T) {
	onMemory(t, nil, func(t *testing.T, m *Memory, said *notes) {
		play(t, m, func(s *octt.Scenario) {
			s.Act(0, rigs.ConnectEV(place))
			if err := m.Secure(); err != nil {
				t.Error(err)
			}
			if at, _ := m.Panel.Read().At(place.EVSE, place.Connector); at.Plugged {
				t.Error("the EV is still connected, expected the rigs to be in their safe state")
			}
			s.Act(0, rigs.ConnectEV(place)) // as from rest
			nothing(s)
		})
		if err := m.Player.Latched(); err != nil {
			t.Errorf("expected a bench that goes on, got %v", err)
		}
		if err := errors.Join(m.closeRigs(), m.Secure()); err != nil {
			t.Errorf("after the end: %v", err)
		}
	})
}

// TestAStationThatHangsWhileItChargesIsRelievedOfTheEVBeforeItsMainsAreCut has a station that nobody hears as long as an
// EV is connected: neither a reset nor anything else reaches it.
func TestAStationThatHangsWhileItChargesIsRelievedOfTheEVBeforeItsMainsAreCut(t *testing.T) {
	deaf := &deafWhileConnected{}
	onMemory(t, func(p *MemoryParts) { p.Wrap = deaf.wrap }, func(t *testing.T, m *Memory, said *notes) {
		play(t, m, func(s *octt.Scenario) {
			s.Act(0, rigs.ConnectEV(place))
			nothing(s)
			deaf.panel.Store(m.Panel)
			s.CloseConnection(2)
		})
		if err := m.Player.Latched(); err != nil || !said.has("It is power cycled") {
			t.Errorf("expected a bench that is at rest after a power cycle, got %v; notes %q", err, said.said)
		}
	})
}

// deafWhileConnected is a network on which a station with an EV gets no connection.
type deafWhileConnected struct {
	net.Listener
	panel atomic.Pointer[panel.Panel]
}

func (d *deafWhileConnected) wrap(l net.Listener) net.Listener {
	d.Listener = l
	return d
}

func (d *deafWhileConnected) Accept() (net.Conn, error) {
	for {
		c, err := d.Listener.Accept()
		side := d.panel.Load()
		if err != nil || side == nil {
			return c, err
		}
		if at, _ := side.Read().At(place.EVSE, place.Connector); !at.Plugged {
			return c, nil
		}
		if err := c.Close(); err != nil {
			return nil, err
		}
	}
}

func TestARigThatCannotRestLatchesTheBench(t *testing.T) {
	onMemory(t, nil, func(t *testing.T, m *Memory, said *notes) {
		play(t, m, func(s *octt.Scenario) {
			nothing(s)
			m.latch = rigs.NewLatch(rigs.Set{}, stuck{m.rigList[0]})
		})
		if err := m.Player.Latched(); err == nil || !strings.Contains(err.Error(), "relay 3 is stuck") {
			t.Errorf("expected the bench to be latched because of the rig, got %v; notes %q", err, said.said)
		}
	})
}

type stuck struct{ rigs.Rig }

func (stuck) Rest(context.Context) error { return errors.New("relay 3 is stuck") }

// TestAStateThatIsNoneIsNotToldAtAll has answers about a connector that hold no state of it.
func TestAStateThatIsNoneIsNotToldAtAll(t *testing.T) {
	for _, c := range []struct {
		seen       octt.Seen
		state, why string
	}{
		{octt.Seen{Value: "Occupied"}, "Occupied", ""},
		{octt.Seen{Value: ""}, "", `"", which is no state of a connector`},
		{octt.Seen{Value: "-1e9"}, "", `"-1e9", which is no state of a connector`},
		{octt.Seen{Value: "true"}, "", `"true", which is no state of a connector`},
		{octt.Seen{Why: "UnknownVariable"}, "", "UnknownVariable"},
	} {
		if state, why := stateIn(c.seen); state != c.state || why != c.why {
			t.Errorf("%+v: expected %q and %q, got %q and %q", c.seen, c.state, c.why, state, why)
		}
	}
}
