package reports

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// unlikes are the documents of a folder that are not what the evidence makes, in sentences.
func unlikes(t *testing.T, dir string, onOnePage int64) string {
	t.Helper()
	s, err := Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	compared, err := s.compare(os.DirFS(dir), onOnePage)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, u := range compared.Unlike {
		all = append(all, u.String())
	}
	return strings.Join(all, " ")
}

func TestADocumentThatIsNotWhatTheEvidenceMakesIsNamed(t *testing.T) {
	dir := runFolder(t, richRun(t))
	if _, err := WriteAll(dir); err != nil {
		t.Fatal(err)
	}
	if got := unlikes(t, dir, onOnePage); got != "" {
		t.Errorf("a folder as it was written: %s", got)
	}
	names := []string{"report.html"}
	for _, d := range documents {
		names = append(names, d.name)
	}
	for _, name := range names {
		path := filepath.Join(dir, name)
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		first, last := slices.Clone(content), slices.Clone(content)
		first[0]++
		last[len(last)-1]++
		for what, forged := range map[string][]byte{"first byte": first, "last byte": last, "a byte more": append(slices.Clone(content), '\n'), "a byte less": content[:len(content)-1], "nothing": {}} {
			if err := os.WriteFile(path, forged, 0o644); err != nil {
				t.Fatal(err)
			}
			if got, want := unlikes(t, dir, onOnePage), name+" is not what the evidence makes."; got != want {
				t.Errorf("%s, %s: expected %q, got %q", name, what, want, got)
			}
		}
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
		if got, want := unlikes(t, dir, onOnePage), name+" is missing, which the evidence makes."; got != want {
			t.Errorf("%s removed: expected %q, got %q", name, want, got)
		}
		if err := os.WriteFile(path, content, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func TestPagesOfPlaysAreHeldAgainstTheEvidence(t *testing.T) {
	dir := runFolder(t, richRun(t))
	s, err := Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.write(dir, 0); err != nil {
		t.Fatal(err)
	}
	if got := unlikes(t, dir, 0); got != "" {
		t.Errorf("a folder as it was written: %s", got)
	}
	page := func(n int) string { return filepath.Join(dir, filepath.FromSlash(playPage(n))) }
	err = errors.Join(os.WriteFile(page(1), []byte("forged"), 0o644), os.Remove(page(2)), os.WriteFile(page(999), nil, 0o644), os.Remove(filepath.Join(dir, "report.html")))
	if err != nil {
		t.Fatal(err)
	}
	want := "report.html is missing, which the evidence makes. plays/1.html is not what the evidence makes. plays/2.html is missing, which the evidence makes. " +
		"plays/999.html is a page of no play: the evidence makes none of that name."
	if got := unlikes(t, dir, 0); got != want {
		t.Errorf("expected %q, got %q", want, got)
	}
	if got := unlikes(t, dir, onOnePage); !strings.HasPrefix(got, "report.html is missing, which the evidence makes. plays/1.html is a page of no play") {
		t.Errorf("pages where the report is one: got %q", got)
	}
}

func TestADocumentThatCannotBeReadIsTrouble(t *testing.T) {
	dir := runFolder(t, richRun(t))
	s, err := WriteAll(dir)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "junit.xml")
	if err := errors.Join(os.Remove(path), os.Mkdir(path, 0o755)); err != nil {
		t.Fatal(err)
	}
	if compared, err := s.Compare(os.DirFS(dir)); err == nil {
		t.Errorf("expected an error for a folder in the place of a document, got %v", fmt.Sprint(compared))
	}
}
