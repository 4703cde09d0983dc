package selftest

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/certbench/certbench/harness/bench"
	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/examples"
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/pics"
	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/suites"
)

// threeEVSEs is the full product with a third EVSE like the second.
func threeEVSEs(t *testing.T) *pics.Declaration {
	d, err := pics.Read(examples.FullName, examples.Full())
	if err != nil {
		t.Fatal(err)
	}
	third := d.Connectors[len(d.Connectors)-1]
	third.EVSE, third.ID = 3, 1
	d.Connectors = append(d.Connectors, third)
	return d
}

// TestThePlanCountsTheActsAtEveryEVSE plays the cases on a product of three EVSEs, and compares what is done at them with what the plan
// says. The table of acts is of products of two.
func TestThePlanCountsTheActsAtEveryEVSE(t *testing.T) {
	d := threeEVSEs(t)
	for _, c := range octt.Registered() {
		for _, mode := range suites.Starts(c) {
			elsewhere := func(a suites.NeededAct) bool { return a.At != nil }
			if !applies(t, c, d) || !c.EachEVSE && !slices.ContainsFunc(suites.Needs(c.ID, octt.ModeOf(mode, ""), d), elsewhere) {
				continue // nobody comes to a second EVSE
			}
			t.Run(c.ID+"_"+string(mode), func(t *testing.T) {
				t.Parallel()
				p := play(t, c.ID, setup{product: "full", mode: mode, written: true, change: func(p *bench.MemoryParts) { p.PICS = threeEVSEs(t) }})
				if p.Verdict != evidence.Pass && p.Verdict != evidence.Warning {
					return // it is about other things
				}
				done := map[rigs.Kind]int{}
				for act := range strings.SplitSeq(actsOf(p), ", ") {
					if kind, at, is := strings.Cut(act, "."); is && strings.Contains(at, "@") {
						done[rigs.Kind(kind)]++
					}
				}
				planned := map[rigs.Kind]int{}
				for _, a := range suites.Needs(c.ID, octt.ModeOf(mode, ""), d) {
					if a.At != nil {
						planned[a.Kind]++
					}
				}
				if !maps.Equal(planned, done) {
					t.Errorf("expected the plan to count what is done at other EVSEs, %v, got %v: %s", done, planned, actsOf(p))
				}
			})
		}
	}
}
