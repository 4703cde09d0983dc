package selftest

import (
	"context"
	"flag"
	"runtime"
	"sync/atomic"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/certbench/certbench/harness/bench"
	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/suites"
)

var rounds = flag.Int("rounds", 25, "how often TestALongRunKeepsLittleOfEachPlay plays its cases on one bench")

// counter is a recorder that keeps nothing.
type counter struct{ records atomic.Int64 }

func (c *counter) Append(evidence.Record) (int64, error) { return c.records.Add(1), nil }

// live is how many bytes are reachable.
func live() int64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.GC() // what a pool keeps outlives one
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

// processor is how much processor time the test has taken: the clock of a bubble does not tell.
func processor() time.Duration {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		return 0
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

// left is how many bytes a play may leave of itself: marks of message ids, and by what the events of its transactions are known when they come
// again, up to the bounds of both. Most of it is what the process remembers of payloads, which has a bound as well: alone a play leaves 7.5 kB,
// behind all other tests 12 kB, and of 6,000 plays 1.3 kB. The evidence of a play is 100 kB.
const left = 16 << 10

// leftAt is what was reachable after so many plays, in bytes.
type leftAt struct {
	bytes int64
	plays int
}

// since is what each play has left since then.
func (l leftAt) since(then leftAt) float64 {
	return float64(l.bytes-then.bytes) / float64(l.plays-then.plays)
}

// TestALongRunKeepsLittleOfEachPlay plays the same cases over and over on one bench and one station. At 10, 100 and 1,000 plays, as
// far as -rounds goes, it says what a play has cost.
func TestALongRunKeepsLittleOfEachPlay(t *testing.T) {
	const warm = 5 // rounds after which all is there that is kept once
	synctest.Test(t, func(t *testing.T) {
		declared, err := productNamed("certificate").declaration()
		if err != nil {
			t.Fatal(err)
		}
		plan, err := suites.Plan(declared, "TC_B_06_CS || TC_E_03_CS || TC_B_21_CS")
		if err != nil {
			t.Fatal(err)
		}
		var records counter
		parts := bench.MemoryParts{PICS: declared, Schemas: schemaSet(t), Recorder: &records, Configured: octt.DefaultConfigured(), Timeouts: octt.DefaultTimeouts()}
		parts.Configured.BasicAuthPassword = "self-test-password-1"
		line(&parts)
		m, err := bench.NewMemory(context.Background(), parts)
		if err != nil {
			t.Fatal(err)
		}
		if err := m.Ready(t.Context()); err != nil {
			t.Fatal(err)
		}
		session := suites.Session{Plan: plan, Benches: []suites.Bench{{Name: m.Name, Player: m.Player}}, Recorder: &records}
		played, told := 0, 10
		since, since0 := processor(), 0
		var lefts []leftAt // at the end of the warm rounds, half way, and at the end
		for round := range *rounds {
			end, err := suites.Play(t.Context(), session)
			if err != nil || end.Verdict != evidence.Pass {
				t.Fatalf("round %d: expected PASS, got %s, %v: %s", round, end.Verdict, err, end.Reason)
			}
			played += end.Counts[evidence.Pass]
			if round == warm-1 || round == (warm+*rounds)/2 || round == *rounds-1 {
				lefts = append(lefts, leftAt{live(), played})
			}
			if played >= told {
				now := processor()
				t.Logf("%d plays: %d bytes live, %.1f ms of processor time for each of the last %d", played, live(), float64((now-since).Milliseconds())/float64(played-since0), played-since0)
				told, since, since0 = told*10, now, played
			}
		}
		first, second := lefts[1].since(lefts[0]), lefts[2].since(lefts[1])
		if each := min(first, second); each > left { // once in a while a table of the process grows for all plays to come
			t.Errorf("expected a play to leave at most %d bytes, got %.0f", left, each)
		}
		t.Logf("%d plays, %d records: %.0f bytes left by each of the first half, %.0f of the second", played, records.records.Load(), first, second)
		if err := m.Close(); err != nil {
			t.Errorf("closing the bench: %v", err)
		}
		time.Sleep(beat) // what is on its way still arrives
	})
}
