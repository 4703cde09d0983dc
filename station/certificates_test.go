package station_test

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"math/big"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station"
)

// signer is a certificate with its key, of a test's own hierarchy.
type signer struct {
	*x509.Certificate
	key crypto.Signer
}

func (a signer) pem() string { return inPEM(a.Certificate.Raw) }

func inPEM(der []byte) string {
	return string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}))
}

// made makes a certificate authority that is valid from an hour ago for ten years, signed by a parent or by itself.
func made(t *testing.T, name string, parent *signer, change func(*x509.Certificate)) signer {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return madeWith(t, name, key, parent, change)
}

func madeWith(t *testing.T, name string, key crypto.Signer, parent *signer, change func(*x509.Certificate)) signer {
	t.Helper()
	template := &x509.Certificate{
		SerialNumber: big.NewInt(0x0a0b), Subject: pkix.Name{CommonName: name, Organization: []string{"certbench"}},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().AddDate(10, 0, 0),
		BasicConstraintsValid: true, IsCA: true, KeyUsage: x509.KeyUsageCertSign,
	}
	if change != nil {
		change(template)
	}
	issuer, by := template, key
	if parent != nil {
		issuer, by = parent.Certificate, parent.key
	}
	der, err := x509.CreateCertificate(rand.Reader, template, issuer, key.Public(), by)
	if err != nil {
		t.Fatal(err)
	}
	c, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return signer{c, key}
}

// sign makes the certificate that a request asks for.
func (a signer) sign(t *testing.T, csr string, change func(*x509.Certificate)) string {
	t.Helper()
	block, rest := pem.Decode([]byte(csr))
	if block == nil || block.Type != "CERTIFICATE REQUEST" || len(rest) != 0 {
		t.Fatalf("expected one PEM block CERTIFICATE REQUEST, got %q", csr)
	}
	request, err := x509.ParseCertificateRequest(block.Bytes)
	if err != nil {
		t.Fatal(err)
	}
	if err := request.CheckSignature(); err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(7), Subject: request.Subject, NotBefore: time.Now().Add(-time.Minute), NotAfter: time.Now().AddDate(1, 0, 0),
	}
	if change != nil {
		change(template)
	}
	der, err := x509.CreateCertificate(rand.Reader, template, a.Certificate, request.PublicKey, a.key)
	if err != nil {
		t.Fatal(err)
	}
	return inPEM(der)
}

func (r *rig) install(use, text, want string) {
	r.Helper()
	r.expect("InstallCertificate", string(mustJSON(map[string]string{"certificateType": use, "certificate": text})), "status", want)
}

func (r *rig) signed(chain, want string) {
	r.Helper()
	r.expect("CertificateSigned", string(mustJSON(map[string]string{"certificateType": "ChargingStationCertificate", "certificateChain": chain})), "status", want)
}

func (r *rig) remove(h ocpp201.CertificateHashData, want string) {
	r.Helper()
	r.expect("DeleteCertificate", fmt.Sprintf(`{"certificateHashData":%s}`, mustJSON(h)), "status", want)
}

// installed lists certificates of the given types, of all where there are none.
func (r *rig) installed(types ...string) ocpp201.GetInstalledCertificateIdsResponse {
	r.Helper()
	payload := "{}"
	if len(types) > 0 {
		payload = fmt.Sprintf(`{"certificateType":%s}`, mustJSON(types))
	}
	var answer ocpp201.GetInstalledCertificateIdsResponse
	if err := ocpp201.Decode(r.ask("GetInstalledCertificateIds", payload).Payload, &answer); err != nil {
		r.Fatal(err)
	}
	return answer
}

// expectInstalled compares types and serial numbers.
func (r *rig) expectInstalled(types []string, want ...string) {
	r.Helper()
	answer := r.installed(types...)
	status := ocpp201.GetInstalledCertificateStatusAccepted
	if len(want) == 0 {
		status = ocpp201.GetInstalledCertificateStatusNotFound
	}
	var got []string
	for _, c := range answer.CertificateHashDataChain {
		got = append(got, string(c.CertificateType)+" "+c.CertificateHashData.SerialNumber)
	}
	if answer.Status != status || !slices.Equal(got, want) {
		r.Errorf("GetInstalledCertificateIds %v: expected %s %q, got %s %q", types, status, want, answer.Status, got)
	}
}

