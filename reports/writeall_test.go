package reports

import (
	"os"
	"path/filepath"
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
	if len(first) != 6 || len(second) != 6 {
		t.Errorf("the folder holds %d, then %d files; want the evidence, the PICS and four documents", len(first), len(second))
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
