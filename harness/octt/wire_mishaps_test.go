package octt

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// happens puts an event into the station's record after a time.
func (f *fakeCSMS) happens(d time.Duration, e Event) {
	time.AfterFunc(d, func() {
		f.mu.Lock()
		defer f.mu.Unlock()
		if e.Kind == Disconnected {
			f.connected = false
		}
		f.put(e)
	})
}

// unauthorized is a handshake that was turned down for its credentials.
func unauthorized(why string, h Handshake) Event {
	h.Status = http.StatusUnauthorized
	return Event{Kind: Refused, Fault: why, Handshake: &h}
}

func TestAWaitInVainNamesTheLastCause(t *testing.T) {
	for name, c := range map[string]struct {
		prepare     func(*lab)
		want        string
		credentials bool
	}{
		"nothing": {func(*lab) {}, "waited 5m0s in vain for the station to connect", false},
		"no credentials": {func(l *lab) { l.csms.happens(time.Second, unauthorized("no HTTP Basic credentials", Handshake{})) },
			"for the station to connect; its last attempt to connect was refused: no HTTP Basic credentials", true},
		"a wrong password": {func(l *lab) {
			l.csms.happens(time.Second, unauthorized("wrong password", Handshake{HasAuth: true, User: "CB-0001"}))
		}, `refused: wrong password (user "CB-0001")`, true},
		"no subprotocol": {func(l *lab) {
			l.csms.happens(time.Second, Event{Kind: Refused, Fault: "none of the offered subprotocols is one of ocpp2.0.1", Handshake: &Handshake{Status: 101}})
		}, "refused: none of the offered subprotocols", false},
		"a refusal before the wait": {func(l *lab) {
			l.csms.happens(0, unauthorized("wrong password", Handshake{}))
			time.Sleep(time.Minute)
		}, "refused: wrong password", true},
		"the CSMS accepts none": {func(l *lab) {
			l.csms.happens(time.Second, Event{Kind: Refused, Fault: "refused for now", Handshake: &Handshake{Status: http.StatusServiceUnavailable}})
		}, "waited 5m0s in vain for the station to connect", false},
		"a malformed frame": {func(l *lab) {
			l.csms.happens(time.Second, Event{Kind: Malformed, Fault: "the message is no JSON array", Raw: []byte("{}")})
		}, "its frame in record 1 is faulty: the message is no JSON array", false},
		"a drop": {func(l *lab) { l.csms.happens(time.Second, Event{Kind: Disconnected, Fault: "unexpected EOF"}) },
			"its connection ended (record 1): unexpected EOF", false},
		"a close": {func(l *lab) {
			l.csms.happens(time.Second, Event{Kind: Disconnected, CloseCode: 1001, CloseText: "going away"})
		}, "its connection ended (record 1): closed by the station with 1001 going away", false},
		"a stray": {func(l *lab) {
			time.AfterFunc(time.Second, func() { l.player.Stray(Event{Kind: Refused, Fault: `a station "CB-9" tried to connect`}) })
		}, `for the station to connect; a station "CB-9" tried to connect`, false},
	} {
		t.Run(name, func(t *testing.T) {
			inLab(t, func(l *lab) { l.csms.connected = false }, func(l *lab) {
				c.prepare(l)
				err := l.player.Do(l.ctx, func(s *Scenario) error { return s.AwaitConnection(s.Timeouts.Boot) })
				var trouble *StationTrouble
				if !errors.As(err, &trouble) || !strings.HasSuffix(err.Error(), c.want) && !strings.Contains(c.want, "offered") {
					t.Fatalf("expected the station's trouble ending with %q, got %v", c.want, err)
				}
				if trouble.Credentials != c.credentials {
					t.Errorf("expected credentials as the cause: %v, got %v", c.credentials, trouble.Credentials)
				}
			})
		})
	}
}

func TestARowThatWaitsInVainNamesWhatBecameOfTheConnection(t *testing.T) {
	replaced := Event{Kind: Disconnected, Conn: 1, Fault: "replaced by a newer connection"}
	for name, main := range map[string]func(*Scenario){
		"for a message": func(s *Scenario) { Receive[ocpp201.AuthorizeRequest](s, 1) },
		"for an answer": func(s *Scenario) { Send(s, 1, clear).Receive(2) },
	} {
		t.Run(name, func(t *testing.T) {
			inLab(t, nil, func(l *lab) {
				l.csms.happens(time.Second, replaced)
				time.AfterFunc(2*time.Second, l.csms.connect)
				l.expect(evidence.Fail, "replaced by a newer connection", main)
				l.expect(evidence.Fail, "", func(s *Scenario) { Receive[ocpp201.AuthorizeRequest](s, 1) })
				if end := l.play(main); strings.Contains(end.Reason, "replaced") {
					t.Errorf("expected no old news in a later play, got %q", end.Reason)
				}
			})
		})
	}
}