// csr has the station ask for a certificate of its own, and is what it sends.
func (r *rig) csr() string {
	r.Helper()
	r.expect("TriggerMessage", `{"requestedMessage":"SignChargingStationCertificate"}`, "status", "Accepted")
	asked := payloads[ocpp201.SignCertificateRequest](r, "SignCertificate")
	if len(asked) == 0 {
		r.Fatal("expected a SignCertificateRequest, got none")
	}
	return asked[len(asked)-1].CSR
}

func (r *rig) signing(status string) {
	r.on("SignCertificate", func(json.RawMessage) any { return map[string]string{"status": status} })
}

func numbered(n int64) func(*x509.Certificate) {
	return func(c *x509.Certificate) { c.SerialNumber = big.NewInt(n) }
}

const csms, maker = "CSMSRootCertificate", "ManufacturerRootCertificate"

func TestRootsAreInstalledListedAndDeletedByTheirUse(t *testing.T) {
	bubble(t, nil, func(r *rig) {
		one, two := made(t, "one", nil, nil), made(t, "two", nil, numbered(0x1f))
		r.expectInstalled(nil)
		r.install(csms, one.pem(), "Accepted")
		r.install(maker, two.pem(), "Accepted")
		r.install(csms, one.pem(), "Accepted") // M05.FR.17
		r.expectInstalled(nil, csms+" a0b", maker+" 1f")
		r.expectInstalled([]string{csms}, csms+" a0b")
		r.expectInstalled([]string{maker, csms}, csms+" a0b", maker+" 1f")
		r.expectInstalled([]string{"MORootCertificate"})
		hash := r.installed(csms).CertificateHashDataChain[0].CertificateHashData
		hash.SerialNumber, hash.IssuerKeyHash = "000A0B", strings.ToUpper(hash.IssuerKeyHash)
		r.remove(hash, "Accepted")
		r.remove(hash, "NotFound")
		r.expectInstalled(nil, maker+" 1f")
	})
}

func TestCertificatesOutlastABoot(t *testing.T) {
	synctestRig(t, nil, func(r *rig) {
		root := made(t, "burnt in", nil, numbered(0xb))
		r.config.Roots = []*x509.Certificate{root.Certificate}
		r.start()
		r.signing("Accepted")
		r.install(csms, made(t, "one", nil, nil).pem(), "Accepted")
		r.install(maker, made(t, "two", nil, numbered(0x1f)).pem(), "Accepted")
		r.remove(r.installed(maker).CertificateHashDataChain[0].CertificateHashData, "Accepted")
		r.signed(root.sign(t, r.csr(), nil), "Accepted")
		if err := r.stop(); err != nil {
			t.Fatal(err)
		}
		other := made(t, "burnt in later", nil, numbered(0xc))
		r.config.Roots = []*x509.Certificate{other.Certificate}
		r.start()
		defer r.close()
		r.expectInstalled(nil, csms+" a0b", csms+" c")
		r.remove(ofOwn(root), "Failed") // it was renewed, and whoever has issued it is gone
	})
}

func TestAnInvalidRootIsRejectedAndNotInstalled(t *testing.T) {
	bubble(t, nil, func(r *rig) {
		weakKey, err := rsa.GenerateKey(rand.Reader, 1024)
		if err != nil {
			t.Fatal(err)
		}
		good := made(t, "good", nil, nil)
		forged := slices.Clone(good.Raw)
		forged[len(forged)-1] ^= 1
		for name, text := range map[string]string{
			"expired":          made(t, "expired", nil, func(c *x509.Certificate) { c.NotAfter = time.Now().Add(-time.Second) }).pem(),
			"not yet valid":    made(t, "early", nil, func(c *x509.Certificate) { c.NotBefore = time.Now().Add(time.Minute) }).pem(),
			"no authority":     made(t, "leaf", nil, func(c *x509.Certificate) { c.IsCA = false }).pem(),
			"of an unknown":    made(t, "sub", &good, nil).pem(),
			"a short key":      madeWith(t, "weak", weakKey, nil, nil).pem(),
			"a forged one":     inPEM(forged),
			"two of them":      good.pem() + good.pem(),
			"two run together": strings.TrimSuffix(good.pem(), "\n") + good.pem(),
			"no PEM":           "certificate",
			"no certificate":   string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: []byte("certificate")})),
			"another label":    strings.ReplaceAll(good.pem(), "CERTIFICATE", "PUBLIC KEY"),
		} {
			r.Log(name)
			r.install(csms, text, "Rejected")
		}
		r.install("MORootCertificate", good.pem(), "Rejected")
		r.expectInstalled(nil)
	})
}

