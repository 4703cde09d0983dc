package station_test

import (
	"slices"
	"testing"
	"time"
)

func TestFirmwareIsInstalledAndRunsAfterAReboot(t *testing.T) {
	for _, name := range []string{"ECDSA", "RSA-PSS"} {
		t.Run(name, func(t *testing.T) {
			file := newImage()
			changes := map[string]any{}
			if name == "RSA-PSS" {
				changes["signingCertificate"], changes["signature"] = asPEM(ourMaker().issue(ourMaker().rsa, nil)), sign(ourMaker().rsa, file)
			}
			updates(t, file, nil, func(r *rig, begin time.Time) {
				r.expect("UpdateFirmware", signedUpdate(7, file, changes), "status", "Accepted")
				r.pass(time.Minute)
				r.expectTold(begin, "0s firmware Downloading of 7", "10s firmware Downloaded of 7", "10s firmware SignatureVerified of 7",
					"10s firmware Installing of 7", "15s firmware InstallRebooting of 7", "15s StartupOfTheDevice", "15s firmware Installed of 7",
					"15s FirmwareUpdated")
				if got := r.bootsSent(); !slices.Equal(got, []string{"FirmwareUpdate 2.0.0"}) {
					t.Errorf("expected a boot for the update with its version, got %q", got)
				}
				r.expectVersion("2.0.0")
				r.expectStatuses("1.1 Unavailable", "1.1 Available")
			})
		})
	}
}

func TestTheVersionOutlastsPowerCutsAndGoesBackWithTheImageOfBefore(t *testing.T) {
	updates(t, newImage(), nil, func(r *rig, begin time.Time) {
		r.expect("UpdateFirmware", signedUpdate(7, newImage(), nil), "status", "Accepted")
		r.pass(time.Minute)
		r.do(r.panel.PowerOff())
		r.pass(time.Minute)
		r.do(r.panel.PowerOn())
		r.pass(time.Minute)
		r.expectVersion("2.0.0")
	})
}
