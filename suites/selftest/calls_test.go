package selftest

import (
	"testing"

	"github.com/certbench/certbench/harness/bench"
)

// sampleOfCalls is a fixed sample of the certificate's plan, with cases of each block that prepare the station in their own way.
const sampleOfCalls = "TC_B_06_CS || TC_B_07_CS || TC_B_09_CS || TC_B_10_CS || TC_B_20_CS || TC_C_02_CS || TC_E_03_CS || TC_E_04_CS || TC_E_09_CS || " +
	"TC_E_26_CS || TC_E_31_CS || TC_E_33_CS || TC_F_01_CS || TC_F_02_CS || TC_G_03_CS || TC_G_11_CS || TC_J_02_CS || TC_J_07_CS"

// TestTheBenchAddsFewRequestsToThoseOfTheTables plays a sample in virtual time, where the number of requests depends on nothing but
// the code. A play costs a question or two before it, one request for what it sets, the question after its rows, and the two of
// the proof of rest.
func TestTheBenchAddsFewRequestsToThoseOfTheTables(t *testing.T) {
	const most = 5.5 // for each play; it was 21 before questions were asked together
	run := playPlan(t, "certificate", sampleOfCalls, func(*bench.MemoryParts) {})
	calls := run.Calls()
	if calls.Plays < 20 {
		t.Fatalf("expected a sample of 20 plays at least, got %d", calls.Plays)
	}
	perPlay := float64(calls.OfBench()) / float64(calls.Plays)
	t.Logf("%d plays: %d requests of the tables, %d added by the bench, %.2f for each play: %v", calls.Plays, calls.OfTable(), calls.OfBench(), perPlay, calls.Added)
	if perPlay > most {
		t.Errorf("expected the bench to add %.1f requests to each play at most, got %.2f: %v", most, perPlay, calls.Added)
	}
}
