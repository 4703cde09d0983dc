package selftest

import (
	"strings"
	"testing"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/strangers"
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
