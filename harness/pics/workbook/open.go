package workbook

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"
)

// What a workbook may hold. A real PICS has some 60 kB, and a thousand cells.
const (
	maxFile  = 8 << 20  // bytes of the file
	maxBytes = 64 << 20 // bytes of all its parts unpacked, pictures too
	maxXML   = 16 << 20 // bytes of those that are read
	maxParts = 500
	maxRows  = 20_000  // the last row with something in it
	maxWidth = 256     // columns
	maxArea  = 500_000 // cells of all sheets, from the beginning of each row that has something on
)

// A grid is one sheet: rows of cells from A1 on, each as long as what it holds.
type grid struct {
	name   string
	hidden bool
	rows   [][]cell
	room   *int // cells that all sheets of the workbook may still have
}

// A cell is what one place of a sheet shows.
type cell struct {
	text     string // as it is shown, without blanks around it
	raw      string // as it is stored: a number without its format, a day as a number of days
	unsolved bool   // a formula whose value was never stored
	hidden   bool   // its row, column or sheet is not shown
	inside   bool   // it is the part of a merged cell that is not its beginning; its text is that of the beginning
	height   int    // rows that it covers; 1 unless it is merged
}

func (g *grid) at(row, column int) cell {
	if row < 0 || column < 0 || row >= len(g.rows) || column >= len(g.rows[row]) {
		return cell{height: 1}
	}
	return g.rows[row][column]
}

// place names a cell as spreadsheets do, "Sheet!C12".
func (g *grid) place(row, column int) string {
	name, err := excelize.CoordinatesToCellName(column+1, row+1)
	if err != nil {
		name = fmt.Sprintf("row %d, column %d", row+1, column+1)
	}
	return g.name + "!" + name
}

// open reads the sheets of a workbook. Errors say what kind of file it is instead, or which bound it exceeds.
func open(data []byte) (grids []*grid, title string, err error) {
	if len(data) > maxFile {
		return nil, "", fmt.Errorf("a workbook of more than %d bytes is no PICS; this one has %d", maxFile, len(data))
	}
	if bytes.HasPrefix(data, []byte("\xd0\xcf\x11\xe0")) {
		return nil, "", errors.New("this is a workbook of the old form (.xls), or one that a password protects; save it as .xlsx without a password")
	}
	layouts, err := layoutsOf(data)
	if err != nil {
		return nil, "", err
	}
	file, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{UnzipSizeLimit: maxBytes, UnzipXMLSizeLimit: maxBytes})
	if err != nil {
		return nil, "", fmt.Errorf("the workbook cannot be read: %w", err)
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	room := maxArea
	for _, name := range file.GetSheetList() {
		l, there := layouts[name]
		if !there {
			continue // a sheet of a chart alone
		}
		g := &grid{name: name, hidden: l.hidden, room: &room}
		if err := errors.Join(g.fill(file, l.last), g.lay(l)); err != nil {
			return nil, "", err
		}
		grids = append(grids, g)
	}
	if props, err := file.GetDocProps(); err == nil { // a workbook without properties has no title
		title = props.Title
	}
	return grids, title, nil
}

// fill reads the values of a sheet up to its last row that has any twice: as they are shown, and as they are stored.
func (g *grid) fill(file *excelize.File, last int) error {
	for _, raw := range []bool{false, true} {
		rows, err := file.Rows(g.name)
		if err != nil {
			return fmt.Errorf("the sheet %q cannot be read: %w", g.name, err)
		}
		for r := 0; err == nil && r < last && rows.Next(); r++ {
			var values []string
			values, err = rows.Columns(excelize.Options{RawCellValue: raw})
			for c := 0; err == nil && c < len(values); c++ {
				if values[c] != "" {
					err = g.set(spot{r, c}, values[c], raw)
				}
			}
		}
		if err := errors.Join(err, rows.Error(), rows.Close()); err != nil {
			return fmt.Errorf("the sheet %q cannot be read: %w", g.name, err)
		}
	}
	return nil
}

func (g *grid) set(at spot, value string, raw bool) error {
	x, err := g.reach(at)
	value = strings.ToValidUTF8(value, "\uFFFD")
	switch {
	case err != nil:
		return err
	case raw:
		x.raw = strings.TrimSpace(value)
	default:
		x.text = strings.TrimSpace(strings.ReplaceAll(value, "\r\n", "\n"))
	}
	return nil
}

// reach is a cell that may be beyond what there was, within the bounds.
func (g *grid) reach(at spot) (*cell, error) {
	for len(g.rows) <= min(at.row, maxRows) {
		g.rows = append(g.rows, nil)
	}
	row := &g.rows[min(at.row, maxRows)]
	*g.room -= max(0, at.column+1-len(*row))
	if at.row >= maxRows || at.column >= maxWidth || *g.room < 0 {
		return nil, fmt.Errorf("%s: a PICS has at most %d rows, %d columns and %d cells; take out what is none of it",
			g.place(at.row, at.column), maxRows, maxWidth, maxArea)
	}
	for len(*row) <= at.column {
		*row = append(*row, cell{height: 1})
	}
	return &(*row)[at.column], nil
}

// lay puts on the values what the layout says of them.
func (g *grid) lay(l *layout) error {
	for _, at := range l.unsolved {
		x, err := g.reach(at)
		if err != nil {
			return err
		}
		x.unsolved = x.text == ""
	}
	for _, m := range l.merged {
		if err := g.merge(m); err != nil {
			return err
		}
	}
	for r := range g.rows {
		for c := range g.rows[r] {
			g.rows[r][c].hidden = g.hidden || l.rowHidden[r+1] || l.columnHidden(c+1)
		}
	}
	return nil
}

// merge has what is in a merged cell stand in each of its rows: sideways it is one, and downwards each row may be an item's, which
// it answers.
func (g *grid) merge(m span) error {
	top := g.at(m.from.row, m.from.column)
	if top.text == "" && !top.unsolved {
		return nil
	}
	last := min(m.to.row, len(g.rows)-1)
	g.rows[m.from.row][m.from.column].height = last - m.from.row + 1
	for r := m.from.row + 1; r <= last; r++ {
		x, err := g.reach(spot{r, m.from.column})
		if err != nil {
			return err
		}
		x.text, x.raw, x.unsolved, x.inside = top.text, top.raw, top.unsolved, true
	}
	return nil
}

// part reads one part of the package within the bound.
func part(file *zip.File, left *int64) ([]byte, error) {
	in, err := file.Open()
	if err != nil {
		return nil, fmt.Errorf("the part %s cannot be read: %w", file.Name, err)
	}
	var out bytes.Buffer
	n, err := out.ReadFrom(&limited{in, *left})
	*left -= n
	if err := errors.Join(err, in.Close()); err != nil {
		return nil, fmt.Errorf("the part %s cannot be read: %w", file.Name, err)
	}
	return out.Bytes(), nil
}
