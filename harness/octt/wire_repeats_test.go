package octt

import (
	"testing"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt/rules"
)

// TestARetryMayHaveTheMessageIDOfTheFirst sends a CALL again with its message id (erratum 2025-09, 4.6 to part 4).
func TestARetryMayHaveTheMessageIDOfTheFirst(t *testing.T) {
	started := event("Started", "EVDetected", 0)
	heartbeat := func(l *lab, s *Scenario) { l.send("Heartbeat", `{}`); s.Wait(0, time.Second, "the answer") }
	lost := func(l *lab, s *Scenario) {
		s.MayDisconnect()
		_ = l.csms.Disconnect()
		l.csms.Accept()
		l.csms.connect()
		s.Wait(0, time.Second, "the connection")
	}
	for name, c := range map[string]struct {
		action, first, again string
		between              func(*lab, *Scenario)
		retry                bool
	}{
		"after a lost connection":               {"TransactionEvent", started, started, lost, true},
		"with the flag offline":                 {"TransactionEvent", started, started[:len(started)-1] + `,"offline":true}`, lost, true},
		"a status after a lost connection":      {"StatusNotification", available, available, lost, true},
		"answered on the same connection":       {"TransactionEvent", started, started, func(*lab, *Scenario) {}, false},
		"known, before the connection was lost": {"TransactionEvent", started, started, func(l *lab, s *Scenario) { heartbeat(l, s); lost(l, s) }, false},
		"another event":                         {"TransactionEvent", started, event("Updated", "Authorized", 1), lost, false},
		"another action":                        {"StatusNotification", available, started, lost, false},
		"another status":                        {"StatusNotification", available, occupied, lost, false},
		"a boot after a boot that was accepted": {"BootNotification", boot, boot, func(l *lab, s *Scenario) { heartbeat(l, s); lost(l, s) }, false},
		"an event after a boot": {"TransactionEvent", started, started, func(l *lab, s *Scenario) {
			heartbeat(l, s)
			lost(l, s)
			l.send("BootNotification", boot)
			s.Wait(0, time.Second, "the answer")
		}, true},
	} {
		t.Run(name, func(t *testing.T) {
			inLab(t, nil, func(l *lab) {
				l.play(func(s *Scenario) {
					id := l.send(c.action, c.first)
					s.Wait(0, time.Second, "the answer")
					c.between(l, s)
					l.csms.again(id, c.action, c.again)
					s.Wait(0, time.Second, "the answer")
					s.Check(0, "The case goes on.", true, true)
				})
				if broken := l.rec.has(rules.TheirFrames.Requirement + ": " + string(evidence.Fail)); broken == c.retry {
					t.Errorf("expected a retry to be %t, got a violation: %t\n%s", c.retry, broken, l.rec)
				}
			})
		})
	}
}

// TestWhatIsSentAgainIsKnownInALaterPlay has a CALL of one play sent again in the next, when all that it told was let go of.
func TestWhatIsSentAgainIsKnownInALaterPlay(t *testing.T) {
	started, ended := event("Started", "EVDetected", 0), event("Ended", "EVDeparted", 1)
	lost := func(l *lab, s *Scenario) {
		s.MayDisconnect()
		_ = l.csms.Disconnect()
		l.csms.Accept()
		l.csms.connect()
		s.Wait(0, time.Second, "the connection")
	}
	boots := func(l *lab, s *Scenario) {
		lost(l, s)
		l.send("BootNotification", boot)
		s.Wait(0, time.Second, "the answer")
	}
	const twice = "A TransactionEventRequest that was answered is not sent again."
	for name, c := range map[string]struct {
		first, then func(*lab, *Scenario) // in the play of the message, after it, and in the next, before it comes again
		action      string
		again       string
		retry, once bool // by its id, and by what it tells
	}{
		"known, without a boot":      {nil, lost, "TransactionEvent", ended, false, false},
		"after a boot":               {nil, boots, "TransactionEvent", ended, true, true},
		"another event after a boot": {nil, boots, "TransactionEvent", event("Updated", "Trigger", 2), false, true},
		"after a lost connection":    {lost, nil, "StatusNotification", available, true, true},
		"another status after that":  {lost, nil, "StatusNotification", occupied, false, true},
	} {
		t.Run(name, func(t *testing.T) {
			inLab(t, nil, func(l *lab) {
				var id string
				l.play(func(s *Scenario) {
					l.send("TransactionEvent", started)
					s.Wait(0, time.Second, "the answer")
					id = l.send("TransactionEvent", ended)
					s.Wait(0, time.Second, "the answer")
					if c.first != nil {
						id = l.send("StatusNotification", available)
						s.Wait(0, time.Second, "the answer")
						c.first(l, s)
					}
					l.send("Heartbeat", `{}`)
					s.Wait(0, time.Second, "the answer")
					s.Check(0, "The case goes on.", true, true)
				})
				l.play(func(s *Scenario) {
					if tx := l.player.w.book.Transactions["T1"]; tx == nil || !tx.Quiet() || len(l.player.w.retries.unsure) > 1 {
						t.Errorf("expected what has ended in the last play to be let go of, got %+v, and %d messages kept whole", tx, len(l.player.w.retries.unsure))
					}
					if c.then != nil {
						c.then(l, s)
					}
					l.csms.again(id, c.action, c.again)
					s.Wait(0, time.Second, "the answer")
					s.Check(0, "The case goes on.", true, true)
				})
				if broken := l.rec.has(rules.TheirFrames.Requirement + ": " + string(evidence.Fail)); broken == c.retry {
					t.Errorf("expected a retry to be %t, got a violation: %t\n%s", c.retry, broken, l.rec)
				}
				found := false
				for _, r := range l.rec.all() {
					found = found || r.Finding != nil && r.Finding.Requirement == twice
				}
				if found == c.once {
					t.Errorf("expected a finding of an event that was told twice to be %t, got %t\n%s", !c.once, found, l.rec)
				}
			})
		})
	}
}
