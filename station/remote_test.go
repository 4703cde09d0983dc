package station_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station"
)

const startRequest = `{"evseId":1,"remoteStartId":7,"idToken":{"idToken":"CARD","type":"ISO14443"}}`

func TestARemoteStartIsToldWithTheNextEvent(t *testing.T) {
	cases := []struct {
		start      string
		cableFirst bool
		want       []string
	}{
		{"Authorized", false, []string{"Started RemoteStart Idle", "Updated CablePluggedIn EVConnected", "Updated ChargingStateChanged Charging"}},
		{"EVConnected", false, []string{"Started RemoteStart EVConnected", "Updated ChargingStateChanged Charging"}},
		{"EVConnected", true, []string{"Started CablePluggedIn EVConnected", "Updated RemoteStart EVConnected", "Updated ChargingStateChanged Charging"}},
		{"EnergyTransfer", true, []string{"Started RemoteStart Charging"}},
	}
	for _, c := range cases {
		t.Run(fmt.Sprint(c.start, c.cableFirst), func(t *testing.T) {
			bubble(t, points(c.start, "EVConnected"), func(r *rig) {
				if c.cableFirst {
					r.plugIn()
				}
				r.expect("RequestStartTransaction", startRequest, "status", "Accepted")
				if !c.cableFirst {
					r.plugIn()
				}
				r.expectEvents(c.want...)
				for _, e := range r.events() {
					remote := e.TriggerReason == ocpp201.TriggerReasonRemoteStart
					if got := e.TransactionInfo.RemoteStartID; (got != nil && *got == 7) != remote {
						t.Errorf("%s %s: expected remoteStartId 7 = %t, got %v", e.EventType, e.TriggerReason, remote, got)
					}
					if (e.IDToken != nil) != remote {
						t.Errorf("%s %s: expected an idToken = %t", e.EventType, e.TriggerReason, remote)
					}
				}
				if n := len(r.sent("Authorize")); n != 0 {
					t.Errorf("expected no AuthorizeRequest while AuthorizeRemoteStart is false, got %d", n)
				}
			})
		})
	}
}

func TestAnAuthorizedRemoteStartAsksFirst(t *testing.T) {
	bubble(t, points("Authorized", "Authorized"), func(r *rig) {
		r.setVariable("AuthCtrlr.AuthorizeRemoteStart", "true")
		r.forget()
		r.expect("RequestStartTransaction", startRequest, "status", "Accepted")
		r.expectActions("Authorize TransactionEvent")
		r.forget()
		r.on("Authorize", status(ocpp201.AuthorizationStatusInvalid))
		r.present("CARD")
		r.expect("RequestStartTransaction", startRequest, "status", "Accepted")
		r.expectEvents("Ended StopAuthorized Idle Local")
	})
}

func TestRemoteStartsThatCannotBe(t *testing.T) {
	bubble(t, points("EVConnected", "EVConnected"), func(r *rig) {
		r.expect("RequestStartTransaction", `{"evseId":9,"remoteStartId":7,"idToken":{"idToken":"CARD","type":"ISO14443"}}`, "status", "Rejected")
		r.expect("ChangeAvailability", `{"operationalStatus":"Inoperative"}`, "status", "Accepted")
		r.expect("RequestStartTransaction", startRequest, "status", "Rejected")
		r.expect("ChangeAvailability", `{"operationalStatus":"Operative"}`, "status", "Accepted")
		r.plugIn()
		id := r.events()[0].TransactionInfo.TransactionID
		r.expect("RequestStartTransaction", startRequest, "transactionId", id) // F01.FR.13
		r.expect("RequestStartTransaction", startRequest, "status", "Rejected")
	})
}

