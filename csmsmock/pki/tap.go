package pki

import (
	"encoding/binary"
	"io"
	"net"
	"sync"
	"sync/atomic"
	"time"
)

// The record types of TLS, and the handshake messages that the tap reads (RFC 8446, 5.1 and 4).
const (
	recordChangeCipherSpec = 20
	recordAlert            = 21
	recordHandshake        = 22
	recordApplication      = 23

	messageClientHello = 1
	messageServerHello = 2
)

const (
	recordHeader = 5
	maxRecord    = 1<<14 + 2048 // of an encrypted one (RFC 5246, 6.2.3)
	maxAlerts    = 16           // that are kept; a handshake has one, and perhaps a goodbye
	// maxHello bounds what is kept of a ClientHello; crypto/tls refuses those above 64 KiB as well.
	maxHello = 64 << 10
)

// tap is the connection below TLS. Until it is told that nothing more is of interest, it reads along: the ClientHello, the
// alerts in the clear, and whether the ServerHello went out. Reading and writing may be concurrent.
type tap struct {
	net.Conn
	now   func() time.Time
	quiet atomic.Bool

	mu      sync.Mutex
	in, out stream
	first   []byte // the first bytes that came, to tell what is no TLS
	hello   *Hello
	badly   error // why the hello could not be read to its end
	helloAt time.Time
	alerts  []Alert
	ended   error // of a Read: the station's end, or the deadline
	served  bool  // a ServerHello went out, and something of the handshake behind it
}

// stream is one direction, as records.
type stream struct {
	bytes   int64
	header  [recordHeader]byte
	have    int // of the header
	left    int // of the record's body
	body    [4]byte
	got     int    // of body, which is what is kept of each record
	message []byte // the first handshake message, until it is whole
	whole   bool
	lost    bool // what comes is no TLS
	replied bool // of out: the ServerHello was seen
	opening bool // of out: in the record that is being read
}

func newTap(c net.Conn, now func() time.Time) *tap { return &tap{Conn: c, now: now} }

// NetConn is the connection itself.
func (t *tap) NetConn() net.Conn { return t.Conn }

func (t *tap) Read(p []byte) (int, error) {
	n, err := t.Conn.Read(p)
	if t.quiet.Load() {
		return n, err
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.in.bytes += int64(n)
	if len(t.first) < len(t.in.body)+recordHeader {
		t.first = append(t.first, p[:min(n, len(t.in.body)+recordHeader-len(t.first))]...)
	}
	t.follow(&t.in, p[:n], ByStation)
	if err != nil && !gone(t.ended) { // after a deadline, more may come
		t.ended = err
	}
	return n, err
}

func (t *tap) Write(p []byte) (int, error) {
	if !t.quiet.Load() {
		t.mu.Lock()
		t.out.bytes += int64(len(p))
		t.follow(&t.out, p, ByMock)
		t.mu.Unlock()
	}
	return t.Conn.Write(p)
}

// follow takes in the next bytes of a direction.
func (t *tap) follow(s *stream, p []byte, by Side) {
	for len(p) > 0 && !s.lost {
		if s.have < recordHeader {
			n := copy(s.header[s.have:], p)
			s.have += n
			p = p[n:]
			if s.have == recordHeader {
				t.begin(s)
			}
			continue
		}
		n := min(len(p), s.left)
		s.got += copy(s.body[min(s.got, len(s.body)):], p[:n])
		if s.header[0] == recordHandshake && !s.whole {
			t.handshake(s, p[:n], by)
		}
		s.left -= n
		p = p[n:]
		if s.left == 0 {
			t.end(s, by)
		}
	}
}

func (t *tap) begin(s *stream) {
	s.left = int(binary.BigEndian.Uint16(s.header[3:]))
	s.got = 0
	// Too long, or of another major version, it is no record.
	s.lost = s.header[0] < recordChangeCipherSpec || s.header[0] > recordApplication || s.header[1] != 3 || s.left > maxRecord
	if s.left == 0 {
		s.have = 0
	}
}

// end is a whole record. An alert in the clear has two bytes; an encrypted one has more.
func (t *tap) end(s *stream, by Side) {
	size := int(binary.BigEndian.Uint16(s.header[3:]))
	switch {
	case s.header[0] == recordAlert && size == 2 && len(t.alerts) < maxAlerts:
		t.alerts = append(t.alerts, Alert{By: by, Number: s.body[1], Clear: true, At: t.now()})
	case s.opening:
		s.opening = false
	case by == ByMock && s.replied && (s.header[0] == recordHandshake || s.header[0] == recordApplication):
		t.served = true
	}
	s.have = 0
}

// handshake collects the first message: the station's ClientHello, and of the mock's the beginning.
func (t *tap) handshake(s *stream, p []byte, by Side) {
	const header = 4
	s.message = append(s.message, p...)
	if by == ByMock {
		t.reply(s)
		return
	}
	if len(s.message) < header {
		return
	}
	size := header + int(s.message[1])<<16 + int(s.message[2])<<8 + int(s.message[3])
	if s.message[0] != messageClientHello || size > maxHello {
		s.whole, s.message = true, nil
		return
	}
	if len(s.message) >= size {
		t.hello, t.badly = parseHello(s.message[:size])
		t.helloAt = t.now()
		s.whole, s.message = true, nil
	}
}

// reply finds the ServerHello in what the mock writes. A HelloRetryRequest looks the same but for its random (RFC 8446,
// 4.1.3), and the certificate does not follow it.
func (t *tap) reply(s *stream) {
	const upToRandom = 4 + 2 + 32
	if len(s.message) < upToRandom {
		return
	}
	size := 4 + int(s.message[1])<<16 + int(s.message[2])<<8 + int(s.message[3])
	if s.message[0] == messageServerHello && [32]byte(s.message[6:upToRandom]) == helloRetry {
		if len(s.message) >= size {
			s.message = s.message[size:]
		}
		return
	}
	s.replied = s.message[0] == messageServerHello
	s.opening = s.replied
	if s.replied && len(s.message) > size {
		t.served = true // more than the ServerHello in one record
	}
	s.whole, s.message = true, nil
}

var helloRetry = [32]byte{
	0xcf, 0x21, 0xad, 0x74, 0xe5, 0x9a, 0x61, 0x11, 0xbe, 0x1d, 0x8c, 0x02, 0x1e, 0x65, 0xb8, 0x91,
	0xc2, 0xa2, 0x11, 0x16, 0x7a, 0xbb, 0x8c, 0x5e, 0x07, 0x9e, 0x09, 0xe2, 0xc8, 0xa8, 0x33, 0x9c,
}

// seen copies what the tap knows into a record.
func (t *tap) seen(r *Record) {
	t.mu.Lock()
	defer t.mu.Unlock()
	r.Hello, r.HelloAt, r.Sent = t.hello, t.helloAt, t.served
	r.Alerts = append(r.Alerts, t.alerts...)
	r.BytesIn, r.BytesOut = t.in.bytes, t.out.bytes
}

// over tells how reading ended, nil while it goes on.
func (t *tap) over() error {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.ended
}

// gone tells that the station closed or reset, and did not merely wait.
func gone(err error) bool {
	if err == nil {
		return false
	}
	timeout, ok := err.(net.Error)
	return err == io.EOF || !ok || !timeout.Timeout()
}

func (t *tap) beginning() []byte {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.first
}

func (t *tap) helloError() error {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.badly
}
