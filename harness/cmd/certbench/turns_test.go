package main

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/certbench/certbench/harness/examples"
	"github.com/certbench/certbench/harness/pics"
	"github.com/certbench/certbench/reports"
	"github.com/certbench/certbench/suites"
)

// earlierRun makes a run folder with a summary, of which age tells how long ago it was written.
func earlierRun(t *testing.T, parent, name, summary string, age time.Duration) string {
	t.Helper()
	dir := filepath.Join(parent, name)
	path := filepath.Join(dir, reports.SummaryName)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(summary), 0o644); err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, 1, 2, 0, 0, 0, 0, time.UTC).Add(-age)
	if err := os.Chtimes(path, at, at); err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestTheOrderComesFromTheNewestEarlierRunThatTells(t *testing.T) {
	declared, err := pics.Read(examples.PICSName, examples.PICS())
	if err != nil {
		t.Fatal(err)
	}
	plan, err := suites.Plan(declared, "TC_B_01_CS || TC_B_06_CS || TC_B_20_CS")
	if err != nil {
		t.Fatal(err)
	}
	of := func(product, cases string) string {
		return `{"run":{"product":"` + product + `"},"cases":[` + cases + `]}`
	}
	own := declared.Product.Designation
	one := `{"id":"TC_B_01_CS","plays":[{"verdict":"PASS","seconds":3},{"verdict":"PASS","seconds":7}]}`
	two := one + `,{"id":"TC_B_20_CS","plays":[{"verdict":"FAIL","seconds":2}]},{"id":"TC_B_06_CS","plays":[{"verdict":"NOT RUN","seconds":9}]}`
	for name, c := range map[string]struct {
		folders map[string]string // summary by name; a later letter is older
		named   string
		builtIn bool
		from    []string // what the words tell
		want    suites.Durations
	}{
		"none":                     {nil, "", false, []string{"in the order of the plan."}, nil},
		"none, and it is built in": {nil, "", true, []string{"by what is built in, which tells of 3 of 3."}, examples.Durations()},
		"a partial one":            {map[string]string{"a": of(own, one), "b": of(own, two)}, "", true, []string{"/a, which tells of 1 of 3. What is built in tells of the others."}, completed(suites.Durations{"TC_B_01_CS": 7 * time.Second})},
		"unreadable and foreign ones before it": {map[string]string{"a": "{", "b": of("another", two), "c": of(own, two)}, "", false,
			[]string{"/c, which tells of 2 of 3 (", "/a tells nothing: run.json is no summary of a run", `/b tells nothing: it is a run of "another"`},
			suites.Durations{"TC_B_01_CS": 7 * time.Second, "TC_B_20_CS": 2 * time.Second}},
		"one in which nothing was played": {map[string]string{"a": of(own, "")}, "", false, []string{"in the order of the plan (", "nothing was played in it"}, nil},
		"one that is named":               {map[string]string{"a": of(own, two), "b": of(own, one)}, "b", false, []string{"/b, which tells of 1 of 3."}, suites.Durations{"TC_B_01_CS": 7 * time.Second}},
		"one that is named and not there": {map[string]string{"a": of(own, two)}, "x", false, []string{"in the order of the plan (", "/x tells nothing: open "}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			parent := t.TempDir()
			for folder, summary := range c.folders {
				earlierRun(t, parent, folder, summary, time.Duration(folder[0])*time.Hour)
			}
			named := c.named
			if named != "" {
				named = filepath.Join(parent, named)
			}
			got := newTurns(named, filepath.Join(parent, "new"), c.builtIn, declared, plan)
			for _, part := range c.from {
				if !strings.Contains(got.words, part) {
					t.Errorf("expected %q in what is said, got %q", part, got.words)
				}
			}
			if len(got.durations) != len(c.want) {
				t.Fatalf("expected %v, got %v", c.want, got.durations)
			}
			for name, took := range c.want {
				if got.durations[name] != took {
					t.Errorf("expected %s for %s, got %s", took, name, got.durations[name])
				}
			}
		})
	}
}

func TestWhatIsNoSummaryTellsNoDurations(t *testing.T) {
	declared, err := pics.Read(examples.PICSName, examples.PICS())
	if err != nil {
		t.Fatal(err)
	}
	long := func(seconds string) string {
		return `{"run":{"product":"` + declared.Product.Designation + `"},"cases":[{"id":"TC_B_01_CS","plays":[{"verdict":"PASS","seconds":` + seconds + `}]}]}`
	}
	for name, c := range map[string]struct {
		make func(path string) error
		want string // part of why it tells nothing; empty where it tells
	}{
		"a pipe":   {func(path string) error { return syscall.Mkfifo(path, 0o600) }, "is no file"},
		"a device": {func(path string) error { return os.Symlink("/dev/null", path) }, "is no file"},
		"a folder": {func(path string) error { return os.Mkdir(path, 0o700) }, "is no file"},
		"one that is too large": {func(path string) error {
			return errors.Join(os.WriteFile(path, nil, 0o600), os.Truncate(path, largestSummary+1))
		}, "256 MB"},
		"one that is cut off":         {func(path string) error { return os.WriteFile(path, []byte(long("7")[:40]), 0o600) }, "no summary of a run"},
		"an empty one":                {func(path string) error { return os.WriteFile(path, nil, 0o600) }, "no summary of a run"},
		"of a play of 31 days":        {func(path string) error { return os.WriteFile(path, []byte(long("2678400")), 0o600) }, "nothing was played"},
		"of a play of no number":      {func(path string) error { return os.WriteFile(path, []byte(long("1e300")), 0o600) }, "nothing was played"},
		"of a play that took no time": {func(path string) error { return os.WriteFile(path, []byte(long("-7")), 0o600) }, "nothing was played"},
		"of a play of 30 days":        {func(path string) error { return os.WriteFile(path, []byte(long("2592000")), 0o600) }, ""},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			if err := c.make(filepath.Join(dir, reports.SummaryName)); err != nil {
				t.Skip(err)
			}
			told := make(chan error, 1)
			go func() {
				_, err := readEarlier(dir, declared)
				told <- err
			}()
			select {
			case err := <-told:
				if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
					t.Errorf("expected it to tell nothing because of %q, got %v", c.want, err)
				}
			case <-time.After(time.Minute):
				t.Error("it is still being read after a minute")
			}
		})
	}
}
