package wire

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"slices"
	"strings"
	"time"
)

// The security events of a connection that was not made, all of them critical (part 2 appendices, "Security Events").
const (
	InvalidCSMSCertificate = "InvalidCsmsCertificate" // A00.FR.310, A00.FR.413
	InvalidTLSVersion      = "InvalidTLSVersion"      // A00.FR.316, A00.FR.419
	InvalidTLSCipherSuite  = "InvalidTLSCipherSuite"  // A00.FR.323, A00.FR.426
)

// suites are those of TLS 1.2 that the station offers: what A00.FR.319 asks of one with ECDHE, for either kind of key. Those of
// TLS 1.3 are all sound.
var suites = []uint16{
	tls.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, tls.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
	tls.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, tls.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
}

// Presented is what the CSMS has shown in a TLS handshake, and what it is held against.
type Presented struct {
	Chain     []*x509.Certificate // its own certificate first
	Host      string              // of ocppCsmsUrl, which is a name or an address
	Roots     *x509.CertPool      // CSMS root certificates
	At        time.Time           // by the station's clock
	Wildcards bool                // SecurityCtrlr.AllowCSMSTLSWildcards
}

// CertificateError is why the station has refused the certificate of a CSMS.
type CertificateError struct{ Reason error }

func (e *CertificateError) Error() string {
	return "the certificate of the CSMS is refused: " + e.Reason.Error()
}

func (e *CertificateError) Unwrap() error { return e.Reason }

// Verify is what A00.FR.308, 309 and 411, 412 have a station do: the path of the certificate leads to a root, at this time, and
// its name is that of the CSMS.
func Verify(p Presented) error {
	if len(p.Chain) == 0 {
		return errors.New("there is none")
	}
	between := x509.NewCertPool()
	for _, c := range p.Chain[1:] {
		between.AddCert(c)
	}
	if _, err := p.Chain[0].Verify(x509.VerifyOptions{Roots: p.Roots, Intermediates: between, CurrentTime: p.At}); err != nil {
		return err
	}
	return p.Named()
}

// Named tells whether the certificate is one of the CSMS's host. A dNSName goes before the commonName (A00.FR.511, note on RFC
// 2818). Wildcards are not OCPP's: errata 2025-09, section 2.62.
func (p Presented) Named() error {
	leaf := p.Chain[0]
	names := slices.Clone(leaf.DNSNames)
	for _, ip := range leaf.IPAddresses {
		names = append(names, ip.String())
	}
	if len(names) == 0 {
		names = []string{leaf.Subject.CommonName}
	}
	if slices.ContainsFunc(names, p.is) {
		return nil
	}
	return fmt.Errorf("it is one of %s, and not of %s", strings.Join(names, ", "), p.Host)
}

func (p Presented) is(name string) bool {
	if strings.EqualFold(name, p.Host) {
		return true
	}
	suffix, wild := strings.CutPrefix(name, "*.")
	_, rest, deep := strings.Cut(p.Host, ".")
	return p.Wildcards && wild && deep && net.ParseIP(p.Host) == nil && strings.EqualFold(suffix, rest)
}

// secured is the TLS configuration of an attempt with a profile; nil for one without TLS. What it goes by is that of the moment: the
// handshake is made beside the loop. There are no sessions to resume: each connection is to verify the CSMS.
func (w *Wire) secured(profile Profile) (*tls.Config, error) {
	if profile.Data.SecurityProfile < 2 {
		return nil, nil
	}
	config, err := w.Hooks.Secure(profile)
	if err != nil {
		return nil, err
	}
	host, verify, now := profile.host(), w.Decide.Verify, w.kernel.Now()
	wildcards := w.model.Enabled("SecurityCtrlr", "AllowCSMSTLSWildcards")
	roots := config.RootCAs
	config.ServerName, config.MinVersion, config.CipherSuites = host, w.Decide.LowestTLS(), w.Decide.Suites()
	config.InsecureSkipVerify = true // the station's own rules are others than Go's: see Verify
	config.VerifyConnection = func(s tls.ConnectionState) error {
		if err := verify(Presented{Chain: s.PeerCertificates, Host: host, Roots: roots, At: now, Wildcards: wildcards}); err != nil {
			return &CertificateError{err}
		}
		return nil
	}
	return config, nil
}

// attemptBroke tells of a handshake in which the security specification was not kept: once, however many attempts end so before the
// next connection (A00.FR.316 and 419, note).
func (w *Wire) attemptBroke(profile Profile, greeting *greeting, err error) {
	event := greeting.breach(err)
	if event == "" {
		return
	}
	if errors.As(err, new(*CertificateError)) {
		w.Hooks.Mistrusted(profile, err)
	}
	if w.Decide.Tell(event, w.told[event]) {
		w.Hooks.Security(event)
	}
	if w.told == nil {
		w.told = map[string]bool{}
	}
	w.told[event] = true
}

// greeting looks at how the CSMS begins a TLS handshake: the errors of crypto/tls do not tell what was wrong.
type greeting struct {
	net.Conn
	first []byte // record header, and what follows up to the version of a ServerHello
}

// Where in the first record the version of a ServerHello is (RFC 5246, 6.2.1 and 7.4.1.3; RFC 8446, 4.1.3 keeps it there).
const (
	helloAt, versionAt, helloEnds = 5, 9, 11
	handshakeRecord, serverHello  = 22, 2
)

// Read passes on, and looks at what comes first.
func (g *greeting) Read(p []byte) (int, error) {
	n, err := g.Conn.Read(p)
	if missing := helloEnds - len(g.first); missing > 0 {
		g.first = append(g.first, p[:min(n, missing)]...)
	}
	return n, err
}

// version is that of the ServerHello, 0 when none came.
func (g *greeting) version() uint16 {
	if len(g.first) < helloEnds || g.first[0] != handshakeRecord || g.first[helloAt] != serverHello {
		return 0
	}
	return uint16(g.first[versionAt])<<8 | uint16(g.first[versionAt+1])
}

// Alerts by which a server tells that it has no version or suite in common with the client (RFC 5246, section 7.2.2).
const (
	handshakeFailure = 40
	protocolVersion  = 70
)

// breach is the security event that an attempt ends with; empty for one that has failed for another reason.
func (g *greeting) breach(err error) string {
	switch v := g.version(); {
	case errors.As(err, new(*CertificateError)):
		return InvalidCSMSCertificate
	case v != 0 && v < tls.VersionTLS12, v == 0 && alerted(err, protocolVersion):
		return InvalidTLSVersion
	case v == 0 && alerted(err, handshakeFailure):
		return InvalidTLSCipherSuite
	}
	return ""
}

// alerted tells whether the other side has ended a handshake with an alert; the type that crypto/tls gives such an error is its own.
func alerted(err error, number uint8) bool {
	var remote *net.OpError
	return errors.As(err, &remote) && remote.Op == "remote error" && remote.Err.Error() == tls.AlertError(number).Error()
}
