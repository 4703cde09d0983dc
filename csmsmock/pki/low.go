package pki

import (
	"crypto"
	"crypto/ecdh"
	"crypto/ecdsa"
	"crypto/md5"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha1"
	"crypto/tls"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"slices"

	"golang.org/x/crypto/cryptobyte"
)

// Low answers a ClientHello with a version below TLS 1.2, whatever the client offers, as TC_A_06_CS wants it. crypto/tls
// would not: it ends the handshake itself, and then nobody knows whether the station would have.
type Low struct {
	// Version is tls.VersionTLS11 or tls.VersionTLS10.
	Version uint16
	// RSAKeyExchange takes a suite of RSA key exchange, for which a chain with an RSA key is needed; else ECDHE. Both have to
	// be shown: some stacks refuse one of them for another reason than the version.
	RSAKeyExchange bool
}

// possible tells whether the chains have the key that it needs.
func (l *Low) possible(chains []Chain) error {
	if l.Version >= tls.VersionTLS12 || l.Version < tls.VersionTLS10 {
		return fmt.Errorf("%s is neither TLS 1.1 nor TLS 1.0", tls.VersionName(l.Version))
	}
	if l.RSAKeyExchange && !slices.ContainsFunc(chains, isRSA) {
		return errors.New("RSA key exchange needs a chain with an RSA key")
	}
	return nil
}

func isRSA(c Chain) bool { _, ok := c.key.(*rsa.PrivateKey); return ok }

// The suites that TLS 1.1 knows, by key exchange and key; what a client offers of them comes first.
var (
	lowRSA        = []uint16{tls.TLS_RSA_WITH_AES_128_CBC_SHA, tls.TLS_RSA_WITH_AES_256_CBC_SHA, tls.TLS_RSA_WITH_3DES_EDE_CBC_SHA}
	lowECDHERSA   = []uint16{tls.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA, tls.TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA, tls.TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA}
	lowECDHEECDSA = []uint16{tls.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA, tls.TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA}
)

// answer chooses chain and suite.
func (l *Low) answer(chains []Chain, h *Hello) (chain int, suite uint16) {
	best := -1
	for i, c := range chains {
		suites := lowECDHEECDSA
		switch {
		case l.RSAKeyExchange && !isRSA(c):
			continue
		case l.RSAKeyExchange:
			suites = lowRSA
		case isRSA(c):
			suites = lowECDHERSA
		}
		if j := slices.IndexFunc(suites, func(s uint16) bool { return h.Offers(s) }); j >= 0 {
			return i, suites[j]
		}
		if best < 0 {
			best, suite = i, suites[0]
		}
	}
	return best, suite
}

// low answers with a version below TLS 1.2, and waits for what the station makes of that.
func (v *visit) low() {
	defer func() { _ = v.tap.Close() }() // the station may have closed it already
	r := &replay{Conn: v.tap}
	for v.tap.heard() == nil {
		if err := r.record(); err != nil {
			v.fail(err)
			return
		}
	}
	h := v.tap.heard()
	chain, suite := v.setup.Low.answer(v.setup.Chains, h)
	v.chose(chain)
	v.mu.Lock()
	v.record.Version, v.record.CipherSuite = v.setup.Low.Version, suite
	v.mu.Unlock()
	if v.setup.Low.asked(h) && h.Offers(suite) {
		v.lowToTheEnd(r, v.setup.Chains[chain], suite)
		return
	}
	flight, err := v.setup.Low.flight(v.setup.Chains[chain], suite, h)
	if err == nil {
		_, err = v.tap.Write(flight)
	}
	if err == nil {
		err = v.lowAnswer()
	}
	if err != nil {
		v.fail(err)
	}
}

// asked tells whether the client offers the version: then crypto/tls would go on with it as well.
func (l *Low) asked(h *Hello) bool {
	return slices.Contains(h.Versions, l.Version) || h.Versions == nil && h.Legacy >= l.Version
}

// lowToTheEnd makes the whole of a handshake that the client has offered, because a station may look at the version when it
// is done, and end the connection then. It went on when its request comes.
func (v *visit) lowToTheEnd(r *replay, c Chain, suite uint16) {
	r.again()
	config := v.setup.config([]*tls.Certificate{c.certificate()}, v)
	config.MinVersion, config.MaxVersion, config.CipherSuites = v.setup.Low.Version, v.setup.Low.Version, []uint16{suite}
	config.GetCertificate = func(*tls.ClientHelloInfo) (*tls.Certificate, error) { return c.certificate(), nil }
	secure := tls.Server(r, config)
	err := secure.Handshake()
	if err == nil {
		v.opened(secure)
		var request [1]byte
		if _, err = secure.Read(request[:]); err == nil {
			v.mu.Lock()
			defer v.mu.Unlock()
			v.record.RequestBytes = 1
			v.settle(WentOn, "its request came under "+tls.VersionName(v.setup.Low.Version))
			return
		}
	}
	v.fail(err)
}

// lowAnswer waits for what a station does with a version that it has not offered: an alert, an end, or more of the handshake.
func (v *visit) lowAnswer() error {
	r := &replay{Conn: v.tap}
	for {
		if err := r.record(); err != nil {
			return err
		}
		switch r.kept[0] {
		case recordAlert:
			if r.kept[len(r.kept)-1] != userCanceled {
				return io.EOF // close_notify or another: the record tells
			}
		case recordHandshake, recordChangeCipherSpec, recordApplication:
			v.mu.Lock()
			defer v.mu.Unlock()
			v.settle(WentOn, "it went on with a handshake of "+tls.VersionName(v.setup.Low.Version)+", which it had not offered")
			return nil
		}
		r.kept = nil
	}
}

