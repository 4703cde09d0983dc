package selftest

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/suites"
)

var caseOf = regexp.MustCompile(`TC_[A-Z]+_[0-9]+_CS`)

// A row of the case itself, and not of a state that it reaches, is not indented: its number stands in the first column, its actor in the
// seventh and its text in the 26th.
var ownRow = regexp.MustCompile(`^(.{5}) (.{18}) (\S.*?) +(PASS|WARNING|NOT APPLICABLE|NOT RUN|INCONCLUSIVE|FAIL|ERROR)$`)

const leftOut = "is left out"

// harvested are the rows of a golden table, as rows.tsv writes them behind the name of the table.
func harvested(t *testing.T, path string) (rows []string) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	_, main, _ := strings.Cut(string(text), "\nMain (test scenario)\n")
	main, _, _ = strings.Cut(main, "\n\n") // the next stage
	for line := range strings.Lines(main) {
		m := ownRow.FindStringSubmatch(strings.TrimSuffix(line, "\n"))
		if m == nil {
			continue
		}
		number, actor, what := strings.TrimSpace(m[1]), m[2], m[3]
		name, reaches := strings.CutPrefix(what, suites.ReachedRow+" ")
		switch {
		case reaches && strings.TrimSpace(actor) == "":
			actor, what = suites.ReachedRow, name
		case strings.HasPrefix(actor, " "), strings.HasPrefix(actor, "-"):
			continue // of a state, or a validation
		case what == leftOut:
			what = suites.NoCell
		}
		actor = strings.TrimSpace(actor)
		if actor == "" || strings.Contains(what, "\t") {
			t.Fatalf("%s: %q is no row", path, line)
		}
		if number == "" {
			number = suites.NoCell
		}
		rows = append(rows, strings.Join([]string{number, actor, what}, "\t"))
	}
	return rows
}

// rowsTable is rows.tsv as the golden tables make it.
func rowsTable(t *testing.T) string {
	t.Helper()
	paths, err := filepath.Glob("golden/TC_*.txt")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no golden tables: %v", err)
	}
	tables := map[string]map[octt.Start][]string{}
	var ids []string
	for _, path := range paths {
		id := caseOf.FindString(path)
		start := octt.Start(strings.TrimPrefix(strings.TrimSuffix(strings.TrimPrefix(filepath.Base(path), id), ".txt"), "_"))
		if tables[id] == nil {
			tables[id] = map[octt.Start][]string{}
			ids = append(ids, id)
		}
		tables[id][start] = harvested(t, path)
	}
	text := suites.RowsHead
	add := func(id, start string, rows []string) {
		for _, row := range rows {
			text += fmt.Sprintf("%s\t%s\t%s\n", id, start, row)
		}
	}
	for _, id := range ids {
		local, remote := tables[id][octt.Local], tables[id][octt.Remote]
		switch {
		case tables[id][""] != nil:
			add(id, suites.NoCell, tables[id][""])
		case slices.Equal(local, remote):
			add(id, suites.NoCell, local)
		default:
			add(id, string(octt.Local), local)
			add(id, string(octt.Remote), remote)
		}
	}
	return text
}

func TestTheRowsOfEachCaseAreThoseOfItsGoldenTables(t *testing.T) {
	const file = "../rows.tsv"
	want := rowsTable(t)
	if *update {
		if err := os.WriteFile(file, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	got, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != want {
		t.Errorf("%s differs from the golden tables; make golden writes it", file)
	}
	for _, mode := range []octt.Mode{"local", "remote", "remote FTPS", ""} {
		if rows := suites.Rows("TC_E_03_CS", mode); len(rows) == 0 || rows[0].Number != "1" || rows[0].Reaches == "" {
			t.Errorf("in mode %q TC_E_03_CS has the rows %v, expected that the first reaches a state", mode, rows)
		}
	}
	if rows := suites.Rows("TC_A_99_CS", ""); rows != nil {
		t.Errorf("a case that is none has the rows %v", rows)
	}
	if last := suites.LastRow("TC_E_03_CS"); last != 2 {
		t.Errorf("the last row of TC_E_03_CS is %d, expected 2", last)
	}
}

// TestTheRowsAheadAreThoseThatAreWritten holds the harvest against tables that a person has read.
func TestTheRowsAheadAreThoseThatAreWritten(t *testing.T) {
	want := []evidence.RowAhead{{Number: "1", Reaches: "Authorized (local)"}, {Number: "2", Reaches: "EnergyTransferStarted"}}
	if got := suites.Rows("TC_E_03_CS", ""); !slices.Equal(got, want) {
		t.Errorf("got %v, expected %v", got, want)
	}
}
