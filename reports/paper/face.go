package paper

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf16"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// style is one of the fonts that are built in, in the words of the PDF library.
type style string

const (
	regular style = ""
	bold    style = "B"
)

// family is the name of the fonts in the PDF: the Go fonts, which have Latin, Greek and Cyrillic letters.
const family = "go"

var fonts = map[style][]byte{regular: goregular.TTF, bold: gobold.TTF}

// face is a font with what is known of its letters.
type face struct {
	font   *sfnt.Font
	buffer sfnt.Buffer
	widths map[rune]float64 // in thousandths of the size; below 0 where the font lacks the letter
}

func newFace(s style) *face {
	font, err := sfnt.Parse(fonts[s])
	if err != nil {
		panic("paper: a font that is built in cannot be read: " + err.Error())
	}
	return &face{font: font, widths: map[rune]float64{}}
}

// width is that of a letter, in thousandths of the size.
func (f *face) width(r rune) float64 {
	w, known := f.widths[r]
	if !known {
		w = f.measure(r)
		f.widths[r] = w
	}
	return w
}

// measure returns the width of a letter, below 0 where the font lacks it. The PDF library takes none beyond the first plane of Unicode.
func (f *face) measure(r rune) float64 {
	if r > 0xFFFF || unicode.In(r, unicode.Cc, unicode.Cf, unicode.Cs, unicode.Co, unicode.Zl, unicode.Zp) {
		return -1
	}
	glyph, err := f.font.GlyphIndex(&f.buffer, r)
	if err != nil || glyph == 0 {
		return -1
	}
	advance, err := f.font.GlyphAdvance(&f.buffer, glyph, fixed.I(1000), font.HintingNone)
	if err != nil {
		return -1
	}
	return float64(advance) / 64
}

// legible writes what the font lacks by its code point, as JSON escapes it: it is never lost, nor does it move what stands
// beside it. Line feeds stay, and a tab becomes a space.
func (f *face) legible(text string) string {
	whole := true
	for _, r := range text {
		if r != '\n' && f.width(r) < 0 || r == unicode.ReplacementChar {
			whole = false
			break
		}
	}
	if whole {
		return text
	}
	var b strings.Builder
	for i, r := range text {
		switch {
		case r == '\n', r != unicode.ReplacementChar && f.width(r) >= 0:
			b.WriteRune(r)
		case r == '\t':
			b.WriteByte(' ')
		case r == unicode.ReplacementChar && !strings.HasPrefix(text[i:], string(unicode.ReplacementChar)):
			fmt.Fprintf(&b, `\x%02x`, text[i]) // no UTF-8
		case r > 0xFFFF:
			high, low := utf16.EncodeRune(r)
			fmt.Fprintf(&b, `\u%04x\u%04x`, high, low)
		default:
			fmt.Fprintf(&b, `\u%04x`, r)
		}
	}
	return b.String()
}

// points are those of a millimetre, the unit of all lengths here but the sizes of letters.
const points = 72 / 25.4

// long is the length of a legible text in a size, in millimetres.
func (f *face) long(text string, size float64) float64 {
	sum := 0.0
	for _, r := range text {
		sum += f.width(r)
	}
	return sum * size / points / 1000
}
