package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/examples"
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/reports"
)

// faulty is a bench on whose station TC_B_07_CS fails.
func faulty(t *testing.T) string {
	return variant(t, reference(t), "  reference: {defects: [get-variables-only-first]}\n")
}

const twoCases = "TC_B_06_CS || TC_B_07_CS"

// failedRun is a run in which TC_B_07_CS has failed.
func failedRun(t *testing.T) (dir string) {
	t.Helper()
	dir = filepath.Join(t.TempDir(), "run")
	start(t, nil, "run", "--bench", faulty(t), "--cases", twoCases, "--out", dir).ends(codeFailed)
	return dir
}

// endedWith is a run that ends with a code.
func endedWith(t *testing.T, code int, args ...string) (dir string, r *running) {
	t.Helper()
	dir = filepath.Join(t.TempDir(), "run")
	r = start(t, nil, append([]string{"run", "--cases", twoCases, "--out", dir}, args...)...)
	r.ends(code)
	return dir, r
}

func TestAKnownFailureDoesNotFailTheRunWhileItHappensAndUntilItsDate(t *testing.T) {
	t.Parallel()
	code, draft, stderr := inProcess("known", "draft", failedRun(t))
	if code != codePassed || !strings.Contains(draft, "case: TC_B_07_CS\n") || !strings.Contains(draft, "case: between\n") {
		t.Fatalf("known draft: code %d, %s\n%s", code, stderr, draft)
	}
	file := filepath.Join(t.TempDir(), "known.yaml")
	fill := func(until string) string {
		return write(t, file, strings.NewReplacer("reason:", "reason: old library", "ticket:", "ticket: FW-1", "until:", "until: "+until).Replace(draft))
	}
	dir, r := endedWith(t, codePassed, "--bench", faulty(t), "--known", fill("2999-12-31"))
	s := whole(t, dir)
	if verdicts(s)["TC_B_07_CS"] != evidence.Fail || s.Verdict != reports.KnownFailures || s.Played != evidence.Fail || len(s.Known) < 2 || s.Known[0].State != reports.KnownHappened {
		t.Errorf("expected a FAIL that is known, got %s, %s and %+v", verdicts(s)["TC_B_07_CS"], s.Verdict, s.Known)
	}
	if !strings.Contains(r.said(), "Known failures:\n") || !strings.Contains(r.said(), "certbench: exit code 0: 2 failures are known, and expected.\n") {
		t.Errorf("expected the known failures to be told, got\n%s", r.said())
	}
	for name, want := range map[string]string{"junit.xml": "<skipped>known failure FW-1: old library (until 2999-12-31)</skipped>", "report.html": `<h2 id="known">Known failures</h2>`} {
		if text, err := os.ReadFile(filepath.Join(dir, name)); err != nil || !strings.Contains(string(text), want) {
			t.Errorf("%s lacks %s, %v", name, want, err)
		}
	}
	changedFile := write(t, filepath.Join(dir, "known.yaml"), "known: []\n")
	if code, out, _ := inProcess("verify", dir); code != codeFailed || !strings.Contains(out, "known.yaml") {
		t.Errorf("with another %s in the folder, verify gave code %d: %s", changedFile, code, out)
	}

	_, r = endedWith(t, codeFailed, "--bench", faulty(t), "--known", fill("2001-01-01"))
	if !strings.Contains(r.said(), "was to be mended by 2001-01-01") {
		t.Errorf("expected what is out of date to be named, got\n%s", r.said())
	}
	dir, r = endedWith(t, codeFailed, "--known", fill("2999-12-31"))
	if s := whole(t, dir); verdicts(s)["TC_B_07_CS"] != evidence.Pass || !strings.Contains(r.said(), "no longer fails: take it out of the known failures (FW-1; known.yaml, line 3)") {
		t.Errorf("expected a PASS that fails the run, got %s and\n%s", verdicts(s)["TC_B_07_CS"], r.said())
	}
	if strings.Contains(r.said(), "exit code 0") || !strings.Contains(r.said(), "certbench: 1 known failure could not be seen in this run.\n") {
		t.Errorf("expected no other exit code than that of the run in what it says, got\n%s", r.said())
	}
}

