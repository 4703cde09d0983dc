package selftest

import (
	"fmt"
	"strings"
	"testing"

	"github.com/certbench/certbench/harness/bench"
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/station"
)

// TestTheMasterPassCasesPassOnAnyNumberOfEVSEs plays the cases that speak of "all EVSE" on stations with one EVSE, two
// and three, with a reader for each or one for all.
func TestTheMasterPassCasesPassOnAnyNumberOfEVSEs(t *testing.T) {
	for product, ids := range map[string][]string{"full": {"TC_C_47_CS", "TC_C_48_CS"}, "lean": {"TC_C_49_CS"}} {
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
