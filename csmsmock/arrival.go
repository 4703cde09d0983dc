package csmsmock

import (
	"net"
	"time"
)

// Clock says who stamped an event.
type Clock string

// The clocks. The kernel stamps a segment when it arrives, however late this program gets to read it; the process stamps a
// message when a goroutine has read it, or is about to write it.
const (
	KernelClock  Clock = "kernel"
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

// lateness is the longest that a stamp may lie before the moment of reading. One that is older, or that lies in the
// future, tells that the wall clock was set in between: the kernel stamps by that clock, and the stamp is worth nothing.
const lateness = time.Minute

// onThisClock moves a stamp of the wall clock to package time's, which has the monotonic clock beside it: what is then
// subtracted from it is right even if the wall clock is set later.
func onThisClock(stamp, now time.Time) (time.Time, bool) {
	late := now.Round(0).Sub(stamp)
	if late < 0 || late > lateness {
		return now, false
	}
	return now.Add(-late), true
}
