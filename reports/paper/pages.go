package paper

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"codeberg.org/go-pdf/fpdf"
)

// Head is what a document is called, and what stands on each of its pages.
type Head struct {
	Title   string    // of the document
	Product string    // what it is about
	Run     string    // which run it tells of
	Made    time.Time // the date of the document: never that of its making
}

// A4, and where text stands on it, in millimetres.
const (
	pageWidth  = 210.0
	pageHeight = 297.0
	left       = 17.0
	right      = pageWidth - 17.0
	top        = 27.0
	bottom     = pageHeight - 20.0
	textWidth  = right - left
	headLine   = 18.0              // below the head of a page
	footLine   = pageHeight - 15.0 // above its foot
)

// Sizes of letters in points, and how far lines are apart as a part of that.
const (
	titleSize = 19.0
	partSize  = 13.0 // of a heading of the first level
	underSize = 10.5 // of the second
	textSize  = 9.0
	tableSize = 8.0
	smallSize = 7.5
	leading   = 1.32
)

// Pages are the pages of a document while it is written from its first line to its last. They are for one goroutine.
type Pages struct {
	head    Head
	pdf     *fpdf.Fpdf
	faces   map[style]*face
	y       float64  // where the next line begins, from the top of the page
	part    string   // the heading of the first level that the page is under
	under   string   // that of the second
	parts   []string // of each page, when it began
	set     style    // the font and size that the page has now
	setSize float64
}

// New begins a document.
func New(h Head) *Pages {
	pdf := fpdf.New("P", "mm", "A4", "")
	p := &Pages{head: h, pdf: pdf, faces: map[style]*face{}}
	for _, s := range []style{regular, bold} {
		// The library writes into the font when it cuts out the letters that were used (findings/fpdf-writes-into-the-font.sh).
		pdf.AddUTF8FontFromBytes(family, string(s), slices.Clone(fonts[s]))
		p.faces[s] = newFace(s)
	}
	made := h.Made.UTC()
	if h.Made.IsZero() {
		made = time.Unix(0, 0).UTC()
	}
	pdf.SetCreationDate(made)
	pdf.SetModificationDate(made)
	pdf.SetCatalogSort(true)
	pdf.SetAutoPageBreak(false, 0)
	pdf.SetLang("en")
	pdf.SetTitle(p.faces[regular].legible(h.Title+", "+h.Product), true)
	pdf.SetCreator("certbench", true)
	p.Break()
	return p
}

// Count is how many pages there are so far.
func (p *Pages) Count() int { return p.pdf.PageCount() }

// Break begins a new page.
func (p *Pages) Break() {
	p.pdf.AddPage()
	p.y, p.setSize = top, 0
	p.parts = append(p.parts, strings.TrimSuffix(p.part+": "+p.under, ": "))
}

// room begins a new page where less than that height is left on this one.
func (p *Pages) room(height float64) {
	if p.y+height > bottom && p.y > top {
		p.Break()
	}
}

// line writes one line of text with its left end at x.
func (p *Pages) line(s style, size, x, baseline float64, text string) {
	if text == "" {
		return
	}
	if p.set != s || p.setSize != size {
		p.pdf.SetFont(family, string(s), size)
		p.set, p.setSize = s, size
	}
	p.pdf.Text(x, baseline, text)
}

// height is that of a line of text.
func height(size float64) float64 { return size * leading / points }

// drop is how far the baseline of a line is below its top.
func drop(size float64) float64 { return size * (leading/2 + 0.35) / points }

// Title writes the title of the document and below it what it is about.
func (p *Pages) Title(text, below string) {
	p.color(ink)
	for _, l := range p.faces[bold].wrap(text, titleSize, textWidth) {
		p.line(bold, titleSize, left, p.y+drop(titleSize), l)
		p.y += height(titleSize)
	}
	p.pdf.Bookmark(p.faces[regular].legible(text), 0, p.y)
	p.y += 1
	p.paragraph(regular, textSize+1, muted, below)
	p.y += 4
}

// Part begins a part of the document, whose heading stands on each of its pages.
func (p *Pages) Part(text string) {
	p.part, p.under = text, ""
	p.y += 6
	p.room(32)
	if p.y == top { // of a page that has just begun
		p.parts[len(p.parts)-1] = text
	}
	p.heading(text, partSize, 0)
	p.pdf.SetDrawColor(ink.rgb())
	p.pdf.SetLineWidth(0.35)
	p.pdf.Line(left, p.y+0.8, right, p.y+0.8)
	p.y += 3
}

// Under begins a part of a part.
func (p *Pages) Under(text string) {
	p.y += 3.5
	p.under = text
	p.room(26)
	p.heading(text, underSize, 1)
	p.y += 1
}

