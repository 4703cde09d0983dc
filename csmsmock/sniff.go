package csmsmock

import (
	"bytes"
	"crypto/tls"
	"net"
	"sync"

	"github.com/certbench/certbench/csmsmock/pki"
)

// What a socket that is no HTTP says, as the events of such sockets have it.
const (
	// OverTLS is what a station begins with that was configured with wss:// for an endpoint without TLS.
	OverTLS = "a TLS ClientHello came, and this endpoint has no TLS"
	// NoRequest is anything else that is no HTTP request.
	NoRequest = "what came is no HTTP request"
)

// sniffing looks at the first bytes of every socket of an endpoint without TLS: net/http answers one that is no HTTP, and
// tells nobody. A socket with TLS is left alone, for its failures are told by its record, or by the log.
type sniffing struct {
	net.Listener
	tell func(what string)
}

func (l sniffing) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	switch c.(type) {
	case *tls.Conn, *pki.Conn:
		return c, nil
	}
	return &sniffed{Conn: c, tell: l.tell}, nil
}

// sniffed is a socket until its first bytes are known.
type sniffed struct {
	net.Conn
	tell func(what string)
	once sync.Once
	many int // reads
}

// NetConn is the connection itself.
func (c *sniffed) NetConn() net.Conn { return c.Conn }

func (c *sniffed) reads() int { return c.many }

// Read passes on, and looks at what comes first. Like reads it belongs to one goroutine.
func (c *sniffed) Read(p []byte) (int, error) {
	c.many++
	n, err := c.Conn.Read(p)
	if n > 0 {
		c.once.Do(func() {
			if what := strange(p[:n]); what != "" {
				c.tell(what)
			}
		})
	}
	return n, err
}

// strange says what bytes are that begin no HTTP request; empty for those that do. A ClientHello is a handshake record, type
// 22, of version 3.x (RFC 8446, 5.1).
func strange(first []byte) string {
	if first[0] == 0x16 && (len(first) == 1 || first[1] == 3) {
		return OverTLS
	}
	method, _, _ := bytes.Cut(first, []byte(" "))
	for _, b := range method {
		if b < 'A' || b > 'Z' {
			return NoRequest
		}
	}
	return ""
}

// stranger records a socket that was no HTTP.
func (s *Server) stranger(endpoint, what string) {
	s.strays.offer(Event{At: s.cfg.Now(), Kind: Refused, Endpoint: endpoint, Err: what})
}
