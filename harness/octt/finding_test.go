package octt

import (
	"testing"

	"github.com/certbench/certbench/harness/evidence"
)

// findings lists the findings of the evidence.
func (m *memory) findings() []evidence.Finding {
	m.mu.Lock()
	defer m.mu.Unlock()
	var out []evidence.Finding
	for _, r := range m.records {
		if r.Finding != nil {
			out = append(out, *r.Finding)
		}
	}
	return out
}

func TestAFindingChangesNoVerdictOfACase(t *testing.T) {
	inLab(t, nil, func(l *lab) {
		untold := evidence.Finding{Kind: evidence.FoundUntold, Subject: "TxCtrlr.TxStartPoint", Actual: "UnknownVariable", Verdict: evidence.Warning}
		l.expect(evidence.Pass, "", func(s *Scenario) {
			s.Check(1, "One is one.", 1, 1)
			s.Find(untold)
			s.Find(untold)
			s.Find(evidence.Finding{Kind: evidence.FoundBetween, Subject: "the boot"})
		})
		found := l.rec.findings()
		if len(found) != 2 || found[1].Verdict != evidence.Fail || found[1].Count != 1 {
			t.Errorf("expected what is untold once, and one FAIL, got %+v", found)
		}
		if got := l.player.Found(); got != evidence.Fail {
			t.Errorf("expected FAIL as the worst finding, got %s", got)
		}
	})
}
