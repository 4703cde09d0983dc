package octt

import "time"

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
	cutOff   bool      // the case cuts the connection of a station that goes on
	wasCut   bool      // it did so with the connection before this one
}

// Attempt is one attempt of the station to connect, as it reached the CSMS: accepted or not.
type Attempt struct {
	At       time.Time
	Accepted bool
	fault    string // why it was turned down
}

// attempt notes one. The caller holds mu.
func (w *wire) attempt(e Event) {
	w.link.attempts = append(w.link.attempts, Attempt{At: e.At, Accepted: e.Kind == Connected, fault: e.Fault})
}