func TestAStationThatIsLostEndsThePlayAtOnce(t *testing.T) {
	for name, main := range map[string]func(*Scenario){
		"in a wait":        func(s *Scenario) { s.Wait(1, time.Hour, "the table says so") },
		"before a message": func(s *Scenario) { Receive[ocpp201.AuthorizeRequest](s, 1) },
		"in a pause": func(s *Scenario) {
			if s.Pause(evidence.WaitRest, time.Hour) != nil {
				s.Stop()
			}
		},
		"before an answer": func(s *Scenario) { Send(s, 1, clear).Receive(2) },
		"before a turn":    func(s *Scenario) { Send(s, 1, clear); Send(s, 2, clear) },
	} {
		t.Run(name, func(t *testing.T) {
			inLab(t, func(l *lab) {
				l.bench.Rest = func(s *Scenario) error { return s.AwaitConnection(s.Timeouts.Boot) }
				l.csms.connected = name != "in a wait"
			}, func(l *lab) {
				l.csms.answering("ClearCache", nil)
				cause := errors.New("the station's process ended by itself: signal: killed")
				time.AfterFunc(3*time.Second, func() { l.player.Lose(cause) })
				began := time.Now()
				l.expect(evidence.Inconclusive, "the station's process ended by itself: signal: killed.", main)
				if took := time.Since(began); took != 3*time.Second {
					t.Errorf("expected the play to end at once after 3s, got %s", took)
				}
				if got := l.player.Latched(); !errors.Is(got, cause) || !errors.As(got, new(*StationTrouble)) {
					t.Errorf("expected the bench to be latched with the station's trouble, got %v", got)
				}
				l.expect(evidence.NotRun, "signal: killed", proved)
			})
		})
	}
}

func TestWhatLatchesTheBenchAfterACaseIsOfTheStationOnlyWhenTheStationIsNotAtRest(t *testing.T) {
	inLab(t, func(l *lab) {
		l.bench.Rest = func(s *Scenario) error { return s.AwaitMessage(time.Minute, "BootNotification") }
	}, func(l *lab) {
		l.play(proved)
		if got := l.player.Latched(); !errors.As(got, new(*StationTrouble)) {
			t.Errorf("expected the station's trouble, got %v", got)
		}
	})
	inLab(t, func(l *lab) { l.rec.full = func(r evidence.Record) bool { return r.Row != nil } }, func(l *lab) {
		l.play(func(s *Scenario) { s.Wait(1, time.Second, "the table says so") })
		if got := l.player.Latched(); got == nil || errors.As(got, new(*StationTrouble)) {
			t.Errorf("expected a cause of ours, got %v", got)
		}
	})
}

func TestSentencesWithoutExpectationReadWell(t *testing.T) {
	in := []string{"Authorized (local)"}
	for _, c := range []struct {
		check evidence.Check
		want  string
	}{
		{evidence.Check{Requirement: "It is so.", Expected: "1", Actual: "2", Row: "3"}, "Row 3: It is so. Expected 1, got 2."},
		{evidence.Check{Requirement: "It is so.", Expected: "1", Row: "3", State: in}, "Authorized (local), row 3: It is so. Expected 1, got nothing."},
		{evidence.Check{Requirement: "It is so.", State: in}, "Authorized (local): It is so."},
		{evidence.Check{Requirement: "Connect the EV", Actual: "relay 3 is stuck", State: in}, "Authorized (local): Connect the EV. Got: relay 3 is stuck."},
		{evidence.Check{Requirement: "The case itself is at fault: no index", Actual: "goroutine 1\nmain.go"}, "The case itself is at fault: no index."},
		{evidence.Check{Requirement: "It is so.", Expected: "nothing", Actual: "an error."}, "It is so. Expected nothing, got an error."},
	} {
		if got := sentence(c.check); got != c.want {
			t.Errorf("expected %q, got %q", c.want, got)
		}
	}
}
