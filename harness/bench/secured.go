package bench

import (
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"encoding/hex"
	"fmt"

	"github.com/certbench/certbench/csmsmock/pki"
	"github.com/certbench/certbench/harness/evidence"
)

// securedOf is a record of the TLS side as the evidence keeps it.
func securedOf(r *pki.Record, endpoint string) *evidence.Secured {
	if r == nil {
		return nil
	}
	out := &evidence.Secured{
		Began: r.Began, At: r.EndedAt, Endpoint: endpoint, Setup: r.Setup, Outcome: string(r.Outcome), Why: r.Why,
		Sent: r.Sent, Full: r.Full(), Resumed: r.DidResume, CloseNotify: r.CloseNotify, Asked: r.Client.Asked, RequestBytes: r.RequestBytes,
	}
	if r.Version != 0 {
		out.Version = tls.VersionName(r.Version)
	}
	if r.CipherSuite != 0 {
		out.Suite = tls.CipherSuiteName(r.CipherSuite)
	}
	if h := r.Hello; h != nil {
		out.Offer = offerOf(h)
	}
	if len(r.Server) > 0 {
		out.Server = new(certificateOf(r.Server[0]))
		for _, issuer := range r.Server[1:] {
			out.Issuers = append(out.Issuers, certificateOf(issuer))
		}
	}
	if r.Root != nil {
		out.Issuers = append(out.Issuers, certificateOf(r.Root))
	}
	for _, c := range r.Client.Certificates {
		out.Client = append(out.Client, certificateOf(c))
	}
	for _, f := range r.Client.Faults {
		out.ClientFaults = append(out.ClientFaults, string(f))
	}
	for _, a := range r.Alerts {
		out.Alerts = append(out.Alerts, fmt.Sprintf("%s: %s", a.By, a))
	}
	return out
}

func offerOf(h *pki.Hello) *evidence.TLSOffer {
	o := &evidence.TLSOffer{Legacy: tls.VersionName(h.Legacy), ServerName: h.ServerName, MaxFragment: h.MaxFragment}
	for _, v := range h.Versions {
		o.Versions = append(o.Versions, tls.VersionName(v))
	}
	for _, s := range h.CipherSuites {
		o.Suites = append(o.Suites, tls.CipherSuiteName(s))
	}
	for _, c := range h.Curves {
		o.Curves = append(o.Curves, tls.CurveID(c).String())
	}
	for _, s := range h.Signatures {
		o.Signatures = append(o.Signatures, tls.SignatureScheme(s).String())
	}
	for _, c := range h.Compression {
		if c != 0 {
			o.Compression = append(o.Compression, int(c))
		}
	}
	return o
}

func certificateOf(c *x509.Certificate) evidence.Certificate {
	sum := sha256.Sum256(c.Raw)
	out := evidence.Certificate{
		Subject: c.Subject.String(), Common: c.Subject.CommonName, Issuer: c.Issuer.String(), Serial: c.SerialNumber.Text(16), Names: c.DNSNames,
		NotBefore: c.NotBefore, NotAfter: c.NotAfter, SHA256: hex.EncodeToString(sum[:]), DER: c.Raw,
	}
	switch key := c.PublicKey.(type) {
	case *rsa.PublicKey:
		out.Key, out.KeyBits = "RSA", key.N.BitLen()
	case *ecdsa.PublicKey:
		out.Key, out.KeyBits = "ECDSA", key.Curve.Params().BitSize
	case ed25519.PublicKey:
		out.Key, out.KeyBits = "Ed25519", 8*ed25519.PublicKeySize
	default:
		out.Key = c.PublicKeyAlgorithm.String()
	}
	return out
}
