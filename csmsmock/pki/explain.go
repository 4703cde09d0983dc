package pki

import (
	"crypto/tls"
	"fmt"
	"slices"
	"strings"
)

// beginsTLS tells a handshake record, type 22, of version 3.x (RFC 8446, 5.1), or an alert.
func beginsTLS(first []byte) bool {
	return (first[0] == recordHandshake || first[0] == recordAlert) && (len(first) == 1 || first[1] == 3)
}

var methods = []string{"GET ", "POST ", "HEAD ", "PUT ", "OPTIONS ", "DELETE ", "CONNECT "}

func isHTTP(first []byte) bool {
	return slices.ContainsFunc(methods, func(m string) bool { return strings.HasPrefix(string(first), m) })
}

// strange says what bytes are that begin no TLS.
func strange(first []byte) string {
	if isHTTP(first) {
		return "plain HTTP came on an endpoint with TLS: the station's URL begins with ws:// and should begin with wss://"
	}
	if first[0]&0x80 != 0 && len(first) > 2 && first[2] == messageClientHello {
		return "a ClientHello of SSL 2.0 came"
	}
	return "what came is no TLS"
}

// explain says in the words of the trade why the mock could not finish a handshake; what it has no words for it says in
// those of crypto/tls. The caller holds v.mu.
func (v *visit) explain(err error) string {
	v.reportOf(err)
	if len(v.record.Client.Faults) > 0 && !v.record.Client.Admitted {
		return v.record.Client.refusal().Error()
	}
	var r Record
	v.tap.seen(&r)
	if r.Hello == nil {
		return "no ClientHello could be read: " + err.Error()
	}
	if reason := v.disagreement(r.Hello, err.Error()); reason != "" {
		return reason + " (" + err.Error() + ")"
	}
	if broken := v.tap.helloError(); broken != nil {
		return broken.Error() + " (" + err.Error() + ")"
	}
	return err.Error()
}

// disagreement compares what both sides offer.
func (v *visit) disagreement(h *Hello, text string) string {
	s := &v.setup
	switch {
	case v.record.Handshake && strings.Contains(text, "clientHelloMsg"):
		return "it asked for a renegotiation, which this endpoint does not take part in"
	case strings.HasSuffix(h.ServerName, "."):
		return fmt.Sprintf("the server name %q ends with a dot: trailing dot in the station's URL?", h.ServerName)
	case h.Highest() < s.MinVersion:
		return fmt.Sprintf("it offers %s at most, and this endpoint begins at %s", tls.VersionName(h.Highest()), tls.VersionName(s.MinVersion))
	case len(h.Versions) > 0 && !slices.ContainsFunc(h.Versions, func(n uint16) bool { return n >= s.MinVersion && n <= s.MaxVersion }):
		return fmt.Sprintf("it offers %s, and this endpoint has %s to %s", versionNames(h.Versions), tls.VersionName(s.MinVersion), tls.VersionName(s.MaxVersion))
	case h.Signatures == nil && h.Highest() >= tls.VersionTLS12 && !v.commonRSA(h):
		return "it sends no signature_algorithms"
	case strings.Contains(text, "no cipher suite") && h.onlyRSAKeyExchange():
		return "it offers only RSA key exchange, and this endpoint has no such suite, or no RSA certificate"
	case strings.Contains(text, "no cipher suite"):
		return fmt.Sprintf("it offers the suites %s, and this endpoint, with its certificates, takes none of them", suiteNames(h.CipherSuites))
	case strings.Contains(text, "unsupported certificate"), strings.Contains(text, "signature algorithm"):
		return fmt.Sprintf("it can verify none of the certificates: it takes the signatures %s", signatureNames(h.Signatures))
	}
	return ""
}

// commonRSA tells that a suite of RSA key exchange, which signs nothing, would do.
func (v *visit) commonRSA(h *Hello) bool {
	return slices.ContainsFunc(h.CipherSuites, func(s uint16) bool { return rsaKeyExchange(s) && slices.Contains(v.setup.CipherSuites, s) })
}

func versionNames(versions []uint16) string { return named(versions, tls.VersionName) }
func suiteNames(suites []uint16) string     { return named(suites, tls.CipherSuiteName) }
func signatureNames(schemes []uint16) string {
	return named(schemes, func(s uint16) string { return tls.SignatureScheme(s).String() })
}

func named(numbers []uint16, name func(uint16) string) string {
	if len(numbers) == 0 {
		return "none"
	}
	names := make([]string, len(numbers))
	for i, n := range numbers {
		names[i] = name(n)
	}
	return strings.Join(names, ", ")
}
