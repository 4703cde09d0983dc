package main

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/reports"
)

// onAFullDisk runs a command line that may write files of so many blocks of 512 bytes. That stands in for a disk that is full: the
// system call fails alike.
func onAFullDisk(t *testing.T, blocks string, args ...string) (code int, said string) {
	t.Helper()
	c := exec.CommandContext(t.Context(), "sh", append([]string{"-c", `ulimit -f ` + blocks + `; exec "$@"`, "sh", program}, args...)...)
	var stderr strings.Builder
	c.Stderr = &stderr
	if err := c.Run(); err != nil {
		var ended *exec.ExitError
		if !errors.As(err, &ended) {
			t.Fatal(err)
		}
	}
	return c.ProcessState.ExitCode(), stderr.String()
}

const noMore = "file too large; make room on its disk, or write to another one"

func TestWhatAFullDiskDoesNotTakeIsNotLeftBehindInPart(t *testing.T) {
	dir := t.TempDir()
	image := write(t, filepath.Join(dir, "product.bin"), "firmware")
	if code, _, stderr := inProcess("firmware", "init", filepath.Join(dir, "maker")); code != codePassed {
		t.Fatal(stderr)
	}
	if code, _, stderr := inProcess("pics", "export", filepath.Join(dir, "pics.xlsx")); code != codePassed {
		t.Fatal(stderr)
	}
	signing := filepath.Join(dir, "maker", "signing-rsa")
	for to, args := range map[string][]string{
		"export.xlsx":     {"pics", "export", filepath.Join(dir, "export.xlsx")},
		"import.yaml":     {"pics", "import", filepath.Join(dir, "pics.xlsx"), "--out", filepath.Join(dir, "import.yaml")},
		"pki":             {"pki", "init", filepath.Join(dir, "pki")},
		"other":           {"firmware", "init", filepath.Join(dir, "other")},
		"station.bin":     {"firmware", "make", filepath.Join(dir, "station.bin")},
		"product.bin.sig": {"firmware", "sign", "--certificate", signing + ".pem", "--key", signing + ".key", image},
	} {
		code, said := onAFullDisk(t, "0", args...)
		if code != codeTrouble || strings.Count(said, "\n") != 1 || !strings.HasSuffix(said, noMore+"\n") {
			t.Errorf("%v: expected code 3 and one sentence, got code %d and %q", args, code, said)
		}
		left, err := os.ReadDir(filepath.Join(dir, to))
		_, is := os.Stat(filepath.Join(dir, to))
		if len(left) > 0 || err != nil && !errors.Is(is, os.ErrNotExist) {
			t.Errorf("%v: expected nothing to be left of %s, got %d files, %v", args, to, len(left), is)
		}
	}
}

func TestARunOnADiskThatFillsEndsInOneSentenceAndIsNoWholeRun(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "run")
	code, said := onAFullDisk(t, "40", "run", "--cases", "TC_B_06_CS", "--out", dir)
	last := strings.Split(strings.TrimSpace(said), "\n")
	if ours := strings.Count(said, "too large"); code != codeTrouble || ours != 1 || !strings.HasSuffix(last[len(last)-1], noMore) {
		t.Errorf("expected code 3 and one sentence on the disk, got code %d, %d of them, and\n%s", code, ours, said)
	}
	for _, name := range []string{"report.html", reports.SummaryName} {
		if text, err := os.ReadFile(filepath.Join(dir, name)); err == nil && !strings.Contains(string(text), "cut off") && !strings.Contains(string(text), `"complete": false`) {
			t.Errorf("expected %s to be missing or to say that the run was cut off", name)
		}
	}
	source, err := reports.Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	if !source.Run.Cut || evidence.Verify(source.Problems) == nil {
		t.Error("expected evidence that says that it was cut off")
	}
}

func TestTheSameErrorIsSaidOnce(t *testing.T) {
	again := errors.New("the relay is stuck")
	if got := inWords(errors.Join(again, again, errors.New("no mains"))); got != "the relay is stuck\nno mains" {
		t.Errorf("expected each once, got %q", got)
	}
}
