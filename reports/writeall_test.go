package reports

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestMakingTheDocumentsAgainChangesNoByte(t *testing.T) {
	dir := runFolder(t, richRun(t))
	read := func() map[string]string {
		if _, err := WriteAll(dir); err != nil {
			t.Fatal(err)
		}
		found := map[string]string{}
		files, err := os.ReadDir(dir)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			b, err := os.ReadFile(filepath.Join(dir, f.Name()))
			if err != nil {
				t.Fatal(err)
			}
			found[f.Name()] = string(b)
		}
		return found
	}
	first, second := read(), read()
	want := 3 + len(documents) // the evidence, the PICS and report.html
	if len(first) != want || len(second) != want {
		t.Errorf("the folder holds %d, then %d files; want %d", len(first), len(second), want)
	}
	for name, content := range first {
		if second[name] != content {
			t.Errorf("%s came out differently the second time", name)
		}
	}
	if keep := os.Getenv("CERTBENCH_REPORTS"); keep != "" {
		if err := os.CopyFS(keep, os.DirFS(dir)); err != nil {
			t.Error(err)
		}
	}
}

// TestADocumentThatCannotBeWrittenKeepsNoOtherFromIt: a folder stands where it is to be.
func TestADocumentThatCannotBeWrittenKeepsNoOtherFromIt(t *testing.T) {
	dir := runFolder(t, richRun(t))
	for _, name := range []string{SummaryName, "abstract.html"} {
		if err := os.Mkdir(filepath.Join(dir, name+".new"), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	_, err := WriteAll(dir)
	if err == nil {
		t.Fatal("expected to be told what could not be written")
	}
	for _, want := range []string{"cannot write run.json: ", "cannot write abstract.html: "} {
		if strings.Count(err.Error(), want) != 1 {
			t.Errorf("expected %q once, got %q", want, err)
		}
	}
	for _, name := range []string{"junit.xml", "report.html"} {
		if info, err := os.Stat(filepath.Join(dir, name)); err != nil || info.Size() == 0 {
			t.Errorf("expected %s all the same, got %v", name, err)
		}
	}
}
