package evidence

import (
	"slices"
	"time"
)

// Secured is one connection to an endpoint of the CSMS that speaks TLS: what the station asked for, what it was shown, and what it
// made of that. It holds no key, and nothing that was sent under one.
type Secured struct {
	Began        time.Time     `json:"began"`
	At           time.Time     `json:"at"` // when the outcome was known
	Endpoint     string        `json:"endpoint"`
	Setup        string        `json:"setup"`   // what the endpoint had for it, such as "good" or "expired"
	Outcome      string        `json:"outcome"` // accepted, refused with an alert, left without a word, …
	Why          string        `json:"why,omitempty"`
	Sent         bool          `json:"sent"` // the certificate went out; many stacks refuse it before the handshake is complete
	Full         bool          `json:"full"` // the handshake was completed, with the certificate, and nothing was resumed
	Resumed      bool          `json:"resumed,omitempty"`
	Version      string        `json:"version,omitempty"` // as agreed on, such as "TLS 1.3"
	Suite        string        `json:"suite,omitempty"`
	Offer        *TLSOffer     `json:"offer,omitempty"` // nil where no ClientHello could be read
	Server       *Certificate  `json:"server,omitempty"`
	Issuers      []Certificate `json:"issuers,omitempty"` // of the server's, up to the root, those that no record of the run has shown yet
	Asked        bool          `json:"asked,omitempty"`   // for a certificate of the station
	Client       []Certificate `json:"client,omitempty"`
	ClientFaults []string      `json:"clientFaults,omitempty"` // what is wrong with it, by the rules of security profile 3
	Alerts       []string      `json:"alerts,omitempty"`
	CloseNotify  bool          `json:"closeNotify,omitempty"`  // the station said goodbye
	RequestBytes int           `json:"requestBytes,omitempty"` // of the request that came
}

// Requested tells that the station has sent its request on the connection: it has taken what it was shown.
func (s *Secured) Requested() bool { return s.Outcome == "accepted" }

// Knocked tells a socket on which nothing came, which is no attempt: without TLS nobody sees one either.
func (s *Secured) Knocked() bool { return s.Outcome == "closed before it sent a byte" }

// Ended says how a handshake ended after which no request came.
func (s *Secured) Ended() string {
	text := "the TLS handshake ended: " + s.Outcome
	if s.Why != "" {
		text += " (" + s.Why + ")"
	}
	return text
}

// TLSOffer is a ClientHello.
type TLSOffer struct {
	Versions    []string `json:"versions,omitempty"` // of supported_versions; empty where the station does not list them
	Legacy      string   `json:"legacy"`             // the version of the message itself
	Suites      []string `json:"suites"`
	Compression []int    `json:"compression,omitempty"` // methods other than none
	ServerName  string   `json:"serverName,omitempty"`
	Curves      []string `json:"curves,omitempty"`
	Signatures  []string `json:"signatures,omitempty"`
	MaxFragment int      `json:"maxFragment,omitempty"` // in bytes, by max_fragment_length (errata 2025-09, 4.9)
}

// Certificate is what the bench says of one.
type Certificate struct {
	Subject   string    `json:"subject"`
	Common    string    `json:"commonName,omitempty"`
	Issuer    string    `json:"issuer"`
	Serial    string    `json:"serial"` // in hexadecimal
	Names     []string  `json:"names,omitempty"`
	NotBefore time.Time `json:"notBefore"`
	NotAfter  time.Time `json:"notAfter"`
	Key       string    `json:"key"`           // RSA, ECDSA or another
	KeyBits   int       `json:"keyBits"`       // of an elliptic curve, its field; 0 where it is not known
	SHA256    string    `json:"sha256"`        // of the DER
	DER       []byte    `json:"der,omitempty"` // the certificate itself, where the run shows it first
}

// certificatesShown are those that a run has shown, by their hashes.
type certificatesShown map[string]bool

// once returns a copy of what is recorded in which each certificate that was shown before is told without its DER, and an issuer not
// at all: a run has hundreds of connections and a few certificates.
func (shown certificatesShown) once(s *Secured) *Secured {
	if s == nil {
		return nil
	}
	first := func(c *Certificate) bool {
		if shown[c.SHA256] || len(c.DER) == 0 {
			c.DER = nil
			return false
		}
		shown[c.SHA256] = true
		return true
	}
	told := *s
	if s.Server != nil {
		told.Server = new(*s.Server)
		first(told.Server)
	}
	told.Client = slices.Clone(s.Client)
	for i := range told.Client {
		first(&told.Client[i])
	}
	told.Issuers = slices.DeleteFunc(slices.Clone(s.Issuers), func(c Certificate) bool { return !first(&c) })
	return &told
}
