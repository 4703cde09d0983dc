package pki

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"slices"
	"strings"
	"testing"
)

func request(t *testing.T, key crypto.Signer, change func(*x509.CertificateRequest)) string {
	t.Helper()
	template := &x509.CertificateRequest{Subject: pkix.Name{CommonName: serial, Organization: []string{"Certbench CSO"}}}
	change(template)
	der := must(x509.CreateCertificateRequest(rand.Reader, template, key))(t)
	return string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE REQUEST", Bytes: der}))
}

func ecKey(t *testing.T, curve elliptic.Curve) crypto.Signer {
	t.Helper()
	return must(ecdsa.GenerateKey(curve, rand.Reader))(t)
}

func same(*x509.CertificateRequest) {}

func TestAGoodRequestIsSigned(t *testing.T) {
	p := newTestPKI(t)
	key := ecKey(t, elliptic.P256())
	c := ReadCSR(request(t, key, same))
	c.Hold(serial, "Certbench CSO")
	if len(c.Faults) > 0 {
		t.Errorf("faults = %q, want none", c.Faults)
	}
	chain := must(p.Sign(c))(t)
	root := must(p.Root(ECDSA))(t)
	policy := ClientPolicy{Roots: root.certificates(), CommonName: serial, Organization: "Certbench CSO"}
	if r := policy.judge(chain.Sent, p.settings.Now()); !r.Admitted {
		t.Errorf("the signed certificate has the faults %q, want none", r.Faults)
	}
	if !key.Public().(*ecdsa.PublicKey).Equal(chain.Leaf().PublicKey) {
		t.Error("the certificate is for another key")
	}
	if blocks := strings.Count(chain.PEM(), "-----BEGIN CERTIFICATE-----\n"); blocks != 2 {
		t.Errorf("the chain has %d certificates, want the leaf and its issuer", blocks)
	}
}

func TestWhatIsWrongWithTheTextOfARequestIsNamed(t *testing.T) {
	good := request(t, ecKey(t, elliptic.P256()), same)
	b, _ := pem.Decode([]byte(good))
	trailing := string(pem.EncodeToMemory(&pem.Block{Type: b.Type, Bytes: append(slices.Clone(b.Bytes), '\n')}))
	for name, c := range map[string]struct {
		text   string
		want   []CSRFault
		signed bool
	}{
		"CRLF":             {strings.ReplaceAll(good, "\n", "\r\n"), nil, true},
		"BOM":              {"\ufeff" + good, []CSRFault{CSRBOM}, true},
		"CR only":          {strings.ReplaceAll(good, "\n", "\r"), []CSRFault{CSRCarriage}, true},
		"escaped":          {strings.ReplaceAll(good, "\n", `\n`), []CSRFault{CSREscaped}, true},
		"no line ends":     {strings.ReplaceAll(good, "\n", ""), []CSRFault{CSROneLine}, true},
		"indented":         {"  " + strings.ReplaceAll(good, "\n", "\n  "), []CSRFault{CSRIndented}, true},
		"text before":      {"Subject: x\n" + good, []CSRFault{CSRBefore}, true},
		"text after":       {good + "end", []CSRFault{CSRAfter}, true},
		"another label":    {strings.ReplaceAll(good, "CERTIFICATE REQUEST", "NEW CERTIFICATE REQUEST"), []CSRFault{CSRLabel}, true},
		"trailing data":    {trailing, []CSRFault{CSRTrailing}, true},
		"two":              {good + good, []CSRFault{CSRSeveral}, false},
		"two joined":       {strings.TrimSpace(good) + good, []CSRFault{CSRSeveral, CSRJoined}, false},
		"nothing":          {"", []CSRFault{CSRNoPEM}, false},
		"DER in base64":    {"MIIBIjANBgkq", []CSRFault{CSRNoPEM}, false},
		"labels differ":    {strings.Replace(good, "-----END CERTIFICATE", "-----END X", 1), []CSRFault{CSRUnreadable}, false},
		"cut off":          {good[:len(good)/2], []CSRFault{CSRUnreadable}, false},
		"another document": {string(pem.EncodeToMemory(&pem.Block{Type: b.Type, Bytes: []byte{0x30, 0}})), []CSRFault{CSRUnreadable}, false},
	} {
		t.Run(name, func(t *testing.T) {
			r := ReadCSR(c.text)
			if !slices.Equal(r.Faults, c.want) {
				t.Errorf("faults = %q, want %q", r.Faults, c.want)
			}
			if _, err := newTestPKI(t).Sign(r); (err == nil) != c.signed {
				t.Errorf("Sign = %v, want it signed: %v", err, c.signed)
			}
		})
	}
}

func TestWhatARequestSaysWrongIsNamed(t *testing.T) {
	for name, c := range map[string]struct {
		curve  elliptic.Curve
		change func(*x509.CertificateRequest)
		want   []CSRFault
	}{
		"no CN":      {elliptic.P256(), func(r *x509.CertificateRequest) { r.Subject.CommonName = "" }, []CSRFault{CSRNoName, CSRCommonName}},
		"another CN": {elliptic.P256(), func(r *x509.CertificateRequest) { r.Subject.CommonName = "x" }, []CSRFault{CSRCommonName}},
		"an address": {elliptic.P256(), func(r *x509.CertificateRequest) { r.Subject.CommonName = "10.0.0.1" }, []CSRFault{CSRAddress, CSRCommonName}},
		"no O":       {elliptic.P256(), func(r *x509.CertificateRequest) { r.Subject.Organization = nil }, []CSRFault{CSRNoOrg, CSROrg}},
		"another O":  {elliptic.P256(), func(r *x509.CertificateRequest) { r.Subject.Organization = []string{"Vendor"} }, []CSRFault{CSROrg}},
		"P-224":      {elliptic.P224(), same, nil},
		"a name":     {elliptic.P256(), func(r *x509.CertificateRequest) { r.DNSNames = []string{"x"} }, []CSRFault{CSRAltNames}},
		"SAN twice": {elliptic.P256(), func(r *x509.CertificateRequest) {
			san := pkix.Extension{Id: oidSubjectAltName, Value: []byte{0x30, 0x03, 0x82, 0x01, 'x'}}
			r.ExtraExtensions = []pkix.Extension{san, san}
		}, []CSRFault{CSRSANTwice}},
		"an authority": {elliptic.P256(), func(r *x509.CertificateRequest) {
			r.ExtraExtensions = []pkix.Extension{{Id: oidBasicConstraints, Value: []byte{0x30, 0x03, 0x01, 0x01, 0xff}}}
		}, []CSRFault{CSRAuthority}},
	} {
		t.Run(name, func(t *testing.T) {
			r := ReadCSR(request(t, ecKey(t, c.curve), c.change))
			r.Hold(serial, "Certbench CSO")
			if !slices.Equal(r.Faults, c.want) {
				t.Errorf("faults = %q (%s), want %q", r.Faults, r.Detail, c.want)
			}
		})
	}
}

func TestARequestWithABrokenSignatureIsNotSigned(t *testing.T) {
	b, _ := pem.Decode([]byte(request(t, ecKey(t, elliptic.P256()), same)))
	b.Bytes[len(b.Bytes)-1] ^= 1
	r := ReadCSR(string(pem.EncodeToMemory(b)))
	if !slices.Equal(r.Faults, []CSRFault{CSRSignature}) {
		t.Errorf("faults = %q, want %q", r.Faults, CSRSignature)
	}
	if _, err := newTestPKI(t).Sign(r); err == nil {
		t.Error("Sign = nil, want an error")
	}
}
