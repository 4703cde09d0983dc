package octt

import (
	"fmt"

	"github.com/certbench/certbench/harness/evidence"
)

// TakesCertificate notes that the station has taken a certificate of its own. It has one from now on: no message deletes that (part 2,
// M04.FR.06).
func (s *Scenario) TakesCertificate() {
	s.w.mu.Lock()
	defer s.w.mu.Unlock()
	if s.w.certified == "" {
		s.w.certified = s.w.log.playing
	}
}

// Lacks says why the station is none any more that a case can be played with, because of what the run has made of it; nil where it is.
func (p *Player) Lacks(c Case) error {
	if !c.Uncertified {
		return nil
	}
	if by := p.w.certifiedBy(); by != "" {
		return fmt.Errorf("it needs a station without a certificate of its own, and %s has given this one a certificate, which no message takes back (part 2, M04.FR.06)", by)
	}
	return nil
}

func (w *wire) certifiedBy() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.certified
}

// isUncertified ends a play, NOT RUN, whose station has a certificate of its own by this run.
func (s *Scenario) isUncertified() {
	if by := s.w.certifiedBy(); by != "" {
		s.check(evidence.Check{Requirement: "The Charging Station has no certificate of its own.", Verdict: evidence.NotRun,
			Actual: by + " has given it one, which no message takes back (part 2, M04.FR.06)"})
		s.stop()
	}
}
