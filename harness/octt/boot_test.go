package octt

import (
	"testing"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// A row takes nothing from beyond a boot that no row has claimed; a boot that was told to wait is no such border.
func TestARowStopsAtABootThatWasAcceptedAndNotAtOneThatMustWait(t *testing.T) {
	for _, c := range []struct {
		answer ocpp201.RegistrationStatus
		fails  bool
	}{
		{ocpp201.RegistrationStatusAccepted, true},
		{ocpp201.RegistrationStatusPending, false},
	} {
		t.Run(string(c.answer), func(t *testing.T) {
			inLab(t, nil, func(l *lab) {
				end := l.play(func(s *Scenario) {
					s.Answering("BootNotification", ocpp201.BootNotificationResponse{
						CurrentTime: ocpp201.DateTime{Time: time.Now()}, Interval: 60, Status: c.answer})
					l.csms.later(time.Second, "BootNotification", boot)
					l.csms.later(2*time.Second, "StatusNotification", available)
					time.AfterFunc(1500*time.Millisecond, func() {
						s.w.invite(ocpp201.TriggerMessageRequest{RequestedMessage: ocpp201.MessageTriggerStatusNotification})
					})
					m := s.ReceiveEither(1, As[ocpp201.StatusNotificationRequest](Must("connectorStatus", "Available")))
					s.Respond(2, m)
					s.PassOver(nil, "the boots of this test belong to no row", func(m *Message) bool { return m.Action == "BootNotification" })
				})
				if fails := end.Verdict == evidence.Fail; fails != c.fails {
					t.Errorf("fails is %t, want %t: verdict %s (%s)", fails, c.fails, end.Verdict, end.Reason)
				}
			})
		})
	}
}
