package station_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/certbench/certbench/station"
)

func TestFirmwareOfEitherKindOfKeyIsInstalledAndRunsAfterAReboot(t *testing.T) {
	file := newImage()
	for name, changes := range map[string]map[string]any{
		"ECDSA": nil,
		"RSA-PSS": {
			"signingCertificate": asPEM(ourMaker().issue(ourMaker().rsa, nil)), "signature": sign(ourMaker().rsa, file),
		},
	} {
		t.Run(name, func(t *testing.T) {
			updates(t, file, nil, func(r *rig, begin time.Time) {
				r.expectVersion("1.0.0")
				r.expect("UpdateFirmware", signedUpdate(7, file, changes), "status", "Accepted")
				r.pass(time.Minute)
				r.expectTold(begin, "0s firmware Downloading of 7", "10s firmware Downloaded of 7", "10s firmware SignatureVerified of 7",
					"10s firmware Installing of 7", "15s firmware InstallRebooting of 7", "15s StartupOfTheDevice", "15s firmware Installed of 7",
					"15s FirmwareUpdated")
				r.expectBoots("FirmwareUpdate 2.0.0")
				r.expectVersion("2.0.0")
				r.expectStatuses("1.1 Unavailable", "1.1 Available")
			})
		})
	}
}

// What is told of an update after it was verified, and which boots there are, is what the product makes of L01.FR.15, FR.23 and FR.32.
func TestAProductRebootsForAnUpdateAsItHasTo(t *testing.T) {
	for name, c := range map[string]struct {
		change      func(*station.Capabilities)
		told, boots []string
		statuses    []string
	}{
		"not at all": {
			func(c *station.Capabilities) { c.RebootsToActivate = false },
			[]string{"10s firmware Installing of 7", "15s firmware Installed of 7", "15s FirmwareUpdated"},
			nil, []string{"1.1 Unavailable", "1.1 Available"},
		},
		"to activate": {
			func(c *station.Capabilities) {},
			[]string{"10s firmware Installing of 7", "15s firmware InstallRebooting of 7", "15s StartupOfTheDevice", "15s firmware Installed of 7", "15s FirmwareUpdated"},
			[]string{"FirmwareUpdate 2.0.0"}, []string{"1.1 Unavailable", "1.1 Available"},
		},
		"to activate, untold": {
			func(c *station.Capabilities) { c.SilentActivation = true },
			[]string{"10s firmware Installing of 7", "15s StartupOfTheDevice", "15s firmware Installed of 7", "15s FirmwareUpdated"},
			[]string{"FirmwareUpdate 2.0.0"}, []string{"1.1 Unavailable", "1.1 Available"},
		},
		"after it has told Installed": {
			func(c *station.Capabilities) { c.InstalledBeforeReboot = true },
			[]string{"10s firmware Installing of 7", "15s firmware Installed of 7", "15s FirmwareUpdated", "15s StartupOfTheDevice"},
			[]string{"FirmwareUpdate 2.0.0"}, []string{"1.1 Unavailable", "1.1 Available"},
		},
		"into a bootloader that cannot speak": {
			func(c *station.Capabilities) { c.RebootsToInstall, c.SilentBootloader = true, true },
			[]string{"10s firmware InstallRebooting of 7", "15s StartupOfTheDevice", "15s firmware Installed of 7", "15s FirmwareUpdated"},
			[]string{"FirmwareUpdate 2.0.0"}, []string{"1.1 Unavailable", "1.1 Available"},
		},
		"into a bootloader that speaks, and out of it": {
			func(c *station.Capabilities) { c.RebootsToInstall = true },
			[]string{"10s firmware InstallRebooting of 7", "10s StartupOfTheDevice", "10s firmware Installing of 7", "15s firmware InstallRebooting of 7",
				"15s StartupOfTheDevice", "15s firmware Installed of 7", "15s FirmwareUpdated"},
			[]string{"FirmwareUpdate 1.0.0", "FirmwareUpdate 2.0.0"}, []string{"1.1 Unavailable", "1.1 Unavailable", "1.1 Available"},
		},
		"into a bootloader that speaks and starts what it has installed": {
			func(c *station.Capabilities) { c.RebootsToInstall, c.RebootsToActivate = true, false },
			[]string{"10s firmware InstallRebooting of 7", "10s StartupOfTheDevice", "10s firmware Installing of 7", "15s firmware Installed of 7", "15s FirmwareUpdated"},
			[]string{"FirmwareUpdate 1.0.0"}, []string{"1.1 Unavailable", "1.1 Unavailable", "1.1 Available"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			updates(t, newImage(), can(c.change), func(r *rig, begin time.Time) {
				r.expect("UpdateFirmware", signedUpdate(7, newImage(), nil), "status", "Accepted")
				r.pass(time.Minute)
				r.expectTold(begin, append([]string{"0s firmware Downloading of 7", "10s firmware Downloaded of 7", "10s firmware SignatureVerified of 7"}, c.told...)...)
				r.expectBoots(c.boots...)
				r.expectStatuses(c.statuses...)
				r.expectVersion("2.0.0")
			})
		})
	}
}

