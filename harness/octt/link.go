package octt

import (
	"time"

	"github.com/certbench/certbench/harness/evidence"
)

// CloseConnection closes the WebSocket and accepts no reconnect, as the given row. What the station waits for is
// answered before, but for what Keep keeps. It returns when the closing began.
func (s *Scenario) CloseConnection(row int) time.Time {
	return s.hangUp(row, "closes the WebSocket connection and does not accept a reconnect")
}

// hangUp is an act of the network's, with the pause before one: what the station was asked for, such as to take a value of a
// variable, it has answered by then and not done, and no network fails in that very moment.
func (s *Scenario) hangUp(row int, text string) time.Time {
	s.breathes()
	r := s.open(number(row), evidence.ActorCSMS, text, "")
	drops := s.drops()
	s.w.mu.Lock()
	s.w.answerUnkept()
	s.w.link.excused, s.w.phase.touched, s.w.link.cutOff = true, true, true
	s.attempted = len(s.w.link.attempts)
	s.w.mu.Unlock()
	if err := s.w.csms.Disconnect(); err != nil {
		s.failRow(r, "The connection is there to be closed.", "an open connection", err.Error(), 0)
	}
	_, err := s.w.await(s.ctx, s.Timeouts.Response, nil, func() bool { return s.w.link.drops > drops })
	s.interrupted(err)
	s.prompts("the end of the connection")
	r.end(evidence.Pass, "")
	return r.Began
}

// MayDisconnect says that the station is free to end the connection now, until it connects again or the play is over. Without it a connection
// that ends is a WARNING, because every case presumes a stable one (part 6, section 2.1). Acts that cut the station off,
// CloseConnection and a ResetRequest say it by themselves.
func (s *Scenario) MayDisconnect() {
	s.w.mu.Lock()
	defer s.w.mu.Unlock()
	s.w.link.excused = true
}

// excusesUntilDone is MayDisconnect until the returned function is called: a station that has not left by then has no more reason to.
func (s *Scenario) excusesUntilDone() (done func()) {
	s.w.mu.Lock()
	before := s.w.link.excused
	s.w.mu.Unlock()
	s.MayDisconnect()
	return func() {
		s.w.mu.Lock()
		defer s.w.mu.Unlock()
		s.w.link.excused = s.w.link.excused && (before || s.w.link.mayBoot || !s.w.link.up)
	}
}

// cutsOff notes that an act takes the network from a station that goes on.
func (s *Scenario) cutsOff() {
	s.w.mu.Lock()
	defer s.w.mu.Unlock()
	s.w.link.cutOff = true
}

// ConnectsAgain waits for another connection than the one of the handshake, and tells whether it came in time. It may have come
// already.
func (s *Scenario) ConnectsAgain(than *Handshake, limit time.Duration) bool {
	s.w.csms.Accept()
	ok, err := s.w.await(s.ctx, limit, func(*Message) bool { return true }, func() bool {
		return s.w.link.hello != than && s.w.link.up && s.w.csms.Connected()
	})
	s.interrupted(err)
	return ok
}

// Leaves waits for the station to end the connection, as it may after MayDisconnect, and tells whether it did in time.
func (s *Scenario) Leaves(limit time.Duration) bool {
	inVain := s.mayBeInVain(evidence.WaitOptional)
	gone, err := s.w.await(s.ctx, limit, func(*Message) bool { return true }, func() bool { return !s.w.csms.Connected() })
	s.interrupted(err)
	if !gone {
		inVain()
	}
	return gone
}

// ConnectsByItself plays rows that give the station a value for which it may change its connection, or boot, by itself, and lets it do so before the
// next row, which would find nobody there. It returns when the station has come back and was accepted, or has stayed for Timeouts.Optional.
// What it tells on its way belongs to no row. One that does not come back is for the next row to find.
func (s *Scenario) ConnectsByItself(why string, rows func()) {
	defer s.excusesUntilDone()()
	drops := s.drops()
	rows()
	if s.drops() == drops && !s.Leaves(s.Timeouts.Optional) {
		return
	}
	err := s.AwaitConnection(s.Timeouts.Boot)
	if err == nil {
		err = s.AwaitAdmission(s.Configured.HeartbeatInterval + s.Timeouts.Message)
	}
	if err != nil {
		s.interrupted(s.ctx.Err())
		s.Note("The station has ended its connection, %s, and is not back: %v.", why, err)
		return
	}
	s.Settles()
	s.PassOver(nil, "the station has connected anew, "+why, func(*Message) bool { return true })
}

func (s *Scenario) drops() int {
	s.w.mu.Lock()
	defer s.w.mu.Unlock()
	return s.w.link.drops
}

// AcceptConnection accepts reconnection attempts again and waits for one, as the given row; beyond is the station's
// own back-off, to which Timeouts.Reconnect is added. It returns when the connection was made.
func (s *Scenario) AcceptConnection(row int, beyond time.Duration) time.Time {
	r := s.open(number(row), evidence.ActorCSMS, "accepts the reconnection attempt of the Charging Station", "")
	s.w.csms.Accept()
	limit := beyond + s.Timeouts.Reconnect
	ok, err := s.w.await(s.ctx, limit, func(*Message) bool { return true }, func() bool { return s.w.link.up && s.w.csms.Connected() })
	s.interrupted(err)
	if !ok {
		s.failRow(r, "The Charging Station reconnects.", "a connection", "none within "+limit.String()+s.why(r.Began), 0)
	}
	r.end(evidence.Pass, "")
	return s.connectedAt()
}

// connectedAt is when the last attempt to connect was accepted.
func (s *Scenario) connectedAt() (at time.Time) {
	s.w.mu.Lock()
	defer s.w.mu.Unlock()
	for _, a := range s.w.link.attempts {
		if a.Accepted {
			at = a.At
		}
	}
	return at
}

// Keep leaves messages of the action unanswered until a row claims them or Timeouts.Hold has passed, even while other
// rows are played; an empty action ends that. It is for rows that ask what stands in the station's queue.
func (s *Scenario) Keep(action string) {
	s.w.mu.Lock()
	defer s.w.mu.Unlock()
	s.w.script.kept = nil
	if action != "" {
		s.w.script.kept = map[string]bool{action: true}
	}
}

// Handshake returns the HTTP upgrade request of the connection that is open now, or was last.
func (s *Scenario) Handshake() *Handshake {
	s.w.mu.Lock()
	defer s.w.mu.Unlock()
	return s.w.link.hello
}

// Connected tells whether the station's WebSocket is open.
func (s *Scenario) Connected() bool { return s.w.csms.Connected() }

// Forget makes messages that came so far belong to no row any more: what the station does on its way from one
// preparation to the next judges nothing. It is for the bench, never for a case.
func (s *Scenario) Forget() {
	s.w.mu.Lock()
	defer s.w.mu.Unlock()
	s.first = s.w.inbox.orders
}
