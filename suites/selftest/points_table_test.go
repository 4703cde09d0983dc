package selftest

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"text/tabwriter"

	"github.com/certbench/certbench/harness/bench"
	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/states"
	"github.com/certbench/certbench/schemas/ocpp201"
)

const (
	pointsFile    = "points.txt"
	pointsProduct = "full" // it has more points than the others
)

// path is a session from its beginning to where its case ends, shown in one table of pointsFile.
type path struct {
	title string
	play  octt.Case
	mode  octt.Start
}

// paths are the sessions in which the rows change with TxStartPoint and TxStopPoint: both orders of plug and driver, and
// both ways to stop, each after both ways to start. No official case plays the remote stop to the end of the session, so
// that the path of TC_E_06_CS is played with it.
func paths(t *testing.T) []path {
	official := func(id string) octt.Case {
		c, ok := octt.Lookup(id)
		if !ok {
			t.Fatalf("%s is not registered", id)
		}
		return c
	}
	remoteStop := official("TC_E_06_CS")
	remoteStop.Main = func(s *octt.Scenario) {
		s.Reach(1, states.StopAuthorized.Remote)
		s.Reach(2, states.EVConnectedPostSession)
		s.Reach(3, states.EVDisconnected)
		s.Reach(4, states.ParkingBayUnoccupied)
	}
	return []path{
		{"TC_E_03_CS: the cable first", official("TC_E_03_CS"), octt.Local},
		{"TC_E_04_CS: the driver first", official("TC_E_04_CS"), octt.Local},
		{"TC_F_01_CS: the cable first, started remotely", official("TC_F_01_CS"), octt.Remote},
		{"TC_F_03_CS: the remote start first", official("TC_F_03_CS"), octt.Remote},
		{"TC_E_06_CS, started locally: StopAuthorized (local) to the empty bay", official("TC_E_06_CS"), octt.Local},
		{"TC_E_06_CS, started remotely: StopAuthorized (local) to the empty bay", official("TC_E_06_CS"), octt.Remote},
		{"As TC_E_06_CS with StopAuthorized (remote), started locally", remoteStop, octt.Local},
		{"As TC_E_06_CS with StopAuthorized (remote), started remotely", remoteStop, octt.Remote},
	}
}

// everyPoint lists what TxStartPoint and TxStopPoint may contain, in the order in which a session comes to them (part 2,
// section 2.6.6, TxStartPoint and TxStopPoint).
var everyPoint = []string{"ParkingBayOccupancy", "EVConnected", "Authorized", "DataSigned", "PowerPathClosed", "EnergyTransfer"}

// joined are the values of several points that are played beside the single ones: for the start what comes first of the
// two depends on the path, for the stop two points fall together, and two do not.
var joined = [][]string{{"EVConnected", "Authorized"}, {"ParkingBayOccupancy", "PowerPathClosed"}}

// TestTheTablesFollowTheStartAndStopPoints plays the paths of a session with all combinations of TxStartPoint and
// TxStopPoint that the product full has, and draws for every combination in which row of which reusable state of part 6
// the transaction started and ended. Every play has to pass; the tables are kept to be laid beside part 6.
func TestTheTablesFollowTheStartAndStopPoints(t *testing.T) {
	declared, err := productOf(t, pointsProduct, "TC_E_06_CS").declaration()
	if err != nil {
		t.Fatal(err)
	}
	can := bench.Capabilities(declared)
	starts, stops := grid(can.TxStartPoint), grid(can.TxStopPoint)
	all := paths(t)
	tables := make([]string, len(all))
	t.Run("paths", func(t *testing.T) {
		for i, p := range all {
			t.Run(p.title, func(t *testing.T) {
				t.Parallel()
				tables[i] = p.table(t, starts, stops)
			})
		}
	})
	got := pointsHead + absent("TxStartPoint", can.TxStartPoint, "the product does not declare it (PICS, C-09.3)") + absent("TxStopPoint", can.TxStopPoint, "part 5 has no feature for it (C-10)") + strings.Join(tables, "")
	t.Log("\n" + got)
	if *update {
		write(t, pointsFile, got)
		return
	}
	if kept, err := os.ReadFile(pointsFile); err != nil || string(kept) != got {
		t.Errorf("%s does not show these plays (%v); write it anew with -update, and lay it beside part 6", pointsFile, err)
	}
}

