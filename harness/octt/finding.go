package octt

import (
	"cmp"
	"slices"

	"github.com/certbench/certbench/harness/evidence"
)

// Find records what was found out about the station outside of every case. It fails, or warns, the run and changes the
// verdict of no case, whichever is played. What the station cannot tell is recorded once for a run; what happened between
// the cases as often as it happened.
func (s *Scenario) Find(f evidence.Finding) {
	s.w.mu.Lock()
	defer s.w.mu.Unlock()
	s.w.find(f)
}

// find is Find. The caller holds mu.
func (w *wire) find(f evidence.Finding) {
	f.Verdict, f.Count = cmp.Or(f.Verdict, evidence.Fail), max(f.Count, 1)
	known := slices.ContainsFunc(w.found, f.Same)
	if known && f.Kind != evidence.FoundBetween && f.Kind != evidence.FoundPreparing {
		return
	}
	if !known {
		w.found = append(w.found, f)
	}
	w.append(evidence.Record{Kind: evidence.KindFinding, Finding: &f})
}

// Found is the worst verdict on what was found out outside of every case; empty where nothing was.
func (p *Player) Found() evidence.Verdict {
	p.w.mu.Lock()
	defer p.w.mu.Unlock()
	var worst evidence.Verdict
	for _, f := range p.w.found {
		worst = evidence.Worse(worst, f.Verdict)
	}
	return worst
}
