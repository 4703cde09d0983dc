package octt

import (
	"github.com/certbench/certbench/harness/octt/ledger"
	"github.com/certbench/certbench/rigs"
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
	if s.w.booted {
		last = s.w.book.Connectors.SinceBoot
	}
	return last[rigs.Place{EVSE: at.EVSE, Connector: at.Connector}], s.w.booted
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
