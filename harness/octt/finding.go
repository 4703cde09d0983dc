package octt

import "github.com/certbench/certbench/harness/evidence"

// Find records what was found out about the station outside of every case. It fails, or warns, the run and changes the
// verdict of no case, whichever is played. What the station cannot tell is recorded once for a run; what happened between
// the cases as often as it happened.
func (s *Scenario) Find(f evidence.Finding) {
	s.w.mu.Lock()
	defer s.w.mu.Unlock()
	s.w.find(f)
}
