package reports

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/known"
)

// knownOf is a file that expects a case to fail in a mode.
func knownOf(id, mode string) string {
	return "known:\n  - {case: " + id + ", mode: " + mode + ", reason: r, ticket: T-" + mode + ", until: 2999-12-31}\n"
}

// failing are two halves of which one play fails each.
func failing(t testing.TB) [2]half {
	both := halves(t)
	for i := range both {
		both[i].b, both[i].finished.Verdict = evidence.Fail, evidence.Fail
	}
	return both
}

func TestKnownFailuresOfTheParts(t *testing.T) {
	all := knownOf("TC_E_04_CS", "local") + strings.TrimPrefix(knownOf("TC_E_04_CS", "remote"), "known:\n")
	for name, c := range map[string]struct {
		files    [2]string
		differ   bool
		headline evidence.Verdict
		exit     Exit
	}{
		"the same file":              {[2]string{all, all}, false, KnownFailures, ExitPassed},
		"a file each":                {[2]string{knownOf("TC_E_04_CS", "local"), knownOf("TC_E_04_CS", "remote")}, true, KnownFailures, ExitPassed},
		"one half has none":          {[2]string{all, ""}, true, KnownFailures, ExitPassed},
		"none is known of the other": {[2]string{knownOf("TC_E_04_CS", "local"), knownOf("TC_E_04_CS", "local")}, false, evidence.Fail, ExitFailed},
		"one does not happen":        {[2]string{all + "  - {case: TC_B_01_CS, reason: r, ticket: T, until: 2999-12-31}\n", all}, true, evidence.Fail, ExitFailed},
	} {
		t.Run(name, func(t *testing.T) {
			both := failing(t)
			for i, file := range c.files {
				if file != "" {
					both[i].knows(file)
				}
			}
			dirs := []string{both[0].write(t), both[1].write(t)}
			var apart *ErrApart
			if _, _, err := joinedOf(t, JoinOptions{}, dirs...); c.differ != (errors.As(err, &apart) && apart.Different[0].What == "known failures") || !c.differ && err != nil {
				t.Fatalf("expected that the parts differ: %v, got %v", c.differ, err)
			}
			s, out, err := joinedOf(t, JoinOptions{Different: true}, dirs...)
			if err != nil {
				t.Fatal(err)
			}
			if d := Decide(s); s.Stands().Headline != c.headline || d.Exit != c.exit {
				t.Errorf("expected %s and exit code %d, got %s and %d: %v", c.headline, c.exit, s.Stands().Headline, d.Exit, d.Reasons)
			}
			if err := os.WriteFile(filepath.Join(out, "parts/1", known.FileName), []byte("known: []\n"), 0o644); err != nil {
				t.Fatal(err)
			}
			if s, err := Load(out); err != nil || !s.Tampered() || Decide(s).Exit != ExitFailed {
				t.Errorf("with another file of known failures in a part: %v, and nobody noticed", err)
			}
		})
	}
}

func TestABaselineCountsThatAllPartsHave(t *testing.T) {
	before := failing(t)
	was, _, err := joinedOf(t, JoinOptions{}, before[0].write(t), before[1].write(t))
	if err != nil {
		t.Fatal(err)
	}
	text, err := NewBaseline(was).Encode()
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		has      [2]bool
		headline evidence.Verdict
		exit     Exit
	}{
		"both":    {[2]bool{true, true}, NoRegression, ExitPassed},
		"one":     {[2]bool{true, false}, evidence.Fail, ExitFailed},
		"neither": {[2]bool{}, evidence.Fail, ExitFailed},
	} {
		t.Run(name, func(t *testing.T) {
			both := failing(t)
			for i := range both {
				if c.has[i] {
					both[i].after(string(text))
				}
			}
			s, out, err := joinedOf(t, JoinOptions{Different: true}, both[0].write(t), both[1].write(t))
			if err != nil {
				t.Fatal(err)
			}
			if d := Decide(s); s.Stands().Headline != c.headline || d.Exit != c.exit {
				t.Errorf("expected %s and exit code %d, got %s and %d: %v", c.headline, c.exit, s.Stands().Headline, d.Exit, d.Reasons)
			}
			if is, err := s.Compare(os.DirFS(out)); err != nil || len(is.Unlike) > 0 {
				t.Errorf("made twice, the documents differ: %v, %v", is.Unlike, err)
			}
		})
	}
}

// FuzzJoined exchanges joined.json of a report of two runs: whatever stands there, the folder is refused or said to be altered.
func FuzzJoined(f *testing.F) {
	both := halves(f)
	_, out, err := joinedOf(f, JoinOptions{}, both[0].write(f), both[1].write(f))
	if err != nil {
		f.Fatal(err)
	}
	name := filepath.Join(out, JoinedName)
	was, err := os.ReadFile(name)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(was)
	f.Add([]byte("null"))
	f.Add([]byte(`{"parts":[]}`))
	f.Add(bytes.ReplaceAll(was, []byte("parts/2"), []byte("parts/../..")))
	f.Add(bytes.ReplaceAll(was, []byte(`"twice": []`), []byte(`"twice": ["TC_B_01_CS"]`)))
	f.Fuzz(func(t *testing.T, text []byte) {
		if err := os.WriteFile(name, text, 0o644); err != nil {
			t.Fatal(err)
		}
		s, err := Load(out)
		if same := slices.Equal(text, was); same != (err == nil && !s.Tampered()) {
			t.Fatalf("as it was written: %v; and it is taken as %+v, %v", same, s, err)
		}
	})
}
