package octt

import (
	"strings"
	"testing"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/schemas/ocpp201"
)

const needless = "that only connects again sends no BootNotificationRequest"

// A boot at a mere reconnection is a WARNING that names it, and no row stops at it (part 4, section 5.3).
func TestABootAtAMereReconnectionIsAWarning(t *testing.T) {
	other := strings.Replace(boot, `"model":"M"`, `"model":"N"`, 1)
	for name, c := range map[string]struct {
		cut  bool // the CSMS cuts the connection; otherwise the station loses it
		boot string
		want evidence.Verdict
		part string
	}{
		"cut by the CSMS":         {true, boot, evidence.Warning, needless},
		"with something new":      {true, other, evidence.Pass, ""},
		"triggered":               {true, strings.Replace(boot, "PowerUp", "Triggered", 1), evidence.Fail, "only BootNotification"},
		"the station has lost it": {false, boot, evidence.Fail, "only BootNotification"},
	} {
		t.Run(name, func(t *testing.T) {
			inLab(t, nil, func(l *lab) {
				l.send("BootNotification", boot)
				time.Sleep(time.Minute)
				end := l.expect(c.want, c.part, func(s *Scenario) {
					if c.cut {
						s.CloseConnection(1)
						s.AcceptAttempts()
					} else {
						s.MayDisconnect()
						if err := l.csms.Disconnect(); err != nil {
							l.Error(err)
						}
						l.csms.Accept()
					}
					l.csms.connect()
					l.send("BootNotification", c.boot)
					l.csms.later(time.Second, "StatusNotification", fresh(occupied))
					Receive[ocpp201.StatusNotificationRequest](s, 2)
				})
				if c.want == evidence.Pass && end.Verdict != evidence.Pass {
					t.Error(end.Reason)
				}
			})
		})
	}
}

func TestWhatChangedOfflineIsToldOnline(t *testing.T) {
	for name, c := range map[string]struct{ words, want string }{
		"told":                     {"cut wait:1 plug back Occupied wait:60", ""},
		"told late":                {"cut wait:1 plug back wait:30 Occupied wait:60", ""},
		"not told":                 {"cut wait:1 plug back wait:60", "has changed while the Charging Station was offline"},
		"not told, and no time":    {"cut wait:1 plug back", ""},
		"as it was":                {"cut wait:1 plug unplug back wait:60", ""},
		"touched again":            {"cut wait:1 plug back wait:9 unplug wait:60", ""},
		"plugged in while online":  {"plug Occupied cut wait:1 back wait:60", ""},
		"unplugged, and not told":  {"plug Occupied cut wait:1 unplug back wait:60", "has changed while the Charging Station was offline"},
		"one end of it":            {"plug Occupied cut wait:1 end back wait:60", ""},
		"told as something else":   {"plug Occupied cut wait:1 unplug back Unavailable wait:60", ""},
		"told before it was there": {"cut wait:1 plug back Available:60 wait:60", ""},
	} {
		t.Run(name, func(t *testing.T) {
			inHeldLab(t, true, func(d *driver) {
				d.judgedBy(c.want, evidence.Fail, func() {
					for word := range strings.FieldsSeq(c.words) {
						switch word {
						case "cut":
							d.s.CloseConnection(1)
						case "back":
							d.s.AcceptAttempts()
							d.csms.connect()
							pass(d)
						default:
							d.touch(word)
						}
					}
				})
			})
		})
	}
}

// What the station has told before it booted says nothing about what it has told since.
func TestAConnectorIsToldAnewAfterABoot(t *testing.T) {
	inHeldLab(t, true, func(d *driver) {
		here := rigs.Place{EVSE: 1, Connector: 1}
		d.expect(evidence.Pass, "", func(s *Scenario) {
			proved(s)
			if status, owed := s.Told(here); status != "Available" || owed {
				t.Errorf("expected Available, not owed, got %q, owed %t", status, owed)
			}
			d.csms.later(time.Second, "BootNotification", boot)
			Receive[ocpp201.BootNotificationRequest](s, 1)
			if status, owed := s.Told(here); status != "" || !owed {
				t.Errorf("expected nothing since the boot, and that it is owed, got %q, owed %t", status, owed)
			}
			d.csms.later(time.Second, "StatusNotification", fresh(available))
			Receive[ocpp201.StatusNotificationRequest](s, 2)
			if status, _ := s.Told(here); status != "Available" {
				t.Errorf("expected Available since the boot, got %q", status)
			}
		})
	})
}

// fresh is a payload with a timestamp of now.
func fresh(payload string) string {
	return strings.Replace(payload, "2026-01-01T00:00:00Z", time.Now().UTC().Format(time.RFC3339Nano), 1)
}