func (p *Pages) heading(text string, size float64, level int) {
	p.color(ink)
	lines := p.faces[bold].wrap(text, size, textWidth)
	p.pdf.Bookmark(p.faces[regular].legible(text), level, p.y)
	for _, l := range lines {
		p.room(height(size))
		p.line(bold, size, left, p.y+drop(size), l)
		p.y += height(size)
	}
}

// Text writes a paragraph.
func (p *Pages) Text(text string) {
	p.paragraph(regular, textSize, ink, text)
	p.y += 1.5
}

// Small writes a paragraph in small letters.
func (p *Pages) Small(text string) {
	p.paragraph(regular, smallSize, muted, text)
	p.y += 1.5
}

func (p *Pages) paragraph(s style, size float64, c colour, text string) {
	if text == "" {
		return
	}
	for _, l := range p.faces[s].wrap(text, size, textWidth) {
		p.room(height(size))
		p.color(c)
		p.line(s, size, left, p.y+drop(size), l)
		p.y += height(size)
	}
}

// Callout writes a word in a box of its colour, and a sentence beside it.
func (p *Pages) Callout(tone Tone, word, sentence string) {
	const padding = 2.6
	c := tones[tone]
	wordWide := p.faces[bold].long(p.faces[bold].legible(word), textSize+2)
	lines := p.faces[regular].wrap(sentence, textSize, textWidth-wordWide-4*padding)
	high := max(height(textSize+2), float64(len(lines))*height(textSize)) + 2*padding
	p.room(high)
	p.pdf.SetFillColor(c.tint.rgb())
	p.pdf.Rect(left, p.y, textWidth, high, "F")
	p.pdf.SetFillColor(c.ink.rgb())
	p.pdf.Rect(left, p.y, 1.2, high, "F")
	p.color(c.ink)
	p.line(bold, textSize+2, left+2*padding, p.y+padding+drop(textSize+2), p.faces[bold].legible(word))
	p.color(ink)
	y := p.y + padding + (height(textSize+2)-height(textSize))*0.7
	for _, l := range lines {
		p.line(regular, textSize, left+3*padding+wordWide, y+drop(textSize), l)
		y += height(textSize)
	}
	p.y += high + 2.5
}

// WriteTo writes the document, after which nothing can be added. It returns the bytes written.
func (p *Pages) WriteTo(w io.Writer) (int64, error) {
	n := p.Count()
	for i := 1; i <= n; i++ {
		p.pdf.SetPage(i)
		p.setSize = 0
		p.around(i, n)
	}
	counted := &counter{w: w}
	if err := p.pdf.Output(counted); err != nil {
		return counted.n, fmt.Errorf("cannot write the pages: %w", cmp.Or(counted.err, err))
	}
	return counted.n, nil
}

// around writes the head and the foot of a page.
func (p *Pages) around(page, of int) {
	p.pdf.SetDrawColor(line.rgb())
	p.pdf.SetLineWidth(0.2)
	p.pdf.Line(left, headLine, right, headLine)
	p.pdf.Line(left, footLine, right, footLine)
	p.color(muted)
	const y = headLine - 2.2
	title := p.fitting(bold, smallSize, p.head.Title, textWidth*0.45)
	p.line(bold, smallSize, left, y-height(smallSize), title)
	p.line(regular, smallSize, left, y, p.fitting(regular, smallSize, p.parts[page-1], textWidth*0.55))
	p.atRight(regular, smallSize, y-height(smallSize), p.fitting(regular, smallSize, p.head.Product, textWidth*0.5))
	p.atRight(regular, smallSize, y, p.fitting(regular, smallSize, "Run "+p.head.Run, textWidth*0.42))
	p.line(regular, smallSize, left, footLine+4.5, "Made by certbench. This is no certificate.")
	p.atRight(regular, smallSize, footLine+4.5, fmt.Sprintf("Page %d of %d", page, of))
}

func (p *Pages) atRight(s style, size, baseline float64, text string) {
	p.line(s, size, right-p.faces[s].long(text, size), baseline, text)
}

// fitting is the beginning of a text that fits, with an ellipsis where that is not all of it: all of it stands in the document.
func (p *Pages) fitting(s style, size float64, text string, width float64) string {
	lines := p.faces[s].wrap(text, size, width)
	if len(lines) == 1 {
		return lines[0]
	}
	return p.faces[s].wrap(lines[0], size, width-2)[0] + "…"
}

type counter struct {
	w   io.Writer
	n   int64
	err error
}

func (c *counter) Write(b []byte) (int, error) {
	n, err := c.w.Write(b)
	c.n += int64(n)
	if err != nil {
		c.err = err
	}
	return n, err
}
