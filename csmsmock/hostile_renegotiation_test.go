package csmsmock

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/sha256"
	"crypto/tls"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"math/rand/v2"
	"net"
	"strings"
)

// renegotiate makes a handshake of TLS 1.2 and then asks for another under its keys (RFC 5246, 7.4.1.2), which crypto/tls does not
// do by itself: the record is written past it.
func (h *hostile) renegotiate(c net.Conn, r *rand.Rand) {
	var keys bytes.Buffer
	listening := &overheard{Conn: c}
	secure := tls.Client(listening, &tls.Config{
		InsecureSkipVerify: true, ServerName: "csms.bench.test", MaxVersion: tls.VersionTLS12, KeyLogWriter: &keys,
		CipherSuites: []uint16{tls.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256}, Certificates: []tls.Certificate{h.mine},
	})
	if secure.Handshake() != nil {
		return
	}
	record, err := sealed(keys.String(), listening.first, h.hello[5:])
	if err != nil {
		h.t.Error(err)
		return
	}
	for range 1 + r.IntN(3) { // after the first nobody should read any more
		send(c, record)
	}
	_, _ = secure.Read(make([]byte, 1)) // until the mock ends it
}

// overheard keeps the first that comes: a ServerHello.
type overheard struct {
	net.Conn
	first []byte
}

func (o *overheard) Read(p []byte) (int, error) {
	n, err := o.Conn.Read(p)
	if len(o.first) < 64 {
		o.first = append(o.first, p[:n]...)
	}
	return n, err
}

// sealed is a handshake message as the second record of a client under AES-128-GCM (RFC 5288), its first having been Finished.
func sealed(keyLog string, serverHello, message []byte) ([]byte, error) {
	words := strings.Fields(keyLog) // CLIENT_RANDOM, the random, the master secret
	if len(words) != 3 || len(serverHello) < 43 {
		return nil, errors.New("the keys of the handshake are not known")
	}
	client, err1 := hex.DecodeString(words[1])
	master, err2 := hex.DecodeString(words[2])
	if err := errors.Join(err1, err2); err != nil {
		return nil, err
	}
	server := serverHello[11:43] // behind the headers of the record and of the message, and the version
	block := expand(master, append(append([]byte("key expansion"), server...), client...), 40)
	one, err := aes.NewCipher(block[:16])
	if err != nil {
		return nil, err
	}
	gcm, err := cipher.NewGCM(one)
	if err != nil {
		return nil, err
	}
	sequence := binary.BigEndian.AppendUint64(nil, 1)
	nonce := append(append([]byte(nil), block[32:36]...), sequence...)
	extra := binary.BigEndian.AppendUint16(append(append([]byte(nil), sequence...), 22, 3, 3), uint16(len(message)))
	body := append(sequence, gcm.Seal(nil, nonce, message, extra)...)
	return append(binary.BigEndian.AppendUint16([]byte{22, 3, 3}, uint16(len(body))), body...), nil
}

// expand is P_SHA256 (RFC 5246, 5).
func expand(secret, seed []byte, n int) []byte {
	sum := func(parts ...[]byte) []byte {
		m := hmac.New(sha256.New, secret)
		for _, p := range parts {
			m.Write(p)
		}
		return m.Sum(nil)
	}
	var out []byte
	for a := sum(seed); len(out) < n; a = sum(a) {
		out = append(out, sum(a, seed)...)
	}
	return out[:n]
}
