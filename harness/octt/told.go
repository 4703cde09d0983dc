package octt

import (
	"time"

	"github.com/certbench/certbench/harness/octt/ledger"
	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// Availability is a connector's state as a message of the station reports it.
type Availability = ledger.Availability

// Told is the state of a connector that the station has reported last, empty for none: since its last boot where the run has
// seen one, in the run otherwise, be it before this play. owed tells that it owes that: it reports every connector when it
// has booted (part 2, B01.FR.05), which the run may not have seen.
func (s *Scenario) Told(at rigs.Place) (status string, owed bool) {
	s.w.mu.Lock()
	defer s.w.mu.Unlock()
	last := s.w.book.Connectors.Status
	if s.w.registration.booted {
		last = s.w.book.Connectors.SinceBoot
	}
	return last[rigs.Place{EVSE: at.EVSE, Connector: at.Connector}], s.w.registration.booted
}

// ToldBeforeOffline is the state of a connector that the station had reported last when the connection ended that was before
// this one; empty for none.
func (s *Scenario) ToldBeforeOffline(at rigs.Place) string {
	s.w.mu.Lock()
	defer s.w.mu.Unlock()
	return s.w.book.Connectors.AtDrop[rigs.Place{EVSE: at.EVSE, Connector: at.Connector}]
}

// Metered tells whether clock-aligned meter values of an EVSE have come in this run before this play, 0 for the main power
// meter: then there is a meter.
func (s *Scenario) Metered(evse int) bool {
	s.w.mu.Lock()
	defer s.w.mu.Unlock()
	first, known := s.w.book.Metered[evse]
	return known && first <= s.from
}

// Availabilities lists the connector states that the station has reported in this play since its last message of the
// given action, or since the play began when there was none.
func (s *Scenario) Availabilities(since string) []ledger.Availability {
	s.w.mu.Lock()
	defer s.w.mu.Unlock()
	var out []ledger.Availability
	for _, m := range s.w.from(s.first) {
		if m.Action == since {
			out = nil
		}
		out = append(out, m.Availabilities()...)
	}
	return out
}

// Claimed returns the messages of the request's type that rows of this play have claimed, in the order of arrival, for
// post scenario validations over all of them. Those that were passed over are not among them.
func Claimed[Q ocpp201.Request[P], P any](s *Scenario) []Q { return read[Q](ClaimedMessages[Q](s)) }

// Told returns all messages of the request's type that have come in this play, whether or not a row has claimed them: what
// the station has said stays said when a row passes over it.
func Told[Q ocpp201.Request[P], P any](s *Scenario) []Q {
	return read[Q](ToldMessages[Q](s))
}

// ToldMessages is Told for validations of when they came.
func ToldMessages[Q ocpp201.Request[P], P any](s *Scenario) []*Message {
	return messages[Q](s, func(*Message) bool { return true })
}

// ClaimedMessages is Claimed for validations of when they came.
func ClaimedMessages[Q ocpp201.Request[P], P any](s *Scenario) []*Message {
	return messages[Q](s, func(m *Message) bool { return m.taken && !m.passed })
}

func messages[Q ocpp201.Request[P], P any](s *Scenario, which func(*Message) bool) []*Message {
	var out []*Message
	var q Q
	s.w.mu.Lock()
	defer s.w.mu.Unlock()
	for _, m := range s.w.from(s.first) {
		if m.Action == q.Action() && !m.older && which(m) {
			out = append(out, m)
		}
	}
	return out
}

// read leaves out what cannot be read.
func read[Q ocpp201.Request[P], P any](messages []*Message) []Q {
	var out []Q
	for _, m := range messages {
		var q Q
		if m.Payload.Decode(&q) == nil {
			out = append(out, q)
		}
	}
	return out
}

// LastBeat is when the station's last Heartbeat or BootNotification came, in this play or before it: no periodic
// Heartbeat comes before an interval has passed from there (part 2, G02.FR.01, G02.FR.02). It is zero when none has come.
func (s *Scenario) LastBeat() time.Time {
	s.w.mu.Lock()
	defer s.w.mu.Unlock()
	return s.w.registration.beat
}
