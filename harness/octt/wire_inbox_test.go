package octt

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt/rules"
	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/schemas/ocpp201"
)

func TestFinishedPlaysLeaveNoMessagesBehind(t *testing.T) {
	inLab(t, nil, func(l *lab) {
		for range 3 {
			for range 100 {
				l.csms.later(time.Second, "Heartbeat", `{}`)
			}
			l.csms.later(2*time.Second, "Authorize", authorize)
			l.expect(evidence.Pass, "", func(s *Scenario) {
				Receive[ocpp201.AuthorizeRequest](s, 1)
				s.Nothing(2, 0, As[ocpp201.AuthorizeRequest]())
			})
		}
		l.play(proved)
		if n := len(l.player.w.inbox.messages); n != 0 {
			t.Errorf("expected no message of the plays before, got %d", n)
		}
		if n := len(l.player.w.calls); n > 1 {
			t.Errorf("expected no CALL of the plays before, got %d", n)
		}
		if n := l.player.w.inbox.orders; n != 303 {
			t.Errorf("expected the orders to go on at 303, got %d", n)
		}
		if n := len(l.player.w.answers); n != 0 {
			t.Errorf("expected every answer to have been seen on its way out, got %d", n)
		}
	})
}

func TestAStationThatFloodsIsLostAndFails(t *testing.T) {
	inLab(t, nil, func(l *lab) {
		l.expect(evidence.Fail, "sends what a CSMS can take", func(s *Scenario) {
			for range floodMessages + 1000 {
				l.send("Heartbeat", `{}`)
			}
			s.Wait(1, time.Second, "they come")
			proved(s)
		})
		if n := len(l.rec.all()); n > 3*floodMessages {
			t.Errorf("expected nothing to be recorded after %d messages and their answers, got %d records", floodMessages, n)
		}
		if cause := l.player.Latched(); cause == nil || !strings.Contains(cause.Error(), "floods") {
			t.Errorf("expected the bench to be latched by the flood, got %v", cause)
		}
		if err := l.csms.Disconnect(); err != nil { // what is not heard has no answer
			t.Error(err)
		}
	})
}

func TestAFloodIsAnsweredAndRecordedButNotKept(t *testing.T) {
	inLab(t, nil, func(l *lab) {
		l.expect(evidence.Pass, "", func(s *Scenario) {
			for range crowd + 1000 {
				l.send("Heartbeat", `{}`)
			}
			s.Wait(1, time.Second, "they come")
			proved(s)
			if n := len(l.player.w.inbox.messages); n != crowd {
				t.Errorf("expected %d messages to be kept, got %d", crowd, n)
			}
		})
		frames, notes := 0, 0
		for _, r := range l.rec.all() {
			if r.Frame != nil && r.Frame.Direction == evidence.Out && r.Frame.Action == "Heartbeat" {
				frames++
			}
			if r.Note != nil && strings.Contains(r.Note.Text, "no row can claim them") {
				notes++
			}
		}
		if frames != crowd+1000 || notes != 1 {
			t.Errorf("expected %d answers and one note in the evidence, got %d and %d", crowd+1000, frames, notes)
		}
		l.csms.later(time.Second, "Authorize", authorize)
		l.expect(evidence.Pass, "", func(s *Scenario) { Receive[ocpp201.AuthorizeRequest](s, 1) })
	})
}

func TestEqualFaultsAreOneCheck(t *testing.T) {
	inLab(t, nil, func(l *lab) {
		l.expect(evidence.Fail, "timestamp", func(s *Scenario) {
			for range 181 {
				l.send("SecurityEventNotification", `{"type":"FirmwareUpdated"}`)
			}
			for i := range rules.Many + 50 {
				l.send("Heartbeat", fmt.Sprintf(`{"field%d":1}`, i))
			}
			s.Wait(1, time.Second, "they come")
			proved(s)
		})
		var said []string
		for _, r := range l.rec.all() {
			if c := r.Check; c != nil && c.Verdict == evidence.Fail {
				said = append(said, c.Actual)
			}
		}
		if len(said) != rules.Many+1 || !strings.HasSuffix(said[0], "(181 times, first in frame 2)") {
			t.Errorf("expected %d checks, the first with its count, got %d: %q", rules.Many+1, len(said), said[:min(3, len(said))])
		}
		if last := said[len(said)-1]; !strings.HasPrefix(last, "more violations, each named at its frame (51 times") {
			t.Errorf("expected the rest to be counted, got %q", last)
		}
	})
}

func TestSurplusMessagesOfOneKindAreOneCheck(t *testing.T) {
	inLab(t, nil, func(l *lab) {
		for range 5 {
			l.csms.later(time.Second, "NotifyDisplayMessages", display)
		}
		l.csms.later(2*time.Second, "Authorize", authorize)
		l.expect(evidence.Fail, "got NotifyDisplayMessagesRequest (5 times, first in frame 2).", func(s *Scenario) { Receive[ocpp201.AuthorizeRequest](s, 1) })
		if n := strings.Count(l.rec.String(), "and nothing between."); n != 1 {
			t.Errorf("expected one check, got %d", n)
		}
	})
}

func TestAnAuthorizeRequestBeforeTheActIsNoAnswerToIt(t *testing.T) {
	inLab(t, func(l *lab) { l.bench.Rigs.Tokens = obedient{} }, func(l *lab) {
		l.csms.later(time.Second, "Authorize", authorize)
		l.expect(evidence.Fail, "Row 2: The Charging Station sends AuthorizeRequest", func(s *Scenario) {
			s.Wait(1, 2*time.Second, "an AuthorizeRequest that no row asks for")
			s.Act(0, rigs.PresentToken(s.Token, s.Configured.Place()))
			Receive[ocpp201.AuthorizeRequest](s, 2)
		})
	})
}

func TestMessagesInAnotherOrderAreTakenInIt(t *testing.T) {
	inLab(t, nil, func(l *lab) {
		for _, id := range []string{"C", "A", "taken", "B"} {
			l.csms.later(time.Second, "Authorize", fmt.Sprintf(`{"idToken":{"idToken":%q,"type":"ISO14443"}}`, id))
		}
		l.csms.later(time.Second, "Heartbeat", `{}`)
		l.expect(evidence.Pass, "", func(s *Scenario) {
			s.Wait(1, 2*time.Second, "they come")
			id := func(m *Message) string { return m.Field("idToken.idToken").(string) }
			is := func(want string) func(*Message) bool { return func(m *Message) bool { return id(m) == want } }
			s.ReceiveEither(1, As[ocpp201.AuthorizeRequest]().Where(is("taken")))
			s.Reorder(func(m *Message) bool { return m.Action == "Authorize" }, func(a, b *Message) int { return strings.Compare(id(a), id(b)) })
			for _, want := range []string{"A", "B", "C"} {
				Receive[ocpp201.AuthorizeRequest](s, 2, Must("idToken.idToken", want))
			}
			s.Nothing(3, 0, As[ocpp201.AuthorizeRequest]())
		})
	})
}
