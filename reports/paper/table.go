package paper

// Table is a table with a head that is repeated on each page. A table without heads is a list of facts: names and values.
type Table struct {
	Columns []Column
	Rows    []Row
}

// Column is one column of a table.
type Column struct {
	Head  string
	Share float64 // of the width of the table, in relation to the other columns
	Right bool    // its cells stand at the right side, as numbers do
}

// Row is one row, with a cell for each column.
type Row struct {
	Cells []Cell
	Group bool // heads the rows that follow, and stays with them on one page
	Tall  bool // leaves room to write by hand
}

// Cell is the text of one cell. A line feed in it begins a new line.
type Cell struct {
	Text string
	Tone Tone
}

// Tone is what a text is to be taken for.
type Tone string

// The tones. The words beside them say the same, for those who print without colours.
const (
	Plain Tone = ""
	Muted Tone = "muted"
	Good  Tone = "good"
	Bad   Tone = "bad"
	Doubt Tone = "doubt"
)

// Columns makes columns of one share each.
func Columns(heads ...string) []Column {
	columns := make([]Column, len(heads))
	for i, head := range heads {
		columns[i] = Column{Head: head, Share: 1}
	}
	return columns
}

// Shared gives columns their shares of the width.
func Shared(columns []Column, shares ...float64) []Column {
	for i := range columns {
		columns[i].Share = shares[i]
	}
	return columns
}

// Add adds a row of plain cells.
func (t *Table) Add(cells ...string) { t.Rows = append(t.Rows, Row{Cells: Cells(cells...)}) }

// Cells makes plain cells.
func Cells(texts ...string) []Cell {
	cells := make([]Cell, len(texts))
	for i, text := range texts {
		cells[i] = Cell{Text: text}
	}
	return cells
}

// Headed tells whether the table has a head.
func (t *Table) Headed() bool {
	for _, c := range t.Columns {
		if c.Head != "" {
			return true
		}
	}
	return false
}
