package ntp

import (
	"encoding/binary"
	"fmt"
	"time"
)

// size is that of a packet without extension fields and without authentication (RFC 5905, figure 8), in bytes.
const size = 48

// The modes that a server has to do with (RFC 5905, figure 10).
const (
	modeClient = 3
	modeServer = 4
)

// question is what the server takes from a request (RFC 5905, figure 8).
type question struct {
	version  uint8 // 1 to 4
	mode     uint8
	poll     uint8   // log2 of seconds
	transmit [8]byte // when it was sent, by the client's clock or at random; any eight bytes
}

// parse reads a request. The error says why it is not one to answer; what could be read is in the question all the same.
func parse(b []byte) (question, error) {
	if len(b) == 0 {
		return question{}, fmt.Errorf("it is empty, and a request has %d bytes", size)
	}
	q := question{version: b[0] >> 3 & 7, mode: b[0] & 7}
	switch {
	case len(b) < size:
		return q, fmt.Errorf("it has %d bytes, and a request has %d", len(b), size)
	case q.version < 1 || q.version > 4:
		return q, fmt.Errorf("it is of NTP version %d, and the server speaks 1 to 4", q.version)
	case q.mode != modeClient:
		return q, fmt.Errorf("its mode is %d, and a client's is %d", q.mode, modeClient)
	}
	q.poll = b[2]
	copy(q.transmit[:], b[40:48])
	return q, nil
}

// answer is what the server says; all that is not here is the same in every answer, or the question's.
type answer struct {
	leap      uint8 // 0 for no warning, 3 for a clock that is not synchronised
	stratum   uint8
	reference [4]byte
	set       time.Time // when the server's clock was last set
	received  time.Time
	sent      time.Time
}

// What is the same in every answer: the server's clock is read to about a microsecond, and at most a millisecond wrong. More than a
// second of dispersion is refused by some clients.
const (
	precision  = 0xec             // -20, log2 of seconds
	dispersion = (1 << 16) / 1000 // in units of 2^-16 s
)

// bytes writes an answer to a question (RFC 5905, figure 8).
func (a answer) bytes(q question) []byte {
	b := make([]byte, size)
	b[0] = a.leap<<6 | q.version<<3 | modeServer
	b[1], b[2], b[3] = a.stratum, q.poll, precision
	binary.BigEndian.PutUint32(b[8:], dispersion) // the root delay before it is 0
	copy(b[12:16], a.reference[:])
	binary.BigEndian.PutUint64(b[16:], stamp(a.set))
	copy(b[24:32], q.transmit[:])
	binary.BigEndian.PutUint64(b[32:], stamp(a.received))
	binary.BigEndian.PutUint64(b[40:], stamp(a.sent))
	return b
}

// The time that clients agree about. A timestamp has 32 bits for the seconds since 1900: with the first bit set it lies in these
// 68 years for every client; what follows is era 1 to some, and 1900 to others (RFC 5905, section 6).
var (
	Earliest = time.Unix(1<<31-since1900, 0).UTC() // 1968-01-20T03:14:08Z
	EraEnd   = time.Unix(1<<32-since1900, 0).UTC() // 2036-02-07T06:28:16Z, which cannot be shown any more
)

// since1900 are the seconds from 1900 to 1970.
const since1900 = 2_208_988_800

// stamp is a time from Earliest to EraEnd in the timestamp format of RFC 5905, figure 3: seconds since 1900, and their fraction.
func stamp(t time.Time) uint64 {
	return uint64(t.Unix()+since1900)<<32 | uint64(t.Nanosecond())<<32/1e9
}

// inEra tells whether a time can be shown.
func inEra(t time.Time) bool { return !t.Before(Earliest) && t.Before(EraEnd) }
