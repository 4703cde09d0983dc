package octt

import "github.com/certbench/certbench/rigs"

// Told tells whether the station has reported the state of a connector in this run, be it before this play, and whether
// it owes that: it reports every connector when it has booted (part 2, B01.FR.05), which the run may not have seen.
func (s *Scenario) Told(at rigs.Place) (told, owed bool) {
	s.w.mu.Lock()
	defer s.w.mu.Unlock()
	_, told = s.w.status[connector{at.EVSE, at.Connector}]
	return told, s.w.booted
}
