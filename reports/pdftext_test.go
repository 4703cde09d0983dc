package reports

import (
	"bytes"
	"encoding/xml"
	"io"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// poppler runs a program of poppler-utils, which knows nothing of how the PDF was made. Where it is missing the test is skipped with the command
// that installs it; in CI that is a failure.
func poppler(t *testing.T, program string, args ...string) []byte {
	t.Helper()
	if _, err := exec.LookPath(program); err != nil {
		const advice = "poppler is missing; install it with: apt-get update && apt-get install -y poppler-utils"
		if os.Getenv("CI") == "true" {
			t.Fatal(advice)
		}
		t.Skip(advice)
	}
	var told bytes.Buffer
	command := exec.Command(program, args...)
	command.Stderr = &told
	out, err := command.Output()
	if err != nil || told.Len() > 0 {
		t.Fatalf("%s: %v\n%s", program, err, told.String())
	}
	return out
}

// pdfFile writes a document for paper to a file.
func pdfFile(t *testing.T, write func(io.Writer, *Source) error, s *Source) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "document.pdf")
	if err := os.WriteFile(path, []byte(made(t, write, s)), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

// printedWord is a word on a page, in points from its upper left corner.
type printedWord struct {
	Left   float64 `xml:"xMin,attr"`
	Top    float64 `xml:"yMin,attr"`
	Right  float64 `xml:"xMax,attr"`
	Bottom float64 `xml:"yMax,attr"`
	Text   string  `xml:",chardata"`
}

// printedPage is the words of a page, in the order of its lines.
type printedPage struct {
	Words []printedWord `xml:"word"`
}

func printed(t *testing.T, path string) []printedPage {
	t.Helper()
	var doc struct {
		Pages []printedPage `xml:"body>doc>page"`
	}
	if err := xml.Unmarshal(poppler(t, "pdftotext", "-bbox", path, "-"), &doc); err != nil {
		t.Fatal(err)
	}
	for _, p := range doc.Pages {
		slices.SortStableFunc(p.Words, func(a, b printedWord) int {
			if math.Abs(a.Top-b.Top) > 1 {
				return int(math.Copysign(1, a.Top-b.Top))
			}
			return int(math.Copysign(1, a.Left-b.Left))
		})
	}
	return doc.Pages
}

// Where the head and the foot of a page are, how high letters of tables are, and how far words, lines and rows are apart, in points.
const (
	underTheHead = 52.0
	overTheFoot  = 799.0
	leastHigh    = 8.9
	mostHigh     = 9.6
	cellGap      = 5.0
	rowGap       = 13.0
	tableGap     = 22.0
)

// text is what stands on the page between its head and its foot, line by line.
func (p printedPage) text() string {
	var b strings.Builder
	for _, line := range p.lines() {
		for i, w := range line {
			if i > 0 {
				b.WriteByte(' ')
			}
			b.WriteString(w.Text)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// lines are those between the head and the foot.
func (p printedPage) lines() (all [][]printedWord) {
	for _, w := range p.Words {
		if w.Top < underTheHead || w.Top > overTheFoot {
			continue
		}
		if n := len(all); n > 0 && math.Abs(all[n-1][0].Top-w.Top) < 1 {
			all[n-1] = append(all[n-1], w)
			continue
		}
		all = append(all, []printedWord{w})
	}
	return all
}

// printedTable is a table as it stands on the pages, put together again where it goes on from one to the next.
type printedTable struct {
	heads []string
	rows  [][]string
	spans []span // of the heads
}

type span struct{ left, right float64 }

// printedTables finds the tables by where words stand: nothing of the model that they were written from is known.
func printedTables(pages []printedPage) (all []*printedTable) {
	for _, page := range pages {
		var now *printedTable
		last, heading := -1000.0, false
		for _, line := range page.lines() {
			top := line[0].Top
			if high := line[0].Bottom - top; high < leastHigh || high > mostHigh {
				now = nil
				continue
			}
			switch {
			case now == nil || top-last > tableGap:
				now, heading = &printedTable{}, true
				all = append(all, now)
			case heading && top-last > rowGap:
				heading = false
				all, now = goesOn(all, now)
				now.rows = append(now.rows, make([]string, len(now.heads)))
			case top-last > rowGap:
				now.rows = append(now.rows, make([]string, len(now.heads)))
			}
			last = top
			for _, cell := range cellsOf(line) {
				if heading {
					now.head(cell)
				} else {
					now.put(cell)
				}
			}
		}
	}
	return all
}

// goesOn puts a table that has the heads of the one before behind that.
func goesOn(all []*printedTable, now *printedTable) ([]*printedTable, *printedTable) {
	if n := len(all); n > 1 && slices.Equal(all[n-2].heads, now.heads) {
		return all[:n-1], all[n-2]
	}
	return all, now
}

// cellsOf joins the words of a line that stand close together.
func cellsOf(line []printedWord) (cells []printedWord) {
	for _, w := range line {
		if n := len(cells); n > 0 && w.Left-cells[n-1].Right < cellGap {
			cells[n-1].Text += " " + w.Text
			cells[n-1].Right = w.Right
			continue
		}
		cells = append(cells, w)
	}
	return cells
}

// head adds to the heads, of which one may have several lines.
func (p *printedTable) head(w printedWord) {
	for i, s := range p.spans {
		if math.Abs(s.left-w.Left) < 1 || math.Abs(s.right-w.Right) < 1 {
			p.heads[i] += " " + w.Text
			p.spans[i] = span{min(s.left, w.Left), max(s.right, w.Right)}
			return
		}
	}
	p.heads, p.spans = append(p.heads, w.Text), append(p.spans, span{w.Left, w.Right})
}

// put adds a line to the cell of the column that it stands under, at its left side or at its right.
func (p *printedTable) put(w printedWord) {
	off := func(s span) float64 { return min(math.Abs(s.left-w.Left), math.Abs(s.right-w.Right)) }
	at := 0
	for i := range p.spans {
		if off(p.spans[i]) < off(p.spans[at]) {
			at = i
		}
	}
	row := p.rows[len(p.rows)-1]
	row[at] = strings.TrimSpace(row[at] + " " + w.Text)
}
