package octt

import (
	"time"

	"github.com/certbench/certbench/harness/evidence"
)

// link is the connection of the station, and how it came to be.
type link struct {
	hello    *Handshake
	drops    int       // disconnections so far
	excused  bool      // the connection may end: the case, or the CSMS, is about to make it
	attempts []Attempt // to connect, in this play
	up       bool      // the last event of the connection is that it was made
	online   time.Time // since when the station may send what happens; zero while it may not, or when that is not known
	lost     []int64   // connection records of ends that nothing excused
	conns    int       // number of the last connection
	conn     int       // the last connection that was heard of
	endpoint string    // of the last connection
	cutOff   bool      // the case cuts the connection of a station that goes on
	wasCut   bool      // it did so with the connection before this one
	mayBoot  bool      // the station takes a value at its next boot, which it may choose
}

// Attempt is one attempt of the station to connect, as it reached the CSMS: accepted or not.
type Attempt struct {
	At       time.Time
	Endpoint string
	Accepted bool
	Hello    *Handshake        // its HTTP upgrade request; nil where none came
	Secured  *evidence.Secured // of one with TLS, or that came to none for want of it; nil for one without
	fault    string            // why it was turned down
}

// Goes tells an attempt on which the station has gone on to a request, whatever became of that.
func (a Attempt) Goes() bool {
	return a.Accepted || a.Hello != nil || a.Secured != nil && a.Secured.RequestBytes > 0
}

// Became is what became of an attempt, in words: AttemptAccepted, or why it was none.
func (a Attempt) Became() string {
	if a.Accepted {
		return AttemptAccepted
	}
	return a.fault
}

// AttemptAccepted is an attempt that became a connection.
const AttemptAccepted = "a connection"

// Shown tells an attempt in which the certificate of the CSMS came to the station, in a handshake of its own: one that resumes an
// earlier session has none.
func (a Attempt) Shown() bool { return a.Secured != nil && a.Secured.Sent && !a.Secured.Resumed }

// TLS is what a station made of one connection with it.
type TLS = evidence.Secured

// attempt notes one. The caller holds mu.
func (w *wire) attempt(e Event) {
	a := Attempt{At: e.At, Endpoint: e.Endpoint, Accepted: e.Kind == Connected, Hello: e.Handshake, Secured: e.Secured, fault: e.Fault}
	if e.Handshake != nil {
		a.Secured = e.Handshake.Secured
	}
	if a.Secured != nil {
		a.At = a.Secured.Began
	}
	w.link.attempts = append(w.link.attempts, a)
}

// secured notes what the station made of a connection with TLS. One on which a request came is an attempt when that is answered. The
// caller holds mu.
func (w *wire) secured(e Event) {
	w.append(evidence.Record{Kind: evidence.KindSecured, Secured: e.Secured})
	if e.Secured.Requested() || e.Secured.Knocked() {
		return
	}
	e.Fault = e.Secured.Ended()
	w.attempt(e)
	w.hap(mishap{what: "its last attempt to connect failed: " + e.Fault, refusal: true, credentials: len(e.Secured.ClientFaults) > 0})
}
