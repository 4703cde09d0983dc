package selftest

import (
	"flag"
	"math/rand/v2"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/station/defects"
)

var schedules = flag.Int("schedules", 40, "TestACaseComesOutTheSameHoweverGoroutinesAreScheduled: how many `plays` under each schedule")

// upset has the goroutines of all plays give way now and then, where they meet: at the line, and at the evidence.
var upset struct {
	on    atomic.Bool
	turns atomic.Uint64
}

// givesWay gives way up to seven times, by no rule that a play could follow.
func givesWay() {
	if !upset.on.Load() {
		return
	}
	for range upset.turns.Add(0x9e3779b97f4a7c15) >> 61 {
		runtime.Gosched()
	}
}

// TestACaseComesOutTheSameHoweverGoroutinesAreScheduled plays cases with defects on one processor, on eight, and with goroutines
// that give way, each beside all others: on a busy machine, or a large one, nothing may come out otherwise than the expectations have
// it. Half of the sample stands in them; of the other half, with any defect, most passes.
func TestACaseComesOutTheSameHoweverGoroutinesAreScheduled(t *testing.T) {
	chance := rand.New(rand.NewPCG(seed, seed))
	known := map[string]outcome{} // by defect, case and ground
	lines := kept(t, expectationsFile)
	name := func(o outcome) string { return string(o.defect) + "/" + o.id + "/" + o.ground.String() }
	read := func(line string) outcome {
		fields := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		return outcome{defect: defects.Defect(fields[0]), id: fields[1], ground: groundNamed(t, fields[1], fields[4]), verdict: evidence.Verdict(fields[2]), place: fields[3]}
	}
	for _, line := range lines {
		o := read(line)
		known[name(o)] = o
	}
	cases, faults := octt.Registered(), defects.All()
	var samples []outcome
	for len(samples) < *schedules {
		samples = append(samples, read(lines[chance.IntN(len(lines))]))
		o := outcome{defect: faults[chance.IntN(len(faults))].Name, id: cases[chance.IntN(len(cases))].ID}
		o.ground = groundsOf(t, o.id)[0]
		if want, expected := known[name(o)]; expected {
			o = want
		}
		samples = append(samples, o)
	}
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	defer upset.on.Store(false)
	for _, on := range []struct {
		name       string
		processors int
		upset      bool
	}{{"one processor", 1, false}, {"eight processors", 8, false}, {"one that changes hands", 1, true}, {"eight that change hands", 8, true}} {
		runtime.GOMAXPROCS(on.processors)
		upset.on.Store(on.upset)
		t.Run(on.name, func(t *testing.T) {
			for _, want := range samples {
				t.Run(name(want), func(t *testing.T) {
					t.Parallel()
					got := outcome{defect: want.defect, id: want.id, ground: want.ground}
					if got.play(t); got.verdict != want.verdict || got.place != want.place {
						t.Errorf("expected %q at %q, got %q at %q", want.verdict, want.place, got.verdict, got.place)
					}
				})
			}
		})
	}
}
