package selftest

import (
	"testing"
	"testing/synctest"

	"github.com/certbench/certbench/harness/bench"
	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt"
)

// TestASlotThatWasWrittenOverIsOfUseAgain has TC_A_20_CS write over the slot with which the station came: it has moved to the other one in
// TC_B_45_CS, and the priority that names the first is still to be put back. A station without a root takes no slot of security profile
// 2 into it.
func TestASlotThatWasWrittenOverIsOfUseAgain(t *testing.T) {
	told := evidence.Fold(record(t, setup{}, func(r octt.Recorder) {
		synctest.Test(t, func(t *testing.T) {
			playSeveral(t, r, func(*bench.MemoryParts) {}, "TC_B_45_CS", "TC_A_20_CS", "TC_B_34_CS", "TC_B_21_CS", "TC_B_34_CS")
		})
	}))
	if len(told.Plays) != 5 {
		t.Fatalf("expected five plays, got %d", len(told.Plays))
	}
	for _, p := range told.Plays {
		if p.Verdict != evidence.Pass {
			t.Errorf("%s: expected PASS, got %s: %s", p.Begin.ID, p.Verdict, p.Reason)
		}
	}
	for _, f := range told.Found {
		t.Errorf("expected no finding, got %+v", f)
	}
}
