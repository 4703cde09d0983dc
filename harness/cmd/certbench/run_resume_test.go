package main

import (
	"bytes"
	"maps"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/certbench/certbench/harness/evidence"
)

const fewCases = "TC_B_06_CS || TC_B_07_CS || TC_B_32_CS || TC_E_03_CS"

// cutOff is a copy of a run folder that holds so many bytes of the evidence.
func cutOff(t *testing.T, from string, bytes int) (dir string) {
	t.Helper()
	dir = t.TempDir()
	for _, name := range []string{"pics.yaml", "bench.yaml", evidence.FileName} {
		content, err := os.ReadFile(filepath.Join(from, name))
		if err != nil {
			t.Fatal(err)
		}
		if name == evidence.FileName {
			content = content[:bytes]
		}
		write(t, filepath.Join(dir, name), string(content))
	}
	return dir
}

func TestARunThatWasCutOffAnywhereComesToTheSameOnceItWasGoneOnWith(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "run")
	start(t, nil, "run", "--bench", faulty(t), "--cases", fewCases, "--out", dir).ends(codeFailed)
	want := summary(t, dir)
	text, err := os.ReadFile(filepath.Join(dir, evidence.FileName))
	if err != nil {
		t.Fatal(err)
	}
	first := bytes.IndexByte(text, '\n') + 1
	for _, at := range []int{first, first + 100, len(text) / 3, len(text) / 2, len(text) * 5 / 6, len(text) - 1} {
		dir := cutOff(t, dir, at)
		r := start(t, nil, "run", "--resume", dir)
		r.ends(codeFailed)
		got := whole(t, dir)
		if !maps.Equal(verdicts(got), verdicts(want)) || got.Cut || len(got.Resumed) != 1 {
			t.Errorf("cut off after %d of %d bytes: %v and %+v; want the verdicts of the whole run", at, len(text), got.Counts, got.Resumed)
		}
		if code, _, stderr := inProcess("run", "--resume", dir); code != codeUsage || !strings.Contains(stderr, "the run came to its end; --failed-of") {
			t.Errorf("once more: code %d, %s", code, stderr)
		}
	}
}

func TestARunThatWasKilledIsGoneOnWith(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "run")
	r := start(t, nil, "run", "--cases", fewCases, "--repeat", "2", "--out", dir)
	r.await("TC_E_03_CS #1")
	if err := r.cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	if err := r.cmd.Wait(); err == nil {
		t.Fatal("the run came to its end before it was killed; select more cases")
	}
	start(t, nil, "run", "--resume", dir).ends(codePassed)
	s := whole(t, dir)
	for _, c := range s.Cases {
		if strings.Contains(fewCases, c.ID) && (len(c.Plays) != 2 || c.Verdict != evidence.Pass || c.Plays[0].Attempt != 1 || c.Plays[1].Attempt != 2) {
			t.Errorf("%s: expected two plays that passed, got %s of %+v", c.ID, c.Verdict, c.Plays)
		}
	}
	if len(s.Resumed) != 1 || s.Resumed[0].Interrupted {
		t.Errorf("expected that it was cut off once, got %+v", s.Resumed)
	}
}