func TestARemoteStop(t *testing.T) {
	for stop, want := range map[string][]string{
		"Authorized":     {"Ended RemoteStop EVConnected Remote"},                                                                              // F03.FR.03
		"EVConnected":    {"Updated RemoteStop Charging", "Updated ChargingStateChanged EVConnected", "Ended EVCommunicationLost Idle Remote"}, // F03.FR.02, F04.FR.03
		"EnergyTransfer": {"Updated RemoteStop Charging", "Ended ChargingStateChanged EVConnected Remote"},
	} {
		t.Run(stop, func(t *testing.T) {
			bubble(t, points("EVConnected", stop), func(r *rig) {
				r.plugIn()
				r.present("CARD")
				id := r.events()[0].TransactionInfo.TransactionID
				r.expect("RequestStopTransaction", `{"transactionId":"unknown"}`, "status", "Rejected")
				r.forget()
				r.expect("RequestStopTransaction", fmt.Sprintf(`{"transactionId":%q}`, id), "status", "Accepted")
				r.plugOut()
				r.expectEvents(want...)
				for _, e := range r.events() {
					if e.IDToken != nil {
						t.Errorf("expected no idToken in a remote stop, got %v", e.IDToken)
					}
				}
			})
		})
	}
}

func TestUnlockConnector(t *testing.T) {
	bubble(t, points("EVConnected", "EVConnected"), func(r *rig) {
		at := `{"evseId":1,"connectorId":1}`
		r.expect("UnlockConnector", `{"evseId":1,"connectorId":2}`, "status", "UnknownConnector")
		r.expect("UnlockConnector", at, "status", "Unlocked")
		r.plugIn()
		r.present("CARD")
		r.expect("UnlockConnector", at, "status", "OngoingAuthorizedTransaction")
		r.do(r.panel.FailUnlock(1, 1, true))
		r.present("CARD")
		r.expect("UnlockConnector", at, "status", "UnlockFailed")
		r.do(r.panel.FailUnlock(1, 1, false))
		r.forget()
		r.expect("UnlockConnector", at, "status", "Unlocked")
		r.expectEvents("Updated UnlockCommand EVConnected")
	})
}

func TestTriggeredMessages(t *testing.T) {
	bubble(t, func(c *station.Config) { c.Layout = twoSockets }, func(r *rig) {
		for _, c := range []struct{ payload, status, calls string }{
			{`{"requestedMessage":"Heartbeat"}`, "Accepted", "Heartbeat"},
			{`{"requestedMessage":"BootNotification"}`, "Rejected", ""},
			{`{"requestedMessage":"LogStatusNotification"}`, "Accepted", "LogStatusNotification"},
			{`{"requestedMessage":"FirmwareStatusNotification"}`, "Accepted", "FirmwareStatusNotification"},
			{`{"requestedMessage":"StatusNotification","evse":{"id":1,"connectorId":1}}`, "Accepted", "StatusNotification"},
			{`{"requestedMessage":"StatusNotification"}`, "Rejected", ""},
			{`{"requestedMessage":"MeterValues","evse":{"id":2}}`, "Accepted", "MeterValues"},
			{`{"requestedMessage":"MeterValues"}`, "Accepted", "MeterValues MeterValues MeterValues"},
			{`{"requestedMessage":"TransactionEvent"}`, "Rejected", ""},
			{`{"requestedMessage":"SignV2GCertificate"}`, "NotImplemented", ""},
		} {
			r.forget()
			r.expect("TriggerMessage", c.payload, "status", c.status)
			r.expectActions(c.calls)
		}
		r.plugIn()
		r.present("CARD")
		r.forget()
		r.expect("TriggerMessage", `{"requestedMessage":"TransactionEvent"}`, "status", "Accepted")
		r.expectEvents("Updated Trigger Charging")
		e := r.events()[0]
		if e.EVSE == nil || len(e.MeterValue) != 1 || *e.MeterValue[0].SampledValue[0].Context != ocpp201.ReadingContextTrigger {
			t.Errorf("expected the evse and a value of context Trigger, got %+v", e)
		}
	})
}