func TestNoMoreRootsAreInstalledThanThereIsRoomFor(t *testing.T) {
	bubble(t, func(c *station.Config) { c.Capabilities.CertificateEntries = 2 }, func(r *rig) {
		r.install(csms, made(t, "1", nil, numbered(1)).pem(), "Accepted")
		second := made(t, "2", nil, numbered(2))
		r.install(maker, second.pem(), "Accepted")
		r.install(csms, made(t, "3", nil, numbered(3)).pem(), "Rejected") // M05.FR.06
		r.install(maker, second.pem(), "Accepted")                        // it is there
		r.expectInstalled(nil, csms+" 1", maker+" 2")
	})
}

func TestACSMSRootIsReplacedByOneThatItHasSigned(t *testing.T) {
	synctestRig(t, func(c *station.Config) { c.Capabilities.AdditionalRootCheck = true }, func(r *rig) {
		old := made(t, "old", nil, numbered(1))
		r.config.Roots = []*x509.Certificate{old.Certificate}
		r.start()
		defer r.close()
		r.install(csms, made(t, "foreign", nil, numbered(2)).pem(), "Rejected") // M05.FR.11
		r.install(csms, made(t, "old", nil, numbered(2)).pem(), "Rejected")     // of the same name, not signed by it
		r.expectInstalled([]string{csms}, csms+" 1")
		r.install(csms, made(t, "new", &old, numbered(3)).pem(), "Accepted") // M05.FR.12
		r.expectInstalled([]string{csms}, csms+" 1", csms+" 3")
		r.install(csms, made(t, "newer", &old, numbered(4)).pem(), "Accepted") // M05.FR.09
		r.expectInstalled([]string{csms}, csms+" 1", csms+" 4")
	})
}

func TestTheLastCSMSRootMayStay(t *testing.T) {
	bubble(t, func(c *station.Config) { c.Capabilities.KeepsLastRoot = true }, func(r *rig) {
		r.install(csms, made(t, "1", nil, numbered(1)).pem(), "Accepted")
		r.install(csms, made(t, "2", nil, numbered(2)).pem(), "Accepted")
		all := r.installed(csms).CertificateHashDataChain
		r.remove(all[0].CertificateHashData, "Accepted")
		r.remove(all[1].CertificateHashData, "Failed") // M04.FR.03
		r.expectInstalled(nil, csms+" 2")
	})
}

// renewing plays a test on a station with the CSMS root of an authority.
func renewing(t *testing.T, change func(*station.Config), test func(r *rig, root signer)) {
	synctestRig(t, change, func(r *rig) {
		root := made(t, "root", nil, nil)
		r.config.Roots = []*x509.Certificate{root.Certificate}
		r.config.Serial = "SIM-1"
		r.signing("Accepted")
		r.start()
		defer r.close()
		test(r, root)
	})
}

func TestTheStationAsksForACertificateOfItsName(t *testing.T) {
	renewing(t, nil, func(r *rig, root signer) {
		block, _ := pem.Decode([]byte(r.csr()))
		request, err := x509.ParseCertificateRequest(block.Bytes)
		if err != nil {
			t.Fatal(err)
		}
		if got := request.Subject.String(); got != "CN=SIM-1,O=certbench" {
			t.Errorf("expected the subject CN=SIM-1,O=certbench, got %s", got)
		}
		use := payloads[ocpp201.SignCertificateRequest](r, "SignCertificate")[0].CertificateType
		if use == nil || *use != ocpp201.CertificateSigningUseChargingStationCertificate {
			t.Errorf("expected the certificateType ChargingStationCertificate, got %v", use)
		}
		r.forget()
		r.signed(root.sign(t, string(pem.EncodeToMemory(block)), nil), "Accepted")
		r.expectActions("")
		r.remove(ofOwn(root), "Failed") // M04.FR.06
	})
}

// ofOwn is the hash data of what root.sign makes.
func ofOwn(root signer) ocpp201.CertificateHashData {
	return hashOf(root.Certificate, "7")
}

