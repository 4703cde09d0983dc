package station_test

import (
	"crypto/x509"
	_ "embed"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"strings"
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station"
)

// roots are certificates whose keys nobody has, valid from 1990 to 2099: an old root and one that it has signed, one of nobody, one
// that has expired in 1999, and one of the manufacturer.
//
//go:embed testdata/roots.pem
var roots string

const (
	oldRoot = iota
	newRoot
	nobodysRoot
	expiredRoot
	makersRoot
)

func fixedRoot(which int) *x509.Certificate {
	rest := []byte(roots)
	for range which {
		_, rest = pem.Decode(rest)
	}
	block, _ := pem.Decode(rest)
	c, err := x509.ParseCertificate(block.Bytes)
	if err != nil {
		panic(err)
	}
	return c
}

// certificateScenarios show the defects of certificates.
var certificateScenarios = []scenario{
	{"roots", nil, func(r *rig) {
		r.tryInstall(csms, expiredRoot)
		r.tryInstall(csms, oldRoot)
		r.tryInstall(maker, makersRoot)
		r.list("{}")
		r.list(`{"certificateType":["CSMSRootCertificate"]}`)
		r.list(`{"certificateType":["ManufacturerRootCertificate","CSMSRootCertificate"]}`)
		r.list(`{"certificateType":["MORootCertificate"]}`)
		r.tryDelete(hashOf(fixedRoot(nobodysRoot), "a03"))
		r.list("{}")
		r.try(r.panel.Reboot())
		r.pass(time.Minute)
		r.list("{}")
		r.tryDelete(hashOf(fixedRoot(makersRoot), "a05"))
		r.list("{}")
	}},
	{"a strict store", nil, func(r *rig) {
		r.tryInstall(csms, nobodysRoot)
		r.list("{}")
		r.tryInstall(csms, newRoot)
		r.list("{}")
	}},
	{"a certificate of its own", nil, func(r *rig) {
		root := made(r.T, "root", nil, nil)
		r.tryInstallText(csms, root.pem())
		r.signing("Accepted")
		expired := func(c *x509.Certificate) {
			c.NotBefore, c.NotAfter = time.Now().AddDate(0, -2, 0), time.Now().AddDate(0, -1, 0)
		}
		r.trySign(root, expired)
		r.trySign(made(r.T, "root", nil, nil), nil)
		r.tryOwn(made(r.T, "SIM-1", &root, func(c *x509.Certificate) { c.IsCA, c.KeyUsage = false, 0 }).pem())
		r.trySign(root, func(c *x509.Certificate) { c.NotAfter = time.Now().AddDate(0, 6, 0) })
		r.tryDelete(ofOwn(root))
	}},
	{"a certificate that does not come", map[string]string{"SecurityCtrlr.CertSigningWaitMinimum": "10", "SecurityCtrlr.CertSigningRepeatTimes": "1"}, func(r *rig) {
		r.signing("Accepted")
		r.request("TriggerMessage", triggerSigning)
		r.pass(time.Minute)
		r.signing("Rejected")
		r.request("TriggerMessage", triggerSigning)
		r.pass(time.Minute)
	}},
}

const triggerSigning = `{"requestedMessage":"SignChargingStationCertificate"}`

// withSerial is a station whose certificate has a name, and which asks for it again.
func withSerial(c *station.Config) { c.Serial, c.Capabilities.SigningTimeout = "SIM-1", true }

// strict is one with AdditionalRootCertificateCheck.
func strict(c *station.Config) {
	c.Capabilities.AdditionalRootCheck, c.Roots = true, []*x509.Certificate{fixedRoot(oldRoot)}
}

func (r *rig) list(payload string) { r.request("GetInstalledCertificateIds", payload) }

func (r *rig) tryInstall(use string, which int) {
	r.tryInstallText(use, inPEM(fixedRoot(which).Raw))
}

func (r *rig) tryInstallText(use, text string) {
	r.request("InstallCertificate", string(mustJSON(map[string]string{"certificateType": use, "certificate": text})))
}

func (r *rig) tryDelete(h ocpp201.CertificateHashData) {
	r.request("DeleteCertificate", fmt.Sprintf(`{"certificateHashData":%s}`, mustJSON(h)))
}

func (r *rig) tryOwn(chain string) {
	r.request("CertificateSigned", string(mustJSON(map[string]string{"certificateChain": chain})))
	r.pass(time.Second)
}

// trySign has the station ask for a certificate, and sends it one where it does and its request can be read.
func (r *rig) trySign(by signer, change func(*x509.Certificate)) {
	r.request("TriggerMessage", triggerSigning)
	r.pass(time.Second)
	asked := r.sent("SignCertificate")
	if len(asked) == 0 {
		return
	}
	var q struct{ CSR string }
	if err := json.Unmarshal(asked[len(asked)-1].frame.Payload, &q); err != nil {
		r.Fatal(err)
	}
	if block, rest := pem.Decode([]byte(q.CSR)); block != nil && block.Type == "CERTIFICATE REQUEST" && len(rest) == 0 {
		if request, err := x509.ParseCertificateRequest(block.Bytes); err == nil && request.CheckSignature() == nil {
			r.tryOwn(by.sign(r.T, q.CSR, change))
		}
	}
}

// requestsRead replaces signing requests, which no two lives have in common, by what can be read of them.
type requestsRead struct{ keys []string }

func (rs *requestsRead) in(payload []byte) string {
	var q map[string]any
	if json.Unmarshal(payload, &q) != nil {
		return string(payload)
	}
	text, _ := q["csr"].(string)
	block, _ := pem.Decode([]byte(text))
	if block == nil {
		q["csr"] = fmt.Sprintf("no PEM in %d lines", strings.Count(text, "\n"))
		if strings.Contains(text, "BEGIN") {
			q["csr"] = "PEM without line ends"
		}
		return string(mustJSON(q))
	}
	request, err := x509.ParseCertificateRequest(block.Bytes)
	if err != nil {
		q["csr"] = err.Error()
		return string(mustJSON(q))
	}
	key, number := string(request.RawSubjectPublicKeyInfo), 0
	for number < len(rs.keys) && rs.keys[number] != key {
		number++
	}
	if number == len(rs.keys) {
		rs.keys = append(rs.keys, key)
	}
	q["csr"] = fmt.Sprintf("%s of %s, key %d of the kind %s, signature %t", block.Type, request.Subject, number+1, request.PublicKeyAlgorithm, request.CheckSignature() == nil)
	return string(mustJSON(q))
}
