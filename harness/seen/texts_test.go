package seen

import (
	"strconv"
	"testing"
)

func TestTheNewestTextsAreKnownAgain(t *testing.T) {
	const newest = 100
	all := Newest(newest)
	for i := range 10 * newest {
		if all.Add(strconv.Itoa(i)) {
			t.Fatalf("%d: expected a new text, got one that came before", i)
		}
		if back := i - newest + 1; back >= 0 && !all.Has(strconv.Itoa(back)) {
			t.Fatalf("after %d: expected %d to be known, which is among the newest %d", i, back, newest)
		}
		if kept := len(all.marks); kept > newest {
			t.Fatalf("after %d: expected at most %d marks, got %d", i, newest, kept)
		}
	}
	if !all.Add(strconv.Itoa(10*newest - 1)) {
		t.Error("expected the last text to be known again")
	}
	if gone := strconv.Itoa(9*newest - 1); all.Has(gone) {
		t.Errorf("expected %s to be forgotten, which %d have followed", gone, newest)
	}
}

// What comes over and over, as the id of a station that never changes it, stays known.
func TestWhatComesAgainIsAmongTheNewest(t *testing.T) {
	all := Newest(10)
	for i := range 100 {
		if again := all.Add("always"); again != (i > 0) {
			t.Fatalf("expected it to be known from the second time on, got %t at %d", again, i)
		}
		all.Add(strconv.Itoa(i))
	}
}

// BenchmarkAdd notes texts in a memory that is full: what each message of a station costs.
func BenchmarkAdd(b *testing.B) {
	all := Newest(1 << 10)
	b.ReportAllocs()
	for i := range b.N {
		all.Add(strconv.Itoa(i))
	}
}
