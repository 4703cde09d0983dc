package octt

import (
	"time"

	"github.com/certbench/certbench/harness/evidence"
)

// The pauses of a play that no row of a table asks for. Each ends as soon as nothing more can come of waiting: the one thing that a
// station and a driver need time between is counted from whatever has happened last, and not again by everybody who needs it.

// breathes lets Timeouts.Act pass between the last that has happened and an act. Of a station that is not connected nobody knows
// what that was, and all of it passes. What comes meanwhile is held for the rows to come.
func (s *Scenario) breathes() {
	defer s.chooses(evidence.WaitAct)()
	left := s.Timeouts.Act
	if s.Connected() {
		left -= time.Since(s.stirred())
	}
	s.interrupted(s.w.pass(s.ctx, left, func(*Message) bool { return true }))
}

// sees gives the station Timeouts.Act to say what an act has led to, which is held for the rows to come. It ends with the first CALL
// that is held: a station may send no other before that is answered (part 4, section 4.1.1), and one that does has a twentieth of the
// time to show it.
func (s *Scenario) sees() {
	defer s.chooses(evidence.WaitAct)()
	all := func(*Message) bool { return true }
	told, err := s.w.block(s.ctx, s.Timeouts.Act, all, s.w.heldForRow)
	if told && err == nil {
		err = s.w.pass(s.ctx, s.Timeouts.Act/20, all)
	}
	s.interrupted(err)
}

// Settles gives the station Timeouts.Act from the last that has happened to tell the rest of it. What comes meanwhile gets its
// standing answer, and is left for the caller to judge.
func (s *Scenario) Settles() {
	left := s.Timeouts.Act - time.Since(s.stirred())
	s.w.mu.Lock()
	if s.w.heldForRow() { // the station has more to say when that is answered
		left = s.Timeouts.Act
	}
	s.w.mu.Unlock()
	s.interrupted(s.Pause(evidence.WaitSettle, left))
}

// stirred is when something has happened last: a frame of either side, or the end of an act. A question that only reads, and the
// answer to it, are nothing that has happened: they leave the station as it is, and no driver sees them.
func (s *Scenario) stirred() time.Time {
	s.w.mu.Lock()
	defer s.w.mu.Unlock()
	return s.w.stirred
}
