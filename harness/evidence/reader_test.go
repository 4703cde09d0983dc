package evidence

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"
)

func lines(b []byte) []string {
	l := strings.SplitAfter(string(b), "\n")
	return l[:len(l)-1]
}

func verify(t *testing.T, text string) error {
	t.Helper()
	log, err := Read(strings.NewReader(text))
	if err != nil {
		t.Fatalf("Read: %v", err)
	}
	return log.Verify()
}

// alterations are what a hand could do to line i (counted from 0) of a file.
var alterations = map[string]func(l []string, i int) []string{
	"flip a bit": func(l []string, i int) []string {
		b := []byte(l[i])
		b[len(b)/3] ^= 1
		l[i] = string(b)
		return l
	},
	"flip a bit of the hash": func(l []string, i int) []string {
		b := []byte(l[i])
		b[len(b)-len(hashEnd)-5] ^= 1
		l[i] = string(b)
		return l
	},
	"delete it": func(l []string, i int) []string { return slices.Delete(l, i, i+1) },
	"double it": func(l []string, i int) []string { return slices.Insert(l, i, l[i]) },
	"swap it with the next": func(l []string, i int) []string {
		j := (i + 1) % len(l)
		l[i], l[j] = l[j], l[i]
		return l
	},
	"cut it in the middle":     func(l []string, i int) []string { l[i] = l[i][:len(l[i])/2] + "\n"; return l },
	"cut the file after it":    func(l []string, i int) []string { return append(l[:i+1], l[i+1][:len(l[i+1])/2]) },
	"empty it":                 func(l []string, i int) []string { l[i] = "\n"; return l },
	"write it again, rehashed": rehash,
}

// rehash changes a line and gives it a hash of its own that is right.
func rehash(l []string, i int) []string {
	rec, err := decode([]byte(strings.TrimSuffix(l[i], "\n")))
	if err != nil {
		panic(err)
	}
	rec.Case += "x"
	line, _, err := encode(rec)
	if err != nil {
		panic(err)
	}
	l[i] = string(line)
	return l
}

func TestEveryAlterationOfAnyLineIsFound(t *testing.T) {
	whole := sample(t)
	if err := verify(t, string(whole)); err != nil {
		t.Fatalf("the unaltered evidence: %v", err)
	}
	for name, alter := range alterations {
		for i := range lines(whole) {
			if name == "cut the file after it" && i == 6 {
				continue // nothing stands after the last line
			}
			if name == "write it again, rehashed" && i == 6 {
				continue // nothing names the last hash; whoever wants that proof keeps Log.Head elsewhere
			}
			err := verify(t, strings.Join(alter(lines(whole), i), ""))
			if err == nil {
				t.Errorf("line %d: %s was not noticed", i+1, name)
				continue
			}
			if !strings.HasPrefix(err.Error(), "line ") {
				t.Errorf("line %d, %s: %q does not name the line", i+1, name, err)
			}
		}
	}
}

func TestTheFirstBadLineIsNamedInWords(t *testing.T) {
	whole := sample(t)
	for _, c := range []struct{ name, want string }{
		{"flip a bit of the hash", "line 4: its content does not match its hash"},
		{"delete it", "line 4: it is record 5 where record 4 belongs"},
		{"cut it in the middle", "line 4: it does not end with its hash"},
		{"write it again, rehashed", "line 5: it does not follow the line before it"},
	} {
		if err := verify(t, strings.Join(alterations[c.name](lines(whole), 3), "")); err == nil || !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("%s of line 4: got %v, want %s", c.name, err, c.want)
		}
	}
}

func TestACutOffRunIsNoAlteration(t *testing.T) {
	whole := sample(t)
	for at := 1; at < len(whole); at++ {
		log, err := Read(bytes.NewReader(whole[:at]))
		if err != nil {
			t.Fatal(err)
		}
		want := Torn
		if whole[at-1] == '\n' {
			want = Unfinished
		}
		if at == len(whole) {
			want = ""
		}
		var p Problem
		if !errors.As(log.Verify(), &p) || p.Trouble != want || len(log.Problems) != 1 {
			t.Fatalf("cut after %d bytes: got %v, want one problem, %s", at, log.Problems, want)
		}
		if got, want := len(log.Records), bytes.Count(whole[:at], []byte("\n")); got != want {
			t.Fatalf("cut after %d bytes: %d records came back of %d that were whole", at, got, want)
		}
	}
	zeros := append(bytes.Clone(whole[:len(whole)/2]), make([]byte, 100)...)
	if log, _ := Read(bytes.NewReader(zeros)); len(log.Problems) != 1 || log.Problems[0].Trouble != Torn {
		t.Errorf("zero bytes after a power failure: got %v, want torn", log.Problems)
	}
}

