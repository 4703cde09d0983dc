package octt

import (
	"strings"
	"testing"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/schemas/ocppj"
)

const notifyReport = `{"requestId":1,"generatedAt":"2026-01-01T00:00:00Z","seqNo":0}`

// What a station sends before it is accepted is refused, and found once (part 2, B01.FR.10, B02.FR.09, B03.FR.07); what it
// was asked for while Pending is not.
func TestACallBeforeTheStationIsAcceptedIsRefused(t *testing.T) {
	const pending, rejected = ocpp201.RegistrationStatusPending, ocpp201.RegistrationStatusRejected
	trigger := func(what ocpp201.MessageTrigger) any { return ocpp201.TriggerMessageRequest{RequestedMessage: what} }
	for name, c := range map[string]struct {
		status  ocpp201.RegistrationStatus
		asked   any
		action  string
		payload string
		refused bool
	}{
		"accepted":                         {ocpp201.RegistrationStatusAccepted, nil, "StatusNotification", available, false},
		"pending":                          {pending, nil, "StatusNotification", available, true},
		"rejected":                         {rejected, nil, "StatusNotification", available, true},
		"a heartbeat while pending":        {pending, nil, "Heartbeat", `{}`, true},
		"a boot while pending":             {pending, nil, "BootNotification", boot, false},
		"a boot while rejected":            {rejected, nil, "BootNotification", boot, false},
		"triggered":                        {pending, trigger(ocpp201.MessageTriggerStatusNotification), "StatusNotification", available, false},
		"something else was triggered":     {pending, trigger(ocpp201.MessageTriggerHeartbeat), "StatusNotification", available, true},
		"triggered while rejected":         {rejected, trigger(ocpp201.MessageTriggerStatusNotification), "StatusNotification", available, true},
		"a certificate was triggered":      {pending, trigger(ocpp201.MessageTriggerSignChargingStationCertificate), "SignCertificate", `{"csr":"x"}`, false},
		"a base report was asked for":      {pending, ocpp201.GetBaseReportRequest{}, "NotifyReport", notifyReport, false},
		"a report was asked for":           {pending, ocpp201.GetReportRequest{}, "NotifyReport", notifyReport, false},
		"a report that nobody asked for":   {pending, nil, "NotifyReport", notifyReport, true},
		"an event instead of the status":   {pending, trigger(ocpp201.MessageTriggerStatusNotification), "NotifyEvent", delta, false},
		"what breaks its schema as well":   {pending, nil, "StatusNotification", `{}`, true},
		"transactions are no exception":    {pending, nil, "TransactionEvent", event("Started", "CablePluggedIn", 0), true},
		"authorization while it is barred": {rejected, nil, "Authorize", authorize, true},
	} {
		t.Run(name, func(t *testing.T) {
			inLab(t, nil, func(l *lab) {
				l.bench.Rest = nil
				end := l.play(func(s *Scenario) {
					answerBoot(l, s, c.status)
					if c.asked != nil {
						s.w.invite(c.asked)
					}
					id := l.send(c.action, c.payload)
					if err := s.Pause(evidence.WaitRest, time.Second); err != nil {
						l.Error(err)
					}
					if got := l.csms.answerTo(id) == "CALLERROR "+string(ocppj.SecurityError); got != c.refused {
						l.Errorf("refused is %t, expected %t: %s", got, c.refused, l.csms.answerTo(id))
					}
				})
				found := strings.Count(l.rec.String(), "Until it is accepted")
				if c.refused != (end.Verdict == evidence.Fail) || c.refused != (found == 1) {
					t.Errorf("found %d times, %s: %s", found, end.Verdict, end.Reason)
				}
			})
		})
	}
}

const delta = `{"generatedAt":"2026-01-01T00:00:00Z","seqNo":0,"eventData":[{"eventId":1,"timestamp":"2026-01-01T00:00:00Z",` +
	`"trigger":"Delta","actualValue":"Available","eventNotificationType":"HardWiredNotification",` +
	`"component":{"name":"Connector","evse":{"id":1,"connectorId":1}},"variable":{"name":"AvailabilityState"}}]}`

// No row takes a message that the CSMS has refused, and a row that judges the silence has found it.
func TestWhatIsRefusedBelongsToNoRow(t *testing.T) {
	inLab(t, nil, func(l *lab) {
		l.bench.Rest = nil
		l.expect(evidence.Fail, "sends no message in the meantime", func(s *Scenario) {
			s.Answering("BootNotification", ocpp201.BootNotificationResponse{Interval: 60, Status: ocpp201.RegistrationStatusRejected})
			l.csms.later(time.Second, "BootNotification", boot)
			l.csms.later(5*time.Second, "StatusNotification", available)
			_, call := Receive[ocpp201.BootNotificationRequest](s, 1)
			call.Accept(2)
			s.Silence(3, call.Message(), time.Minute)
		})
		if l.rec.has("Until it is accepted") {
			t.Errorf("what a row has judged is found again\n%s", l.rec)
		}
	})
}
