package station_test

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/certbench/certbench/station"
)

const updateFirmware = `{"requestId":7,"retries":0,"firmware":{"location":"http://files.example.com/firmware.bin","retrieveDateTime":"1999-12-31T00:00:00Z"}}`

// signing is a certificate of 1990 to 2099 that signs itself.
const signing = `-----BEGIN CERTIFICATE-----
MIIBbjCCARWgAwIBAgIBATAKBggqhkjOPQQDAjAvMRIwEAYDVQQKEwljZXJ0YmVu
Y2gxGTAXBgNVBAMTEGZpcm13YXJlIHNpZ25pbmcwIBcNOTAwMTAxMDAwMDAwWhgP
MjA5OTEyMzEyMzU5NTlaMC8xEjAQBgNVBAoTCWNlcnRiZW5jaDEZMBcGA1UEAxMQ
ZmlybXdhcmUgc2lnbmluZzBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABBWa/Aj1
22ouVCy3xbptnU/82SrCfziXok3ejXZjRbbrpdV7wFBmSWmpEBPe4Rk3XoIucPaX
kSpwj2Jptc/5zuyjIDAeMA4GA1UdDwEB/wQEAwIHgDAMBgNVHRMBAf8EAjAAMAoG
CCqGSM49BAMCA0cAMEQCIAszLTc+8HZKVmAq+b25Ej0gscu4h+2r0yUxzt0ap7Oe
AiA3hiEQ2jLnj9glTjUTQKETITt93fI4m5kR3QK+qQiwWw==
-----END CERTIFICATE-----
`

// signedBy is updateFirmware with a signing certificate and a signature.
func signedBy(certificate string) string {
	return strings.Replace(updateFirmware, `"location"`, `"signature":"c2lnbmF0dXJl","signingCertificate":`+strconv.Quote(certificate)+`,"location"`, 1)
}

func TestAFirmwareThatCannotBeVerifiedIsNotInstalled(t *testing.T) {
	for _, request := range []string{updateFirmware, signedBy(signing)} {
		var h fileHost
		h.bubble(t, nil, func(r *rig, begin time.Time) {
			r.expect("UpdateFirmware", request, "status", "Accepted")
			r.pass(time.Minute)
			r.expectTold(begin, "0s firmware Downloading of 7", "10s firmware Downloaded of 7", "10s firmware InvalidSignature of 7", "10s InvalidFirmwareSignature") // L01.FR.03
			if got := h.got(); len(got) != 1 || got[0].method != "GET" || got[0].path != "/firmware.bin" {
				t.Errorf("expected one download, got %+v", got)
			}
		})
	}
}

func TestADownloadWaitsForItsTime(t *testing.T) {
	var h fileHost
	h.bubble(t, nil, func(r *rig, begin time.Time) {
		r.expect("UpdateFirmware", strings.Replace(updateFirmware, "1999-12-31T00:00:00Z", begin.Add(time.Hour).Format(time.RFC3339), 1), "status", "Accepted")
		r.pass(time.Minute)
		r.expect("TriggerMessage", `{"requestedMessage":"FirmwareStatusNotification"}`, "status", "Accepted")
		r.pass(time.Hour)
		r.expectTold(begin, "0s firmware DownloadScheduled of 7", "1m0s firmware DownloadScheduled of 7", "1h0m0s firmware Downloading of 7",
			"1h0m10s firmware Downloaded of 7", "1h0m10s firmware InvalidSignature of 7", "1h0m10s InvalidFirmwareSignature") // L01.FR.13, FR.26
	})
}

func TestAFailedDownloadIsTriedAgain(t *testing.T) {
	h := fileHost{statuses: []int{404, 404, 404}}
	h.bubble(t, nil, func(r *rig, begin time.Time) {
		r.expect("UpdateFirmware", strings.Replace(updateFirmware, `"retries":0`, `"retries":2,"retryInterval":60`, 1), "status", "Accepted")
		r.pass(time.Hour)
		r.expectTold(begin, "0s firmware Downloading of 7", "2m30s firmware DownloadFailed of 7") // L01.FR.30: three attempts of 10 s
		if got := h.got(); len(got) != 3 {
			t.Errorf("expected three attempts, got %d", len(got))
		}
	})
}

func TestAFirmwareThatIsCutShortIsNotDownloaded(t *testing.T) {
	h := fileHost{lies: true}
	h.bubble(t, nil, func(r *rig, begin time.Time) {
		r.expect("UpdateFirmware", updateFirmware, "status", "Accepted")
		r.pass(time.Minute)
		r.expectTold(begin, "0s firmware Downloading of 7", "10s firmware DownloadFailed of 7")
	})
}

func TestASecondUpdateEndsTheFirst(t *testing.T) {
	for _, first := range []string{"1999-12-31T00:00:00Z", "2000-01-01T01:00:00Z"} { // downloading, and scheduled
		var h fileHost
		h.bubble(t, nil, func(r *rig, begin time.Time) {
			r.expect("UpdateFirmware", strings.Replace(updateFirmware, "1999-12-31T00:00:00Z", first, 1), "status", "Accepted")
			r.pass(5 * time.Second)
			r.forget()
			r.expect("UpdateFirmware", strings.Replace(updateFirmware, "7", "8", 1), "status", "AcceptedCanceled") // L01.FR.24
			r.pass(2 * time.Hour)
			r.expectTold(begin, "5s firmware Downloading of 8", "15s firmware Downloaded of 8", "15s firmware InvalidSignature of 8", "15s InvalidFirmwareSignature")
		})
	}
}

func TestAnInvalidSigningCertificateIsRefused(t *testing.T) {
	for _, c := range []string{"nothing", strings.Replace(signing, "MII", "AAA", 1)} {
		var h fileHost
		h.bubble(t, nil, func(r *rig, begin time.Time) {
			r.expect("UpdateFirmware", signedBy(c), "status", "InvalidCertificate") // L01.FR.22
			r.pass(time.Minute)
			r.expectTold(begin, "0s InvalidFirmwareSigningCertificate") // L01.FR.02
		})
	}
}

func TestTheStationTellsOfItsUpdateWhenItIsAsked(t *testing.T) {
	for _, failed := range []bool{false, true} {
		var h fileHost
		h.bubble(t, func(c *station.Config) { c.Capabilities.TellsFailedUpdate = failed }, func(r *rig, begin time.Time) {
			ask := func() {
				t.Helper()
				r.expect("TriggerMessage", `{"requestedMessage":"FirmwareStatusNotification"}`, "status", "Accepted")
			}
			ask()
			r.expect("UpdateFirmware", updateFirmware, "status", "Accepted")
			r.pass(5 * time.Second)
			ask()
			r.pass(time.Minute)
			ask()
			last := "1m5s firmware Idle" // F06.FR.16
			if failed {
				last = "1m5s firmware InvalidSignature of 7" // L01.FR.26
			}
			r.expectTold(begin, "0s firmware Idle", "0s firmware Downloading of 7", "5s firmware Downloading of 7", "10s firmware Downloaded of 7",
				"10s firmware InvalidSignature of 7", "10s InvalidFirmwareSignature", last)
		})
	}
}