func TestAFileOfKnownFailuresThatIsWrongIsRefusedBeforeAnythingIsPlayed(t *testing.T) {
	t.Parallel()
	entry := "known:\n  - case: %\n    reason: r\n    ticket: T\n    until: 2999-01-01\n"
	for what, want := range map[string]string{
		"TC_B_7_CS":                          `known.yaml:2: there is no case "TC_B_7_CS"; did you mean TC_B_07_CS`,
		"tc_b_07_cs":                         "known.yaml:2: the case \"tc_b_07_cs\" is spelt otherwise; write TC_B_07_CS",
		"TC_B_07_CS\n    mode: local":        "known.yaml:2: TC_B_07_CS is played in one way only; leave mode away",
		"TC_B_07_CS\n    row: \"0\"":         "known.yaml:2: TC_B_07_CS has no row 0: rows are counted from 1",
		"TC_B_07_CS\n    mod: x":             `known.yaml:3:5: unknown key "mod" (did you mean mode?)`,
		"TC_E_06_CS\n    mode: distant":      `known.yaml:2: TC_E_06_CS has no mode "distant"; write one of local, remote`,
		"TC_B_07_CS\n    ticket: another\n ": "ticket stands twice",
	} {
		dir := filepath.Join(t.TempDir(), "run")
		file := write(t, filepath.Join(t.TempDir(), "known.yaml"), strings.Replace(entry, "%", what, 1))
		code, _, stderr := inProcess("run", "--cases", twoCases, "--known", file, "--out", dir)
		if _, err := os.Stat(dir); code != codeUsage || !strings.Contains(stderr, want) || err == nil {
			t.Errorf("%s: expected code 2, %q and no folder, got %d, %v and %s", what, want, code, err, stderr)
		}
	}
}

// TestARowThatAnotherProductMayHaveIsDoubtedOnceAndExcusesNothingElse: the last rows are known of the reference station alone.
func TestARowThatAnotherProductMayHaveIsDoubtedOnceAndExcusesNothingElse(t *testing.T) {
	t.Parallel()
	file := write(t, filepath.Join(t.TempDir(), "known.yaml"), "known:\n  - {case: TC_B_07_CS, row: \"99\", reason: r, ticket: T, until: 2999-01-01}\n")
	dir, r := endedWith(t, codeFailed, "--bench", faulty(t), "--known", file)
	if n := strings.Count(r.said(), "known.yaml:2: TC_B_07_CS may have no row 99: its table ends with row 2"); n != 1 {
		t.Errorf("expected the doubt to be told once, got it %d times in\n%s", n, r.said())
	}
	if s := whole(t, dir); s.Verdict != evidence.Fail || s.Known[0].State != reports.KnownUnseen {
		t.Errorf("expected a FAIL that is not known, got %s and %+v", s.Verdict, s.Known)
	}
}

func TestAFileOfKnownFailuresIsChecked(t *testing.T) {
	entry := func(keys string) string {
		return write(t, filepath.Join(t.TempDir(), "known.yaml"), "known:\n  - {case: TC_B_07_CS, reason: r, ticket: T, "+keys+"}\n")
	}
	for keys, want := range map[string]struct {
		code        int
		out, stderr string
	}{
		"until: 2999-01-01":              {codePassed, "1 known failure, 0 out of date\n", ""},
		"until: 2999-01-01, row: \"99\"": {codePassed, "1 known failure, 0 out of date\n", "TC_B_07_CS may have no row 99"},
		"until: 2001-01-01":              {codeFailed, "known.yaml:2: out of date since 2001-01-01: TC_B_07_CS (T)\n1 known failure, 1 out of date\n", ""},
		"until: 2999-01-01, mode: local": {codeUsage, "", "TC_B_07_CS is played in one way only"},
		"until: 2999-01-01, tickets: T":  {codeUsage, "", `unknown key "tickets"`},
	} {
		code, out, stderr := inProcess("known", "check", entry(keys))
		if code != want.code || !strings.HasSuffix(out, want.out) || !strings.Contains(stderr, want.stderr) || want.stderr == "" && stderr != "" {
			t.Errorf("%s: expected code %d, %q and %q, got %d, %q and %q", keys, want.code, want.out, want.stderr, code, out, stderr)
		}
	}
}

