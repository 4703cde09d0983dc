package station_test

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"testing"
	"time"

	"github.com/certbench/certbench/station"
)

// invalidCertificates are signing certificates that are wrong in one way each.
func invalidCertificates() map[string]string {
	curve := ourMaker().curve
	issued := func(change func(*x509.Certificate)) string { return asPEM(ourMaker().issue(curve, change)) }
	stranger := &manufacturer{rootKey: newCurveKey()}
	stranger.root = must(x509.ParseCertificate(stranger.issue(stranger.rootKey, func(c *x509.Certificate) { c.IsCA, c.KeyUsage = true, x509.KeyUsageCertSign })))
	return map[string]string{
		"nothing in PEM":       "nothing",
		"no certificate":       string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: []byte("nothing")})),
		"one of another root":  asPEM(stranger.issue(curve, nil)),
		"the root itself":      asPEM(ourMaker().root.Raw),
		"two":                  issued(nil) + asPEM(ourMaker().root.Raw),
		"expired":              issued(func(c *x509.Certificate) { c.NotAfter = time.Date(1999, 1, 1, 0, 0, 0, 0, time.UTC) }),
		"not valid yet":        issued(func(c *x509.Certificate) { c.NotBefore = time.Date(2001, 1, 1, 0, 0, 0, 0, time.UTC) }),
		"of an authority":      issued(func(c *x509.Certificate) { c.IsCA = true }),
		"of nobody":            issued(func(c *x509.Certificate) { c.Subject.Organization = nil }), // A00.FR.509
		"of a key that agrees": issued(func(c *x509.Certificate) { c.KeyUsage = x509.KeyUsageKeyAgreement }),
		"of a server":          issued(func(c *x509.Certificate) { c.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth} }),
		"of a short key":       asPEM(ourMaker().issue(shortKey(), nil)), // A00.FR.502
	}
}

func shortKey() *rsa.PrivateKey { return must(rsa.GenerateKey(rand.Reader, 1024)) }

func TestAnInvalidSigningCertificateIsRefused(t *testing.T) {
	for name, certificate := range invalidCertificates() {
		t.Run(name, func(t *testing.T) {
			updates(t, newImage(), nil, func(r *rig, begin time.Time) {
				r.expect("UpdateFirmware", signedUpdate(7, newImage(), map[string]any{"signingCertificate": certificate}), "status", "InvalidCertificate") // L01.FR.22
				r.pass(time.Minute)
				r.expectTold(begin, "0s InvalidFirmwareSigningCertificate") // L01.FR.02
			})
		})
	}
}

func TestACertificateMaySayThatItsKeySignsCode(t *testing.T) {
	updates(t, newImage(), nil, func(r *rig, _ time.Time) {
		certificate := asPEM(ourMaker().issue(ourMaker().curve, func(c *x509.Certificate) { c.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageCodeSigning} }))
		r.expect("UpdateFirmware", signedUpdate(7, newImage(), map[string]any{"signingCertificate": certificate}), "status", "Accepted")
		r.pass(time.Minute)
		r.expectVersion("2.0.0")
	})
}

func TestTheManufacturersRootsAreThoseOfTheMoment(t *testing.T) {
	updates(t, newImage(), func(c *station.Config) { c.ManufacturerRoots = nil }, func(r *rig, _ time.Time) {
		r.expect("UpdateFirmware", signedUpdate(7, newImage(), nil), "status", "InvalidCertificate")
		install := mustJSON(map[string]any{"certificateType": "ManufacturerRootCertificate", "certificate": asPEM(ourMaker().root.Raw)})
		r.expect("InstallCertificate", string(install), "status", "Accepted")
		r.expect("UpdateFirmware", signedUpdate(7, newImage(), nil), "status", "Accepted")
		r.pass(time.Minute)
		r.expectVersion("2.0.0")
	})
}

