package suites

import (
	_ "embed" // of the table of last rows
	"fmt"
	"strconv"
	"strings"
	"sync"
)

// lastRows is harvested by the self-test from the golden tables, which also holds it against them.
//
//go:embed last_rows.tsv
var lastRows string

// LastRowsHead begins the table of last rows.
const LastRowsHead = `# The number of the last row of each case's own table, harvested by the self-test from the golden tables (make golden).
# case	row
`

var lastRow = sync.OnceValues(func() (map[string]int, error) {
	of := map[string]int{}
	for line := range strings.Lines(strings.TrimPrefix(lastRows, LastRowsHead)) {
		id, text, _ := strings.Cut(strings.TrimSpace(line), "\t")
		row, err := strconv.Atoi(text)
		if err != nil {
			return nil, fmt.Errorf("last_rows.tsv: %s has no row: %w", id, err)
		}
		of[id] = row
	}
	return of, nil
})

// LastRow is the number of the last row of a case's own table, 0 of a case that certbench does not play.
func LastRow(id string) int {
	of, err := lastRow()
	if err != nil {
		panic(err) // a test reads what is built in
	}
	return of[id]
}