func TestARunIsGoneOnWithAsItWasBegunOrNotAtAll(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "run")
	bench := faulty(t)
	start(t, nil, "run", "--bench", bench, "--cases", fewCases, "--out", dir).ends(codeFailed)
	text, err := os.ReadFile(filepath.Join(dir, evidence.FileName))
	if err != nil {
		t.Fatal(err)
	}
	cut := cutOff(t, dir, len(text)/2)
	refused := func(code int, want string, args ...string) {
		t.Helper()
		before, err := os.ReadFile(filepath.Join(cut, evidence.FileName))
		if err != nil {
			t.Fatal(err)
		}
		got, _, stderr := inProcess(append([]string{"run", "--resume", cut}, args...)...)
		if got != code || !strings.Contains(stderr, want) {
			t.Errorf("%v: expected code %d and %q, got %d and %s", args, code, want, got, stderr)
		}
		if after, err := os.ReadFile(filepath.Join(cut, evidence.FileName)); err != nil || !bytes.Equal(before, after) {
			t.Errorf("%v: the evidence was touched, %v", args, err)
		}
	}
	refused(codeUsage, "--cases does not go with --resume", "--cases", "B")
	refused(codeUsage, "the bench file of reference is ", "--bench", variant(t, reference(t), "  reference: {}\n"))
	re, err := evidence.Reopen(cut)
	if err != nil {
		t.Fatal(err)
	}
	refused(codeTrouble, "another certbench records in it; wait until that has ended")
	if err := re.Close(); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(cut, "pics.yaml"), "version: 2.2.0\n")
	refused(codeUsage, "pics.yaml of this folder is not the one")
	write(t, filepath.Join(cut, evidence.FileName), strings.Replace(string(text[:len(text)/2]), "FAIL", "PASS", 1)+"x")
	if strings.Contains(string(text[:len(text)/2]), "FAIL") {
		refused(codeUsage, "it was altered after it was written: line ")
	} else {
		t.Error("the first half of the run holds no FAIL to alter")
	}
	if code, _, stderr := inProcess("run", "--resume", t.TempDir()); code != codeUsage || !strings.Contains(stderr, "is no run folder") {
		t.Errorf("no run folder: code %d, %s", code, stderr)
	}
}

func TestAnotherStationIsNotGoneOnWith(t *testing.T) {
	before := []evidence.Station{{Vendor: "V", Model: "M", Serial: "1", Firmware: "1.0"}, {Vendor: "V", Model: "M", Serial: "1", Firmware: "2.0"}}
	for _, c := range []struct {
		now  evidence.Station
		same bool
	}{
		{before[0], true}, {before[1], true}, {evidence.Station{}, true},
		{evidence.Station{Vendor: "V", Model: "M", Serial: "2", Firmware: "1.0"}, false},
		{evidence.Station{Vendor: "V", Model: "M", Serial: "1", Firmware: "3.0"}, false},
		{evidence.Station{Vendor: "V", Model: "N", Serial: "1", Firmware: "2.0"}, false},
	} {
		if err := sameStation("b", before, c.now); (err == nil) != c.same {
			t.Errorf("%+v: expected the same %v, got %v", c.now, c.same, err)
		}
	}
	if err := sameStation("b", nil, before[0]); err != nil {
		t.Errorf("a run in which no station has told: %v", err)
	}
}

// cutInHalf is a run of a few cases that was cut off in its middle.
func cutInHalf(t *testing.T) (dir string) {
	t.Helper()
	from := filepath.Join(t.TempDir(), "run")
	start(t, nil, "run", "--cases", fewCases, "--out", from).ends(codePassed)
	text, err := os.ReadFile(filepath.Join(from, evidence.FileName))
	if err != nil {
		t.Fatal(err)
	}
	return cutOff(t, from, len(text)/2)
}

func TestARunIsGoneOnWithForProgramsAndOnAPage(t *testing.T) {
	t.Parallel()
	cut := cutInHalf(t)
	other := filepath.Join(t.TempDir(), "other")
	if err := os.CopyFS(other, os.DirFS(cut)); err != nil {
		t.Fatal(err)
	}
	r := startProgram(t, "/bin/sh", nil, nil, "-c", `exec "$0" "$@" >/dev/null`, program, "run", "--resume", cut, "--progress", "json")
	r.ends(codePassed)
	count := map[string]int{}
	var last line
	for _, one := range linesIn(t, r.said()) {
		count[one.Event]++
		last = one
	}
	if s := whole(t, cut); count[eventRun] != 1 || count[eventBegan] == 0 || count[eventBegan] != count[eventEnded] || last.Exit == nil || *last.Exit != codePassed || len(s.Resumed) != 1 {
		t.Errorf("a run that was gone on with tells programs %v, and ends with %+v", count, last)
	}

	s := sit(t, "run", "--resume", other, "--live", "127.0.0.1:0")
	if code := <-s.code; code != codePassed {
		t.Errorf("with a page it ends with code %d:\n%s", code, s.out)
	}
	if got := whole(t, other); len(got.Resumed) != 1 || got.Cut {
		t.Errorf("with a page: expected that the run was gone on with once, got %+v", got.Resumed)
	}
}

