package station_test

import (
	"encoding/base64"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/schemas/ocppj"
	"github.com/certbench/certbench/station"
)

func TestAColdBootReportsEveryConnectorAndTheStart(t *testing.T) {
	bubble(t, func(c *station.Config) { c.Layout = twoSockets }, func(r *rig) {
		r.expectActions("BootNotification StatusNotification StatusNotification SecurityEventNotification")
		r.expectStatuses("1.1 Available", "2.1 Available")
		boot := payloads[ocpp201.BootNotificationRequest](r, "BootNotification")[0]
		if boot.Reason != ocpp201.BootReasonPowerUp {
			t.Errorf("expected the reason PowerUp, got %s", boot.Reason)
		}
		want := "Basic " + base64.StdEncoding.EncodeToString([]byte("CS001:"+password))
		if got := r.headers[0].Get("Authorization"); got != want {
			t.Errorf("expected the header %q, got %q", want, got)
		}
	})
}

func TestHeartbeatsFollowTheIntervalOfBootNotification(t *testing.T) {
	bubble(t, nil, func(r *rig) {
		r.forget()
		r.pass(15*time.Minute + time.Second)
		r.expectActions("Heartbeat Heartbeat Heartbeat")
	})
}

func TestADrivenSessionRunsFromPlugToUnplug(t *testing.T) {
	bubble(t, nil, func(r *rig) {
		r.forget()
		r.plugIn()
		r.present("04AABBCC")
		r.pass(time.Minute)
		r.present("04AABBCC")
		r.plugOut()
		r.expectActions("StatusNotification Authorize TransactionEvent TransactionEvent TransactionEvent StatusNotification")
		r.expectEvents(
			"Started Authorized EVConnected",
			"Updated ChargingStateChanged Charging",
			"Ended StopAuthorized EVConnected Local",
		)
		r.expectStatuses("1.1 Occupied", "1.1 Available")
	})
}

func TestAPendingStationAnswersAndSendsOnlyWhatItIsAskedFor(t *testing.T) {
	synctestRig(t, nil, func(r *rig) {
		r.boots(ocpp201.RegistrationStatusPending, 300)
		r.start()
		defer r.close()
		r.plugIn()
		r.present("CARD")
		r.expectActions("BootNotification")
		r.forget()
		r.expect("RequestStartTransaction", startRequest, "status", "Rejected") // B02.FR.05
		r.expect("RequestStopTransaction", `{"transactionId":"x"}`, "status", "Rejected")
		r.setVariable("OCPPCommCtrlr.OfflineThreshold", "300")
		r.expectActions("")
		r.expect("GetBaseReport", `{"requestId":1,"reportBase":"SummaryInventory"}`, "status", "Accepted")
		r.expect("TriggerMessage", `{"requestedMessage":"Heartbeat"}`, "status", "Accepted")
		r.expect("TriggerMessage", `{"requestedMessage":"StatusNotification","evse":{"id":1,"connectorId":1}}`, "status", "Accepted")
		r.expectActions("NotifyReport Heartbeat StatusNotification")
		r.forget()
		r.pass(299 * time.Second)
		r.expectActions("")
		r.pass(2 * time.Second)
		r.expectActions("BootNotification") // B02.FR.08
		r.boots(ocpp201.RegistrationStatusAccepted, 300)
		r.forget()
		r.expect("TriggerMessage", `{"requestedMessage":"BootNotification"}`, "status", "Accepted")
		r.expectActions("BootNotification StatusNotification SecurityEventNotification")
		r.expectStatuses("1.1 Occupied")
		if got := payloads[ocpp201.BootNotificationRequest](r, "BootNotification")[0].Reason; got != ocpp201.BootReasonTriggered {
			t.Errorf("expected the reason Triggered, got %s", got)
		}
	})
}

func TestARejectedStationIsSilentUntilTheIntervalIsOver(t *testing.T) {
	synctestRig(t, nil, func(r *rig) {
		r.boots(ocpp201.RegistrationStatusRejected, 120)
		r.start()
		defer r.close()
		r.forget()
		r.plugIn()
		if f := r.ask("GetVariables", `{"getVariableData":[`+many(1)+`]}`); f.ErrorCode != ocppj.SecurityError { // B03.FR.08
			t.Errorf("expected the CALLERROR SecurityError, got %+v", f)
		}
		r.boots(ocpp201.RegistrationStatusAccepted, 300)
		r.pass(119 * time.Second)
		r.expectActions("")
		r.pass(2 * time.Second)
		r.expectActions("BootNotification StatusNotification SecurityEventNotification")
	})
}