func TestOneBreakIsToldOnce(t *testing.T) {
	l := alterations["write it again, rehashed"](lines(sample(t)), 2)
	log, err := Read(strings.NewReader(strings.Join(l, "")))
	if err != nil || len(log.Problems) != 1 {
		t.Errorf("one altered line made %v, %v; want one problem", log.Problems, err)
	}
}

func TestReadingFailsOnlyWhenTheDiskDoes(t *testing.T) {
	if _, err := ReadDir(t.TempDir()); err == nil {
		t.Error("a folder without evidence was read")
	}
	if log, err := Read(strings.NewReader("")); err != nil || log.Verify() == nil {
		t.Errorf("an empty file: got %v and verified %v; want a problem of the content", err, log.Verify())
	}
}

func FuzzRead(f *testing.F) {
	whole := sample(f)
	f.Add(whole)
	f.Add(whole[:len(whole)-20])
	f.Add([]byte("{}\n\x00\x00\n"))
	f.Add([]byte(`{"seq":1,"kind":"row","prev":"","hash":"` + strings.Repeat("0", hashSize) + `"}` + "\n"))
	f.Fuzz(func(t *testing.T, in []byte) {
		log, err := Read(bytes.NewReader(in))
		if err != nil {
			t.Fatalf("reading from memory failed: %v", err)
		}
		for _, r := range log.Records {
			if _, err := r.only(); err != nil {
				t.Fatalf("a record came back that documents cannot use: %v", err)
			}
		}
		run := Fold(log.Records)
		for i := range run.Plays {
			run.Plays[i].Table()
		}
		run.Outcomes()
	})
}

func TestWhatStandsAfterTheEndOfTheRunWasAppended(t *testing.T) {
	whole := string(sample(t))
	next, _, err := encode(Record{Seq: 8, Kind: KindNote, Note: &Note{Text: "late"}, Prev: mustRead(t, whole).Head})
	if err != nil {
		t.Fatal(err)
	}
	for _, appended := range []string{"x", "garbage\n", "\n", "{}\n{}\n", strings.Repeat("\x00", 10), string(next)} {
		log := mustRead(t, whole+appended)
		var p Problem
		if !errors.As(log.Verify(), &p) || p.Trouble != Altered || p.Error() != "line 8: it stands after the end of the run: it was appended" {
			t.Errorf("%.20q appended: expected line 8 altered, got %v", appended, log.Problems)
		}
	}
}

func TestGoHasNoWordInWhatIsWrongWithALine(t *testing.T) {
	hash := `,"hash":"` + strings.Repeat("0", hashSize) + `"}`
	for line, want := range map[string]string{
		`{"seq":"one"` + hash: "line 1: it is no record: its field seq cannot be a string",
		`{"seq":` + hash:      "line 1: it is no record: it is not JSON",
	} {
		if got := mustRead(t, line+"\n").Verify(); got == nil || got.Error() != want {
			t.Errorf("%s: expected %s, got %v", line, want, got)
		}
	}
}

func mustRead(t *testing.T, text string) Log {
	t.Helper()
	log, err := Read(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return log
}

func TestOfManyProblemsTheFirstAreNamedAndAllAreCounted(t *testing.T) {
	lines := strings.Repeat("this is no record\n", 3*mostProblems)
	log, err := Read(strings.NewReader(lines))
	if err != nil {
		t.Fatal(err)
	}
	if want := 3*mostProblems + 1; len(log.Problems) != mostProblems || len(log.Problems)+log.More != want { // and the missing end
		t.Errorf("expected %d of %d problems to be named, got %d and %d more", mostProblems, want, len(log.Problems), log.More)
	}
}
