package octt

import (
	"testing"
	"time"

	"github.com/certbench/certbench/harness/octt/values"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// TestABootIsAnsweredWithThePresentTime: a station sets its clock by the answer, which a case may declare long before.
func TestABootIsAnsweredWithThePresentTime(t *testing.T) {
	inLab(t, nil, func(l *lab) {
		l.play(func(s *Scenario) {
			s.Answering("BootNotification", ocpp201.BootNotificationResponse{
				CurrentTime: ocpp201.DateTime{Time: time.Now()}, Interval: 1, Status: ocpp201.RegistrationStatusAccepted})
			s.Wait(0, time.Hour, "the station is rejected")
			id := l.send("BootNotification", boot)
			s.Wait(0, time.Second, "the answer")
			got, _ := values.Walk(values.Decoded([]byte(l.csms.answerTo(id))), "currentTime").(string)
			at, err := time.Parse(time.RFC3339Nano, got)
			if err != nil || time.Since(at) > 2*time.Second {
				t.Errorf("expected the present time, %s, got %q", time.Now().UTC(), got)
			}
		})
	})
}
