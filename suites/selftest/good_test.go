package selftest

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/reports"
	"github.com/certbench/certbench/suites"
)

var update = flag.Bool("update", false, "write golden tables and expectations anew, for review")

// TestEveryCasePassesOnTheGoodStation plays every case in every mode, with every protocol that there is, and compares its table with
// the golden one: a table has the same rows whatever moves its files. All other tests play a case with transfers by one protocol only.
// Their faults and oddities are in what a station says and decides, above the clients that move its files, which know of none; those
// clients have faults of their own, and tests of their own in harness/bench.
func TestEveryCasePassesOnTheGoodStation(t *testing.T) {
	for _, c := range octt.Registered() {
		for _, mode := range suites.Plays(c, nil) {
			name := c.ID
			if start := mode.Start(); start != "" {
				name += "_" + string(start)
			}
			t.Run(name+string(mode.Protocol()), func(t *testing.T) {
				t.Parallel()
				p, found := playWhole(t, c.ID, setup{mode: mode.Start(), by: mode.Protocol(), written: true})
				p.Begin.Mode = string(mode.Start())
				blameless(t, c.ID, found)
				table := tableOf(t, p)
				if p.Verdict != evidence.Pass {
					place, sentence := firstWorst(p)
					t.Fatalf("verdict %s at %s: %s\n%s", p.Verdict, place, sentence, table)
				}
				golden(t, name, table)
			})
		}
	}
}

// tableOf is the case's own table with its verdicts.
func tableOf(t *testing.T, p *evidence.Play) string {
	t.Helper()
	var table strings.Builder
	if err := reports.WriteTable(&table, p); err != nil {
		t.Fatal(err)
	}
	return table.String()
}

func golden(t *testing.T, name, table string) {
	t.Helper()
	path := filepath.Join("golden", name+".txt")
	if *update {
		if err := os.WriteFile(path, []byte(table), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v; make golden writes it", err)
	}
	if string(want) != table {
		t.Errorf("the table of %s differs from %s; see make golden\n%s", name, path, table)
	}
}

// tolerated are the warnings that every good station may earn.
var tolerated = map[string]string{
	"TC_E_05_CS": "part 2, E03.FR.05 and the table differ without Authorized in TxStopPoint",
	"TC_F_04_CS": "part 2, F02.FR.08 and the table differ with ParkingBayOccupancy in TxStopPoint",
	"TC_J_08_CS": "part 2, E01.FR.17 and the table differ where the EVSE is not known at the start",
	"TC_N_23_CS": "part 2, G01 and the table differ where a connector's state is told by NotifyEvent",
	"TC_E_39_CS": "part 2, E06.FR.03 and the table differ with ParkingBayOccupancy in TxStartPoint",
}

// passes plays a case that must pass.
func passes(t *testing.T, id string, s setup) bool {
	t.Helper()
	p, found := playWhole(t, id, s)
	return hasPassed(t, p, "") && blameless(t, id, found)
}

// blameless tells that nothing was found outside of a case. It is a failure of the test otherwise.
func blameless(t *testing.T, id string, found []evidence.Found) bool {
	t.Helper()
	for _, f := range found {
		t.Errorf("%s: found outside of the case, %s %s: %s", id, f.Kind, f.Subject, reports.FindingSentence(f.Finding))
	}
	return len(found) == 0
}

// between is the first failure that was found outside of a case, nil for none.
func between(found []evidence.Found) *evidence.Found {
	for i := range found {
		if found[i].Verdict == evidence.Fail {
			return &found[i]
		}
	}
	return nil
}

// hasPassed tells whether a play has passed, or warns for a reason: one that is tolerated, or a field that may be
// unforeseen (empty for none). It is a failure of the test otherwise.
func hasPassed(t *testing.T, p *evidence.Play, unforeseen string) bool {
	t.Helper()
	place, sentence := firstWorst(p)
	warns := tolerated[p.Begin.ID] != "" || unforeseen != "" && strings.Contains(sentence, unforeseen)
	if p.Verdict == evidence.Pass || p.Verdict == evidence.Warning && warns {
		return true
	}
	t.Errorf("%s: %s at %s: %s\n%s", p.Begin.ID, p.Verdict, place, sentence, tableOf(t, p))
	return false
}