func TestARunThatFillsTheDiskOnceMoreCanBeGoneOnWithAgain(t *testing.T) {
	t.Parallel()
	cut := cutInHalf(t)
	info, err := os.Stat(filepath.Join(cut, evidence.FileName))
	if err != nil {
		t.Fatal(err)
	}
	blocks := strconv.FormatInt(info.Size()/512+4, 10)
	code, said := onAFullDisk(t, blocks, "run", "--resume", cut)
	if code != codeTrouble || !strings.Contains(said, noMore) {
		t.Errorf("on a full disk: expected code 3 and a word on it, got %d and\n%s", code, said)
	}
	start(t, nil, "run", "--resume", cut).ends(codePassed)
	if s := whole(t, cut); s.Cut || len(s.Resumed) == 0 {
		t.Errorf("once there is room: expected a whole run, got %+v", s.Resumed)
	}
	if code, out, _ := inProcess("verify", cut); code != codePassed {
		t.Errorf("what was gone on with is not proved: %s", out)
	}
}

func TestDocumentsThatTellOfRemovedRecordsAreNotWrittenOver(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "run")
	start(t, nil, "run", "--bench", faulty(t), "--cases", "TC_B_07_CS", "--out", dir).ends(codeFailed)
	text, err := os.ReadFile(filepath.Join(dir, evidence.FileName))
	if err != nil {
		t.Fatal(err)
	}
	told, err := os.ReadFile(filepath.Join(dir, reportName))
	if err != nil {
		t.Fatal(err)
	}
	lines := bytes.SplitAfter(text, []byte("\n"))
	for _, left := range []int{0, 5, len(lines) / 2, len(lines) - 2} {
		write(t, filepath.Join(dir, evidence.FileName), string(bytes.Join(lines[:left], nil)))
		for command, want := range map[string]int{"verify": codeFailed, "report": codeFailed, "run --resume": codeUsage, "run --failed-of": codeUsage, "run --baseline": codeUsage} {
			code, out, stderr := inProcess(append(strings.Fields(command), dir)...)
			if left == 0 && strings.HasPrefix(command, "run") {
				want = code // without any record it is refused before
			}
			if code != want || left > 0 && !strings.Contains(out+stderr, strings.TrimSuffix(shortenedText, ".")) {
				t.Errorf("%s, %d lines left: expected code %d and %q, got %d and %s%s", command, left, want, shortenedText, code, out, stderr)
			}
		}
		if after, err := os.ReadFile(filepath.Join(dir, reportName)); err != nil || !bytes.Equal(after, told) {
			t.Errorf("%d lines left: report.html was written over, %v", left, err)
		}
	}
}

func TestARunThatWasGoneOnWithAndCutOffThenWasNotAltered(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "run")
	start(t, nil, "run", "--bench", faulty(t), "--cases", fewCases, "--out", dir).ends(codeFailed)
	text, err := os.ReadFile(filepath.Join(dir, evidence.FileName))
	if err != nil {
		t.Fatal(err)
	}
	first := bytes.IndexByte(text, '\n') + 1
	cut := cutOff(t, dir, first+bytes.IndexByte(text[first:], '\n')+1)
	if code, _, stderr := inProcess("report", cut); code != codeTrouble {
		t.Fatalf("report of a run that was cut off: code %d, %s", code, stderr)
	}
	write(t, filepath.Join(cut, evidence.FileName), string(text[:len(text)/2])) // it grew, and was cut off again
	code, out, stderr := inProcess("verify", cut)
	if code != codeTrouble || !strings.Contains(out, "Unaltered, but cut off") || !strings.Contains(out, "made before the run was gone on with") {
		t.Errorf("verify: code %d, %s%s", code, out, stderr)
	}
	if code, _, stderr := inProcess("report", cut); code != codeTrouble || !strings.Contains(stderr, "cut off before its end") {
		t.Errorf("report: code %d, %s", code, stderr)
	}
	if _, out, _ := inProcess("verify", cut); !strings.Contains(out, "Unaltered, but cut off") || strings.Contains(out, "not what the evidence makes") {
		t.Errorf("verify after the documents were made again: %s", out)
	}
}
