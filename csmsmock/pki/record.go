package pki

import (
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"time"
)

// Outcome is what became of a connection to an endpoint, as far as the mock could see.
type Outcome string

// The outcomes.
const (
	// Accepted: a request came on a full handshake in which the certificate was sent. It is the only direct evidence that
	// the client takes the certificate.
	Accepted Outcome = "accepted"
	// Refused: the client ended it with an alert, and no request had come. The alert's number is not its reason.
	Refused Outcome = "refused with an alert"
	// Left: the client ended it, in the handshake or after it, without an alert and without a request. By itself it is
	// no evidence of a refusal: a client that dies looks the same.
	Left Outcome = "left without a word"
	// Waited: neither a request nor an end came until the mock's time was over, or the mock was told to end.
	Waited Outcome = "neither asked nor left"
	// TurnedAway: the mock could not, or would not, finish the handshake; Why says the reason, Client what was wrong with
	// the client's certificate.
	TurnedAway Outcome = "turned away by the mock"
	// WentOn: below TLS 1.2, which the client had to end, a request came; or it went on with a version it had not offered.
	WentOn Outcome = "went on below TLS 1.2"
	// Resumed: a request came, but on a resumed session: it is no evidence of anything. This package's endpoints resume none.
	Resumed Outcome = "resumed"
	// NoTLS: what came is no TLS; Why says what it is.
	NoTLS Outcome = "no TLS"
	// Knocked: it closed the connection before it sent a byte, as one that looks whether the port is open, or tries two
	// addresses at once.
	Knocked Outcome = "closed before it sent a byte"
	// NeverCame is no connection's: it is for who waits for one.
	NeverCame Outcome = "never came"
)

// Side is an end of a connection.
type Side string

// The sides.
const (
	ByStation Side = "station"
	ByMock    Side = "mock"
)

// Alert is an alert record (RFC 8446, 6). Clear ones were read on the wire, by the tap; the others by crypto/tls, which
// knows only those of the station.
type Alert struct {
	By     Side
	Number uint8
	Clear  bool
	At     time.Time
}

// The alerts that end nothing by themselves.
const (
	closeNotify  = 0
	userCanceled = 90
)

func (a Alert) String() string { return fmt.Sprintf("%d %s", a.Number, AlertName(a.Number)) }

// AlertName names an alert, "unknown" for a number that nobody registered.
func AlertName(number uint8) string {
	if name, ok := alertNames[number]; ok {
		return name
	}
	return "unknown"
}

var alertNames = map[uint8]string{
	0: "close_notify", 10: "unexpected_message", 20: "bad_record_mac", 21: "decryption_failed", 22: "record_overflow",
	30: "decompression_failure", 40: "handshake_failure", 41: "no_certificate", 42: "bad_certificate",
	43: "unsupported_certificate", 44: "certificate_revoked", 45: "certificate_expired", 46: "certificate_unknown",
	47: "illegal_parameter", 48: "unknown_ca", 49: "access_denied", 50: "decode_error", 51: "decrypt_error",
	60: "export_restriction", 70: "protocol_version", 71: "insufficient_security", 80: "internal_error",
	86: "inappropriate_fallback", 90: "user_canceled", 100: "no_renegotiation", 109: "missing_extension",
	110: "unsupported_extension", 111: "certificate_unobtainable", 112: "unrecognized_name",
	113: "bad_certificate_status_response", 114: "bad_certificate_hash_value", 115: "unknown_psk_identity",
	116: "certificate_required", 120: "no_application_protocol", 121: "ech_required",
}

// Record is one connection to an endpoint. It is complete when it is told: nothing changes in it afterwards. It holds no
// secret: certificates, and never a key or what was sent under one.
type Record struct {
	Number  int    // of the connection at its endpoint, from 1
	Setup   string // the name of the setup that it met
	Remote  string
	Outcome Outcome
	Why     string // the reason in words, where the mock knows one

	Began, HelloAt, HandshakeAt, EndedAt time.Time // EndedAt: of the outcome; zero is never. On the clock of the setup's Now

	Hello   *Hello // nil where none came
	Offered Offer  // by the mock

	Version     uint16 // as agreed, 0 where it was not
	CipherSuite uint16
	Handshake   bool // complete, on the mock's side
	DidResume   bool
	Sent        bool                // the chain went out to the wire
	Chain       string              // the name of the chain that the mock chose
	Server      []*x509.Certificate // and what is in it
	Root        *x509.Certificate   // to which it leads, nil where that is not known
	Client      ClientReport        // what the station showed

	Alerts       []Alert // of both sides, in their order
	CloseNotify  bool    // the station said goodbye
	RequestBytes int     // of application data that had come when the record was made
	BytesIn      int64   // on the wire, until then
	BytesOut     int64
	Piece        int // the largest record that the mock writes to this client, 0 for no limit
}

// Offer is what the mock had to give.
type Offer struct {
	MinVersion, MaxVersion uint16
	CipherSuites           []uint16
	Chains                 []string
	AsksCertificate        bool
}

// Full tells a handshake that was complete, resumed nothing, and in which the chain was sent: only with such a one the
// station has had the certificate before it.
func (r *Record) Full() bool { return r.Handshake && !r.DidResume && r.Sent }

// Alert returns the alert by which the station ended the connection.
func (r *Record) Alert() (Alert, bool) {
	for _, a := range r.Alerts {
		if a.By == ByStation && a.Number != closeNotify && a.Number != userCanceled {
			return a, true
		}
	}
	return Alert{}, false
}

// String is one line.
func (r *Record) String() string {
	line := fmt.Sprintf("%s: %s", r.Setup, r.Outcome)
	if a, ok := r.Alert(); ok {
		line += fmt.Sprintf(" (alert %s)", a)
	}
	if r.Version != 0 {
		line += fmt.Sprintf(", %s %s", tls.VersionName(r.Version), tls.CipherSuiteName(r.CipherSuite))
	}
	if r.Why != "" {
		line += ": " + r.Why
	}
	return line
}

// Cost is about how many bytes the record holds in memory, beside what it shares with its setup.
func (r *Record) Cost() int {
	n := 1024 + len(r.Why) + 64*len(r.Alerts)
	if r.Hello != nil {
		n += 2 * r.Hello.Size
	}
	for _, c := range r.Client.Certificates {
		n += 8 * len(c.Raw)
	}
	return n
}
