package paper

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"
)

func TestWhatAFontLacksIsShownByItsCodePoint(t *testing.T) {
	f := newFace(regular)
	for text, want := range map[string]string{
		"Ärger, Ελλάδα, Москва – 5 €": "Ärger, Ελλάδα, Москва – 5 €",
		"中\u05d0":             `\u4e2d\u05d0`,
		"\U0001F50C":          `\ud83d\udd0c`,
		"a\u202eb\u200bc\x1b": `a\u202eb\u200bc\u001b`,
		"a\xffb\ufffd":        `a\xffb\ufffd`,
		"a\tb\nc\r":           "a b\nc" + `\u000d`,
	} {
		if got := f.legible(text); got != want {
			t.Errorf("%q: expected %q, got %q", text, want, got)
		}
	}
}

func TestLinesFitAndLoseNothing(t *testing.T) {
	f := newFace(bold)
	for _, text := range []string{"", " ", "one", "a few words that need more than one line of this width", "SampledTxUpdatedMeasurands", strings.Repeat("x", 500),
		"0.9.3+2025.02.00.405-private-16ee1ac5f", strings.Repeat("TLS_ECDHE_", 30), "a" + strings.Repeat(" ", 300) + "b", "ÄÖÜ" + strings.Repeat("中", 60)} {
		for _, width := range []float64{3, 20, 176} {
			lines := f.wrap(text, tableSize, width)
			for _, l := range lines {
				if f.long(l, tableSize) > width+0.01 && len([]rune(l)) > 1 {
					t.Errorf("%q is longer than %v mm", l, width)
				}
			}
			together := strings.ReplaceAll(strings.Join(lines, ""), " ", "")
			if want := strings.ReplaceAll(f.legible(text), " ", ""); together != want {
				t.Errorf("%v mm: expected %q, got %q", width, want, together)
			}
		}
	}
}

func TestWordsOfTheProtocolBreakWhereTheyAreMade(t *testing.T) {
	for text, want := range map[string]string{
		"SampledTxUpdatedMeasurands":     "SampledTxUpdated|Measurands",
		"Energy.Active.Import.Register":  "Energy.Active.Import.|Register",
		"one two three four five six se": "one two three four five|six se",
	} {
		if got := strings.Join(newFace(regular).wrap(text, tableSize, 32), "|"); got != want {
			t.Errorf("expected %s, got %s", want, got)
		}
	}
}

// written is a document of some pages.
func written(t *testing.T, text string) []byte {
	t.Helper()
	p := New(Head{Title: "Title", Product: "Product", Run: "run", Made: time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)})
	p.Title("Title", text)
	p.Part("Part")
	table := Table{Columns: Columns("Name", "Value")}
	for range 80 {
		table.Add(text, text)
	}
	p.Table(table)
	if p.Count() < 2 {
		t.Fatalf("expected more than one page, got %d", p.Count())
	}
	var b bytes.Buffer
	if n, err := p.WriteTo(&b); err != nil || n != int64(b.Len()) {
		t.Fatalf("%d of %d bytes, %v", n, b.Len(), err)
	}
	return b.Bytes()
}

// TestADocumentChangesNoOther makes one with letters that are put together of others, which the PDF library cuts out of the font.
func TestADocumentChangesNoOther(t *testing.T) {
	var letters strings.Builder
	for r := rune(0xC0); r < 0x180; r++ {
		letters.WriteRune(r)
	}
	first := written(t, letters.String())
	written(t, letters.String()[20:60])
	if !bytes.Equal(first, written(t, letters.String())) {
		t.Error("expected the same bytes again")
	}
}

// full is a disk without room.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("no space left") }

func TestADiskThatIsFullIsTold(t *testing.T) {
	p := New(Head{Title: "Title"})
	if _, err := p.WriteTo(full{}); err == nil || !strings.Contains(err.Error(), "no space left") {
		t.Errorf("expected the error of the disk, got %v", err)
	}
}

func TestColumnsAreNeverNarrowerThanAWordOfTheirHead(t *testing.T) {
	p := New(Head{Title: "Title"})
	widths := p.widths(Shared(Columns("Name", "INCONCLUSIVE", "NOT APPLICABLE"), 100, 1, 1))
	sum := 0.0
	for i, word := range []string{"Name", "INCONCLUSIVE", "APPLICABLE"} {
		sum += widths[i]
		if least := p.faces[bold].long(word, tableSize) + 2*beside; widths[i] < least {
			t.Errorf("%s: expected %v mm at least, got %v", word, least, widths[i])
		}
	}
	if sum < textWidth-0.01 || sum > textWidth+0.01 {
		t.Errorf("expected the columns to fill %v mm, got %v", textWidth, sum)
	}
}

func FuzzWrap(f *testing.F) {
	f.Add("words of a\nstation", 30.0)
	f.Add("\xff\u202e\U0001F50C"+strings.Repeat("-", 40), 1.0)
	regularFace := newFace(regular)
	f.Fuzz(func(t *testing.T, text string, width float64) {
		if !(width > 0 && width < 1000) {
			return
		}
		whole := strings.NewReplacer("\n", "", " ", "").Replace(regularFace.legible(text))
		lines := regularFace.wrap(text, tableSize, width)
		if got := strings.ReplaceAll(strings.Join(lines, ""), " ", ""); got != whole {
			t.Errorf("expected %q, got %q", whole, got)
		}
		for _, l := range lines {
			if len([]rune(l)) > 1 && regularFace.long(l, tableSize) > width+0.01 {
				t.Errorf("%q is longer than %v mm", l, width)
			}
		}
	})
}
