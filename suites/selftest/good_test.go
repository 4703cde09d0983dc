package selftest

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/reports"
	"github.com/certbench/certbench/suites"
)

var update = flag.Bool("update", false, "write golden tables and expectations anew, for review")

// TestEveryCasePassesOnTheGoodStation plays every case in every mode, and compares its table with the golden one.
func TestEveryCasePassesOnTheGoodStation(t *testing.T) {
	for _, c := range octt.Registered() {
		for _, mode := range suites.Plays(c) {
			name := c.ID
			if mode != "" {
				name += "_" + string(mode)
			}
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				p := play(t, c.ID, setup{mode: mode})
				var table bytes.Buffer
				if err := reports.WriteTable(&table, p); err != nil {
					t.Fatal(err)
				}
				if p.Verdict != evidence.Pass {
					place, sentence := firstWorst(p)
					t.Fatalf("verdict %s at %s: %s\n%s", p.Verdict, place, sentence, table.String())
				}
				golden(t, name, table.Bytes())
			})
		}
	}
}

func golden(t *testing.T, name string, table []byte) {
	t.Helper()
	path := filepath.Join("golden", name+".txt")
	if *update {
		if err := os.WriteFile(path, table, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v; make golden writes it", err)
	}
	if !bytes.Equal(want, table) {
		t.Errorf("the table of %s differs from %s; see make golden\n%s", name, path, table)
	}
}
