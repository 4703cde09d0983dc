package selftest

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/certbench/certbench/suites"
)

var caseOf = regexp.MustCompile(`TC_[A-Z]+_[0-9]+_CS`)

var ownRow = regexp.MustCompile(`(?m)^([0-9]+)`)

func TestTheLastRowOfEachCaseIsThatOfItsGoldenTable(t *testing.T) {
	tables, err := filepath.Glob("golden/TC_*.txt")
	if err != nil || len(tables) == 0 {
		t.Fatalf("no golden tables: %v", err)
	}
	last := map[string]int{}
	for _, path := range tables {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		id := caseOf.FindString(path) // each mode has a table
		last[id] += 0
		_, main, _ := strings.Cut(string(text), "\nMain (test scenario)\n")
		for _, m := range ownRow.FindAllStringSubmatch(main, -1) {
			n, _ := strconv.Atoi(m[1])
			last[id] = max(last[id], n)
		}
	}
	const file = "../last_rows.tsv"
	if *update {
		text := suites.LastRowsHead
		for _, id := range slices.Sorted(maps.Keys(last)) {
			text += fmt.Sprintf("%s\t%d\n", id, last[id])
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	var wrong []string
	for id, want := range last {
		if got := suites.LastRow(id); got != want {
			wrong = append(wrong, fmt.Sprintf("%s ends with row %d, and %s says %d", id, want, file, got))
		}
	}
	slices.Sort(wrong)
	for _, w := range wrong {
		t.Errorf("%s; make golden writes it", w)
	}
}
