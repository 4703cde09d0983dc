package evidence

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func recorded(t *testing.T, n int) string {
	t.Helper()
	dir := t.TempDir()
	r, err := Create(dir)
	if err != nil {
		t.Fatal(err)
	}
	for i := range n {
		text := strings.Repeat("x", i*i%4097)
		if _, err := r.Append(Record{Note: &Note{Text: fmt.Sprintf("note %d %s", i+1, text)}}); err != nil {
			t.Fatal(err)
		}
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	return filepath.Join(dir, FileName)
}

func TestARecordIsFoundByItsNumber(t *testing.T) {
	const n = 300
	path := recorded(t, n)
	for from := int64(0); from <= n+1; from++ {
		want := max(1, from)
		first, count := int64(0), int64(0)
		if err := Lookup(path, from, func(rec Record) bool {
			if first == 0 {
				first = rec.Seq
			}
			count++
			return count < 3
		}); err != nil {
			t.Fatal(err)
		}
		if want > n {
			want = 0
		}
		if first != want || want > 0 && count != min(3, n-want+1) {
			t.Fatalf("from %d on the first is %d and %d are handed on, expected %d and 3 where there are as many", from, first, count, want)
		}
	}
}

func TestALineThatIsBeingWrittenIsNotHandedOn(t *testing.T) {
	path := recorded(t, 5)
	f, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := f.WriteString(`{"seq":6,"at":"2026-`); err != nil {
		t.Fatal(err)
	}
	for _, from := range []int64{1, 5, 6} {
		last := int64(0)
		if err := Lookup(path, from, func(rec Record) bool { last = rec.Seq; return true }); err != nil {
			t.Fatal(err)
		}
		if from < 6 && last != 5 || from == 6 && last != 0 {
			t.Errorf("from %d on the last is %d, expected 5 and nothing after it", from, last)
		}
	}
}
