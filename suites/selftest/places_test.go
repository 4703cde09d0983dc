package selftest

import (
	"fmt"
	"maps"
	"strings"
	"testing"

	"github.com/certbench/certbench/harness/bench"
	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/pics"
	"github.com/certbench/certbench/station"
	"github.com/certbench/certbench/station/defects"
)

// TestTheCasesOfAllEVSEsPassOnAnyNumberOfThem plays the cases that speak of "all EVSE" on stations with one EVSE, two and
// three, with a reader for each or one for all.
func TestTheCasesOfAllEVSEsPassOnAnyNumberOfThem(t *testing.T) {
	for product, ids := range map[string][]string{
		"full": {"TC_C_47_CS", "TC_C_48_CS", "TC_F_12_CS", "TC_F_14_CS", "TC_H_08_CS", "TC_H_09_CS", "TC_H_10_CS", "TC_H_12_CS", "TC_H_14_CS",
			"TC_H_15_CS", "TC_H_16_CS", "TC_H_19_CS", "TC_H_24_CS"},
		"lean": {"TC_C_49_CS", "TC_F_12_CS", "TC_F_14_CS"},
	} {
		for n := 1; n <= 3; n++ {
			for _, single := range []bool{false, true} {
				for _, stop := range []string{"Authorized", "EVConnected"} {
					for _, mode := range []octt.Start{octt.Local, octt.Remote} {
						t.Run(fmt.Sprintf("%s/%d/single reader %t/%s/%s", product, n, single, stop, mode), func(t *testing.T) {
							t.Parallel()
							change := both(points([]string{"Authorized"}, []string{stop}), both(evses(n), can(func(c *station.Capabilities) { c.SingleReader = single })))
							for _, id := range ids {
								passes(t, id, setup{product: product, mode: mode, change: change})
							}
						})
					}
				}
			}
		}
	}
}

// evses makes a product have n EVSEs like its first.
func evses(n int) func(*bench.MemoryParts) {
	return func(p *bench.MemoryParts) {
		row := p.PICS.Connectors[0]
		p.PICS.Connectors = nil
		for id := 1; id <= n; id++ {
			row.EVSE = id
			p.PICS.Connectors = append(p.PICS.Connectors, row)
		}
		counted(p)
	}
}

// TestAnIDTokenReaderForSeveralEVSEsLeavesOutTheCaseOfAnotherDriver: to such a station the driver of TC_C_04_CS is one who comes for the EVSE that is
// free, and its event has the idToken that the table forbids. The table's prerequisite leaves it out, and the plan says so; with a reader
// at each EVSE, or with one EVSE, it is played.
func TestAnIDTokenReaderForSeveralEVSEsLeavesOutTheCaseOfAnotherDriver(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*bench.MemoryParts)
		plays  int
	}{
		"one reader for two EVSEs": {twoEVSEs, 0},
		"a reader at each": {func(p *bench.MemoryParts) {
			twoEVSEs(p)
			p.PICS.Features[pics.HFS_10] = pics.Value{Kind: pics.Text, Text: "Multiple"}
		}, 2},
		"one EVSE": {evses(1), 2},
	} {
		t.Run(name, func(t *testing.T) {
			run := playPlan(t, "certificate", "TC_C_04_CS || TC_C_06_CS", c.change)
			played := 0
			for i := range run.Plays {
				hasPassed(t, &run.Plays[i], "")
				if run.Plays[i].Begin.ID == "TC_C_04_CS" {
					played++
				}
			}
			if played != c.plays {
				t.Errorf("expected %d plays of TC_C_04_CS, got %d", c.plays, played)
			}
		})
	}
}

// TestAMasterPassStopsEveryEVSE shows that the number of EVSEs is that of the PICS: a transaction is stopped on each.
func TestAMasterPassStopsEveryEVSE(t *testing.T) {
	for n := 1; n <= 3; n++ {
		stopped := 0
		for _, rec := range play(t, "TC_C_47_CS", setup{change: evses(n)}).Items {
			if c := rec.Check; c != nil && strings.Contains(c.Requirement, "stoppedReason") {
				stopped++
			}
		}
		if stopped != n {
			t.Errorf("%d EVSEs: expected as many transactions with a judged stoppedReason, got %d", n, stopped)
		}
	}
}

// TestAMasterPassThatSuspendsOthersIsSeenWithoutATrigger plays TC_C_48_CS with a station that cannot be asked for a
// TransactionEventRequest (C-29.2): what it has told of the other EVSEs by itself counts, although no row asked for it.
func TestAMasterPassThatSuspendsOthersIsSeenWithoutATrigger(t *testing.T) {
	silent := answering(pics.C_29_2, false)
	for _, stop := range []string{"Authorized", "EVConnected"} {
		change := both(points([]string{"Authorized"}, []string{stop}), silent)
		passes(t, "TC_C_48_CS", setup{change: change})
		p := play(t, "TC_C_48_CS", setup{change: change, defects: []defects.Defect{defects.MasterPassSuspendsOthers}})
		if place, sentence := firstWorst(p); p.Verdict != evidence.Fail || !strings.Contains(sentence, "chargingState") {
			t.Errorf("TxStopPoint %s: expected a FAIL for the last chargingState, got %s at %s: %s", stop, p.Verdict, place, sentence)
		}
	}
}

// answering has the PICS answer a feature otherwise than that of the product.
func answering(f pics.Feature, yes bool) func(*bench.MemoryParts) {
	return func(p *bench.MemoryParts) {
		p.PICS.Features = maps.Clone(p.PICS.Features) // the product's own are shared by all plays
		p.PICS.Features[f] = pics.Value{Kind: pics.Boolean, Yes: yes}
	}
}
