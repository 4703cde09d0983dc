package station_test

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/pem"
	"fmt"
	"maps"
	"math/big"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station"
	"github.com/certbench/certbench/station/image"
)

// manufacturer is a manufacturer: a root certificate, and the keys with which firmware is signed.
type manufacturer struct {
	rootKey    crypto.Signer
	root       *x509.Certificate
	rsa, curve crypto.Signer
}

// ourMaker is the manufacturer of the stations in these tests; its keys are made once, because that takes a while.
var ourMaker = sync.OnceValue(func() *manufacturer {
	m := &manufacturer{rootKey: newCurveKey(), curve: newCurveKey()}
	m.rsa = must(rsa.GenerateKey(rand.Reader, 2048))
	m.root = must(x509.ParseCertificate(m.issue(m.rootKey, func(c *x509.Certificate) {
		c.Subject.CommonName, c.IsCA, c.KeyUsage = "manufacturer root", true, x509.KeyUsageCertSign
	})))
	return m
})

func newCurveKey() crypto.Signer { return must(ecdsa.GenerateKey(elliptic.P256(), rand.Reader)) }

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

// issue makes a certificate of 1990 to 2099 that the root has issued, or the root itself while there is none.
func (m *manufacturer) issue(key crypto.Signer, change func(*x509.Certificate)) []byte {
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "firmware signing", Organization: []string{"certbench"}},
		NotBefore: time.Date(1990, 1, 1, 0, 0, 0, 0, time.UTC), NotAfter: time.Date(2099, 12, 31, 0, 0, 0, 0, time.UTC),
		KeyUsage: x509.KeyUsageDigitalSignature, BasicConstraintsValid: true,
	}
	if change != nil {
		change(template)
	}
	issuer := m.root
	if issuer == nil {
		issuer = template
	}
	return must(x509.CreateCertificate(rand.Reader, template, issuer, key.Public(), m.rootKey))
}

func asPEM(der []byte) string {
	return string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}))
}

// sign is the signature over a file, as an UpdateFirmware carries it.
func sign(key crypto.Signer, file []byte) string {
	var options crypto.SignerOpts = crypto.SHA256
	if _, ok := key.(*rsa.PrivateKey); ok {
		options = &rsa.PSSOptions{SaltLength: rsa.PSSSaltLengthEqualsHash, Hash: crypto.SHA256}
	}
	digest := sha256.Sum256(file)
	return base64.StdEncoding.EncodeToString(must(key.Sign(rand.Reader, digest[:], options)))
}

// newImage is what the tests install.
func newImage() []byte { return image.Make("2.0.0", []byte("a better firmware")) }

// signedUpdate asks for a file that is signed on an elliptic curve, with changes to the firmware's fields; nil takes one out.
func signedUpdate(requestID int, file []byte, changes map[string]any) string {
	firmware := map[string]any{
		"location": "http://files.example.com/firmware.bin", "retrieveDateTime": "1999-12-31T00:00:00Z",
		"signingCertificate": asPEM(ourMaker().issue(ourMaker().curve, nil)), "signature": sign(ourMaker().curve, file),
	}
	maps.Copy(firmware, changes)
	maps.DeleteFunc(firmware, func(_ string, value any) bool { return value == nil })
	return string(mustJSON(map[string]any{"requestId": requestID, "retries": 0, "firmware": firmware}))
}

// updates plays a test on a station of the manufacturer's that runs version 1.0.0, with a host that offers a file.
func updates(t *testing.T, file []byte, change func(*station.Config), test func(r *rig, begin time.Time)) {
	t.Helper()
	h := fileHost{offers: file}
	h.bubble(t, func(c *station.Config) {
		ofMaker(c)
		if change != nil {
			change(c)
		}
	}, test)
}

// ofMaker has the station shipped with the manufacturer's root and version 1.0.0.
func ofMaker(c *station.Config) {
	c.Firmware, c.ManufacturerRoots = "1.0.0", []*x509.Certificate{ourMaker().root}
}

func can(change func(*station.Capabilities)) func(*station.Config) {
	return func(c *station.Config) { change(&c.Capabilities) }
}

// expectVersion compares what the station says of its firmware.
func (r *rig) expectVersion(want string) {
	r.Helper()
	f := r.ask("GetVariables", `{"getVariableData":[{"component":{"name":"Controller"},"variable":{"name":"FirmwareVersion"}}]}`)
	var got ocpp201.GetVariablesResponse
	if err := ocpp201.Decode(f.Payload, &got); err != nil {
		r.Fatal(err)
	}
	if value := got.GetVariableResult[0].AttributeValue; value == nil || *value != want {
		r.Errorf("expected version %s, got %s", want, f.Payload)
	}
}

// bootsSent are the BootNotifications so far, shortly: reason and version.
func (r *rig) bootsSent() []string {
	var all []string
	for _, b := range payloads[ocpp201.BootNotificationRequest](r, "BootNotification") {
		all = append(all, fmt.Sprintf("%s %s", b.Reason, *b.ChargingStation.FirmwareVersion))
	}
	return all
}

// oldImage is what takes the station back to what it was shipped with.
func oldImage() []byte { return image.Make("1.0.0", []byte("the firmware of the factory")) }

func (h *fileHost) offer(file []byte) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.offers = file
}

func both(changes ...func(*station.Config)) func(*station.Config) {
	return func(c *station.Config) {
		for _, change := range changes {
			if change != nil {
				change(c)
			}
		}
	}
}

// cutPower takes the mains away for a minute.
func (r *rig) cutPower() {
	r.Helper()
	r.do(r.panel.PowerOff())
	r.pass(time.Minute)
	r.do(r.panel.PowerOn())
	r.pass(time.Second)
}

// expectBoots compares the BootNotifications so far.
func (r *rig) expectBoots(want ...string) {
	r.Helper()
	if got := r.bootsSent(); !slices.Equal(got, want) {
		r.Errorf("expected the boots %q, got %q", want, got)
	}
}

// spoiledImage is one whose checksum is wrong.
func spoiledImage() []byte {
	file := newImage()
	file[len(file)-1] ^= 1
	return file
}
