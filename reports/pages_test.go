package reports

import (
	"fmt"
	"image"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/pics"
)

// dotsPerInch is how fine pages are painted: a dot is a point.
const dotsPerInch = 72

// TestEachPageOfPaperHasItsHeadAndFoot paints the pages, and looks where ink is: in the head and foot of each, and nowhere outside of the margins.
func TestEachPageOfPaperHasItsHeadAndFoot(t *testing.T) {
	for name, write := range map[string]func(io.Writer, *Source) error{"abstract": AbstractPDF, "report": ReportPDF} {
		t.Run(name, func(t *testing.T) {
			holdPages(t, write, sourceOf(t, richRun(t)))
		})
	}
}

// holdPages returns the text of a document after it has held its pages.
func holdPages(t *testing.T, write func(io.Writer, *Source) error, s *Source) string {
	t.Helper()
	path := pdfFile(t, write, s)
	pages := printed(t, path)
	var all strings.Builder
	for i, page := range pages {
		words := []string{}
		for _, w := range page.Words {
			words = append(words, w.Text)
		}
		text := strings.Join(words, " ")
		for _, want := range []string{"Run " + s.Run.Started.ID, fmt.Sprintf("Page %d of %d", i+1, len(pages))} {
			if !strings.Contains(text, want) {
				t.Errorf("page %d does not say %q", i+1, want)
			}
		}
		all.WriteString(page.text())
	}
	shots := painted(t, path)
	if len(shots) != len(pages) {
		t.Fatalf("expected %d pages to be painted, got %d", len(pages), len(shots))
	}
	for i, shot := range shots {
		if !inked(shot, 40, 20, 300, 50) || !inked(shot, 300, 20, 555, 50) || !inked(shot, 40, 800, 555, 820) {
			t.Errorf("page %d: expected ink in its head at both sides, and in its foot", i+1)
		}
		if inked(shot, 0, 0, 45, 842) || inked(shot, 550, 0, 595, 842) || inked(shot, 0, 0, 595, 20) || inked(shot, 0, 825, 595, 842) {
			t.Errorf("page %d: something stands in its margins", i+1)
		}
	}
	return all.String()
}

// TestPaperTakesWhateverAVendorOrAStationWrites has the documents made of what nobody would write by intention.
func TestPaperTakesWhateverAVendorOrAStationWrites(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("Wallbox", 43)
	declared := func(change func(d *pics.Declaration)) *Source {
		s := sourceOf(t, richRun(t))
		change(s.PICS)
		return s
	}
	cut := richRun(t)
	for name, c := range map[string]struct {
		source *Source
		want   string // without spaces, in the abstract
	}{
		"a product name of 300 characters": {declared(func(d *pics.Declaration) { d.Product.Designation, d.Product.Vendor = long, long }), long},
		"markup, line feeds and letters from right to left": {declared(func(d *pics.Declaration) {
			d.VendorSettings = []pics.VendorSetting{{Name: "a</td>\n\n\nb(c)\\", Value: "\u202eabc\u05d0\u05d1", Description: "\x00\xff\U0001F50C\tend " + hostile}}
		}), `\u202eabc`},
		"a description of many pages": {declared(func(d *pics.Declaration) {
			d.VendorSettings = []pics.VendorSetting{{Name: "n", Value: "v", Description: strings.Repeat("word ", 6000) + "last"}}
		}), "wordlast"},
		"40 connectors": {declared(func(d *pics.Declaration) {
			d.Connectors = nil
			for n := range 40 {
				d.Connectors = append(d.Connectors, pics.Connector{EVSE: n + 1, ID: 1, Current: "DC", Type: "cCCS2", CableType: "Fixed Cable"})
			}
		}), "40DC–1cCCS2FixedCable"},
		"an empty PICS": {declared(func(d *pics.Declaration) { *d = pics.Declaration{} }), "Thevendordeclaresnone."},
		"no PICS":       {func() *Source { s := sourceOf(t, richRun(t)); s.PICS = nil; return s }(), "ThisrunfolderholdsnoPICS"},
		"a run cut off": {sourceOf(t, cut[:len(cut)/3]), "Therunwascutoffbeforeitsend"},
		"no record":     {sourceOf(t, nil), "itnevertoldwhoitis"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if text := tight(holdPages(t, AbstractPDF, c.source)); !strings.Contains(text, c.want) {
				t.Errorf("expected %q in\n%s", c.want, text)
			}
			poppler(t, "pdftotext", pdfFile(t, ReportPDF, c.source), "-")
		})
	}
}