func TestAvailabilityOfTheTiers(t *testing.T) {
	bubble(t, func(c *station.Config) { c.Layout = twoSockets }, func(r *rig) {
		r.forget()
		r.expect("ChangeAvailability", `{"operationalStatus":"Inoperative","evse":{"id":9}}`, "status", "Rejected")
		r.expect("ChangeAvailability", `{"operationalStatus":"Inoperative","evse":{"id":2}}`, "status", "Accepted")
		r.expect("ChangeAvailability", `{"operationalStatus":"Inoperative"}`, "status", "Accepted")
		r.expect("ChangeAvailability", `{"operationalStatus":"Operative"}`, "status", "Accepted")
		// G04.FR.08: EVSE 2 goes back to what it was.
		r.expectStatuses("2.1 Unavailable", "1.1 Unavailable", "1.1 Available")
		r.forget()
		r.do(r.panel.Reboot())
		r.expectStatuses("1.1 Available", "2.1 Unavailable") // G03.FR.08
	})
}

func TestAvailabilityWaitsForATransaction(t *testing.T) {
	bubble(t, func(c *station.Config) { c.Layout = twoSockets }, func(r *rig) {
		r.plugIn()
		r.present("CARD")
		r.forget()
		r.expect("ChangeAvailability", `{"operationalStatus":"Inoperative"}`, "status", "Scheduled")
		r.expectStatuses("2.1 Unavailable")
		r.present("CARD")
		r.expectStatuses("2.1 Unavailable", "1.1 Unavailable")
		r.plugOut()
		r.expectStatuses("2.1 Unavailable", "1.1 Unavailable")
		r.present("CARD")
		if n := len(r.sent("Authorize")); n != 0 {
			t.Errorf("expected an Inoperative station to read no token, got %d AuthorizeRequests", n)
		}
	})
}

func TestResets(t *testing.T) {
	boot := "BootNotification StatusNotification SecurityEventNotification"
	bubble(t, nil, func(r *rig) {
		r.forget()
		r.expect("Reset", `{"type":"Immediate","evseId":1}`, "status", "Rejected") // B11.FR.09
		r.expect("Reset", `{"type":"OnIdle"}`, "status", "Accepted")
		r.pass(time.Second)
		r.expectActions(boot)
		if got := payloads[ocpp201.BootNotificationRequest](r, "BootNotification")[0].Reason; got != ocpp201.BootReasonRemoteReset {
			t.Errorf("expected the reason RemoteReset, got %s", got)
		}
		if got := payloads[ocpp201.SecurityEventNotificationRequest](r, "SecurityEventNotification")[0].Type; got != "ResetOrReboot" {
			t.Errorf("expected the event ResetOrReboot, got %s", got)
		}
	})
	bubble(t, nil, func(r *rig) {
		r.plugIn()
		r.present("CARD")
		r.expect("Reset", `{"type":"OnIdle"}`, "status", "Scheduled")
		r.forget()
		r.pass(time.Minute)
		r.expectActions("")
		r.present("CARD")
		r.pass(time.Second)
		r.expectActions("TransactionEvent " + boot)
		if got := payloads[ocpp201.BootNotificationRequest](r, "BootNotification")[0].Reason; got != ocpp201.BootReasonScheduledReset {
			t.Errorf("expected the reason ScheduledReset, got %s", got)
		}
	})
	bubble(t, nil, func(r *rig) {
		r.plugIn()
		r.present("CARD")
		r.forget()
		r.expect("Reset", `{"type":"Immediate"}`, "status", "Accepted")
		r.pass(time.Second)
		r.expectActions("TransactionEvent " + boot)
		r.expectEvents("Ended ResetCommand EVConnected ImmediateReset")
		if e := r.events()[0]; e.IDToken != nil {
			t.Errorf("expected no idToken, got %v", e.IDToken)
		}
	})
}

func TestAnUnansweredEndIsSentAfterTheReset(t *testing.T) {
	bubble(t, nil, func(r *rig) {
		r.plugIn()
		r.present("CARD")
		r.forget()
		r.set(func() { r.muted = []string{"TransactionEvent"} })
		r.expect("Reset", `{"type":"Immediate"}`, "status", "Accepted")
		r.pass(31 * time.Second)
		r.set(func() { r.muted = nil })
		r.pass(31 * time.Second)
		r.expectActions("TransactionEvent BootNotification StatusNotification SecurityEventNotification TransactionEvent") // B12.FR.05
		if e := r.events()[1]; e.Offline == nil || !*e.Offline {
			t.Error("expected the event sent again to be flagged offline (E11.FR.07)")
		}
	})
}
