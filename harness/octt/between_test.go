package octt

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/schemas"
	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/schemas/ocppj"
)

// line is a connection whose station sends what the test says. Nothing else is asked of it.
type line struct {
	CSMS
	events  chan Event
	answers []string
}

func (l *line) Next(ctx context.Context) (Event, error) {
	select {
	case e := <-l.events:
		return e, nil
	case <-ctx.Done():
		return Event{}, ctx.Err()
	}
}
func (l *line) Connected() bool { return false }

func (l *line) Answer(_ string, payload []byte) error {
	l.answers = append(l.answers, string(payload))
	return nil
}

// says has the station send a CALL after a while of the bubble's time.
func (l *line) says(after time.Duration, action, payload string) {
	time.Sleep(after)
	raw := fmt.Sprintf(`[2,%q,%q,%s]`, ocppj.NewID(), action, payload)
	frame, err := ocppj.Parse([]byte(raw))
	if err != nil {
		panic(err)
	}
	l.events <- Event{At: time.Now(), Kind: FrameIn, Raw: []byte(raw), Frame: frame}
}

type records struct{ all []evidence.Record }

func (r *records) Append(rec evidence.Record) (int64, error) {
	r.all = append(r.all, rec)
	return int64(len(r.all)), nil
}

const booting = `{"chargingStation":{"model":"M","vendorName":"V"},"reason":"PowerUp"}`

func rejected(interval int) ocpp201.BootNotificationResponse {
	return ocpp201.BootNotificationResponse{Interval: interval, Status: ocpp201.RegistrationStatusRejected}
}

// plays plays a scenario against a station that speaks by itself, in a bubble, and returns how it ended with the
// answers that went out.
func plays(t *testing.T, station func(*line), main func(*Scenario)) (end evidence.CaseEnded, answers []string) {
	t.Helper()
	set, err := schemas.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	synctest.Test(t, func(t *testing.T) {
		l := &line{events: make(chan Event)}
		p := NewPlayer(Bench{CSMS: l, Schemas: set, Recorder: &records{}, Configured: DefaultConfigured(), Timeouts: DefaultTimeouts(),
			Rest: func(*Scenario) error { return nil }})
		go station(l)
		end = p.Play(t.Context(), Case{ID: "TC_TEST", Main: main}, evidence.CaseStarted{}, "")
		p.Close()
		answers = l.answers
	})
	return end, answers
}

func TestAnswersGoOutInTheirOrderAndTheLastStays(t *testing.T) {
	_, answers := plays(t, func(l *line) {
		for range 3 {
			l.says(time.Second, "BootNotification", booting)
		}
	}, func(s *Scenario) {
		s.Answering("BootNotification", rejected(1), rejected(2))
		s.Wait(0, 5*time.Second, "the station to boot")
		s.Check(0, "The station booted.", true, true)
	})
	got := strings.Join(answers, " ")
	if len(answers) != 3 || strings.Count(got, `"interval":1`) != 1 || strings.Count(got, `"interval":2`) != 2 {
		t.Errorf("expected the intervals 1, 2 and 2, got %s", got)
	}
}

func TestSilenceCountsFromTheAnswerHoweverLateItsRow(t *testing.T) {
	for name, c := range map[string]struct {
		second time.Duration // from the first BootNotification to the second
		want   evidence.Verdict
	}{
		"too soon": {29 * time.Second, evidence.Fail},
		"in time":  {30 * time.Second, evidence.Pass},
	} {
		end, _ := plays(t, func(l *line) {
			l.says(time.Second, "BootNotification", booting)
			l.says(c.second, "BootNotification", booting)
		}, func(s *Scenario) {
			s.Answering("BootNotification", rejected(30))
			s.Wait(0, 45*time.Second, "a slow act")
			_, call := Receive[ocpp201.BootNotificationRequest](s, 1)
			s.Silence(3, call.Message(), 30*time.Second)
		})
		if end.Verdict != c.want {
			t.Errorf("%s: expected %s, got %s: %s", name, c.want, end.Verdict, end.Reason)
		}
	}
}

func TestNothingBetweenSeesWhatNoRowClaimed(t *testing.T) {
	status := `{"timestamp":"2000-01-01T00:00:00Z","connectorStatus":"Unavailable","evseId":1,"connectorId":1}`
	for name, c := range map[string]struct {
		pass bool
		want evidence.Verdict
	}{
		"left":        {false, evidence.Fail},
		"passed over": {true, evidence.Pass},
	} {
		var left []string
		end, _ := plays(t, func(l *line) {
			l.says(time.Second, "BootNotification", booting)
			l.says(time.Second, "StatusNotification", status)
			l.says(time.Second, "BootNotification", booting)
		}, func(s *Scenario) {
			_, first := Receive[ocpp201.BootNotificationRequest](s, 1)
			first.Accept(2)
			_, second := Receive[ocpp201.BootNotificationRequest](s, 3)
			if c.pass {
				s.PassOver(second.Message(), "the test says so", func(m *Message) bool { return len(m.Availabilities()) > 0 })
			}
			s.NothingBetween(3, first.Message(), second.Message())
			for _, m := range s.waiting() {
				left = append(left, m.Action)
			}
			if n := len(Claimed[ocpp201.BootNotificationRequest](s)); n != 2 {
				t.Errorf("%s: expected 2 claimed messages, got %d", name, n)
			}
			if n := len(Claimed[ocpp201.StatusNotificationRequest](s)); n != 0 {
				t.Errorf("%s: expected no claimed StatusNotificationRequest, got %d", name, n)
			}
		})
		if end.Verdict != c.want {
			t.Errorf("%s: expected %s, got %s: %s", name, c.want, end.Verdict, end.Reason)
		}
		if c.pass == slices.Contains(left, "StatusNotification") {
			t.Errorf("%s: expected the message to wait only when it was not passed over, got %v", name, left)
		}
	}
}