// TestThePagesOfAReportHaveAnEnd plays more than they take: what did not pass stands there all the same, and what is left out is counted.
func TestThePagesOfAReportHaveAnEnd(t *testing.T) {
	s := sourceOf(t, longRun(t, 5, 60, 20))
	s.Outcomes[4].Plays[11].Verdict = evidence.Fail
	path := pdfFile(t, func(w io.Writer, s *Source) error { return writeReportPDF(w, s, 20) }, s)
	pages := printed(t, path)
	if len(pages) < 20 || len(pages) > 23 {
		t.Errorf("expected hardly more than 20 pages, got %d", len(pages))
	}
	var text strings.Builder
	for _, page := range pages {
		text.WriteString(page.text())
	}
	shown, left := strings.Count(text.String(), "\nPlay it again "), 0
	_, after, found := strings.Cut(text.String(), "\nLeft Out\n")
	if _, err := fmt.Sscanf(after, "%d further plays, for which", &left); !found || err != nil || shown+left != 60 {
		t.Errorf("expected 60 plays to be shown or counted as left out, got %d and %d", shown, left)
	}
	if first := strings.Index(text.String(), "\nVerdict FAIL\n"); first < 0 || first > strings.Index(text.String(), "\nVerdict PASS\n") {
		t.Error("expected the play that failed before those that passed")
	}
}

func TestWhatStandsOutAgainstAnotherRunStandsOnPaperToo(t *testing.T) {
	s := twoCases(t, true)
	s.Marks = []Marks{{Title: "Known failures", Intro: "They do not fail the run.", Heads: []string{"Ticket", "Until"},
		Rows: []Marked{{Verdict: evidence.Fail, ID: s.Run.Plays[0].Begin.ID, Play: s.Run.Plays[0].Number, Cells: []string{"EV-17", "2027-01-01"}}}}, {Title: "Rows that waver"}}
	text := holdPages(t, ReportPDF, s)
	for _, want := range []string{"Known failures\nThey do not fail the run.\nVerdict Case Ticket Until\n", "EV-17 2027-01-01"} {
		if !strings.Contains(text, want) {
			t.Errorf("expected %q in\n%s", want, text)
		}
	}
	if strings.Contains(text, "Rows that waver") {
		t.Error("a part without a line stands on paper")
	}
}

// painted are the pages as images.
func painted(t *testing.T, path string) (shots []*image.Gray) {
	t.Helper()
	to := filepath.Join(t.TempDir(), "page")
	poppler(t, "pdftoppm", "-r", fmt.Sprint(dotsPerInch), "-gray", path, to)
	names, err := filepath.Glob(to + "*.pgm")
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(names)
	for _, name := range names {
		content, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		shot := &image.Gray{}
		if _, err := fmt.Sscanf(string(content[:min(len(content), 20)]), "P5\n%d %d\n255\n", &shot.Rect.Max.X, &shot.Rect.Max.Y); err != nil {
			t.Fatalf("%s: no grey image: %v", name, err)
		}
		shot.Stride = shot.Rect.Dx()
		shot.Pix = content[len(content)-shot.Stride*shot.Rect.Dy():]
		shots = append(shots, shot)
	}
	return shots
}

// inked tells whether anything stands in an area, in points.
func inked(shot *image.Gray, left, top, right, bottom int) bool {
	area := image.Rect(left, top, right, bottom).Intersect(shot.Bounds())
	for y := area.Min.Y; y < area.Max.Y; y++ {
		for x := area.Min.X; x < area.Max.X; x++ {
			if shot.GrayAt(x, y).Y < 0xC0 {
				return true
			}
		}
	}
	return false
}

func FuzzReportPDF(f *testing.F) {
	f.Add("a reason", hostile)
	f.Add("", strings.Repeat("word ", 2000))
	f.Fuzz(func(t *testing.T, reason, text string) {
		paper := made(t, ReportPDF, From(evidence.Log{Records: []evidence.Record{
			{Seq: 1, Play: 1, Begin: &evidence.CaseStarted{ID: text, Name: reason, Requirements: []string{text, text}}},
			{Seq: 2, Play: 1, Check: &evidence.Check{Requirement: text, Row: reason, Path: text, Expected: text, Actual: reason, Verdict: evidence.Fail, Frame: 2}},
			{Seq: 3, Play: 1, Row: &evidence.Row{Number: reason, Text: text, Message: text, Verdict: evidence.Verdict(text), Reason: reason}},
			{Seq: 4, Play: 1, End: &evidence.CaseEnded{Verdict: evidence.Fail, Reason: reason}},
		}}, nil))
		if !strings.HasSuffix(paper, "%%EOF\n") {
			t.Fatalf("the report on paper was broken by %q and %q", reason, text)
		}
	})
}