func TestWithoutAnIntervalTheStationChoosesItsOwn(t *testing.T) {
	synctestRig(t, nil, func(r *rig) {
		r.boots(ocpp201.RegistrationStatusPending, 0)
		r.start()
		defer r.close()
		r.pass(10 * time.Minute)
		if n := len(r.sent("BootNotification")); n < 2 || n > 12 { // B02.FR.07
			t.Errorf("expected a BootNotification now and then, got %d in ten minutes", n)
		}
	})
}

func TestAnUnansweredBootNotificationIsRepeated(t *testing.T) {
	synctestRig(t, nil, func(r *rig) {
		r.muted = []string{"BootNotification"}
		r.start()
		defer r.close()
		r.pass(5 * time.Minute)
		if n := len(r.sent("")); n != len(r.sent("BootNotification")) || n < 2 {
			t.Errorf("expected only BootNotifications, at least two (B01.FR.08), got %s", r.actions())
		}
	})
}

func TestTheClockFollowsTheCSMS(t *testing.T) {
	bubble(t, nil, func(r *rig) {
		ahead := time.Hour
		r.on("Heartbeat", func(json.RawMessage) any {
			return ocpp201.HeartbeatResponse{CurrentTime: ocpp201.DateTime{Time: time.Now().Add(ahead)}}
		})
		r.expect("TriggerMessage", `{"requestedMessage":"Heartbeat"}`, "status", "Accepted")
		r.forget()
		r.plugIn()
		got := time.Until(payloads[ocpp201.StatusNotificationRequest](r, "StatusNotification")[0].Timestamp.Time)
		if (got - ahead).Abs() > time.Second {
			t.Errorf("expected a timestamp an hour ahead, got %s", got)
		}
	})
}

func TestAStationKnownToItsCSMSServesDriversWhileItBootsOffline(t *testing.T) {
	synctestRig(t, func(c *station.Config) {
		points("Authorized", "Authorized")(c)
		c.Settings["AuthCtrlr.OfflineTxForUnknownIdEnabled"] = "true"
	}, func(r *rig) {
		r.start()
		r.offline()
		r.do(r.panel.Reboot())
		r.plugIn()
		r.present("CARD")
		r.forget()
		r.online()
		defer r.close()
		want := "BootNotification StatusNotification SecurityEventNotification TransactionEvent TransactionEvent"
		if got := r.actions(); !strings.HasPrefix(got, want) {
			t.Errorf("expected first the calls %q, got %q", want, got)
		}
	})
}

func TestAStationNeverAcceptedServesNobody(t *testing.T) {
	synctestRig(t, func(c *station.Config) { c.Settings["AuthCtrlr.OfflineTxForUnknownIdEnabled"] = "true" }, func(r *rig) {
		r.network.refuse = true
		r.start()
		defer r.close()
		r.plugIn()
		r.present("CARD")
		if r.panel.Read().Connectors[0].Contactor {
			t.Error("expected no energy before the CSMS has ever accepted the station")
		}
	})
}

func TestTheStartIsToldUntilTheCSMSHasHeardIt(t *testing.T) {
	synctestRig(t, nil, func(r *rig) {
		r.muted = []string{"SecurityEventNotification"}
		r.start()
		defer r.close()
		r.pass(45 * time.Second)
		r.drop()
		r.set(func() { r.muted = nil })
		r.pass(time.Minute)
		if n := len(r.sent("SecurityEventNotification")); n != 3 { // unanswered, repeated, repeated after the connection was lost
			t.Errorf("expected the event three times (A04.FR.02), got %d", n)
		}
	})
}

func TestNobodyIsServedBetweenResetAndReboot(t *testing.T) {
	bubble(t, points("EVConnected", "EVConnected"), func(r *rig) {
		r.plugIn()
		r.set(func() { r.muted = []string{"TransactionEvent"} })
		r.request("Reset", `{"type":"Immediate"}`)
		r.forget()
		r.present("CARD")
		r.expectActions("")
	})
}
