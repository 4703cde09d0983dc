package main

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"github.com/certbench/certbench/reports"
)

func TestAForgedDocumentIsNotWhole(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "run")
	start(t, nil, "run", "--cases", "TC_B_06_CS", "--out", dir).ends(codePassed)
	if r := start(t, nil, "verify", dir); r.end() != codePassed || !strings.HasPrefix(r.stdout.String(), "Whole and unaltered: ") {
		t.Errorf("a folder as the run left it: %s", r.said())
	}
	for _, name := range []string{"run.json", "junit.xml", "abstract.html", "report.html"} {
		path := filepath.Join(dir, name)
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		write(t, path, strings.Replace(string(content), "certbench", "certbunch", 1))
		if r := start(t, nil, "verify", dir); r.end() != codeFailed || !strings.Contains(r.stdout.String(), name+" is not what the evidence makes.") {
			t.Errorf("a forged %s: expected code 1 and its name, got %s", name, r.said())
		}
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
		if r := start(t, nil, "verify", dir, "--format", "json"); r.end() != codeFailed || !strings.Contains(r.stdout.String(), `"`+name+` is missing, which the evidence makes."`) {
			t.Errorf("%s removed: expected code 1 and its name, got %s", name, r.said())
		}
		if err := os.WriteFile(path, content, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// TestNobodyIsAccusedForAnotherVersion has documents that differ, of a run by this certbench and by another.
func TestNobodyIsAccusedForAnotherVersion(t *testing.T) {
	for by, want := range map[string]struct {
		unaltered bool
		problem   string
	}{
		version(): {false, "report.html is not what the evidence makes."},
		"v0.0.1":  {true, "report.html is not what the evidence makes. The run is of certbench v0.0.1, and this is " + version() + ": "},
	} {
		source := &reports.Source{}
		source.Run.Started.Certbench = by
		v := &verified{Unaltered: true}
		v.documents(source, "runs/1", reports.ToldAll, []reports.Unlike{{Name: "report.html"}})
		if got := strings.Join(append(v.Problems, v.Unproven...), " "); v.Unaltered != want.unaltered || !strings.HasPrefix(got, want.problem) {
			t.Errorf("a run by certbench %s: expected unaltered %t and %q, got %t and %q", by, want.unaltered, want.problem, v.Unaltered, got)
		}
		if code := execute(t.Context(), showing(v), nil); (code == codeFailed) == want.unaltered || code == codePassed {
			t.Errorf("a run by certbench %s: exit code %d", by, code)
		}
	}
}

// showing is a command that shows what a proof came to.
func showing(v *verified) *cobra.Command {
	c := &cobra.Command{RunE: func(c *cobra.Command, _ []string) error { return v.show(c, asJSON) }}
	c.SetOut(io.Discard)
	c.SetErr(io.Discard)
	return c
}
