package reports

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"
)

// heapWatch is a document's writer that looks at the heap now and then while the document is made.
type heapWatch struct {
	written, next int
	most          uint64 // bytes that were reached
}

const lookEvery = 256 << 10 // bytes of a document from one look to the next

func (w *heapWatch) Write(b []byte) (int, error) {
	if w.written += len(b); w.written >= w.next {
		w.next = w.written + lookEvery
		w.look()
	}
	return len(b), nil
}

func (w *heapWatch) look() {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	w.most = max(w.most, m.HeapAlloc)
}

// TestTheMemoryOfAReportDoesNotFollowTheEvidence reads ten times the evidence, of the same cases that were played ten times as often,
// and makes every document of it: what is held at most must hardly be more.
func TestTheMemoryOfAReportDoesNotFollowTheEvidence(t *testing.T) {
	held := func(plays int) (most uint64, size int) {
		dir, size := func() (string, int) {
			events := longRun(t, 10, plays, 80)
			return runFolder(t, events), len(events)
		}()
		var w heapWatch
		s, err := Load(dir)
		if err != nil {
			t.Fatal(err)
		}
		w.look()
		for _, d := range documents {
			if d.name == "report.pdf" {
				continue // its pages are held until the last is written, and there is an end to them: see TestThePagesOfAReportHaveAnEnd
			}
			if err := d.write(&w, s); err != nil {
				t.Fatal(err)
			}
		}
		before := w.written
		if err := HTML(&w, s); err != nil {
			t.Fatal(err)
		}
		if w.written-before < size/4 {
			t.Fatalf("expected a report that shows the frames of %d bytes of evidence, got %d bytes", size, w.written-before)
		}
		return w.most, size
	}
	few, small := held(10)
	many, large := held(100)
	t.Logf("of %d bytes of evidence %d bytes were held, of %d bytes %d", small, few, large, many)
	if 10*many > 13*few {
		t.Errorf("of %d bytes of evidence %d bytes were held, of %d bytes %d; expected three tenths more at most", small, few, large, many)
	}
}

func TestPlaysThatAreTooMuchForOnePageHavePagesOfTheirOwn(t *testing.T) {
	dir := runFolder(t, richRun(t))
	s, err := Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	read := func(name string) string {
		t.Helper()
		b, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	if err := s.write(dir, 0); err != nil {
		t.Fatal(err)
	}
	report := read("report.html")
	if strings.Contains(report, `class="seq"`) {
		t.Error("expected no message sequence in the report itself")
	}
	pages, err := os.ReadDir(filepath.Join(dir, PlaysName))
	if err != nil || len(pages) != len(s.Run.Plays) {
		t.Fatalf("expected a page for each of %d plays, got %d, %v", len(s.Run.Plays), len(pages), err)
	}
	for _, play := range s.Run.Plays {
		name := playPage(play.Number)
		page := read(name)
		if !strings.Contains(report, `href="`+name+`"`) || !strings.Contains(page, play.Begin.ID) || !strings.Contains(page, `class="seq"`) {
			t.Errorf("%s: expected a link to it, and on it the sequence of %s", name, play.Begin.ID)
		}
	}
	for _, link := range regexp.MustCompile(`href="(plays/[^"#]*)#(s\d+)"`).FindAllStringSubmatch(report, -1) {
		if !strings.Contains(read(link[1]), `id="`+link[2]+`"`) {
			t.Errorf("the report leads to %s of %s, which is not there", link[2], link[1])
		}
	}

	if err := s.Write(dir); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(dir, PlaysName)); !os.IsNotExist(err) || !strings.Contains(read("report.html"), `class="seq"`) {
		t.Errorf("expected one page again, and no folder beside it, got %v", err)
	}
}

func TestTextIsMadeVisibleWhereverItIsCut(t *testing.T) {
	text := "a\x1bé\u2028€\xff\U0001F600\u202e\xe2\x82"
	for size := 1; size <= len(text); size++ {
		var out bytes.Buffer
		parts := &visibleParts{out: &out}
		for rest := text; rest != ""; rest = rest[min(size, len(rest)):] {
			if n, err := io.WriteString(parts, rest[:min(size, len(rest))]); err != nil || n != min(size, len(rest)) {
				t.Fatal(n, err)
			}
		}
		if err := parts.end(); err != nil || out.String() != Visible(text) {
			t.Errorf("in pieces of %d bytes: expected %q, got %q, %v", size, Visible(text), out.String(), err)
		}
	}
}
