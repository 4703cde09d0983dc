package selftest

import (
	"slices"
	"sync"
	"testing"

	"github.com/certbench/certbench/harness/bench"
	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/pics"
	"github.com/certbench/certbench/station"
)

// TestEveryCasePassesWithEveryStartAndStopPoint plays the cases with every TxStartPoint and every TxStopPoint that the PICS
// of their product declares, alone and joined, each started locally and remotely. The tables change with them; the verdict of a
// good station does not. With -everywhere it plays all combinations both ways, as TestTheTablesFollowTheStartAndStopPoints does of the
// cases that begin and end a transaction.
func TestEveryCasePassesWithEveryStartAndStopPoint(t *testing.T) {
	for _, c := range octt.Registered() {
		t.Run(c.ID, func(t *testing.T) {
			t.Parallel()
			can := capabilitiesOf(t, c.ID)
			modes := modesThatMatter(t, c.ID)
			for i, at := range combined(aloneAndJoined(can.TxStartPoint), aloneAndJoined(can.TxStopPoint)) {
				for _, mode := range inTurn(modes, i) {
					if !passes(t, c.ID, setup{mode: mode, change: points(at.start, at.stop)}) {
						t.Errorf("with TxStartPoint %v, TxStopPoint %v, started %s", at.start, at.stop, mode)
					}
				}
			}
		})
	}
}

// combination is where transactions start and stop.
type combination struct{ start, stop []string }

// combined has every start with two of the stops at least, and every stop with two of the starts; with -everywhere all.
func combined(starts, stops [][]string) []combination {
	var all []combination
	if *everywhere {
		for _, start := range starts {
			for _, stop := range stops {
				all = append(all, combination{start, stop})
			}
		}
		return all
	}
	for i := range max(len(starts), len(stops)) {
		for _, ahead := range []int{0, 2} {
			all = append(all, combination{starts[i%len(starts)], stops[(i+ahead)%len(stops)]})
		}
	}
	return all
}

// inTurn is the mode of the next of the plays of a case; with -everywhere each is in all. A start point is played with two stop
// points one after the other, and a stop point with the second of one start point and the first of another: each in both modes.
func inTurn(modes []octt.Start, next int) []octt.Start {
	if *everywhere || len(modes) == 0 {
		return modes
	}
	return modes[next%len(modes):][:1]
}

func capabilitiesOf(t *testing.T, id string) station.Capabilities {
	t.Helper()
	d, err := productOf(t, "", id).declaration()
	if err != nil {
		t.Fatal(err)
	}
	return bench.Capabilities(d)
}

// modesThatMatter plays a case on a station that starts a transaction whenever any point is reached, which has to pass.
// Where no transaction comes even so, no point matters and no mode; where both modes begin and stop the same way, they are one.
func modesThatMatter(t *testing.T, id string) []octt.Start {
	of, _ := matter.LoadOrStore(id, sync.OnceValue(func() []octt.Start { return findModesThatMatter(t, id) }))
	return of.(func() []octt.Start)()
}

var matter sync.Map // of a case: func() []octt.Start

func findModesThatMatter(t *testing.T, id string) []octt.Start {
	can := capabilitiesOf(t, id)
	everyPoint := points(can.TxStartPoint, can.TxStopPoint)
	local := play(t, id, setup{mode: octt.Local, change: everyPoint})
	remote := play(t, id, setup{mode: octt.Remote, change: everyPoint})
	switch {
	case !hasPassed(t, local, "") || !hasPassed(t, remote, ""), !transacts(local) && !transacts(remote):
		return nil
	case begunBy(local) == begunBy(remote):
		return []octt.Start{octt.Local}
	}
	return []octt.Start{octt.Local, octt.Remote}
}

func transacts(p *evidence.Play) bool {
	return slices.ContainsFunc(p.Frames, func(rec evidence.Record) bool { return rec.Frame.Action == "TransactionEvent" })
}

// aloneAndJoined are the points one by one, and the two that are most often configured together.
func aloneAndJoined(points []string) [][]string {
	out := [][]string{{"EVConnected", "Authorized"}}
	for _, point := range points {
		out = append(out, []string{point})
	}
	return out
}

// TestAStationWithoutAuthorizedIsNotAskedToStartThere plays the cases that set TxStartPoint themselves with a product that
// can set it, but not to Authorized (C-51 without C-09.2).
func TestAStationWithoutAuthorizedIsNotAskedToStartThere(t *testing.T) {
	without := can(func(c *station.Capabilities) { c.TxStartPoint = []string{"EVConnected", "PowerPathClosed"} })
	change := both(points([]string{"EVConnected"}, []string{"Authorized"}), both(answering(pics.C_09_2, false), without))
	for _, id := range []string{"TC_C_05_CS", "TC_C_45_CS"} {
		passes(t, id, setup{product: "lean", change: change})
	}
}

// TestATimeoutLeavesTheEVInTheBay plays the timeout where the bay starts the transaction: the next one begins with the driver,
// because the EV drives in once.
func TestATimeoutLeavesTheEVInTheBay(t *testing.T) {
	for _, stop := range []string{"ParkingBayOccupancy", "EVConnected", "Authorized", "PowerPathClosed", "EnergyTransfer"} {
		passes(t, "TC_E_05_CS", setup{product: "full", change: points([]string{"ParkingBayOccupancy"}, []string{stop})})
	}
}
