package station_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/schemas/ocppj"
	"github.com/certbench/certbench/station"
)

func TestAnOfflineSessionIsDeliveredInOrder(t *testing.T) {
	bubble(t, points("EVConnected", "EVConnected"), func(r *rig) {
		r.setVariable("AuthCtrlr.OfflineTxForUnknownIdEnabled", "true")
		r.offline()
		r.forget()
		r.plugIn()
		r.present("CARD")
		r.pass(time.Minute)
		r.present("CARD")
		r.plugOut()
		if got := r.sent(""); len(got) != 0 {
			t.Fatalf("expected nothing to be sent offline, got %v", got)
		}
		r.online()
		r.expectEvents("Started CablePluggedIn EVConnected", "Updated Authorized EVConnected", "Updated ChargingStateChanged Charging",
			"Updated StopAuthorized Charging", "Updated ChargingStateChanged EVConnected", "Ended EVCommunicationLost Idle Local")
		sound(t, r.events())
		for i, e := range r.events() {
			if e.Offline == nil || !*e.Offline {
				t.Errorf("event %d: expected the flag offline", i)
			}
		}
		if n := len(r.sent("Authorize")); n != 0 {
			t.Errorf("expected no AuthorizeRequest, got %d", n)
		}
	})
}

func TestUnknownTokensStartNothingOfflineByDefault(t *testing.T) {
	bubble(t, points("Authorized", "Authorized"), func(r *rig) {
		r.offline()
		r.present("CARD")
		r.online()
		r.expectEvents()
	})
}

func TestATokenRefusedAfterTheOfflinePeriodEndsTheTransaction(t *testing.T) {
	bubble(t, points("Authorized", "Authorized"), func(r *rig) {
		r.setVariable("AuthCtrlr.OfflineTxForUnknownIdEnabled", "true")
		r.offline()
		r.plugIn()
		r.present("CARD")
		r.on("TransactionEvent", eventStatus(ocpp201.AuthorizationStatusInvalid))
		r.online()
		r.expectEvents("Started Authorized EVConnected", "Updated ChargingStateChanged Charging", "Ended Deauthorized EVConnected DeAuthorized") // C15.FR.04
		if e := r.events()[2]; e.Offline != nil && *e.Offline {
			t.Error("expected the end, which happened online, not to be flagged offline")
		}
	})
}

func TestATokenThatIsBeingAskedForWhenTheConnectionBreaks(t *testing.T) {
	bubble(t, points("Authorized", "Authorized"), func(r *rig) {
		r.setVariable("AuthCtrlr.OfflineTxForUnknownIdEnabled", "true")
		r.set(func() { r.muted = []string{"Authorize"} })
		r.present("CARD")
		r.offline()
		r.set(func() { r.muted = nil })
		r.online()
		r.expectEvents("Started Authorized Idle", "Ended EVConnectTimeout Idle Timeout")
	})
}

func TestARefusedEventIsRetriedAndThenGivenUp(t *testing.T) {
	for _, how := range []string{"CALLERROR", "silence"} {
		t.Run(how, func(t *testing.T) {
			bubble(t, with(map[string]string{
				"OCPPCommCtrlr.MessageAttempts[TransactionEvent]": "3", "OCPPCommCtrlr.MessageAttemptInterval[TransactionEvent]": "40",
				"TxCtrlr.TxStartPoint": "EVConnected",
			}), func(r *rig) {
				refusing := 3
				r.on("TransactionEvent", func(json.RawMessage) any {
					if refusing--; refusing >= 0 {
						return ocppj.InternalError
					}
					return nil
				})
				answerTime := time.Duration(0)
				if how == "silence" {
					answerTime = 30 * time.Second
					r.set(func() { r.muted = []string{"TransactionEvent"} })
				}
				r.plugIn()
				r.expect("GetTransactionStatus", `{}`, "messagesInQueue", "true")
				r.pass(2*answerTime + 130*time.Second)
				sent := r.sent("TransactionEvent")
				if len(sent) != 3 {
					t.Fatalf("expected 3 attempts (E13.FR.02), got %d", len(sent))
				}
				ids := map[string]bool{}
				for i, got := range sent {
					ids[got.frame.ID] = true
					if i == 0 {
						continue
					}
					want := time.Duration(i)*40*time.Second + answerTime // E13.FR.03
					if wait := got.at.Sub(sent[i-1].at); wait != want {
						t.Errorf("attempt %d: expected it %s after the one before, got %s", i+1, want, wait)
					}
				}
				if len(ids) != 3 {
					t.Errorf("expected a new message id for each attempt (part 4, 4.1.4), got %d ids", len(ids))
				}
				r.pass(answerTime)
				r.expect("GetTransactionStatus", `{}`, "messagesInQueue", "false")
				r.set(func() { r.muted = nil })
				r.plugOut()
				if events := r.events(); events[len(events)-1].SeqNo != 1 {
					t.Errorf("expected the next event to be sent with seqNo 1 (E13.FR.04), got %d", events[len(events)-1].SeqNo)
				}
			})
		})
	}
}

func TestTransactionStatus(t *testing.T) {
	bubble(t, points("EVConnected", "EVConnected"), func(r *rig) {
		r.expect("GetTransactionStatus", `{}`, "ongoingIndicator", "<nil>") // E14.FR.06
		r.plugIn()
		id := r.events()[0].TransactionInfo.TransactionID
		query := fmt.Sprintf(`{"transactionId":%q}`, id)
		r.expect("GetTransactionStatus", query, "ongoingIndicator", "true")
		r.expect("GetTransactionStatus", query, "messagesInQueue", "false")
		r.expect("GetTransactionStatus", `{"transactionId":"other"}`, "ongoingIndicator", "false")
		r.set(func() { r.muted = []string{"TransactionEvent"} })
		r.plugOut()
		r.expect("GetTransactionStatus", query, "ongoingIndicator", "false")
		r.expect("GetTransactionStatus", query, "messagesInQueue", "true")
		r.expect("GetTransactionStatus", `{"transactionId":"other"}`, "messagesInQueue", "false")
	})
}

func TestStatusesAfterAnOfflinePeriod(t *testing.T) {
	for offline, want := range map[time.Duration][]string{
		30 * time.Second: {"1.1 Occupied"},                  // B04.FR.02
		2 * time.Minute:  {"1.1 Occupied", "2.1 Available"}, // B04.FR.01
	} {
		bubble(t, func(c *station.Config) {
			c.Layout = twoSockets
			with(map[string]string{"OCPPCommCtrlr.RetryBackOffWaitMinimum": fmt.Sprint(int(offline.Seconds())), "OCPPCommCtrlr.RetryBackOffRandomRange": "0"})(c)
		}, func(r *rig) {
			r.forget()
			r.drop()
			r.plugIn()
			r.pass(offline)
			if got := r.statuses(); !slices.Equal(got, want) {
				t.Errorf("after %s offline: expected %q, got %q", offline, want, got)
			}
			if n := len(r.sent("BootNotification")); n != 0 {
				t.Errorf("expected no BootNotification after a reconnection (part 4, 5.3), got %d", n)
			}
		})
	}
}