func TestAStationThatDoesNotRebootConnectsAnew(t *testing.T) {
	updates(t, newImage(), can(func(c *station.Capabilities) { c.RebootsToActivate = false }), func(r *rig, _ time.Time) {
		before := len(r.network.attempts())
		r.expect("UpdateFirmware", signedUpdate(7, newImage(), nil), "status", "Accepted")
		r.pass(time.Minute)
		if got := len(r.network.attempts()) - before; got != 1 {
			t.Errorf("expected one new connection, got %d", got)
		}
	})
}

func TestTheVersionOutlastsPowerCuts(t *testing.T) {
	updates(t, newImage(), nil, func(r *rig, _ time.Time) {
		r.expect("UpdateFirmware", signedUpdate(7, newImage(), nil), "status", "Accepted")
		r.pass(time.Minute)
		r.cutPower()
		r.expectBoots("FirmwareUpdate 2.0.0", "PowerUp 2.0.0")
		r.expectVersion("2.0.0")
	})
}

func TestAnotherImageTakesTheStationBack(t *testing.T) {
	h := fileHost{offers: newImage()}
	h.bubble(t, ofMaker, func(r *rig, _ time.Time) {
		for requestID, file := range [][]byte{newImage(), oldImage(), newImage(), oldImage()} {
			h.offer(file)
			r.expect("UpdateFirmware", signedUpdate(requestID, file, nil), "status", "Accepted")
			r.pass(time.Minute)
		}
		r.expectBoots("FirmwareUpdate 2.0.0", "FirmwareUpdate 1.0.0", "FirmwareUpdate 2.0.0", "FirmwareUpdate 1.0.0")
	})
}

func TestAFailedDownloadIsTriedAgain(t *testing.T) {
	for each, want := range map[bool][]string{
		false: {"0s firmware Downloading of 7", "2m30s firmware DownloadFailed of 7"}, // L01.FR.30: three attempts of 10 s
		true:  {"0s firmware Downloading of 7", "1m10s firmware Downloading of 7", "2m20s firmware Downloading of 7", "2m30s firmware DownloadFailed of 7"},
	} {
		h := fileHost{statuses: []int{404, 404, 404}}
		h.bubble(t, both(ofMaker, can(func(c *station.Capabilities) { c.TellsEachAttempt = each })), func(r *rig, begin time.Time) {
			r.expect("UpdateFirmware", strings.Replace(signedUpdate(7, newImage(), nil), `"retries":0`, `"retries":2,"retryInterval":60`, 1), "status", "Accepted")
			r.pass(time.Hour)
			r.expectTold(begin, want...)
			if got := h.got(); len(got) != 3 {
				t.Errorf("expected three attempts, got %d", len(got))
			}
			r.expectStatuses()
		})
	}
}

func TestAFirmwareThatIsCutShortIsNotDownloaded(t *testing.T) {
	h := fileHost{lies: true}
	h.bubble(t, ofMaker, func(r *rig, begin time.Time) {
		r.expect("UpdateFirmware", signedUpdate(7, newImage(), nil), "status", "Accepted")
		r.pass(time.Minute)
		r.expectTold(begin, "0s firmware Downloading of 7", "10s firmware DownloadFailed of 7")
	})
}

