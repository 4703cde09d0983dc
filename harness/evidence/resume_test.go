package evidence

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// folderOf is a run folder with that evidence.
func folderOf(t *testing.T, evidence []byte) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, FileName), evidence, 0o644); err != nil {
		t.Fatal(err)
	}
	return dir
}

// goOn resumes a run and ends it.
func goOn(t *testing.T, dir string) error {
	t.Helper()
	re, err := Reopen(dir)
	if err != nil {
		t.Fatal(err)
	}
	rec, err := re.Resume(Resumed{Certbench: "v1"})
	if err != nil {
		return errors.Join(err, re.Close())
	}
	for _, r := range []Record{{Note: &Note{Text: "again"}}, {Finished: &RunEnded{Verdict: Pass}}} {
		if _, err := rec.Append(r); err != nil {
			t.Fatal(err)
		}
	}
	return rec.Close()
}

func TestARunThatWasCutOffAtAnyByteIsWholeOnceItWasGoneOnWith(t *testing.T) {
	whole := sample(t)
	first := bytes.IndexByte(whole, '\n') + 1
	for at := first; at < len(whole); at += 13 {
		dir := folderOf(t, whole[:at])
		if err := goOn(t, dir); err != nil {
			t.Fatalf("cut after %d bytes: %v", at, err)
		}
		log, err := ReadDir(dir)
		if err != nil || log.Verify() != nil {
			t.Fatalf("cut after %d bytes: %v, %v", at, err, log.Verify())
		}
		kept := bytes.LastIndexByte(whole[:at], '\n') + 1
		if text, err := os.ReadFile(filepath.Join(dir, FileName)); err != nil || !bytes.HasPrefix(text, whole[:kept]) {
			t.Fatalf("cut after %d bytes: what was there is not there any more", at)
		}
		r := log.Records[bytes.Count(whole[:kept], []byte("\n"))].Resumed
		if r == nil || !bytes.Equal(r.Torn, whole[kept:at]) || r.Head != log.Records[r.After-1].Hash {
			t.Fatalf("cut after %d bytes: it was gone on with as %+v, want the %d torn bytes", at, r, at-kept)
		}
	}
}

func TestGoingOnThatIsCutOffItselfCanBeGoneOnWith(t *testing.T) {
	whole := sample(t)
	cut := whole[:len(whole)-30]
	dir := folderOf(t, cut)
	if err := goOn(t, dir); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(dir, FileName))
	if err != nil {
		t.Fatal(err)
	}
	kept := bytes.LastIndexByte(cut, '\n') + 1
	end := kept + bytes.IndexByte(text[kept:], '\n')
	for at := kept + 1; at < end; at += 11 { // what a write over the torn line leaves that breaks off: never less than was torn
		broken := append(bytes.Clone(text[:at]), cut[min(at, len(cut)):]...)
		again := folderOf(t, broken)
		if err := goOn(t, again); err != nil {
			t.Fatalf("broken off after %d bytes: %v", at-kept, err)
		}
		if log, err := ReadDir(again); err != nil || log.Verify() != nil {
			t.Fatalf("broken off after %d bytes: %v, %v", at-kept, err, log.Verify())
		}
	}
}

// interrupted is evidence of a run that was interrupted.
func interrupted(t *testing.T) []byte {
	t.Helper()
	var out bytes.Buffer
	rec := New(&out, nil)
	for _, r := range []Record{{Run: &RunStarted{ID: "R"}}, {Finished: &RunEnded{Verdict: Inconclusive, Interrupted: true}}} {
		if _, err := rec.Append(r); err != nil {
			t.Fatal(err)
		}
	}
	return out.Bytes()
}

func TestAnInterruptedRunIsGoneOnWithBehindItsEnd(t *testing.T) {
	before := interrupted(t)
	dir := folderOf(t, before)
	if err := goOn(t, dir); err != nil {
		t.Fatal(err)
	}
	log, err := ReadDir(dir)
	if err != nil || log.Verify() != nil {
		t.Fatalf("%v, %v", err, log.Verify())
	}
	if run := Fold(log.Records); run.Cut || run.Ended.Interrupted || len(run.Resumed) != 1 || run.Resumed[0].Ended == nil {
		t.Errorf("expected a run that was interrupted once and came to its end, got %+v and %+v", run.Ended, run.Resumed)
	}
	for at := 1; at < 30; at++ { // the line that goes on with it is torn
		text, err := os.ReadFile(filepath.Join(dir, FileName))
		if err != nil {
			t.Fatal(err)
		}
		log, err := Read(bytes.NewReader(text[:len(before)+at]))
		var p Problem
		if err != nil || !errors.As(log.Verify(), &p) || p.Trouble != Torn {
			t.Fatalf("%d bytes behind the end: %v, %v; want torn", at, err, log.Verify())
		}
	}
}