// TestABaselineOfAnotherProductIsRefusedUnlessAllowed takes a run of the same product by another name, and one whose PICS alone differs.
func TestABaselineOfAnotherProductIsRefusedUnlessAllowed(t *testing.T) {
	t.Parallel()
	before := failedRun(t)
	text := string(examples.PICS())
	declared := func(old, new string) string {
		changed := strings.Replace(text, old, new, 1)
		if changed == text {
			t.Fatalf("the PICS of the examples does not have %q", old)
		}
		return write(t, filepath.Join(t.TempDir(), "pics.yaml"), changed)
	}
	for file, want := range map[string]string{
		declared("designation: ", "designation: Another "):       "it is of the product ",
		declared("designation: ", "# Another.\n  designation: "): "its PICS is another",
	} {
		out := filepath.Join(t.TempDir(), "run")
		args := []string{"--bench", faulty(t), "--pics", file, "--baseline", before}
		code, _, stderr := inProcess(append([]string{"run", "--cases", twoCases, "--out", out}, args...)...)
		if _, err := os.Stat(out); code != codeUsage || !strings.Contains(stderr, want) || !strings.Contains(stderr, "allow it by --baseline-other") || err == nil {
			t.Errorf("expected code 2, %q and no folder, got %d, %v and %s", want, code, err, stderr)
		}
		dir, _ := endedWith(t, codePassed, append(args, "--baseline-other")...)
		if s := whole(t, dir); s.Verdict != reports.NoRegression {
			t.Errorf("a baseline that was let in: expected NO REGRESSION, got %s", s.Verdict)
		}
	}
	if code, _, stderr := inProcess("run", "--baseline-other", "--out", filepath.Join(t.TempDir(), "run")); code != codeUsage || !strings.Contains(stderr, "--baseline-other goes with --baseline only") {
		t.Errorf("--baseline-other alone: code %d, %s", code, stderr)
	}
}

func TestARunIsHeldAgainstABaseline(t *testing.T) {
	t.Parallel()
	before := failedRun(t)
	dir, r := endedWith(t, codePassed, "--bench", faulty(t), "--baseline", before)
	if s := whole(t, dir); s.Verdict != reports.NoRegression || s.Run.Baseline == nil || s.Run.Baseline.ID != summary(t, before).Run.ID {
		t.Errorf("expected NO REGRESSION against that run, got %s and %+v", s.Verdict, s.Run.Baseline)
	}
	if !strings.Contains(r.said(), "As in the baseline:\n") {
		t.Errorf("expected what was known to be told, got\n%s", r.said())
	}
	good, _ := endedWith(t, codePassed, "--baseline", before) // mended
	dir, r = endedWith(t, codeFailed, "--bench", faulty(t), "--baseline", good)
	if s := whole(t, dir); s.Verdict != evidence.Fail || !strings.Contains(r.said(), "a regression: PASS in the baseline") {
		t.Errorf("expected a regression, got %s and\n%s", s.Verdict, r.said())
	}
	if text, err := os.ReadFile(filepath.Join(dir, "junit.xml")); err != nil || !strings.Contains(string(text), `<failure message="a regression: PASS in the baseline: `) {
		t.Errorf("junit.xml does not tell the regression, %v", err)
	}
	file := filepath.Join(before, "events.jsonl")
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	write(t, file, strings.Replace(string(text), "FAIL", "PASS", 1))
	for _, flag := range []string{"--baseline", "--failed-of"} {
		code, _, stderr := inProcess("run", "--cases", twoCases, flag, before, "--out", filepath.Join(t.TempDir(), "run"))
		if code != codeUsage || !strings.Contains(stderr, "was altered after the run") {
			t.Errorf("%s of an altered run: code %d, %s", flag, code, stderr)
		}
	}
}

