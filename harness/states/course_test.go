package states

import (
	"slices"
	"strings"
	"testing"

	"github.com/certbench/certbench/harness/octt"
)

// course is what happens in a session one after the other.
type course struct {
	name  string
	steps []octt.Family
	// begins is the step with which a transaction starts, for each point alone (part 2, TxStartStopPoint values; part 6,
	// notes of tables 426 to 430).
	begins map[string]octt.Family
}

var courses = []course{
	{"cable first", []octt.Family{bayOccupied, evConnected, authorized, transferring}, map[string]octt.Family{
		"ParkingBayOccupancy": bayOccupied, "EVConnected": evConnected, "Authorized": authorized,
		"PowerPathClosed": authorized, "EnergyTransfer": transferring}},
	{"token first", []octt.Family{bayOccupied, authorized, evConnected, transferring}, map[string]octt.Family{
		"ParkingBayOccupancy": bayOccupied, "EVConnected": evConnected, "Authorized": authorized,
		"PowerPathClosed": evConnected, "EnergyTransfer": transferring}},
	{"without a bay, cable first", []octt.Family{evConnected, authorized, transferring}, map[string]octt.Family{
		"EVConnected": evConnected, "Authorized": authorized, "PowerPathClosed": authorized, "EnergyTransfer": transferring}},
	{"without a bay, token first", []octt.Family{authorized, evConnected, transferring}, map[string]octt.Family{
		"EVConnected": evConnected, "Authorized": authorized, "PowerPathClosed": evConnected, "EnergyTransfer": transferring}},
}

// subsets lists every set of points.
func subsets(points ...string) [][]string {
	out := [][]string{nil}
	for _, p := range points {
		for _, set := range slices.Clone(out) {
			out = append(out, append(slices.Clone(set), p))
		}
	}
	return out
}

func TestATransactionStartsWithTheFirstOfItsPoints(t *testing.T) {
	for _, c := range courses {
		for _, points := range subsets("ParkingBayOccupancy", "EVConnected", "Authorized", "PowerPathClosed", "EnergyTransfer", "DataSigned") {
			first := len(c.steps)
			for _, p := range points {
				if step, ever := c.begins[p]; ever {
					first = min(first, slices.Index(c.steps, step))
				}
			}
			for n := range len(c.steps) + 1 {
				happened := func(f octt.Family) bool { return slices.Contains(c.steps[:n], f) }
				if got, want := begun(points, happened), n > first; got != want {
					t.Errorf("%s, TxStartPoint %s, after %v: expected started %v, got %v", c.name, strings.Join(points, ","), c.steps[:n], want, got)
				}
			}
		}
	}
}

func TestATransactionThatRunsHasStarted(t *testing.T) {
	if !begun(nil, func(f octt.Family) bool { return f == running }) {
		t.Error("expected a transaction that the station has told of to have started, whatever the points are")
	}
}

func TestATransactionEndsWithItsAuthorizationWhereAPointSaysSo(t *testing.T) {
	for _, points := range subsets("ParkingBayOccupancy", "EVConnected", "Authorized", "PowerPathClosed", "EnergyTransfer", "DataSigned") {
		text := strings.Join(points, ",")
		want := strings.Contains(text, "Authorized") || strings.Contains(text, "PowerPathClosed") || strings.Contains(text, "EnergyTransfer")
		if got := endsWithAuthorization(points); got != want {
			t.Errorf("TxStopPoint %s: expected it to end %v, got %v", text, want, got)
		}
	}
}
