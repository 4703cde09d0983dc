package station_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/certbench/certbench/station"
)

// Part 2 does not tell what becomes of an update over a power cut: this station goes on with the step that was interrupted.
func TestAnUpdateGoesOnAfterAPowerCut(t *testing.T) {
	rest := []string{"Installed", "FirmwareUpdated"}
	for name, c := range map[string]struct {
		change  func(*station.Capabilities)
		changes map[string]time.Duration
		cut     time.Duration
		told    []string // after the power is back
	}{
		"before the download": {nil, map[string]time.Duration{"retrieveDateTime": time.Hour}, 5 * time.Second,
			append([]string{"Downloading", "Downloaded", "SignatureVerified", "Installing", "InstallRebooting"}, rest...)},
		"in the download": {nil, nil, 5 * time.Second,
			append([]string{"Downloading", "Downloaded", "SignatureVerified", "Installing", "InstallRebooting"}, rest...)},
		"before the installation": {nil, map[string]time.Duration{"installDateTime": time.Hour}, 15 * time.Second,
			append([]string{"Installing", "InstallRebooting"}, rest...)},
		"in the installation": {nil, nil, 12 * time.Second,
			append([]string{"InstallRebooting"}, rest...)},
		"in a bootloader that cannot speak": {func(c *station.Capabilities) { c.RebootsToInstall, c.SilentBootloader = true, true }, nil, 12 * time.Second, rest},
		"in a bootloader that speaks":       {func(c *station.Capabilities) { c.RebootsToInstall = true }, nil, 12 * time.Second, append([]string{"InstallRebooting"}, rest...)},
		"where no reboot belongs to it":     {func(c *station.Capabilities) { c.RebootsToActivate = false }, nil, 12 * time.Second, rest},
	} {
		t.Run(name, func(t *testing.T) {
			change := c.change
			if change == nil {
				change = func(*station.Capabilities) {}
			}
			updates(t, newImage(), can(change), func(r *rig, begin time.Time) {
				times := map[string]any{}
				for field, in := range c.changes {
					times[field] = begin.Add(in).Format(time.RFC3339)
				}
				r.expect("UpdateFirmware", signedUpdate(7, newImage(), times), "status", "Accepted")
				r.pass(c.cut)
				r.do(r.panel.PowerOff())
				r.forget()
				r.pass(time.Minute)
				r.do(r.panel.PowerOn())
				r.pass(2 * time.Hour)
				r.expectVersion("2.0.0")
				var got []string
				for _, line := range r.told(begin) {
					what := strings.TrimSuffix(strings.TrimPrefix(line[strings.Index(line, " ")+1:], "firmware "), " of 7")
					if what != "StartupOfTheDevice" {
						got = append(got, what)
					}
				}
				if !slices.Equal(got, c.told) {
					t.Errorf("expected to be told %q, got %q", c.told, got)
				}
				all := r.statuses()
				if len(all) == 0 || !strings.HasSuffix(all[len(all)-1], "Available") {
					t.Errorf("expected the connector Available in the end, got %q", all)
				}
			})
		})
	}
}

func TestAnImageThatWasActivatedRunsThoughNobodyWasTold(t *testing.T) {
	updates(t, newImage(), nil, func(r *rig, begin time.Time) {
		r.expect("UpdateFirmware", signedUpdate(7, newImage(), nil), "status", "Accepted")
		r.pass(14 * time.Second)
		r.set(func() { r.muted = []string{"FirmwareStatusNotification"} })
		r.pass(5 * time.Second) // InstallRebooting is on its way
		r.set(func() { r.muted = nil })
		r.cutPower()
		r.pass(time.Minute)
		r.expectBoots("PowerUp 2.0.0")
		told := r.told(begin)
		if want := []string{"firmware Installed of 7", "FirmwareUpdated"}; !strings.HasSuffix(told[len(told)-2], want[0]) || !strings.HasSuffix(told[len(told)-1], want[1]) {
			t.Errorf("expected to be told %q in the end, got %q", want, told)
		}
	})
}

func TestAnUpdateThatWaitsGoesOnAfterAReset(t *testing.T) {
	charging(t, func(*station.Capabilities) {}, func(r *rig, _ time.Time, _ string) {
		r.pass(20 * time.Second)
		r.expect("Reset", `{"type":"Immediate"}`, "status", "Accepted")
		r.do(r.panel.PlugOut(1, 1))
		r.pass(time.Minute)
		r.expectVersion("2.0.0")
		r.expectBoots("RemoteReset 1.0.0", "FirmwareUpdate 2.0.0")
	})
}