func TestACertificateThatIsNotValidIsRefusedAndTold(t *testing.T) {
	renewing(t, nil, func(r *rig, root signer) {
		other := made(t, "root", nil, nil)
		stranger, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		for name, c := range map[string]struct {
			make func(csr string) string
			told string
		}{
			"no PEM": {func(string) string { return "none" }, "SecurityEventNotification"},
			"expired": {func(csr string) string {
				return root.sign(t, csr, func(c *x509.Certificate) { c.NotAfter = time.Now().Add(-time.Second) })
			}, "SecurityEventNotification"},
			"not yet valid": {func(csr string) string {
				return root.sign(t, csr, func(c *x509.Certificate) { c.NotBefore = time.Now().Add(time.Minute) })
			}, "SecurityEventNotification"},
			"another CN": {func(csr string) string {
				return root.sign(t, csr, func(c *x509.Certificate) { c.Subject.CommonName = "SIM-2" })
			}, "SecurityEventNotification"},
			"no O": {func(csr string) string {
				return root.sign(t, csr, func(c *x509.Certificate) { c.Subject.Organization = nil })
			}, "SecurityEventNotification"},
			"another root": {func(csr string) string { return other.sign(t, csr, nil) }, "SecurityEventNotification"},
			"another key": {func(string) string {
				return madeWith(t, "SIM-1", stranger, &root, func(c *x509.Certificate) { c.IsCA, c.KeyUsage = false, 0 }).pem()
			}, "SecurityEventNotification"},
		} {
			r.Log(name)
			csr := r.csr()
			r.forget()
			r.signed(c.make(csr), "Rejected")
			r.expectActions(c.told)
			for _, told := range payloads[ocpp201.SecurityEventNotificationRequest](r, "SecurityEventNotification") {
				if told.Type != "InvalidChargingStationCertificate" {
					t.Errorf("expected InvalidChargingStationCertificate, got %s", told.Type)
				}
			}
		}
	})
}

func TestARequestIsSentAgainWhenNoCertificateComes(t *testing.T) {
	for repeat, want := range map[string][]string{"0": {"0s", "1m0s"}, "1": {"0s", "1m0s", "3m0s"}, "2": {"0s", "1m0s", "3m0s", "7m0s"}} {
		renewing(t, func(c *station.Config) { c.Capabilities.SigningTimeout = true }, func(r *rig, root signer) {
			r.setVariable("SecurityCtrlr.CertSigningRepeatTimes", repeat)
			begin := time.Now()
			csr := r.csr()
			r.pass(24 * time.Hour)
			var got []string
			for _, sent := range r.sent("SignCertificate") {
				got = append(got, sent.at.Sub(begin).String())
			}
			if !slices.Equal(got, want) {
				t.Errorf("CertSigningRepeatTimes %s: expected requests after %v, got %v", repeat, want, got)
			}
			r.signed(root.sign(t, csr, nil), "Accepted")
			r.signed(root.sign(t, csr, nil), "Rejected") // its key is in use
		})
	}
}

func TestARequestThatIsRejectedIsNotSentAgain(t *testing.T) {
	renewing(t, func(c *station.Config) { c.Capabilities.SigningTimeout = true }, func(r *rig, root signer) {
		r.signing("Rejected")
		csr := r.csr()
		r.pass(24 * time.Hour)
		if n := len(r.sent("SignCertificate")); n != 1 {
			t.Errorf("expected 1 SignCertificateRequest, got %d", n)
		}
		r.signed(root.sign(t, csr, nil), "Rejected")
	})
}

func TestACertificateThatIsAboutToExpireIsRenewed(t *testing.T) {
	renewing(t, nil, func(r *rig, root signer) {
		r.signed(root.sign(t, r.csr(), func(c *x509.Certificate) { c.NotAfter = time.Now().AddDate(0, 2, 0) }), "Accepted")
		r.forget()
		due := time.Now().AddDate(0, 2, 0).AddDate(0, -1, 0)
		r.pass(time.Until(due) - 2*time.Hour)
		if n := len(r.sent("SignCertificate")); n != 0 {
			t.Errorf("expected no SignCertificateRequest until one month before, got %d", n)
		}
		r.pass(4 * time.Hour)
		if n := len(r.sent("SignCertificate")); n != 1 { // A03.FR.02
			t.Errorf("expected 1 SignCertificateRequest one month before, got %d", n)
		}
	})
}
