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
