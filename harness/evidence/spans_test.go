package evidence

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestSpansAreThePlacesThatWereAdded(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var s spans
		var want []int64 // the bytes that belong to it
		at := int64(0)
		for range rapid.IntRange(0, 40).Draw(t, "lines") {
			size := rapid.Int64Range(1, 300).Draw(t, "size")
			if rapid.Bool().Draw(t, "ours") {
				s.add(Span{at, size})
				for n := range size {
					want = append(want, at+n)
				}
			}
			at += size
		}
		var got []int64
		for _, of := range s.all() {
			for n := range of.Size {
				got = append(got, of.From+n)
			}
		}
		if !slices.Equal(got, want) {
			t.Fatalf("expected %d bytes, got %d in %v", len(want), len(got), s.all())
		}
	})
}

// alternating writes the evidence of two benches whose plays go on at the same time.
func alternating(t *testing.T) (dir string) {
	t.Helper()
	dir = t.TempDir()
	r, err := Create(dir)
	if err != nil {
		t.Fatal(err)
	}
	for n := range 50 {
		for play := 1; play <= 2; play++ {
			rec := Record{Play: play, Case: "TC_B_01_CS", Check: &Check{Requirement: "It is so.", Verdict: Pass}}
			if n == 7 {
				rec.Check.Verdict = Fail
			}
			if _, err := r.Append(rec); err != nil {
				t.Fatal(err)
			}
		}
	}
	if _, err := r.Append(Record{Finished: &RunEnded{Verdict: Fail}}); err != nil {
		t.Fatal(err)
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	return dir
}

func summedUp(t *testing.T, dir string) Run {
	t.Helper()
	f := NewFolding()
	if log, err := ScanDir(dir, f.Add); err != nil || log.Verify() != nil {
		t.Fatal(err, log.Verify())
	}
	return f.Run()
}

func TestAPlayIsReadAgainAsAWhole(t *testing.T) {
	dir := alternating(t)
	run := summedUp(t, dir)
	if len(run.Plays) != 2 || run.Count != 101 || run.Cut {
		t.Fatalf("expected 2 plays in 101 records with an end, got %+v", run)
	}
	for n := range run.Plays {
		p := &run.Plays[n]
		if len(p.Items) != 0 || p.Judged != 50 || len(p.ToLookAt) != 1 {
			t.Errorf("play %d: expected 50 checks counted and the failed one kept, got %d, %d and %d kept whole", p.Number, p.Judged, len(p.ToLookAt), len(p.Items))
		}
		whole, err := Whole(dir, p)
		if err != nil {
			t.Fatal(err)
		}
		if len(whole.Items) != 50 || whole.Number != p.Number || whole.Judged != p.Judged {
			t.Errorf("play %d: expected its 50 records, got %d of play %d", p.Number, len(whole.Items), whole.Number)
		}
	}
}

func TestEvidenceThatIsNotWhatWasSummedUpIsRefused(t *testing.T) {
	dir := alternating(t)
	run := summedUp(t, dir)
	path := filepath.Join(dir, FileName)
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, b[:len(b)/2], 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := Whole(dir, &run.Plays[0]); err == nil {
		t.Error("expected an error of evidence that was cut, got none")
	}
}
