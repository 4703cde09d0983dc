package octt

import (
	"testing"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/schemas/ocpp201"
)

func TestNothingProvesSilence(t *testing.T) {
	for name, c := range map[string]struct {
		prepare func(*lab)
		want    evidence.Verdict
		part    string
	}{
		"silent":              {func(*lab) {}, evidence.Pass, ""},
		"another message":     {func(l *lab) { l.csms.later(time.Second, "Heartbeat", `{}`) }, evidence.Pass, ""},
		"broken":              {func(l *lab) { l.csms.later(time.Second, "Authorize", authorize) }, evidence.Fail, "Row 1: The Charging Station sends no AuthorizeRequest. Expected nothing, got AuthorizeRequest"},
		"broken at the end":   {func(l *lab) { l.csms.later(30*time.Second, "Authorize", authorize) }, evidence.Fail, "Row 1: The Charging Station sends no AuthorizeRequest. Expected nothing, got AuthorizeRequest"},
		"broken by the fence": {func(l *lab) { l.csms.latency = 5 * time.Second; l.csms.later(33*time.Second, "Authorize", authorize) }, evidence.Fail, "Row 1: The Charging Station sends no AuthorizeRequest. Expected nothing, got AuthorizeRequest"},
		"fence unanswered":    {func(l *lab) { l.csms.answering("GetVariables", nil) }, evidence.Fail, "not answered within 14s"},
		"not connected":       {func(l *lab) { l.csms.connected = false }, evidence.Fail, "in vain for the station to connect"},
		"cut off, and back":   {func(l *lab) { l.cutsOff(time.Minute) }, evidence.Warning, "The connection lasts"},
		"broken when it is back": {func(l *lab) {
			l.cutsOff(time.Minute)
			l.csms.later(82*time.Second, "Authorize", authorize)
		}, evidence.Fail, "Row 1: The Charging Station sends no AuthorizeRequest. Expected nothing, got AuthorizeRequest"},
	} {
		t.Run(name, func(t *testing.T) {
			inLab(t, nil, func(l *lab) {
				c.prepare(l)
				l.expect(c.want, c.part, func(s *Scenario) { s.Nothing(1, 30*time.Second, As[ocpp201.AuthorizeRequest]()) })
			})
		})
	}
}

// cutsOff has the station lose its connection after 20 s, and make it anew after that time.
func (l *lab) cutsOff(span time.Duration) {
	time.AfterFunc(20*time.Second, func() {
		_ = l.csms.Disconnect()
		l.csms.Accept()
	})
	time.AfterFunc(20*time.Second+span, l.csms.connect)
	l.csms.latency = 5 * time.Second
}

func TestNothingSaysWhichMessagesItMeans(t *testing.T) {
	locks := As[ocpp201.SecurityEventNotificationRequest]().With("a lock", func(m *Message) bool { return m.Field("type") == "LockFailure" })
	event := func(kind string) string { return `{"type":"` + kind + `","timestamp":"2026-01-01T00:00:00Z"}` }
	inLab(t, nil, func(l *lab) {
		l.csms.later(time.Second, "SecurityEventNotification", event("SettingSystemTime"))
		l.expect(evidence.Pass, "", func(s *Scenario) { s.Nothing(1, 10*time.Second, locks) })
		l.csms.later(time.Second, "SecurityEventNotification", event("LockFailure"))
		l.expect(evidence.Fail, "Row 1: The Charging Station sends no SecurityEventNotificationRequest with a lock. Expected nothing",
			func(s *Scenario) { s.Nothing(1, 10*time.Second, locks) })
	})
}

func TestNothingWithARequirementIsAnError(t *testing.T) {
	inLab(t, nil, func(l *lab) {
		l.expect(evidence.Error, "narrow it with Where", func(s *Scenario) {
			s.Nothing(1, 0, As[ocpp201.AuthorizeRequest](Must("idToken.type", "eMAID")))
		})
	})
}

func TestSilenceCountsFromTheAnswer(t *testing.T) {
	for name, c := range map[string]struct {
		after time.Duration // of the station's next message, from its first
		want  evidence.Verdict
		part  string
	}{
		"kept":     {12 * time.Second, evidence.Pass, ""},
		"broken":   {5 * time.Second, evidence.Fail, "HeartbeatRequest after 4s"},
		"unbroken": {time.Hour, evidence.Pass, ""},
	} {
		t.Run(name, func(t *testing.T) {
			inLab(t, nil, func(l *lab) {
				l.csms.later(time.Second, "BootNotification", boot)
				l.csms.later(time.Second+c.after, "Heartbeat", `{}`)
				l.expect(c.want, c.part, func(s *Scenario) {
					_, call := Receive[ocpp201.BootNotificationRequest](s, 1)
					time.Sleep(time.Second)
					call.Accept(2)
					s.Silence(3, call.Message(), 10*time.Second)
				})
			})
		})
	}
}

func TestSilenceAfterAMessageWithoutAnAnswerIsAnError(t *testing.T) {
	inLab(t, nil, func(l *lab) {
		l.csms.later(time.Second, "BootNotification", boot)
		l.expect(evidence.Error, "answered", func(s *Scenario) {
			_, call := Receive[ocpp201.BootNotificationRequest](s, 1)
			s.Silence(3, call.Message(), 10*time.Second)
		})
	})
}

func TestWaitTakesTheTimeThatTheDocumentNames(t *testing.T) {
	inLab(t, nil, func(l *lab) {
		l.play(func(s *Scenario) {
			began := time.Now()
			s.Wait(1, time.Hour, "the table says so")
			if took := time.Since(began); took != time.Hour {
				l.Errorf("expected an hour, got %s", took)
			}
		})
		if !l.rec.hasRow("1 waits 1h0m0s: the table says so: PASS") {
			t.Errorf("expected the wait to be recorded, got %s", l.rec)
		}
	})
}

func TestRowsThatDoNotApplyAreRecorded(t *testing.T) {
	inLab(t, nil, func(l *lab) {
		played := 0
		l.expect(evidence.Pass, "", func(s *Scenario) {
			s.Check(1, "One is one.", 1, 1)
			s.If(2, Given(false, "the moon is full"), func() { t.Error("the rows of a condition that fails are not played") })
			s.If(3, Given(true, "the sun shines"), func() { played++ })
		})
		if played != 1 || !l.rec.hasRow("2 is left out: NOT APPLICABLE Not so: the moon is full.") {
			t.Errorf("expected the row that does not apply with its condition, got %d played and %s", played, l.rec)
		}
	})
}

// TestTheConnectionIsNotClosedInTheMomentOfAnAnswer has a case close the connection right after the station has taken a
// value: it has answered by then, and may not have done it yet.
func TestTheConnectionIsNotClosedInTheMomentOfAnAnswer(t *testing.T) {
	inLab(t, func(l *lab) { l.bench.Timeouts.Act = 500 * time.Millisecond }, func(l *lab) {
		l.csms.variables["AuthCtrlr.Enabled"] = "false"
		l.before = Config(Is("AuthCtrlr.Enabled", "true"))
		l.play(func(s *Scenario) {
			answered := time.Now()
			closed := s.DropConnection(1)
			if waited := closed.Sub(answered); waited != 500*time.Millisecond {
				t.Errorf("expected the connection to be closed 500ms after the answer, got %s", waited)
			}
			s.Check(1, "The connection is closed.", s.Connected(), false)
		})
	})
}
