package pki

import (
	"crypto/ecdsa"
	"crypto/rsa"
	"crypto/x509"
	"fmt"
	"net"
	"slices"
	"strings"
	"time"
)

// ClientFault is something that is wrong with a station's certificate.
type ClientFault string

// The faults of a client certificate, with what part 2 has on them.
const (
	ClientNone         ClientFault = "no certificate"                        // A00.FR.401
	ClientExpired      ClientFault = "expired"                               // A00.FR.407, 429
	ClientNotYetValid  ClientFault = "not yet valid"                         // A00.FR.407
	ClientSelfSigned   ClientFault = "self-signed"                           // A00.FR.403
	ClientUnknown      ClientFault = "not signed by a root of the CSMS"      // A00.FR.403
	ClientIncomplete   ClientFault = "an issuer is missing in the chain"     // A00.FR.403
	ClientCommonName   ClientFault = "CN is not the serial number"           // A00.FR.405, 511
	ClientAddress      ClientFault = "CN is a URL or an IP address"          // A00.FR.511
	ClientOrganization ClientFault = "O is not the CSO"                      // A00.FR.404, 509
	ClientWeakKey      ClientFault = "the key is too short"                  // A00.FR.502, 503
	ClientNoSerial     ClientFault = "no serial number"                      // A00.FR.508
	ClientNotASigner   ClientFault = "an issuer is no certificate authority" // RFC 5280, 4.2.1.9
	ClientUsage        ClientFault = "the key usage does not allow it"       // A00.FR.512, RFC 5280, 4.2.1.3
	ClientInvalid      ClientFault = "the certification path is invalid"     // A00.FR.403, for what has no name here
)

// The shortest keys (part 2, A00.FR.502 and 503).
const (
	leastRSA   = 2048
	leastCurve = 224
)

// ClientPolicy says what a client certificate is held against, and who is let in (security profile 3). The station is asked
// for a certificate without hints on issuers, for many send none when no hint fits, and nobody would know what they have.
type ClientPolicy struct {
	Roots []*x509.Certificate
	// CommonName is the station's serial number; empty takes any.
	CommonName string
	// Organization is the CSO; empty takes any.
	Organization string
	// Tolerate lets in a station in spite of such faults: they are recorded all the same. A00.FR.429 is for ClientExpired.
	Tolerate []ClientFault
	// TolerateAll lets in whoever comes, as OCTT may do in TC_A_07_CS.
	TolerateAll bool
}

// ClientReport is what a station showed, and how it stands to the policy.
type ClientReport struct {
	Asked        bool
	Certificates []*x509.Certificate // as they were sent
	Faults       []ClientFault
	Admitted     bool // asked for, and let in
}

func (p *ClientPolicy) tolerates(fault ClientFault) bool {
	return p.TolerateAll || slices.Contains(p.Tolerate, fault)
}

// judge holds what came against the policy.
func (p *ClientPolicy) judge(sent []*x509.Certificate, now time.Time) ClientReport {
	r := ClientReport{Asked: true, Certificates: sent, Faults: p.faults(sent, now)}
	r.Admitted = !slices.ContainsFunc(r.Faults, func(f ClientFault) bool { return !p.tolerates(f) })
	return r
}

func (p *ClientPolicy) faults(sent []*x509.Certificate, now time.Time) []ClientFault {
	if len(sent) == 0 {
		return []ClientFault{ClientNone}
	}
	leaf := sent[0]
	var found []ClientFault
	note := func(is bool, fault ClientFault) {
		if is {
			found = append(found, fault)
		}
	}
	note(now.After(leaf.NotAfter), ClientExpired)
	note(now.Before(leaf.NotBefore), ClientNotYetValid)
	found = append(found, p.path(sent, now)...)
	cn := leaf.Subject.CommonName
	note(p.CommonName != "" && cn != p.CommonName, ClientCommonName)
	note(isAddress(cn), ClientAddress)
	note(p.Organization != "" && !slices.Contains(leaf.Subject.Organization, p.Organization), ClientOrganization)
	note(weak(leaf.PublicKey), ClientWeakKey)
	note(leaf.SerialNumber.Sign() == 0, ClientNoSerial)
	note(leaf.KeyUsage != 0 && leaf.KeyUsage&x509.KeyUsageDigitalSignature == 0, ClientUsage)
	return found
}

// weak tells a key below the sizes of part 2. Keys of other kinds, such as Ed25519, are strong enough.
func weak(key any) bool {
	switch key := key.(type) {
	case *rsa.PublicKey:
		return key.N.BitLen() < leastRSA
	case *ecdsa.PublicKey:
		return key.Curve.Params().BitSize < leastCurve
	}
	return false
}

// isAddress tells a CN that no station may have, so that its certificate cannot pass for one of the CSMS (A00.FR.511).
func isAddress(cn string) bool { return strings.Contains(cn, "://") || net.ParseIP(cn) != nil }

// path verifies the chain to a root. It looks at it when the leaf is valid, so that an expired leaf is one fault.
func (p *ClientPolicy) path(sent []*x509.Certificate, now time.Time) []ClientFault {
	leaf := sent[0]
	if now.Before(leaf.NotBefore) {
		now = leaf.NotBefore.Add(time.Second)
	}
	if now.After(leaf.NotAfter) {
		now = leaf.NotAfter.Add(-time.Second)
	}
	options := x509.VerifyOptions{
		Roots: x509.NewCertPool(), Intermediates: x509.NewCertPool(), CurrentTime: now,
		KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageAny}, // A00.FR.514: none is to be expected
	}
	for _, c := range p.Roots {
		options.Roots.AddCert(c)
	}
	for _, c := range sent[1:] {
		options.Intermediates.AddCert(c)
	}
	_, err := leaf.Verify(options)
	if err == nil {
		return nil
	}
	return []ClientFault{p.pathFault(sent, err)}
}

func (p *ClientPolicy) pathFault(sent []*x509.Certificate, err error) ClientFault {
	leaf := sent[0]
	if invalid, ok := err.(x509.CertificateInvalidError); ok {
		switch invalid.Reason {
		case x509.NotAuthorizedToSign:
			return ClientNotASigner
		case x509.Expired:
			return ClientInvalid // of an issuer
		}
		return ClientInvalid
	}
	if _, ok := err.(x509.UnknownAuthorityError); !ok {
		return ClientInvalid
	}
	if string(leaf.RawIssuer) == string(leaf.RawSubject) {
		return ClientSelfSigned
	}
	// The last one sent has to have an issuer among the roots; where it has none there, and is no root itself, one is missing
	// or the root is another.
	last := sent[len(sent)-1]
	if len(sent) == 1 && !last.IsCA && !p.knows(last.RawIssuer) {
		return ClientIncomplete
	}
	return ClientUnknown
}

func (p *ClientPolicy) knows(subject []byte) bool {
	return slices.ContainsFunc(p.Roots, func(c *x509.Certificate) bool { return string(c.RawSubject) == string(subject) })
}

// refusal is what the handshake of a station that is not let in ends with.
func (r ClientReport) refusal() error {
	texts := make([]string, len(r.Faults))
	for i, f := range r.Faults {
		texts[i] = string(f)
	}
	return fmt.Errorf("the station's certificate: %s", strings.Join(texts, "; "))
}
