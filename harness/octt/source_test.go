package octt

import (
	"strings"
	"testing"
)

func TestTheRowsOfAPreparationPointToWhereItIsDeclared(t *testing.T) {
	var during string
	declared := source()
	prepare := declare(func(s *Scenario) { during = s.source() }) // one line below
	s := &Scenario{}
	s.Prepare(prepare)
	after := s.source()
	if !strings.Contains(declared, "source_test.go:") || !strings.Contains(during, "source_test.go:") || during == declared {
		t.Errorf("the row points to %q, want the line below %q", during, declared)
	}
	if after == during {
		t.Errorf("after the preparation rows still point to %q", after)
	}
}

// silent is a recorder that nobody asks for lines of code.
type silent struct{ Recorder }

func (silent) Sourceless() bool { return true }

func TestNoLineIsLookedForWhereNobodyAsksForIt(t *testing.T) {
	for rec, want := range map[Recorder]bool{silent{}: true, nil: false} {
		s := &Scenario{w: &wire{log: log{placeless: isSourceless(rec)}}}
		if at := s.source(); (at == "") != want {
			t.Errorf("recorder %T: expected no line: %t, got %q", rec, want, at)
		}
	}
}
