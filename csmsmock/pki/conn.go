package pki

import (
	"crypto/tls"
	"errors"
	"net"
)

// Conn is a connection whose handshake is complete. Its first bytes, or its end without any, tell the outcome.
type Conn struct {
	*tls.Conn
	visit *visit
	piece int
}

// smallest is the least that a client can ask for by max_fragment_length (RFC 6066, 4).
const smallest = 512

// pieceFor is the largest record for a client with small buffers, 0 for others (errata 2025-09, 4.9). crypto/tls answers no
// max_fragment_length; but nothing forbids to write small records.
func pieceFor(h *Hello) int {
	switch {
	case h.MaxFragment > 0:
		return smallest
	case h.RecordLimit > 64 && h.RecordLimit < 1<<14:
		return min(h.RecordLimit-1, smallest) // in TLS 1.3 it counts the type as well
	}
	return 0
}

// Read tells the outcome when the first bytes of a request have come.
func (c *Conn) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	if n > 0 || err != nil {
		c.visit.read(n, err)
	}
	return n, err
}

// Write sends small records where the client needs them.
func (c *Conn) Write(p []byte) (int, error) {
	if c.piece == 0 {
		return c.Conn.Write(p)
	}
	sent := 0
	for len(p) > 0 {
		n, err := c.Conn.Write(p[:min(c.piece, len(p))])
		sent += n
		if err != nil {
			return sent, err
		}
		p = p[n:]
	}
	return sent, nil
}

// Close is the mock's end of it.
func (c *Conn) Close() error {
	c.visit.closing()
	return c.Conn.Close()
}

// Record is what was told of the connection, nil before its first bytes.
func (c *Conn) Record() *Record {
	c.visit.mu.Lock()
	defer c.visit.mu.Unlock()
	return c.visit.told
}

func (v *visit) read(n int, err error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.told != nil {
		return
	}
	v.record.RequestBytes += n
	if timeout, ok := errors.AsType[net.Error](err); n == 0 && ok && timeout.Timeout() {
		return // net/http interrupts reads to take a connection over; when it gives up, it closes
	}
	switch {
	case n > 0 && v.record.DidResume:
		v.settle(Resumed, "the session was resumed: the certificate was not sent")
	case n > 0:
		v.settle(Accepted, "")
	default:
		v.settle(v.outcomeOf(err))
	}
}

// closing is an end by the mock before the station's first byte.
func (v *visit) closing() {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.told == nil {
		v.settle(Waited, "the mock ended the connection")
	}
}
