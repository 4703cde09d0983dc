package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestReportMakesTheDocumentsForPaperAlone(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "run")
	start(t, nil, "run", "--cases", "TC_B_06_CS", "--out", dir).ends(codePassed)
	papers := []string{"abstract.pdf", "report.pdf"}
	first := map[string]string{}
	for _, name := range append(papers, "report.html") {
		content, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		first[name] = string(content)
		if err := os.Remove(filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
	}
	code, out, stderr := inProcess("report", dir, "--format", "pdf")
	if code != codePassed || stderr != "" {
		t.Fatalf("expected code 0 and no error, got %d, %s%s", code, out, stderr)
	}
	for _, name := range papers {
		path := filepath.Join(dir, name)
		if content, err := os.ReadFile(path); err != nil || string(content) != first[name] || !strings.Contains(out, path+"\n") {
			t.Errorf("%s: expected what the run has made, and to be told where it is; got %v and %s", name, err, out)
		}
	}
	if _, err := os.Stat(filepath.Join(dir, "report.html")); !os.IsNotExist(err) {
		t.Errorf("expected no report.html, got %v", err)
	}
	if code, _, stderr := inProcess("report", dir, "--format", "word"); code != codeUsage || !strings.Contains(stderr, "write text, json or pdf") {
		t.Errorf("expected code 2 and what to write instead, got %d and %s", code, stderr)
	}
}