func TestWhatFailedIsPlayedAloneWithoutWhatPassed(t *testing.T) {
	t.Parallel()
	before := failedRun(t)
	dir := filepath.Join(t.TempDir(), "run")
	start(t, nil, "run", "--failed-of", before, "--out", dir).ends(codePassed)
	s := whole(t, dir)
	if v := verdicts(s); v["TC_B_07_CS"] != evidence.Pass || v["TC_B_06_CS"] != evidence.NotRun {
		t.Errorf("expected TC_B_07_CS alone, got %s, and TC_B_06_CS %s", v["TC_B_07_CS"], v["TC_B_06_CS"])
	}
	if s.Run.FailedOf == nil || s.Run.FailedOf.ID != summary(t, before).Run.ID {
		t.Errorf("the evidence does not name the run: %+v", s.Run.FailedOf)
	}
	if code, _, stderr := inProcess("run", "--failed-of", dir, "--out", filepath.Join(t.TempDir(), "run")); code != codeUsage || !strings.Contains(stderr, "nothing failed there that could be played again") {
		t.Errorf("of a run in which nothing failed: code %d, %s", code, stderr)
	}
}

func TestWhatFailedIsPlayedWithWhatMustHavePassedBefore(t *testing.T) {
	got := withPrerequisites([]reports.Unpassed{{ID: "TC_B_02_CS"}, {ID: "TC_B_06_CS"}, {ID: "TC_E_06_CS", Mode: "remote"}})
	c, _ := octt.Lookup("TC_B_02_CS")
	if len(c.After) == 0 {
		t.Fatal("TC_B_02_CS has nothing any more that must have passed before; take another case")
	}
	at := func(id string) int { return slices.Index(got, id) }
	for _, before := range c.After {
		if at(before) < 0 || at(before) > at("TC_B_02_CS") {
			t.Errorf("%s must have passed before TC_B_02_CS, and is not before it in %v", before, got)
		}
	}
	if at("TC_E_06_CS/remote") < 0 || at("TC_E_06_CS") >= 0 || len(got) != len(slices.Compact(slices.Sorted(slices.Values(got)))) {
		t.Errorf("expected the mode that failed alone, and each case once, got %v", got)
	}
}

func TestEverythingIsPlayedAgainRoundByRound(t *testing.T) {
	t.Parallel()
	dir, r := endedWith(t, codePassed, "--repeat", "3")
	s := whole(t, dir)
	var order []string
	for _, c := range s.Cases {
		for i, p := range c.Plays {
			if p.Attempt != i+1 || p.Play != 2*i+1+len(order)/3 {
				t.Errorf("%s: play %d is time %d, expected the rounds one after the other", c.ID, p.Play, p.Attempt)
			}
			order = append(order, c.ID)
		}
	}
	if len(order) != 6 || s.Run.Repeat != 3 || len(s.Wavering) != 0 || !strings.Contains(r.said(), "[6/6] PASS         TC_B_07_CS #3") {
		t.Errorf("expected two cases three times, got %v and\n%s", order, r.said())
	}
	if code, _, stderr := inProcess("run", "--repeat", "0"); code != codeUsage || !strings.Contains(stderr, "--repeat cannot be 0") {
		t.Errorf("--repeat 0: code %d, %s", code, stderr)
	}
}
