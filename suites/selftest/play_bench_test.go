package selftest

import (
	"testing"
	"time"

	"github.com/certbench/certbench/harness/bench"
	"github.com/certbench/certbench/harness/evidence"
)

// BenchmarkPlay plays a sample of the certificate's plan on one bench in virtual time. What it tells beside the processor's time and
// the bytes depends on nothing but the code: of a play the CALLs of the tables and those that the bench adds, and the seconds that
// the bench chose to wait and those that passed for the table and the station.
func BenchmarkPlay(b *testing.B) {
	b.ReportAllocs()
	var calls evidence.Calls
	var spent evidence.Spent
	plays := 0
	for b.Loop() {
		run := inTest(b, func(t *testing.T) evidence.Run {
			return playPlan(t, "certificate", sampleOfCalls, func(*bench.MemoryParts) {})
		})
		calls = run.Calls()
		spent, plays = run.Spent()
	}
	if plays == 0 || calls.Plays == 0 {
		b.Fatalf("expected plays, got %d that account for their time and %d with CALLs", plays, calls.Plays)
	}
	each := func(total float64, plays int, unit string) { b.ReportMetric(total/float64(plays), unit) }
	each(float64(calls.OfTable()), calls.Plays, "table-calls/play")
	each(float64(calls.OfBench()), calls.Plays, "added-calls/play")
	each(spent.Table.Seconds(), plays, "table-s/play")
	each(spent.OwnTime().Seconds(), plays, "own-s/play")
	each(float64(b.Elapsed())/float64(time.Millisecond)/float64(b.N), plays, "ms/play")
}

// BenchmarkDefect is one play of the kill matrix: a bench and a station of its own, a defect, and of the evidence what may be blamed.
func BenchmarkDefect(b *testing.B) {
	for _, on := range []outcome{{defect: "charging-state-missing", id: "TC_E_03_CS"}, {defect: "get-variables-only-first", id: "TC_B_07_CS"}} {
		b.Run(string(on.defect)+"/"+on.id, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				inTest(b, func(t *testing.T) bool {
					o := on
					o.ground = groundsOf(t, o.id)[0]
					o.play(t)
					return o.passed()
				})
			}
		})
	}
}

// inTest gives a benchmark what a bubble of virtual time can only be made in: a test.
func inTest[Out any](b *testing.B, do func(*testing.T) Out) (out Out) {
	b.Helper()
	all := func(string, string) (bool, error) { return true, nil }
	if !testing.RunTests(all, []testing.InternalTest{{Name: b.Name(), F: func(t *testing.T) { out = do(t) }}}) {
		b.Fatal("the test in virtual time has failed")
	}
	return out
}
