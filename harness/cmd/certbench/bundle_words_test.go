package main

import (
	"strings"
	"testing"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/reports/bundle"
)

func TestAStationThatSeveralPartsHadIsNamedOnce(t *testing.T) {
	t.Parallel()
	one, other := evidence.Station{ID: "CB-0001", Model: "M"}, evidence.Station{ID: "CB-0002", Model: "M"}
	var p bundle.Proof
	p.Facts.Stations = []evidence.Station{one, other, one}
	text := aboutRun(p)
	for _, id := range []string{one.ID, other.ID} {
		if strings.Count(text, "identity "+id) != 1 {
			t.Errorf("expected %s once, got\n%s", id, text)
		}
	}
}
