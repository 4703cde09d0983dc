package station_test

import (
	"testing"
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station"
)

// queueing is a product with QueueAllMessages, set to a value.
func queueing(all string, settings map[string]string) func(*station.Config) {
	return func(c *station.Config) {
		c.Capabilities.QueueAllMessages = true
		c.Settings["OCPPCommCtrlr.QueueAllMessages"] = all
		c.Settings["TxCtrlr.TxStartPoint"] = "PowerPathClosed"
		c.Settings["OCPPCommCtrlr.OfflineThreshold"] = "3600"
		with(settings)(c)
	}
}

func TestWhatHappensOfflineIsToldLaterOnlyIfAllMessagesAreQueued(t *testing.T) {
	for all, want := range map[string][]string{
		"true":  {"1.1 Occupied", "1.1 Available", "1.1 Occupied"},
		"false": {"1.1 Occupied"}, // B04.FR.02: what has changed
	} {
		bubble(t, queueing(all, nil), func(r *rig) {
			r.forget()
			r.offline()
			began := time.Now()
			for range 2 {
				r.plugIn()
				r.pass(time.Minute)
				r.plugOut()
				r.pass(time.Minute)
			}
			r.plugIn()
			r.online()
			if all == "true" {
				want = append([]string{"1.1 Occupied", "1.1 Available"}, want...)
				first := payloads[ocpp201.StatusNotificationRequest](r, "StatusNotification")[0].Timestamp.Time
				if late := first.Sub(began); late < 0 || late > time.Second {
					t.Errorf("expected the first message to tell when it happened, got %s later", late)
				}
			}
			r.expectStatuses(want...)
		})
	}
}

func TestAMessageThatWasNotAnsweredIsSentAgainIfAllMessagesAreQueued(t *testing.T) {
	for name, silence := range map[string]func(*rig){
		"the connection is lost": func(r *rig) { r.drop() },
		"there is no answer":     func(r *rig) { r.pass(45 * time.Second) },
	} {
		for all, want := range map[string]int{"true": 2, "false": 1} {
			t.Run(name+"/"+all, func(t *testing.T) {
				bubble(t, queueing(all, map[string]string{"AlignedDataCtrlr.Interval": "3600"}), func(r *rig) {
					r.pass(59 * time.Minute)
					r.forget()
					r.set(func() { r.muted = []string{"MeterValues"} })
					for len(r.sent("MeterValues")) == 0 {
						r.pass(time.Second)
					}
					first := string(r.sent("MeterValues")[0].frame.Payload)
					silence(r)
					r.set(func() { r.muted = nil })
					r.pass(2 * time.Minute)
					n := 0
					for _, rec := range r.sent("MeterValues") {
						if string(rec.frame.Payload) == first {
							n++
						}
					}
					if n != want {
						t.Errorf("expected the first meter values %d times, got %d", want, n)
					}
				})
			})
		}
	}
}

// What a driver asks is of no use once nobody waits for the answer.
func TestAnAuthorizationIsNeverQueued(t *testing.T) {
	bubble(t, queueing("true", nil), func(r *rig) {
		r.set(func() { r.muted = []string{"Authorize"} })
		r.present("TOKEN")
		r.drop()
		r.set(func() { r.muted = nil })
		r.pass(2 * time.Minute)
		if n := len(r.sent("Authorize")); n != 1 {
			t.Errorf("expected one AuthorizeRequest, got %d", n)
		}
	})
}
