package octt

import (
	"slices"
	"time"

	"github.com/certbench/certbench/harness/evidence"
)

// DropConnection closes the WebSocket as the given row, and accepts the station's next attempt to connect. It returns
// when the closing began: no station can have noticed it before.
func (s *Scenario) DropConnection(row int) time.Time {
	began := s.hangUp(row, "closes the WebSocket connection")
	s.w.csms.Accept()
	return began
}

// AcceptAttempts has the CSMS accept attempts to connect again, without waiting for one.
func (s *Scenario) AcceptAttempts() { s.w.csms.Accept() }

// WatchAttempts has NextAttempt take the attempts from now on, where no row closes the connection, and the station is free to.
func (s *Scenario) WatchAttempts() {
	s.w.mu.Lock()
	defer s.w.mu.Unlock()
	s.w.link.excused = true
	s.attempted = len(s.w.link.attempts)
}

// Attempts are those that the station has made since the last that a row has taken. The caller takes them all.
func (s *Scenario) Attempts() []Attempt {
	s.w.mu.Lock()
	defer s.w.mu.Unlock()
	all := slices.Clone(s.w.link.attempts[min(s.attempted, len(s.w.link.attempts)):])
	s.attempted = len(s.w.link.attempts)
	return all
}

// NextAttempt takes the station's next attempt to connect since the connection was closed as the given row; limit is the
// station's own back-off, to which Timeouts.Reconnect is added. What becomes of the attempt is the next row's: Accepted
// or Refused.
func (s *Scenario) NextAttempt(row int, limit time.Duration) Attempt {
	r := s.open(number(row), evidence.ActorStation, "tries to connect", "")
	limit += s.Timeouts.Reconnect
	var found Attempt
	ok, err := s.w.await(s.ctx, limit, func(*Message) bool { return true }, func() bool {
		if len(s.w.link.attempts) <= s.attempted {
			return false
		}
		found = s.w.link.attempts[s.attempted]
		return true
	})
	s.interrupted(err)
	if !ok {
		s.failRow(r, "The Charging Station tries to connect.", "an attempt", "none within "+limit.String(), 0)
	}
	s.attempted++
	r.end(evidence.Pass, "")
	return found
}

// Accepted is the row in which the CSMS accepts the attempt. It waits until the connection is made.
func (s *Scenario) Accepted(row int, a Attempt) {
	r := s.open(number(row), evidence.ActorCSMS, "accepts the connection attempt", "")
	if !a.Accepted {
		s.failRow(r, "The Charging Station connects.", "a connection", "its attempt was turned down: "+a.fault, 0)
	}
	r.end(evidence.Pass, "")
}

// Refused is the row in which the CSMS does not accept the attempt.
func (s *Scenario) Refused(row int, a Attempt) {
	if a.Accepted {
		s.bug("the CSMS has accepted an attempt that the case wants refused: close the connection with CloseConnection")
	}
	s.open(number(row), evidence.ActorCSMS, "does not accept the connection attempt", "").end(evidence.Pass, "")
}