// heard is the ClientHello, once it is whole.
func (t *tap) heard() *Hello {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.hello
}

// replay reads records, and can give them out once more.
type replay struct {
	net.Conn
	kept []byte // the records that were read
	give bool
}

// NetConn is the connection itself.
func (r *replay) NetConn() net.Conn { return r.Conn }

// record reads one record; what is no record ends it.
func (r *replay) record() error {
	var header [recordHeader]byte
	if _, err := io.ReadFull(r.Conn, header[:]); err != nil {
		return err
	}
	size := int(binary.BigEndian.Uint16(header[3:]))
	if header[0] < recordChangeCipherSpec || header[0] > recordApplication || header[1] != 3 || size > maxRecord || len(r.kept) > maxHello {
		return &net.OpError{Op: "local error", Err: errors.New("what came is no TLS record, or no ClientHello")}
	}
	body := make([]byte, size)
	_, err := io.ReadFull(r.Conn, body)
	r.kept = append(append(r.kept, header[:]...), body...)
	return err
}

// again lets Read begin with what was kept.
func (r *replay) again() { r.give = true }

func (r *replay) Read(p []byte) (int, error) {
	if r.give && len(r.kept) > 0 {
		n := copy(p, r.kept)
		r.kept = r.kept[n:]
		return n, nil
	}
	return r.Conn.Read(p)
}

// flight is ServerHello, Certificate, ServerKeyExchange with ECDHE, and ServerHelloDone (RFC 4346, 7.3).
func (l *Low) flight(c Chain, suite uint16, h *Hello) ([]byte, error) {
	var random [32]byte
	if _, err := rand.Read(random[:]); err != nil {
		return nil, err
	}
	messages := [][]byte{l.serverHello(random, suite, h), certificateMessage(c)}
	if !l.RSAKeyExchange {
		exchange, err := l.serverKeyExchange(c, random, h)
		if err != nil {
			return nil, err
		}
		messages = append(messages, exchange)
	}
	messages = append(messages, message(14, nil))
	var out []byte
	for _, m := range messages {
		for len(m) > 0 {
			n := min(len(m), 1<<14)
			out = append(out, recordHandshake, byte(l.Version>>8), byte(l.Version), byte(n>>8), byte(n))
			out, m = append(out, m[:n]...), m[n:]
		}
	}
	return out, nil
}

func message(kind uint8, body []byte) []byte {
	b := cryptobyte.NewBuilder(nil)
	b.AddUint8(kind)
	b.AddUint24LengthPrefixed(func(b *cryptobyte.Builder) { b.AddBytes(body) })
	return b.BytesOrPanic()
}

// serverHello has a random without the mark by which servers of TLS 1.2 and 1.3 tell of a downgrade (RFC 8446, 4.1.3): this is
// a server that knows no better. Secure renegotiation is confirmed, for want of which clients end as well.
func (l *Low) serverHello(random [32]byte, suite uint16, h *Hello) []byte {
	b := cryptobyte.NewBuilder(nil)
	b.AddUint16(l.Version)
	b.AddBytes(random[:])
	b.AddUint8(0) // no session to return to
	b.AddUint16(suite)
	b.AddUint8(0)
	if h.SecureRenegotiation {
		b.AddUint16LengthPrefixed(func(b *cryptobyte.Builder) {
			b.AddUint16(extRenegotiationInfo)
			b.AddUint16LengthPrefixed(func(b *cryptobyte.Builder) { b.AddUint8(0) })
		})
	}
	return message(messageServerHello, b.BytesOrPanic())
}

func certificateMessage(c Chain) []byte {
	b := cryptobyte.NewBuilder(nil)
	b.AddUint24LengthPrefixed(func(b *cryptobyte.Builder) {
		for _, cert := range c.Sent {
			b.AddUint24LengthPrefixed(func(b *cryptobyte.Builder) { b.AddBytes(cert.Raw) })
		}
	})
	return message(11, b.BytesOrPanic())
}

// serverKeyExchange has a key on P-256, which every client with ECDHE knows, signed as RFC 4346 (4.7) and RFC 4492 (5.4) have
// it: over both randoms and the parameters, with MD5 and SHA-1 by RSA, with SHA-1 by ECDSA.
func (l *Low) serverKeyExchange(c Chain, random [32]byte, h *Hello) ([]byte, error) {
	key, err := ecdh.P256().GenerateKey(rand.Reader)
	if err != nil {
		return nil, err
	}
	point := key.PublicKey().Bytes()
	params := append([]byte{3, 0, 23, byte(len(point))}, point...)
	signed := slices.Concat(h.random[:], random[:], params)
	sum := sha1.Sum(signed)
	digest, hash := sum[:], crypto.SHA1
	if _, ok := c.key.(*ecdsa.PrivateKey); !ok {
		weak := md5.Sum(signed)
		digest, hash = slices.Concat(weak[:], sum[:]), crypto.MD5SHA1
	}
	signature, err := c.key.Sign(rand.Reader, digest, hash)
	if err != nil {
		return nil, err
	}
	b := cryptobyte.NewBuilder(params)
	b.AddUint16LengthPrefixed(func(b *cryptobyte.Builder) { b.AddBytes(signature) })
	return message(12, b.BytesOrPanic()), nil
}
