package csmsmock

import (
	"net"
	"time"
)

// Clock says who stamped an event.
type Clock string

// The clocks. The kernel stamps a segment when it arrives, however late this program gets to read it; the process stamps a
// message when a goroutine has read it, or is about to write it.
//
// Of segments that nobody has read yet the kernel makes one, with the stamp of the last. Where more had come behind a message
// by the time it was read, its stamp may be that of what came behind: the message came then, or before.
const (
	KernelClock  Clock = "kernel"
	JoinedClock  Clock = "joined"
	ProcessClock Clock = "process"
)

// Stamping has the kernel stamp what arrives on the connections of a listener, where platform and listener can do that: a
// *net.TCPListener on Linux. Every other listener is returned as it is. Serve does it by itself; a listener that is
// wrapped for TLS is stamped below that: tls.NewListener(csmsmock.Stamping(l), config).
func Stamping(l net.Listener) net.Listener { return stamping(l) }

// socket is a connection that knows when its bytes came and went.
type socket interface {
	// arrived is when the kernel took in the last bytes that were read; false where it did not say.
	arrived() (time.Time, bool)
	// behind tells that more has come than what was asked for.
	behind() bool
	// left is the moment before the last bytes were handed to the kernel.
	left() time.Time
}

// socketBelow finds the stamped connection below what wraps it, nil where there is none.
func socketBelow(c net.Conn) socket {
	for {
		if s, ok := c.(socket); ok {
			return s
		}
		outer, ok := c.(interface{ NetConn() net.Conn })
		if !ok {
			return nil
		}
		c = outer.NetConn()
	}
}

// counting is a connection that counts how often it was read from. Messages that came with one read were all there before the first
// of them could be answered.
type counting interface{ reads() int }

// countingBelow finds the connection that counts below what wraps it, nil where there is none.
func countingBelow(c net.Conn) counting {
	for {
		if s, ok := c.(counting); ok {
			return s
		}
		outer, ok := c.(interface{ NetConn() net.Conn })
		if !ok {
			return nil
		}
		c = outer.NetConn()
	}
}

// lapse is a time by both clocks. They differ where the wall clock was set in it, and where the machine was suspended.
type lapse struct{ wall, monotonic time.Duration }

// since is the lapse from a moment to a later one.
func since(from, to time.Time) lapse { return lapse{to.Round(0).Sub(from.Round(0)), to.Sub(from)} }

const (
	// blur is how far a stamp may be off that is believed: as much as response times may be.
	blur = 100 * time.Microsecond
	// slewed is the share of a time by which the wall clock may go faster or slower, where it is not set but led to the right
	// time: twice the most of the kernel's adjtime and of NTP.
	slewed = 1000
)

// onThisClock moves a stamp of the wall clock, by which the kernel stamps, to package time's, which has the monotonic clock
// beside it: what is then subtracted from it is right even if the wall clock is set later. Where the wall clock was set in the
// lapse in which the stamp was made, up to now, the stamp is worth nothing.
func onThisClock(stamp, now time.Time, in lapse) (time.Time, bool) {
	late := now.Round(0).Sub(stamp)
	if set := (in.wall - in.monotonic).Abs(); set > blur+in.monotonic/slewed || late < 0 {
		return now, false
	}
	return now.Add(-late), true
}
