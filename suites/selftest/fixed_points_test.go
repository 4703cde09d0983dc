package selftest

import (
	"slices"
	"testing"

	"github.com/certbench/certbench/harness/bench"
	"github.com/certbench/certbench/harness/catalogue"
	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/pics"
	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/station"
)

// Points that products are built with (part 2, section 1.1 of E names the first three).
var (
	fixedStarts = [][]string{{"EVConnected"}, {"EVConnected", "Authorized"}, {"PowerPathClosed"}, {"Authorized"},
		{"PowerPathClosed", "EnergyTransfer"}, {"EnergyTransfer"}, {"ParkingBayOccupancy", "EVConnected", "Authorized"}}
	fixedStops = [][]string{{"EVConnected"}, {"PowerPathClosed"}, {"EVConnected", "Authorized"}, {"Authorized"},
		{"PowerPathClosed", "EnergyTransfer"}, {"ParkingBayOccupancy", "EVConnected", "Authorized"}, {"ParkingBayOccupancy"}}
)

// TestEveryCasePassesWhereTheStartAndStopPointsAreFixed plays the cases with a transaction on products that have TxStartPoint
// and TxStopPoint ReadOnly, as far as a case applies to them: C-51 and C-52 are no, and the points are all that the PICS
// declares. Every value of the one is played with two of the other, in the modes in turn.
func TestEveryCasePassesWhereTheStartAndStopPointsAreFixed(t *testing.T) {
	for _, c := range octt.Registered() {
		t.Run(c.ID, func(t *testing.T) {
			t.Parallel()
			modes := modesThatMatter(t, c.ID)
			if c.ID == "TC_J_07_CS" || modes == nil {
				return // TC_J_07_CS has a prerequisite on TxStartPoint that no feature tells: it is INCONCLUSIVE without
			}
			for i, start := range fixedStarts {
				playFixed(t, c.ID, start, fixedStops[i], inTurn(modes, 0))
				playFixed(t, c.ID, start, fixedStops[(i+3)%len(fixedStops)], inTurn(modes, 1))
			}
		})
	}
}

func playFixed(t *testing.T, id string, start, stop []string, modes []octt.Start) {
	t.Helper()
	change := fixedPoints(start, stop)
	if !appliesTo(t, id, change) {
		return
	}
	for _, mode := range modes {
		if !passes(t, id, setup{product: "full", mode: mode, change: change}) {
			t.Errorf("with TxStartPoint %v and TxStopPoint %v ReadOnly, started %s", start, stop, mode)
		}
	}
}

// fixedPoints makes a product that is built with the points.
func fixedPoints(start, stop []string) func(*bench.MemoryParts) {
	change := both(points(start, stop), can(func(c *station.Capabilities) {
		c.FixedPoints, c.TxStartPoint, c.TxStopPoint = true, start, stop
	}))
	for feature, has := range map[pics.Feature]bool{
		pics.C_51: false, pics.C_52: false,
		pics.C_09_1: slices.Contains(start, "EVConnected"), pics.C_09_2: slices.Contains(start, "Authorized"),
		pics.C_09_4: slices.Contains(start, "PowerPathClosed"), pics.C_09_5: slices.Contains(start, "EnergyTransfer"),
		pics.C_09_6: slices.Contains(start, "ParkingBayOccupancy"),
		pics.C_10_1: slices.Contains(stop, "EVConnected"), pics.C_10_2: slices.Contains(stop, "Authorized"),
		pics.C_10_3: slices.Contains(stop, "PowerPathClosed"), pics.C_10_4: slices.Contains(stop, "EnergyTransfer"),
		pics.C_10_5: slices.Contains(stop, "ParkingBayOccupancy"),
	} {
		change = both(change, answering(feature, has))
	}
	return change
}

// appliesTo tells whether a case applies to the product full as it is changed.
func appliesTo(t *testing.T, id string, change func(*bench.MemoryParts)) bool {
	t.Helper()
	d, err := productOf(t, "full", id).declaration()
	if err != nil {
		t.Fatal(err)
	}
	parts := bench.MemoryParts{PICS: d}
	change(&parts)
	entry, ok := catalogue.Lookup(id)
	if !ok {
		t.Fatalf("%s is in no catalogue", id)
	}
	answer, _ := entry.Applies(parts.PICS)
	return answer == pics.Yes
}

// TestTheBayIsNoOptionWhereTheCaseIsAboutIt plays the start in the parking bay on a bench that has no rig for it, with a product
// whose plug starts a transaction too.
func TestTheBayIsNoOptionWhereTheCaseIsAboutIt(t *testing.T) {
	fixed := fixedPoints([]string{"ParkingBayOccupancy", "EVConnected"}, []string{"EVConnected"})
	noBay := func(p *bench.MemoryParts) { p.Bind = func(s *rigs.Set) { s.Bay = nil } }
	p := play(t, "TC_E_12_CS", setup{product: "full", change: both(fixed, noBay)})
	if p.Verdict != evidence.NotRun {
		t.Errorf("expected NOT RUN without a rig for the bay, got %s\n%s", p.Verdict, tableOf(t, p))
	}
}