const pointsHead = `# Where the transaction starts → where it ends, and the verdict of the play, on the product full.
# Rows: TxStartPoint. Columns: TxStopPoint. A place is a step of a reusable state of part 6:
# Bay ParkingBayOccupied (table 426), Plug EVConnectedPreSession (427), Auth Authorized (428), Energy EnergyTransferStarted (430),
# Stop StopAuthorized (432), Post EVConnectedPostSession (433), Unplug EVDisconnected (434), Leave ParkingBayUnoccupied (435).
# rest: the case is over before, and the bench ends the session on the way back to rest.
# Written by TestTheTablesFollowTheStartAndStopPoints.
`

// grid is what one of the variables is set to: its points one by one, then those that are joined.
func grid(supported []string) [][]string {
	var out [][]string
	for _, point := range everyPoint {
		if slices.Contains(supported, point) {
			out = append(out, []string{point})
		}
	}
	for _, several := range joined {
		if !slices.ContainsFunc(several, func(p string) bool { return !slices.Contains(supported, p) }) {
			out = append(out, several)
		}
	}
	return out
}

// absent says which points the tables leave out, and why: with this product it can be DataSigned only.
func absent(variable string, supported []string, why string) string {
	var out strings.Builder
	for _, point := range everyPoint {
		if !slices.Contains(supported, point) {
			fmt.Fprintf(&out, "# %s %s is not played: %s.\n", variable, point, why)
		}
	}
	return out.String()
}

// table plays the path with all combinations.
func (p path) table(t *testing.T, starts, stops [][]string) string {
	var out strings.Builder
	fmt.Fprintf(&out, "\n%s\n", p.title)
	columns := tabwriter.NewWriter(&out, 0, 0, 2, ' ', 0)
	for _, stop := range stops {
		fmt.Fprintf(columns, "\t%s", strings.Join(stop, ","))
	}
	fmt.Fprintln(columns)
	for _, start := range starts {
		fmt.Fprint(columns, strings.Join(start, ","))
		for _, stop := range stops {
			fmt.Fprintf(columns, "\t%s", p.cell(t, start, stop))
		}
		fmt.Fprintln(columns)
	}
	if err := columns.Flush(); err != nil {
		t.Error(err)
	}
	return out.String()
}

// cell plays the path with one combination, which has to pass.
func (p path) cell(t *testing.T, start, stop []string) string {
	set := setup{product: pointsProduct, mode: p.mode, change: points(start, stop)}
	run := evidence.Fold(record(t, set, func(r octt.Recorder) {
		synctest.Test(t, func(t *testing.T) { playIn(t, p.play, set, r) })
	}))
	if len(run.Plays) != 1 {
		t.Fatalf("%d plays were recorded, want 1", len(run.Plays))
	}
	played := &run.Plays[0]
	if !hasPassed(t, played, "") {
		t.Errorf("with TxStartPoint %v, TxStopPoint %v, started %s", start, stop, p.mode)
	}
	return fmt.Sprintf("%s → %s %s", whereIs(t, played, ocpp201.TransactionEventEnumStarted), whereIs(t, played, ocpp201.TransactionEventEnumEnded), played.Verdict)
}

// whereIs is the place of the only message of its eventType, "nowhere" when there is none.
func whereIs(t *testing.T, p *evidence.Play, kind ocpp201.TransactionEventEnum) string {
	var at []string
	for _, rec := range p.Frames {
		var e ocpp201.TransactionEventRequest
		if rec.Frame.Action != "TransactionEvent" || rec.Frame.Type != "CALL" {
			continue
		}
		if err := json.Unmarshal(rec.Frame.Payload(), &e); err != nil {
			t.Fatal(err)
		}
		if e.EventType == kind {
			at = append(at, stepOf(p, rec.Seq))
		}
	}
	switch len(at) {
	case 0:
		return "nowhere"
	case 1:
		return at[0]
	}
	t.Errorf("%s: expected one %s, got them at %v", p.Begin.ID, kind, at)
	return strings.Join(at, "+")
}

// stepOf is the step of the reusable state that took the frame.
func stepOf(p *evidence.Play, frame int64) string {
	for _, rec := range p.Items {
		if row := rec.Row; row != nil && slices.Contains(row.Frames, frame) && row.Stage != evidence.Restore {
			state := "case"
			if n := len(row.State); n > 0 {
				state, _, _ = strings.Cut(row.State[n-1], " ")
			}
			return strings.TrimSpace(abbreviated[state] + " " + row.Number)
		}
	}
	return "rest"
}

// abbreviated are the reusable states as pointsHead explains them.
var abbreviated = map[string]string{
	"ParkingBayOccupied": "Bay", "EVConnectedPreSession": "Plug", "Authorized": "Auth", "EnergyTransferStarted": "Energy",
	"StopAuthorized": "Stop", "EVConnectedPostSession": "Post", "EVDisconnected": "Unplug", "ParkingBayUnoccupied": "Leave",
}
