package paper

import "strings"

// How far text is from the lines of a table, in millimetres.
const (
	beside = 1.6
	above  = 1.1
)

// split is the height from which a row is divided between two pages: a lower one goes to the next page whole.
const split = (bottom - top) / 2

// tall is the least height of a row that somebody writes in by hand.
const tall = 9.5

// grid is a table while it is written.
type grid struct {
	p      *Pages
	t      Table
	widths []float64
	head   [][]string // the lines of its cells
}

// Table writes a table.
func (p *Pages) Table(t Table) {
	if len(t.Rows) == 0 || len(t.Columns) == 0 {
		return
	}
	g := &grid{p: p, t: t}
	g.widths = p.widths(t.Columns)
	if t.Headed() {
		for i, c := range t.Columns {
			g.head = append(g.head, p.faces[bold].wrap(c.Head, tableSize, g.widths[i]-2*beside))
		}
	}
	rows := make([][][]string, len(t.Rows))
	for i := range t.Rows {
		rows[i] = g.broken(i)
	}
	p.y += 1
	p.room(high(g.head) + g.needs(rows, 0))
	g.heads()
	for i := range rows {
		if p.y+g.needs(rows, i) > bottom && p.y > top+high(g.head) {
			g.next()
		}
		g.row(i, rows[i])
	}
	p.y += 3
}

// widths shares the width of the page among columns. No word of a head is broken for it, where there is room for all of them.
func (p *Pages) widths(columns []Column) []float64 {
	widths := make([]float64, len(columns))
	least := make([]float64, len(columns))
	for i, c := range columns {
		for _, word := range strings.Fields(p.faces[bold].legible(c.Head)) {
			least[i] = max(least[i], p.faces[bold].long(word, tableSize)+2*beside+0.1)
		}
	}
	fixed := make([]bool, len(columns))
	for range columns { // each time, those that got too little have their least
		room, shares := textWidth, 0.0
		for i, c := range columns {
			if fixed[i] {
				room -= least[i]
			} else {
				shares += c.Share
			}
		}
		short := false
		for i, c := range columns {
			if fixed[i] {
				continue
			}
			if widths[i] = room * c.Share / shares; widths[i] < least[i] && least[i] < textWidth/4 {
				widths[i], fixed[i], short = least[i], true, true
			}
		}
		if !short {
			break
		}
	}
	return widths
}

// broken is a row's cells in lines.
func (g *grid) broken(i int) [][]string {
	cells := make([][]string, len(g.widths))
	for n, c := range g.t.Rows[i].Cells {
		cells[n] = g.p.faces[g.face(i, c)].wrap(c.Text, tableSize, g.widths[n]-2*beside)
	}
	return cells
}

func (g *grid) face(row int, c Cell) style {
	if g.t.Rows[row].Group || c.Tone != Plain && c.Tone != Muted {
		return bold
	}
	return regular
}

// needs is the height that a row wants to have on a page: all of it, and with it the row that it heads, or a part of what is too high.
func (g *grid) needs(rows [][][]string, i int) float64 {
	need := min(high(rows[i]), split)
	if g.t.Rows[i].Tall {
		need = max(need, tall)
	}
	if g.t.Rows[i].Group && i+1 < len(rows) {
		need += min(high(rows[i+1]), split)
	}
	return need
}

// high is the height of a row.
func high(cells [][]string) float64 {
	most := 0
	for _, lines := range cells {
		most = max(most, len(lines))
	}
	if most == 0 {
		return 0
	}
	return float64(most)*height(tableSize) + 2*above
}

// next goes on with the table on a new page, below its heads.
func (g *grid) next() {
	g.p.Break()
	g.heads()
}

func (g *grid) heads() {
	if len(g.head) == 0 {
		g.rule(ink, 0.2)
		return
	}
	p := g.p
	h := high(g.head)
	p.pdf.SetFillColor(tint.rgb())
	p.pdf.Rect(left, p.y, textWidth, h, "F")
	g.rule(ink, 0.3)
	p.color(ink)
	for i, lines := range g.head {
		g.cell(i, bold, lines)
	}
	p.y += h
	g.rule(ink, 0.2)
}

// rule draws a line across the table.
func (g *grid) rule(c colour, wide float64) {
	g.p.pdf.SetDrawColor(c.rgb())
	g.p.pdf.SetLineWidth(wide)
	g.p.pdf.Line(left, g.p.y, right, g.p.y)
}

// row writes a row; what does not fit goes on below the heads on the next page.
func (g *grid) row(i int, cells [][]string) {
	p := g.p
	for {
		fit := int((bottom - p.y - 2*above) / height(tableSize))
		now, later := part(cells, max(fit, 1))
		h := high(now)
		if g.t.Rows[i].Tall {
			h = max(h, tall)
		}
		if g.t.Rows[i].Group {
			p.pdf.SetFillColor(tint.rgb())
			p.pdf.Rect(left, p.y, textWidth, h, "F")
		}
		for n, c := range g.t.Rows[i].Cells {
			p.color(tones[c.Tone].ink)
			if len(g.head) == 0 && n%2 == 0 && c.Tone == Plain { // the name of a fact
				p.color(muted)
			}
			g.cell(n, g.face(i, c), now[n])
		}
		p.y += h
		g.rule(line, 0.15)
		if later == nil {
			return
		}
		cells = later
		g.next()
	}
}

// part parts the lines of a row into those that fit and the rest, nil for none.
func part(cells [][]string, fit int) (now, later [][]string) {
	more := false
	for _, lines := range cells {
		n := min(len(lines), fit)
		now, later = append(now, lines[:n]), append(later, lines[n:])
		more = more || n < len(lines)
	}
	if !more {
		return now, nil
	}
	return now, later
}

// cell writes the lines of a cell.
func (g *grid) cell(n int, s style, lines []string) {
	p := g.p
	x := left + beside
	for i := range n {
		x += g.widths[i]
	}
	for i, text := range lines {
		at := x
		if g.t.Columns[n].Right {
			at += g.widths[n] - 2*beside - p.faces[s].long(text, tableSize)
		}
		p.line(s, tableSize, at, p.y+above+float64(i)*height(tableSize)+drop(tableSize), text)
	}
}