func TestAnUpdateWaitsForItsTimes(t *testing.T) {
	updates(t, newImage(), nil, func(r *rig, begin time.Time) {
		in := func(d time.Duration) string { return begin.Add(d).Format(time.RFC3339) }
		r.expect("UpdateFirmware", signedUpdate(7, newImage(), map[string]any{"retrieveDateTime": in(time.Hour), "installDateTime": in(2 * time.Hour)}), "status", "Accepted")
		ask := func() {
			r.pass(time.Minute)
			r.expect("TriggerMessage", `{"requestedMessage":"FirmwareStatusNotification"}`, "status", "Accepted")
		}
		ask()
		r.pass(time.Hour)
		ask()
		r.expectStatuses()
		r.pass(time.Hour)
		ask()
		r.expectTold(begin, "0s firmware DownloadScheduled of 7", "1m0s firmware DownloadScheduled of 7", "1h0m0s firmware Downloading of 7", // L01.FR.13, FR.26
			"1h0m10s firmware Downloaded of 7", "1h0m10s firmware SignatureVerified of 7", "1h0m10s firmware InstallScheduled of 7", // L01.FR.16
			"1h2m0s firmware InstallScheduled of 7", "2h0m0s firmware Installing of 7", "2h0m5s firmware InstallRebooting of 7", "2h0m5s StartupOfTheDevice",
			"2h0m5s firmware Installed of 7", "2h0m5s FirmwareUpdated", "2h3m0s firmware Idle") // L01.FR.25
	})
}

func TestAStatusThatNobodyHeardIsToldWhenTheConnectionIsBack(t *testing.T) {
	updates(t, newImage(), func(c *station.Config) {
		c.Settings["OCPPCommCtrlr.RetryBackOffWaitMinimum"] = "30"
	}, func(r *rig, begin time.Time) {
		r.expect("UpdateFirmware", signedUpdate(7, newImage(), map[string]any{"installDateTime": begin.Add(time.Hour).Format(time.RFC3339)}), "status", "Accepted")
		r.drop()
		r.pass(10 * time.Minute)
		var got []string
		for _, line := range r.told(begin) {
			got = append(got, line[strings.Index(line, " ")+1:])
		}
		if want := []string{"firmware Downloading of 7", "firmware Downloaded of 7", "firmware SignatureVerified of 7", "firmware InstallScheduled of 7"}; !slices.Equal(slices.Compact(got), want) {
			t.Errorf("expected to be told %q, got %q", want, got)
		}
	})
}

func TestNoResetWhileFirmwareIsInstalled(t *testing.T) { // B11.FR.06
	updates(t, newImage(), nil, func(r *rig, _ time.Time) {
		r.expect("UpdateFirmware", signedUpdate(7, newImage(), nil), "status", "Accepted")
		r.pass(12 * time.Second)
		r.expect("Reset", `{"type":"Immediate"}`, "status", "Rejected")
		r.pass(time.Minute)
		r.expect("Reset", `{"type":"Immediate"}`, "status", "Accepted")
	})
}

func TestTheStationTellsOfAFailedUpdateAsTheProductReadsL01(t *testing.T) {
	for failed, last := range map[bool]string{false: "1m5s firmware Idle" /* F06.FR.16 */, true: "1m5s firmware DownloadFailed of 7" /* L01.FR.26 */} {
		h := fileHost{lies: true}
		h.bubble(t, both(ofMaker, can(func(c *station.Capabilities) { c.TellsFailedUpdate = failed })), func(r *rig, begin time.Time) {
			ask := func() {
				t.Helper()
				r.expect("TriggerMessage", `{"requestedMessage":"FirmwareStatusNotification"}`, "status", "Accepted")
			}
			ask()
			r.expect("UpdateFirmware", signedUpdate(7, newImage(), nil), "status", "Accepted")
			r.pass(5 * time.Second)
			ask()
			r.pass(time.Minute)
			ask()
			r.expectTold(begin, "0s firmware Idle", "0s firmware Downloading of 7", "5s firmware Downloading of 7", "10s firmware DownloadFailed of 7", last)
		})
	}
}
