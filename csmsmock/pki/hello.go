package pki

import (
	"crypto/tls"
	"errors"
	"slices"

	"golang.org/x/crypto/cryptobyte"
)

// Hello is what a client asks for in its ClientHello (RFC 5246, 7.4.1.2; RFC 8446, 4.1.2), without the values of GREASE
// (RFC 8701) and without 0x00ff, which is no suite.
type Hello struct {
	Legacy              uint16   // the version of the message itself, which is no offer of versions below it
	Versions            []uint16 // from supported_versions; nil where the client sends none
	CipherSuites        []uint16
	Compression         []byte // TLS compression methods: 0 is none (part 2, A00.FR.321)
	ServerName          string
	Curves              []uint16
	Points              []byte
	Signatures          []uint16 // signature_algorithms; nil where the client sends none
	Protocols           []string // ALPN
	Extensions          []uint16
	MaxFragment         int  // bytes asked for by max_fragment_length (RFC 6066, 4); 0 is none
	RecordLimit         int  // record_size_limit (RFC 8449); 0 is none
	Resumes             bool // with a session ticket, or a pre-shared key
	SecureRenegotiation bool
	Size                int // of the message, in bytes
	random              [32]byte
}

// The extensions that are read.
const (
	extServerName        = 0
	extMaxFragment       = 1
	extCurves            = 10
	extPoints            = 11
	extSignatures        = 13
	extALPN              = 16
	extRecordLimit       = 28
	extTicket            = 35
	extPSK               = 41
	extVersions          = 43
	extRenegotiationInfo = 0xff01
)

const renegotiationSCSV = 0x00ff

// Offers tells whether all the suites are offered.
func (h *Hello) Offers(suites ...uint16) bool {
	return !slices.ContainsFunc(suites, func(s uint16) bool { return !slices.Contains(h.CipherSuites, s) })
}

// Highest is the highest version that the client offers: by supported_versions where it sends that.
func (h *Hello) Highest() uint16 {
	if len(h.Versions) > 0 {
		return slices.Max(h.Versions)
	}
	return h.Legacy
}

// onlyRSAKeyExchange tells a client that knows no other key exchange in TLS 1.2, and no TLS 1.3.
func (h *Hello) onlyRSAKeyExchange() bool {
	return len(h.CipherSuites) > 0 && !slices.ContainsFunc(h.CipherSuites, func(s uint16) bool { return !rsaKeyExchange(s) })
}

func rsaKeyExchange(suite uint16) bool {
	name := tls.CipherSuiteName(suite)
	return len(name) > 8 && name[:8] == "TLS_RSA_"
}

var errShortHello = errors.New("the ClientHello ends before its fields do")

// parseHello reads a ClientHello with the four bytes of its header. What it could read is returned with an error as well.
func parseHello(message []byte) (*Hello, error) {
	h := &Hello{Size: len(message)}
	s := cryptobyte.String(message)
	var session, suites, compression cryptobyte.String
	if !s.Skip(4) || !s.ReadUint16(&h.Legacy) || !s.CopyBytes(h.random[:]) || !s.ReadUint8LengthPrefixed(&session) ||
		!s.ReadUint16LengthPrefixed(&suites) || !s.ReadUint8LengthPrefixed(&compression) {
		return h, errShortHello
	}
	h.Compression = slices.Clone([]byte(compression))
	for _, suite := range numbers(suites) {
		if suite == renegotiationSCSV {
			h.SecureRenegotiation = true
		} else {
			h.CipherSuites = append(h.CipherSuites, suite)
		}
	}
	if s.Empty() {
		return h, nil // SSL 3.0 and TLS 1.0 know hellos without extensions
	}
	var extensions cryptobyte.String
	if !s.ReadUint16LengthPrefixed(&extensions) {
		return h, errShortHello
	}
	for !extensions.Empty() {
		var id uint16
		var body cryptobyte.String
		if !extensions.ReadUint16(&id) || !extensions.ReadUint16LengthPrefixed(&body) {
			return h, errShortHello
		}
		if !grease(id) {
			h.Extensions = append(h.Extensions, id)
			h.extension(id, body)
		}
	}
	return h, nil
}

// extension reads what it knows; one that is cut short counts as empty, for crypto/tls will refuse it.
func (h *Hello) extension(id uint16, body cryptobyte.String) {
	var list cryptobyte.String
	switch id {
	case extServerName:
		var kind uint8
		var name cryptobyte.String
		if body.ReadUint16LengthPrefixed(&list) && list.ReadUint8(&kind) && list.ReadUint16LengthPrefixed(&name) {
			h.ServerName = string(name)
		}
	case extMaxFragment:
		var code uint8
		if body.ReadUint8(&code) && code >= 1 && code <= 4 {
			h.MaxFragment = 256 << code
		}
	case extCurves:
		if body.ReadUint16LengthPrefixed(&list) {
			h.Curves = numbers(list)
		}
	case extPoints:
		if body.ReadUint8LengthPrefixed(&list) {
			h.Points = slices.Clone([]byte(list))
		}
	case extSignatures:
		if body.ReadUint16LengthPrefixed(&list) {
			h.Signatures = numbers(list)
		}
	case extALPN:
		body.ReadUint16LengthPrefixed(&list)
		var name cryptobyte.String
		for list.ReadUint8LengthPrefixed(&name) {
			h.Protocols = append(h.Protocols, string(name))
		}
	case extRecordLimit:
		var limit uint16
		if body.ReadUint16(&limit) {
			h.RecordLimit = int(limit)
		}
	case extTicket:
		h.Resumes = h.Resumes || len(body) > 0
	case extPSK:
		h.Resumes = true
	case extVersions:
		if body.ReadUint8LengthPrefixed(&list) {
			h.Versions = numbers(list)
		}
	case extRenegotiationInfo:
		h.SecureRenegotiation = true
	}
}

// numbers reads a list of 16-bit values; an odd byte at its end is left out.
func numbers(s cryptobyte.String) []uint16 {
	list := make([]uint16, 0, len(s)/2)
	var n uint16
	for s.ReadUint16(&n) {
		if !grease(n) {
			list = append(list, n)
		}
	}
	return list
}

// grease tells the values that clients send so that servers learn to ignore what they do not know (RFC 8701).
func grease(n uint16) bool { return n&0x0f0f == 0x0a0a && n>>8 == n&0xff }