func TestNothingIsHiddenByGoingOn(t *testing.T) {
	whole := string(sample(t))
	last := mustRead(t, whole)
	forged := func(after int64, head, prev string, seq int64) string {
		line, _, err := encode(Record{Seq: seq, Kind: KindResumed, Prev: prev, Resumed: &Resumed{After: after, Head: head}})
		if err != nil {
			t.Fatal(err)
		}
		return string(line)
	}
	three := strings.Join(lines([]byte(whole))[:3], "")
	at := mustRead(t, three)
	for name, text := range map[string]string{
		"behind a run that came to its end": whole + forged(7, last.Head, last.Head, 8),
		"with lines left out":               three + forged(5, last.Head, last.Head, 6),
		"that names another line":           three + forged(3, last.Head, at.Head, 4),
		"that names another place":          three + forged(2, at.Head, at.Head, 4),
		"behind an interruption, a note":    string(interrupted(t)) + strings.Replace(lines([]byte(whole))[6], `"seq":7`, `"seq":3`, 1),
	} {
		log := mustRead(t, text)
		var p Problem
		if !errors.As(log.Verify(), &p) || p.Trouble != Altered {
			t.Errorf("going on %s: expected an alteration, got %v", name, log.Problems)
		}
		re, err := Reopen(folderOf(t, []byte(text)))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := re.Resume(Resumed{}); err == nil || !strings.Contains(err.Error(), "altered") {
			t.Errorf("going on %s once more: expected to be refused, got %v", name, err)
		}
		if err := re.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

func TestARunIsGoneOnWithByOneProcessAndOnlyWhereItCan(t *testing.T) {
	dir := folderOf(t, sample(t)[:len(sample(t))-5])
	re, err := Reopen(dir)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Reopen(dir); !errors.Is(err, ErrInUse) {
		t.Errorf("a second time at once: expected %v, got %v", ErrInUse, err)
	}
	rec, err := re.Resume(Resumed{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Reopen(dir); !errors.Is(err, ErrInUse) {
		t.Errorf("while it is gone on with: expected %v, got %v", ErrInUse, err)
	}
	if err := rec.Close(); err != nil {
		t.Fatal(err)
	}
	fresh := filepath.Join(t.TempDir(), "run")
	rec, err = Create(fresh)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Reopen(fresh); !errors.Is(err, ErrInUse) {
		t.Errorf("while it is recorded: expected %v, got %v", ErrInUse, err)
	}
	if err := rec.Close(); err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{"": "cut off before anything was recorded", string(sample(t)): "came to its end"} {
		re, err := Reopen(folderOf(t, []byte(text)))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := re.Resume(Resumed{}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("expected %q, got %v", want, err)
		}
		if err := re.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

func TestWhatWasCutShortCountsNoMoreOnceItWasPlayedAgain(t *testing.T) {
	begin := func(play int, id string) Record {
		return Record{Play: play, Case: id, Begin: &CaseStarted{ID: id}}
	}
	end := func(play int, id string, v Verdict, reason string) Record {
		return Record{Play: play, Case: id, End: &CaseEnded{ID: id, Verdict: v, Reason: reason}}
	}
	run := Fold([]Record{
		{Planned: &Planned{ID: "A"}}, {Planned: &Planned{ID: "B"}}, {Planned: &Planned{ID: "C"}},
		begin(1, "A"), end(1, "A", Fail, "row 3"), begin(2, "B"), end(2, "B", Inconclusive, Interrupted+". Until then: row 1"), begin(3, "C"),
		{Resumed: &Resumed{After: 8}},
		begin(4, "B"), end(4, "B", Pass, ""), begin(5, "A"), end(5, "A", Pass, ""), begin(6, "C"), end(6, "C", Pass, ""),
		{Finished: &RunEnded{}},
	})
	want := map[string]Verdict{"A": Fail, "B": Pass, "C": Pass} // a verdict is never replaced
	for _, o := range run.Outcomes() {
		if o.Verdict != want[o.Planned.ID] {
			t.Errorf("%s: expected %s, got %s", o.Planned.ID, want[o.Planned.ID], o.Verdict)
		}
	}
	if cut := run.CutShort(0); len(cut) != 2 || cut[0].Number != 2 || cut[0].Again != 4 || cut[1].Number != 3 || cut[1].Again != 6 {
		t.Errorf("expected plays 2 and 3 to be played again as 4 and 6, got %+v", cut)
	}
}
