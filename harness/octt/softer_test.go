package octt

import (
	"testing"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/schemas/ocpp201"
)

func TestWhatFollowsFromARequestAndComesBeforeItsAnswerIsAWarning(t *testing.T) {
	for name, c := range map[string]struct {
		early, late string // the message that comes before the answer, and after it; empty for none
		want        evidence.Verdict
		reason      string
	}{
		"after the answer":       {"", "TransactionEvent", evidence.Pass, ""},
		"before the answer":      {"TransactionEvent", "", evidence.Warning, "answers a request before it sends what follows from it"},
		"background before that": {"SecurityEventNotification", "TransactionEvent", evidence.Pass, ""},
	} {
		t.Run(name, func(t *testing.T) {
			inLab(t, nil, func(l *lab) {
				l.csms.answering("RequestStopTransaction", result(ocpp201.RequestStopTransactionResponse{Status: ocpp201.RequestStartStopStatusAccepted}))
				l.csms.latency = 2 * time.Second
				for after, action := range map[time.Duration]string{time.Second: c.early, 3 * time.Second: c.late} {
					switch action {
					case "TransactionEvent":
						l.csms.later(after, action, event("Started", "RemoteStop", 0))
					case "SecurityEventNotification":
						l.csms.later(after, action, security)
					}
				}
				l.expect(c.want, c.reason, func(s *Scenario) {
					Send(s, 1, ocpp201.RequestStopTransactionRequest{TransactionID: "tx"}).Receive(2)
					_, call := Receive[ocpp201.TransactionEventRequest](s, 3)
					call.Accept(4)
				})
			})
		})
	}
}

func TestAStateToldTwiceIsAWarningUnlessTheStationWasAskedAboutIt(t *testing.T) {
	for name, c := range map[string]struct {
		between func(*lab, *Scenario)
		want    evidence.Verdict
	}{
		"nothing between": {func(*lab, *Scenario) {}, evidence.Warning},
		"a boot between":  {func(l *lab, _ *Scenario) { l.send("BootNotification", boot) }, evidence.Fail}, // which no row awaits
		"a new connection between": {func(l *lab, s *Scenario) {
			s.MayDisconnect()
			if err := l.csms.Disconnect(); err != nil {
				t.Error(err)
			}
			l.csms.Accept()
			l.csms.connect()
		}, evidence.Pass},
		"a change of availability between": {func(_ *lab, s *Scenario) {
			Send(s, 1, ocpp201.ChangeAvailabilityRequest{OperationalStatus: ocpp201.OperationalStatusOperative}).Receive(2)
		}, evidence.Pass},
	} {
		t.Run(name, func(t *testing.T) {
			inLab(t, nil, func(l *lab) {
				l.csms.answering("ChangeAvailability", result(ocpp201.ChangeAvailabilityResponse{Status: ocpp201.ChangeAvailabilityStatusAccepted}))
				l.send("StatusNotification", available)
				time.Sleep(time.Minute)
				l.expect(c.want, "", func(s *Scenario) {
					c.between(l, s)
					l.send("StatusNotification", available)
					s.Wait(3, time.Second, "it tells the state again")
					l.send("Authorize", authorize)
					Receive[ocpp201.AuthorizeRequest](s, 4)
				})
			})
		})
	}
}
