package csmsmock

import "encoding/binary"

const (
	// handshakeRecord is the type of the record that a connection with TLS begins with (RFC 8446, 5.1).
	handshakeRecord = 22
	recordHeader    = 5
)

// records follows the records of TLS in what comes (RFC 8446, 5.1).
type records struct {
	header [recordHeader]byte
	have   int // of the header
	left   int // of the record behind it
}

// next is how many bytes come up to the end of the header, or of the record behind it; at least one.
func (r *records) next() int {
	if r.have < recordHeader {
		return recordHeader - r.have
	}
	return r.left
}

// follow takes in what came next.
func (r *records) follow(p []byte) {
	for len(p) > 0 {
		n := min(len(p), r.next())
		if r.have < recordHeader {
			r.have += copy(r.header[r.have:], p[:n])
			r.left = int(binary.BigEndian.Uint16(r.header[3:]))
		} else {
			r.left -= n
		}
		if r.have == recordHeader && r.left == 0 {
			r.have = 0
		}
		p = p[n:]
	}
}
