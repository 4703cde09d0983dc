package station_test

import (
	"testing"
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station"
)

// away is a station whose lost connection comes back after some seconds. OfflineThreshold is 60 s.
func away(seconds string) func(*station.Config) {
	return func(c *station.Config) {
		c.Layout = twoSockets
		with(offlineAbout(seconds))(c)
	}
}

func TestAPeriodThatEqualsTheThresholdDoesNotExceedIt(t *testing.T) {
	for seconds, want := range map[string][]string{"60": nil, "61": {"1.1 Available", "2.1 Available"}} { // B04.FR.01, FR.02
		bubble(t, away(seconds), func(r *rig) {
			r.forget()
			r.drop()
			r.pass(2 * time.Minute)
			r.expectStatuses(want...)
		})
	}
}

func TestAConnectorThatChangedAndChangedBackIsReported(t *testing.T) {
	bubble(t, away("30"), func(r *rig) {
		r.forget()
		r.drop()
		r.plugIn()
		r.plugOut()
		r.pass(time.Minute)
		r.expectStatuses("1.1 Available") // B04.FR.02: a change did occur
	})
}

func TestAnOfflinePeriodLastsUntilAnAttemptSucceeds(t *testing.T) {
	bubble(t, away("20"), func(r *rig) {
		r.forget()
		r.offline()
		r.pass(30 * time.Second) // refused after 20 s, the next attempt comes 40 s later
		r.network.mu.Lock()
		r.network.refuse = false
		r.network.mu.Unlock()
		r.pass(31 * time.Second)
		r.expectStatuses() // 60 s do not exceed the threshold
		r.drop()
		r.forget()
		r.offline()
		r.pass(70 * time.Second) // refused after 20 s and 60 s, the next attempt comes 80 s later
		r.online()
		r.expectStatuses("1.1 Available", "2.1 Available")
	})
}

func TestAStatusThatWasNotAnsweredBeforeTheLossIsReportedAgain(t *testing.T) {
	bubble(t, away("20"), func(r *rig) {
		r.set(func() { r.muted = []string{"StatusNotification"} })
		r.plugIn()
		r.set(func() { r.muted = nil })
		r.forget()
		r.drop()
		r.pass(30 * time.Second)
		r.expectStatuses("1.1 Occupied")
	})
}

func TestStatusesAfterAnOfflinePeriodMayComeAsEvents(t *testing.T) {
	bubble(t, func(c *station.Config) { away("70")(c); c.Capabilities.StatusByNotifyEvent = true }, func(r *rig) {
		r.forget()
		r.drop()
		r.plugIn()
		r.pass(2 * time.Minute)
		reports := payloads[ocpp201.NotifyEventRequest](r, "NotifyEvent")
		if len(reports) != 2 || reports[0].EventData[0].ActualValue != "Occupied" || reports[1].EventData[0].ActualValue != "Available" {
			t.Errorf("expected Occupied and Available, got %+v", reports)
		}
	})
}
