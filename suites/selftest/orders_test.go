package selftest

import (
	"context"
	"flag"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/certbench/certbench/harness/bench"
	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/reports"
	"github.com/certbench/certbench/suites"
)

var orders = flag.Int("orders", 1, "in how many orders TestTheOrderOfPlaysDecidesNoVerdict plays each plan; the first is always the same")

// TestTheOrderOfPlaysDecidesNoVerdict plays whole plans on one good station each, in virtual time, in orders that depend on a seed alone: what
// a play leaves behind shows in whichever comes after it, minutes or hours later. What has no way back is NOT RUN from then on.
func TestTheOrderOfPlaysDecidesNoVerdict(t *testing.T) {
	for _, on := range []struct {
		product string
		profile int
		seed    int64 // of the first order
	}{{"certificate", 1, 9}, {"full", 2, 4}, {"full", 3, 1}} {
		for seed := on.seed; seed < on.seed+int64(*orders); seed++ {
			t.Run(fmt.Sprintf("%s in security profile %d, seed %d", on.product, on.profile, seed), func(t *testing.T) {
				t.Parallel()
				run := playsShuffled(t, on.product, on.profile, seed)
				if len(run.Plays) == 0 {
					t.Fatal("expected plays, got none")
				}
				for i := range run.Plays {
					if !passesAnywhere(&run.Plays[i]) {
						place, sentence := firstWorst(&run.Plays[i])
						t.Errorf("%s: %s at %s: %s; it comes after %s", run.Plays[i].Begin.ID, run.Plays[i].Verdict, place, sentence, lastBefore(run.Plays, i))
					}
				}
				for _, f := range run.Found {
					t.Errorf("found outside of the cases, %s %s: %s", f.Kind, f.Subject, reports.FindingSentence(f.Finding))
				}
			})
		}
	}
}

// withoutReturn are the reasons for which a play cannot follow whatever was played before.
var withoutReturn = []string{
	"it is played in security profile", // of which TC_A_19_CS has taken the station to the next (part 2, B09.FR.04)
	"it needs a station without a certificate of its own",
}

// passesAnywhere tells a play that comes to what it comes to alone, or that has no way back.
func passesAnywhere(p *evidence.Play) bool {
	switch p.Verdict {
	case evidence.Pass, evidence.NotApplicable:
		return true
	case evidence.Warning:
		return tolerated[p.Begin.ID] != ""
	}
	return p.Verdict == evidence.NotRun && slices.ContainsFunc(withoutReturn, func(why string) bool { return strings.Contains(p.Reason, why) })
}

// lastBefore names the plays that came last before one.
func lastBefore(plays []evidence.Play, i int) string {
	const few = 8
	var names []string
	for _, p := range plays[max(0, i-few):i] {
		names = append(names, strings.TrimSpace(p.Begin.ID+" "+p.Begin.Mode))
	}
	return strings.Join(names, ", ")
}

// playsShuffled plays all that applies to a product on one bench, in the order of a seed.
func playsShuffled(t *testing.T, product string, profile int, seed int64) evidence.Run {
	t.Helper()
	return evidence.Fold(record(t, setup{}, func(r octt.Recorder) {
		synctest.Test(t, func(t *testing.T) {
			declared, err := productNamed(product).declaration()
			if err != nil {
				t.Fatal(err)
			}
			plan, err := suites.Plan(declared, "")
			if err != nil {
				t.Fatal(err)
			}
			parts := bench.MemoryParts{PICS: declared, Schemas: schemaSet(t), Recorder: r, SecurityProfile: profile,
				Configured: octt.DefaultConfigured(), Timeouts: octt.DefaultTimeouts(), PKI: authorities(t)}
			parts.Configured.BasicAuthPassword = "self-test-password-1"
			line(&parts)
			m, err := bench.NewMemory(context.Background(), parts)
			if err != nil {
				t.Fatal(err)
			}
			if err := m.Ready(t.Context()); err != nil {
				t.Fatal(err)
			}
			session := suites.Session{Plan: plan, Benches: []suites.Bench{{Name: m.Name, Player: m.Player}}, Recorder: r, Shuffle: true, Seed: seed}
			if _, err := suites.Play(t.Context(), session); err != nil {
				t.Error(err)
			}
			if err := m.Close(); err != nil {
				t.Errorf("closing the bench: %v", err)
			}
			time.Sleep(beat) // what is on its way still arrives
		})
	}))
}
