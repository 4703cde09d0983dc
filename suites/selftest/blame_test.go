package selftest

import (
	"strings"
	"testing"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/strangers"
	"github.com/certbench/certbench/station/defects"
)

// TestWhatIsToldAgainOfAnEarlierTransactionIsTheRuns plays two cases on a station that repeats the end of the transaction of
// the first one in the second: it is no row's message and no surplus there, and found as the run's.
func TestWhatIsToldAgainOfAnEarlierTransactionIsTheRuns(t *testing.T) {
	run := playPlan(t, "certificate", "TC_E_03_CS || TC_E_07_CS", overWire(strangers.ToldAgain()))
	for i := range run.Plays {
		hasPassed(t, &run.Plays[i], "")
	}
	if len(run.Plays) < 2 {
		t.Fatalf("expected two cases at least, got %d", len(run.Plays))
	}
	if len(run.Found) != 1 || run.Found[0].Kind != evidence.FoundBetween || !strings.Contains(run.Found[0].Requirement, "is not sent again") {
		t.Errorf("expected one finding about what was sent again, got %+v", run.Found)
	}
	if run.Ended == nil || run.Ended.Verdict != evidence.Fail {
		t.Errorf("expected a run that fails, got %+v", run.Ended)
	}
}

// TestAFaultIsTheCasesInItsRowsAndTheRunsOnTheWayToRest plays two cases on a station that ends every transaction twice: the rows of the
// first come to the end of its transaction, and that of the second is ended by the bench.
func TestAFaultIsTheCasesInItsRowsAndTheRunsOnTheWayToRest(t *testing.T) {
	for id, c := range map[string]struct {
		verdict evidence.Verdict
		found   int
	}{
		"TC_E_06_CS": {evidence.Fail, 0},
		"TC_E_03_CS": {evidence.Pass, 1},
	} {
		t.Run(id, func(t *testing.T) {
			t.Parallel()
			p, found := playWhole(t, id, setup{defects: []defects.Defect{defects.EndedSentTwice}})
			if p.Verdict != c.verdict || len(found) != c.found {
				t.Errorf("expected %s and %d findings, got %s: %s, and %+v", c.verdict, c.found, p.Verdict, p.Reason, found)
			}
			for _, f := range found {
				if f.Kind != evidence.FoundBetween || f.Verdict != evidence.Fail || f.Frame == 0 || len(f.After) != 1 || f.After[0] != id {
					t.Errorf("expected a FAIL after the case, with its frame, got %+v", f)
				}
			}
		})
	}
}
