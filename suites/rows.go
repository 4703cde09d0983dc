package suites

import (
	_ "embed" // of the table of rows
	"fmt"
	"strconv"
	"strings"
	"sync"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt"
)

// ownRows is harvested by the self-test from the golden tables, which also holds it against them.
//
//go:embed rows.tsv
var ownRows string

// RowsHead begins the table of rows.
const RowsHead = `# The rows of each case's own table as the reference station plays it, harvested by the self-test from the golden tables (make golden):
# the case, how it starts where its tables differ by that, the row's number, whose it is, and what happens in it or which state it reaches. A row
# whose condition the reference station does not meet has no text.
# case	start	row	actor	text
`

// ReachedRow is the actor of a row that reaches a reusable state.
const ReachedRow = "Reusable State"

// NoCell stands for an empty cell in the table of rows.
const NoCell = "-"

// tableKey names a table: of a case, and of a way to start where there are two.
type tableKey struct {
	id    string
	start octt.Start
}

var rowsOf = sync.OnceValues(func() (map[tableKey][]evidence.RowAhead, error) {
	of := map[tableKey][]evidence.RowAhead{}
	for line := range strings.Lines(strings.TrimPrefix(ownRows, RowsHead)) {
		cells := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if len(cells) != 5 {
			return nil, fmt.Errorf("rows.tsv: %q is no row of five cells", line)
		}
		for i, cell := range cells {
			if cell == NoCell {
				cells[i] = ""
			}
		}
		row := evidence.RowAhead{Number: cells[2], Actor: evidence.Actor(cells[3]), Text: cells[4]}
		if cells[3] == ReachedRow {
			row.Actor, row.Text, row.Reaches = "", "", cells[4]
		}
		key := tableKey{cells[0], octt.Start(cells[1])}
		of[key] = append(of[key], row)
	}
	return of, nil
})

// Rows are those of a case's own table, in the order of the document, as the reference station plays it; nil of a case that certbench does
// not play. A product that meets other conditions may leave rows out, or have rows that the reference station leaves out.
func Rows(id string, mode octt.Mode) []evidence.RowAhead {
	of, err := rowsOf()
	if err != nil {
		panic(err) // a test reads what is built in
	}
	for _, start := range []octt.Start{mode.Start(), octt.Local, ""} {
		if rows, known := of[tableKey{id, start}]; known {
			return rows
		}
	}
	return nil
}

// LastRow is the number of the last row of a case's own table, 0 of a case that certbench does not play.
func LastRow(id string) (last int) {
	for _, start := range []octt.Start{octt.Local, octt.Remote, ""} {
		for _, row := range Rows(id, octt.Mode(start)) {
			if n, err := strconv.Atoi(row.Number); err == nil {
				last = max(last, n)
			}
		}
	}
	return last
}
