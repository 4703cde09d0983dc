package station_test

import (
	"slices"
	"testing"
	"time"

	"github.com/certbench/certbench/station"
)

// moments are times after an UpdateFirmware, at each of which it is at another step, with what was told of it so far.
var moments = map[string]struct {
	changes func(begin time.Time) map[string]any
	after   time.Duration
	failed  string // what a canceled update may be told as
}{
	"scheduled":          {func(begin time.Time) map[string]any { return map[string]any{"retrieveDateTime": inAnHour(begin)} }, 5 * time.Second, "DownloadFailed"},
	"downloading":        {func(time.Time) map[string]any { return nil }, 5 * time.Second, "DownloadFailed"},
	"waiting to install": {func(begin time.Time) map[string]any { return map[string]any{"installDateTime": inAnHour(begin)} }, 12 * time.Second, "InstallationFailed"},
	"installing":         {func(time.Time) map[string]any { return nil }, 12 * time.Second, "InstallationFailed"},
}

func inAnHour(begin time.Time) string { return begin.Add(time.Hour).Format(time.RFC3339) }

func TestASecondUpdateEndsTheFirst(t *testing.T) { // L01.FR.24
	for name, m := range moments {
		for _, tells := range []bool{false, true} {
			t.Run(name, func(t *testing.T) {
				updates(t, newImage(), can(func(c *station.Capabilities) { c.TellsCanceledUpdate = tells }), func(r *rig, begin time.Time) {
					r.expect("UpdateFirmware", signedUpdate(6, newImage(), m.changes(begin)), "status", "Accepted")
					r.pass(m.after)
					r.forget()
					begin = begin.Add(m.after)
					r.expect("UpdateFirmware", signedUpdate(7, newImage(), nil), "status", "AcceptedCanceled")
					r.pass(2 * time.Hour)
					var want []string
					if tells {
						want = append(want, "0s firmware "+m.failed+" of 6")
					}
					r.expectTold(begin, slices.Concat(want, verified, rebooted("10s", "15s"))...)
					r.expectVersion("2.0.0")
				})
			})
		}
	}
}

func TestASecondUpdateIsRejectedByAProductThatCannotCancel(t *testing.T) { // L01.FR.27
	for name, m := range moments {
		t.Run(name, func(t *testing.T) {
			updates(t, newImage(), can(func(c *station.Capabilities) { c.CancelsUpdates = false }), func(r *rig, begin time.Time) {
				r.expect("UpdateFirmware", signedUpdate(7, newImage(), m.changes(begin)), "status", "Accepted")
				r.pass(m.after)
				r.expect("UpdateFirmware", signedUpdate(8, newImage(), nil), "status", "Rejected")
				r.pass(2 * time.Hour)
				told := r.told(begin)
				if last := told[len(told)-2]; last[len(last)-len("firmware Installed of 7"):] != "firmware Installed of 7" {
					t.Errorf("expected the first update installed, got %q", told)
				}
			})
		})
	}
}

func TestAnUpdateCannotBeCanceledOnceTheStationReboots(t *testing.T) {
	updates(t, newImage(), nil, func(r *rig, _ time.Time) {
		r.expect("UpdateFirmware", signedUpdate(7, newImage(), nil), "status", "Accepted")
		r.pass(14 * time.Second)
		r.set(func() { r.muted = []string{"FirmwareStatusNotification"} }) // the reboot waits for an answer
		r.pass(2 * time.Second)
		r.expect("UpdateFirmware", signedUpdate(8, newImage(), nil), "status", "Rejected")
		r.set(func() { r.muted = nil })
		r.pass(time.Minute)
		r.expectVersion("2.0.0")
	})
}

func TestACanceledUpdateGivesTheConnectorsBack(t *testing.T) {
	charging(t, func(*station.Capabilities) {}, func(r *rig, begin time.Time, _ string) {
		r.pass(20 * time.Second)
		r.expectStatuses("2.1 Unavailable")
		r.expect("UpdateFirmware", signedUpdate(8, newImage(), map[string]any{"retrieveDateTime": inAnHour(begin)}), "status", "AcceptedCanceled")
		r.pass(time.Second)
		r.expectStatuses("2.1 Unavailable", "2.1 Available")
	})
}