func TestUnsignedFirmwareIsInstalledOnlyByAProductThatTakesIt(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*station.Capabilities)
		status string
		told   []string
	}{
		"signed only":                 {func(*station.Capabilities) {}, "Rejected", nil},
		"signed only, by another way": {func(c *station.Capabilities) { c.MissingCertificateIsInvalid = true }, "InvalidCertificate", []string{"0s InvalidFirmwareSigningCertificate"}},
		"unsigned": {func(c *station.Capabilities) { c.InstallsUnsigned = true }, "Accepted", []string{ // L02
			"0s firmware Downloading of 7", "10s firmware Downloaded of 7", "10s firmware Installing of 7", "15s firmware InstallRebooting of 7",
			"15s StartupOfTheDevice", "15s firmware Installed of 7", "15s FirmwareUpdated",
		}},
	} {
		t.Run(name, func(t *testing.T) {
			updates(t, newImage(), can(c.change), func(r *rig, begin time.Time) {
				r.expect("UpdateFirmware", signedUpdate(7, newImage(), map[string]any{"signingCertificate": nil, "signature": nil}), "status", c.status)
				r.pass(time.Minute)
				r.expectTold(begin, c.told...)
			})
		})
	}
}

func TestFirmwareWithoutItsSignatureIsNotInstalled(t *testing.T) {
	for name, signature := range map[string]any{
		"none":           nil, // L01, scenario step 5
		"of other bytes": sign(ourMaker().curve, oldImage()),
		"of another key": sign(newCurveKey(), newImage()),
		"of RSA":         sign(ourMaker().rsa, newImage()),
		"not in Base64":  "?",
	} {
		t.Run(name, func(t *testing.T) {
			updates(t, newImage(), nil, func(r *rig, begin time.Time) {
				r.expect("UpdateFirmware", signedUpdate(7, newImage(), map[string]any{"signature": signature}), "status", "Accepted")
				r.pass(time.Minute)
				r.expectTold(begin, "0s firmware Downloading of 7", "10s firmware Downloaded of 7", "10s firmware InvalidSignature of 7", "10s InvalidFirmwareSignature") // L01.FR.03
				r.expectVersion("1.0.0")
			})
		})
	}
}

// signPKCS1 signs as RSA did before PSS.
func signPKCS1(file []byte) string {
	digest := sha256.Sum256(file)
	return base64.StdEncoding.EncodeToString(must(ourMaker().rsa.Sign(rand.Reader, digest[:], crypto.SHA256)))
}

func TestASignatureByRSAIsByPSS(t *testing.T) {
	updates(t, newImage(), nil, func(r *rig, begin time.Time) {
		r.expect("UpdateFirmware", signedUpdate(7, newImage(), map[string]any{
			"signingCertificate": asPEM(ourMaker().issue(ourMaker().rsa, nil)), "signature": signPKCS1(newImage()),
		}), "status", "Accepted")
		r.pass(time.Minute)
		r.expectTold(begin, "0s firmware Downloading of 7", "10s firmware Downloaded of 7", "10s firmware InvalidSignature of 7", "10s InvalidFirmwareSignature")
	})
}

func TestASpoiledImageIsNotInstalled(t *testing.T) { // L01.FR.29
	for name, c := range map[string]struct {
		change func(*station.Capabilities)
		told   []string
	}{
		"by itself": {func(*station.Capabilities) {}, []string{"10s firmware Installing of 7", "15s firmware InstallVerificationFailed of 7"}},
		"by a bootloader that cannot speak": {func(c *station.Capabilities) { c.RebootsToInstall, c.SilentBootloader = true, true },
			[]string{"10s firmware InstallRebooting of 7", "15s StartupOfTheDevice", "15s firmware InstallVerificationFailed of 7"}},
	} {
		t.Run(name, func(t *testing.T) {
			updates(t, spoiledImage(), can(c.change), func(r *rig, begin time.Time) {
				r.expect("UpdateFirmware", signedUpdate(7, spoiledImage(), nil), "status", "Accepted")
				r.pass(time.Minute)
				r.expectTold(begin, append([]string{"0s firmware Downloading of 7", "10s firmware Downloaded of 7", "10s firmware SignatureVerified of 7"}, c.told...)...)
				r.expectVersion("1.0.0")
				r.expectStatuses("1.1 Unavailable", "1.1 Available")
			})
		})
	}
}
