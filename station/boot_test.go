package station

import (
	"encoding/base64"
	"testing"
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
)

func TestAColdBootReportsEveryConnectorAndTheStart(t *testing.T) {
	bubble(t, func(c *Config) { c.Layout = twoSockets }, func(r *rig) {
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
