package station_test

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
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

// TestAnUpdateIsNotLostWhenTheStationIsKilledAtAnySave kills the station at each Save of an update. Whatever the moment, what the
// CSMS was told in the end is so.
func TestAnUpdateIsNotLostWhenTheStationIsKilledAtAnySave(t *testing.T) {
	for name, change := range map[string]func(*station.Capabilities){
		"a reboot to activate": func(*station.Capabilities) {},
		"no reboot":            func(c *station.Capabilities) { c.RebootsToActivate = false },
		"told before":          func(c *station.Capabilities) { c.InstalledBeforeReboot = true },
		"a silent bootloader":  func(c *station.Capabilities) { c.RebootsToInstall, c.SilentBootloader = true, true },
		"a bootloader":         func(c *station.Capabilities) { c.RebootsToInstall = true },
	} {
		for _, after := range []bool{false, true} {
			for n := 1; ; n++ {
				store := &deadlyStore{Store: station.Memory(), after: after}
				t.Run(fmt.Sprintf("%s, after %t, save %d", name, after, n), func(t *testing.T) { killedUpdate(t, store, n, change) })
				if store.left > 0 {
					if n < 8 {
						t.Errorf("expected the update to save at least eight times, got %d", n)
					}
					break
				}
			}
		}
	}
}

func killedUpdate(t *testing.T, store *deadlyStore, n int, change func(*station.Capabilities)) {
	h := fileHost{offers: newImage(), takes: 10 * time.Second}
	synctestRig(t, both(withFiles(&h), ofMaker, can(change), func(c *station.Config) { c.Store = store }), func(r *rig) {
		r.start()
		r.forget()
		store.left = n
		r.request("UpdateFirmware", signedUpdate(7, newImage(), nil))
		for range 4 {
			r.revive()
			r.pass(20 * time.Second)
		}
		r.revive()
		if store.left > 0 {
			store.left = math.MaxInt // what follows only looks
		}
		var last ocpp201.FirmwareStatus
		for _, q := range payloads[ocpp201.FirmwareStatusNotificationRequest](r, "FirmwareStatusNotification") {
			last = q.Status
		}
		version := map[ocpp201.FirmwareStatus]string{
			ocpp201.FirmwareStatusInstalled:          "2.0.0",
			ocpp201.FirmwareStatusInstallationFailed: "1.0.0", // the memory has not taken the image
			"":                                       "1.0.0", // it died before it had accepted the update
		}[last]
		r.expectVersion(version)
		if version == "" {
			t.Errorf("expected the update to come to an end, got %s", last)
		}
		r.close()
	})
}
