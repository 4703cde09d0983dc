package octt

import (
	"github.com/certbench/certbench/rigs"
)

// Told is the state of a connector that the station has reported last, empty for none: since its last boot where the run has
// seen one, in the run otherwise, be it before this play. owed tells that it owes that: it reports every connector when it
// has booted (part 2, B01.FR.05), which the run may not have seen.
func (s *Scenario) Told(at rigs.Place) (status string, owed bool) {
	s.w.mu.Lock()
	defer s.w.mu.Unlock()
	last := s.w.status
	if s.w.booted {
		last = s.w.sinceBoot
	}
	return last[connector{at.EVSE, at.Connector}], s.w.booted
}

// ToldBeforeOffline is the state of a connector that the station had reported last when the connection ended that was before
// this one; empty for none.
func (s *Scenario) ToldBeforeOffline(at rigs.Place) string {
	s.w.mu.Lock()
	defer s.w.mu.Unlock()
	return s.w.atDrop[connector{at.EVSE, at.Connector}]
}
