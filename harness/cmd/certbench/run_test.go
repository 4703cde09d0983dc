package main

import (
	"bytes"
	"encoding/json"
	"maps"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/examples"
	"github.com/certbench/certbench/reports"
)

// whole requires a complete run folder, evidence that verifies, and no secret.
func whole(t *testing.T, dir string) reports.Summary {
	t.Helper()
	for _, name := range []string{"run.json", "events.jsonl", "junit.xml", "report.html", "abstract.html", "abstract.pdf", "report.pdf", "pics.yaml", "bench.yaml"} {
		if info, err := os.Stat(filepath.Join(dir, name)); err != nil || info.Size() == 0 {
			t.Errorf("%s is missing or empty in the run folder: %v", name, err)
		}
	}
	if code, out, stderr := inProcess("verify", dir); code != codePassed {
		t.Errorf("certbench verify: expected code 0, got %d: %s%s", code, out, stderr)
	}
	return summary(t, dir)
}

func summary(t *testing.T, dir string) reports.Summary {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, "run.json"))
	if err != nil {
		t.Fatal(err)
	}
	var s reports.Summary
	if err := json.Unmarshal(data, &s); err != nil {
		t.Fatal(err)
	}
	return s
}

func verdicts(s reports.Summary) map[string]evidence.Verdict {
	out := map[string]evidence.Verdict{}
	for _, c := range s.Cases {
		out[c.ID] = c.Verdict
	}
	return out
}

func TestARunOnTheDefaultBench(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "run")
	r := start(t, nil, "run", "--cases", "TC_B_06_CS || TC_E_03_CS", "--out", dir, "--format", "json")
	r.ends(codePassed)
	if strings.Contains(r.said(), "contradiction") {
		t.Errorf("expected nothing on a PICS that was certified as it is, got:\n%s", r.said())
	}
	s := whole(t, dir)
	for _, id := range []string{"TC_B_06_CS", "TC_E_03_CS"} {
		if got := verdicts(s)[id]; got != evidence.Pass {
			t.Errorf("%s: expected PASS, got %s", id, got)
		}
	}
	if len(s.Cases) != 424 {
		t.Errorf("expected all 424 cases in the summary, got %d", len(s.Cases))
	}
	if s.Station == nil || s.Station.ID != "CB-0001" || s.Station.Vendor != "ChargePoint Inc." || s.Station.Firmware == "" {
		t.Errorf("expected the identity of a station that is the product of the PICS, got %+v", s.Station)
	}
	if s.Run.Rigs["cable"] != "panel (panel)" || s.Run.Rigs["link"] != "none" {
		t.Errorf("expected the rigs by kind of act, got %v", s.Run.Rigs)
	}
	if got := s.Run.Configured["basicAuthPassword"]; got != evidence.Redacted {
		t.Errorf("basicAuthPassword: expected %s, got %q", evidence.Redacted, got)
	}
	var printed reports.Summary
	if err := json.Unmarshal(r.stdout.Bytes(), &printed); err != nil || printed.Run.ID != s.Run.ID {
		t.Errorf("expected run.json on standard output, got %v and %s", err, r.stdout.String())
	}
	if log, err := os.ReadFile(filepath.Join(dir, "station.log")); err != nil || len(log) > 0 {
		t.Errorf("expected a station with nothing to complain about, got %v and %s", err, log)
	}
}

func TestWhatFailsBetweenTheCasesFailsTheRunAndNoCase(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "run")
	r := start(t, nil, "run", "--bench", variant(t, reference(t), "  reference: {defects: [schema-violation]}\n"), "--cases", "TC_B_06_CS", "--out", dir)
	r.ends(codeFailed)
	s := whole(t, dir)
	if verdicts(s)["TC_B_06_CS"] != evidence.Pass || s.Verdict != evidence.Fail || len(s.Findings) != 1 {
		t.Errorf("expected TC_B_06_CS PASS in a run that fails for one finding, got %s, %s and %+v", verdicts(s)["TC_B_06_CS"], s.Verdict, s.Findings)
	}
	if !strings.Contains(r.said(), "Between the cases:\nFAIL         StatusNotificationRequest\n") {
		t.Errorf("expected the finding in the summary, got\n%s", r.said())
	}
}

func TestAFailedCaseIsCodeOne(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "run")
	bench := variant(t, reference(t), "  reference: {defects: [get-variables-drops-attribute-type, get-variables-only-first]}\n")
	r := start(t, nil, "run", "--bench", bench, "--cases", "TC_B_07_CS", "--out", dir)
	r.ends(codeFailed)
	if got := verdicts(whole(t, dir))["TC_B_07_CS"]; got != evidence.Fail {
		t.Errorf("TC_B_07_CS: expected FAIL, got %s", got)
	}
	for _, want := range []string{"Main (test scenario)", "Verdict: FAIL", "FAIL         TC_B_07_CS  Get Variables - multiple values", "Report: "} {
		if !strings.Contains(r.said(), want) {
			t.Errorf("expected %q, got:\n%s", want, r.said())
		}
	}
	code, out, _ := inProcess("diff", dir, dir)
	if code != codePassed || !strings.Contains(out, "Every case came out the same.") {
		t.Errorf("a run compared with itself: expected no change, got code %d and %s", code, out)
	}
}

func TestACaseWithoutARigIsTroubleOfTheBench(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "run")
	r := start(t, nil, "run", "--bench", variant(t, "tokens: panel", "tokens: none"), "--cases", "TC_C_02_CS", "--out", dir)
	r.ends(codeTrouble)
	if got := verdicts(whole(t, dir))["TC_C_02_CS"]; got != evidence.NotRun {
		t.Errorf("TC_C_02_CS: expected NOT RUN, got %s", got)
	}
}

// keptFromHangup is why it is not tried what the end of a terminal does.
const keptFromHangup = "whoever started these tests has them ignore the end of the terminal, as nohup does, and certbench keeps to that"

func TestAskingARunToEndLosesNothing(t *testing.T) {
	for _, by := range []syscall.Signal{syscall.SIGINT, syscall.SIGHUP} {
		if by == syscall.SIGHUP && signal.Ignored(by) {
			t.Log(keptFromHangup)
			continue
		}
		t.Run(by.String(), func(t *testing.T) { endsInGoodOrder(t, by) })
	}
}

func endsInGoodOrder(t *testing.T, by syscall.Signal) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "run")
	r := start(t, nil, "run", "--cases", "B", "--out", dir)
	r.await("[ 1/")
	if err := r.cmd.Process.Signal(by); err != nil {
		t.Fatal(err)
	}
	r.ends(codeTrouble)
	s := whole(t, dir)
	if s.Cut || !strings.Contains(s.Reason, "The run was interrupted") {
		t.Errorf("expected a run that was interrupted and not cut off, got cut %t and %q", s.Cut, s.Reason)
	}
	got := verdicts(s)
	if got["TC_B_01_CS"] != evidence.Pass || got["TC_B_22_CS"] != evidence.NotRun {
		t.Errorf("expected the first case PASS and the last NOT RUN, got %s and %s", got["TC_B_01_CS"], got["TC_B_22_CS"])
	}
	for id, verdict := range got {
		if verdict == evidence.Error {
			t.Errorf("%s is ERROR: an interruption is nobody's fault", id)
		}
	}
}

func TestSuddenDeathLeavesEvidence(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "run")
	r := start(t, nil, "run", "--cases", "B", "--out", dir)
	r.await("[ 1/")
	if err := r.cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	if got := r.end(); got != -1 {
		t.Fatalf("exit code: expected -1 of a process that was killed, got %d", got)
	}
	code, out, _ := inProcess("verify", dir)
	if code != codeTrouble || !strings.Contains(out, "Unaltered, but cut off") {
		t.Errorf("certbench verify: expected code 3 and Unaltered, but cut off; got code %d and %s", code, out)
	}
	code, out, stderr := inProcess("report", dir)
	if code != codeTrouble || !strings.Contains(out, "The run was cut off before its end") || !strings.Contains(stderr, "was cut off before its end; play it again for a whole one") {
		t.Errorf("certbench report: expected code 3 and a word about the cut, got code %d, %s%s", code, out, stderr)
	}
	code, out, stderr = inProcess("diff", dir, dir, "--format", "json")
	var changes reports.Changes
	if err := json.Unmarshal([]byte(out), &changes); code != codePassed || err != nil || len(changes.Doubts) != 2 || !strings.Contains(changes.Doubts[0], dir+": The run was cut off before its end") {
		t.Errorf("certbench diff: expected code 0, JSON alone and a doubt for each run, got code %d, %v, %.300s%s", code, err, out, stderr)
	}
	if s := summary(t, dir); !s.Cut || verdicts(s)["TC_B_01_CS"] != evidence.Pass {
		t.Errorf("expected a run that was cut off after its first case passed, got cut %t and %s", s.Cut, verdicts(s)["TC_B_01_CS"])
	}
}

func TestWhatWasAlteredAfterTheRunIsFound(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "run")
	start(t, nil, "run", "--cases", "TC_B_06_CS", "--out", dir).ends(codePassed)
	for name, c := range map[string]struct {
		file  string
		alter func(string) string
		want  string
	}{
		"a verdict":       {evidence.FileName, func(old string) string { return strings.Replace(old, `"verdict":"PASS"`, `"verdict":"FAIL"`, 1) }, "its content does not match its hash"},
		"an appendix":     {evidence.FileName, func(old string) string { return old + "garbage" }, "it stands after the end of the run: it was appended"},
		"the bench file":  {reports.BenchName, func(old string) string { return old + "#" }, "The file bench.yaml of this folder is not the one that the run was made with."},
		"the PICS":        {reports.PICSName, func(old string) string { return old + "#" }, "The file pics.yaml of this folder is not the one that the run was made with."},
		"a file for good": {reports.BenchName, nil, "The file bench.yaml, which the run was made with, is missing in this folder."},
	} {
		altered := filepath.Join(t.TempDir(), "run")
		if err := os.CopyFS(altered, os.DirFS(dir)); err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(altered, c.file)
		if c.alter == nil {
			if err := os.Remove(path); err != nil {
				t.Fatal(err)
			}
		} else {
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			write(t, path, c.alter(string(data)))
		}
		before := contents(t, altered)
		for _, x := range []struct {
			args []string
			code int
			want string
		}{
			{[]string{"verify", altered}, codeFailed, c.want},
			{[]string{"report", altered}, codeFailed, strings.TrimSuffix(c.want, ".")},
			{[]string{"diff", dir, altered}, codeTrouble, c.want},
		} {
			code, out, stderr := inProcess(x.args...)
			if code != x.code || !strings.Contains(out+stderr, x.want) || x.args[0] != "verify" && !strings.Contains(stderr, "what "+altered+" holds was altered after the run") {
				t.Errorf("%s, %s: expected code %d and … %s …, got code %d, %s%s", name, x.args[0], x.code, x.want, code, out, stderr)
			}
		}
		if after := contents(t, altered); !maps.Equal(before, after) {
			t.Errorf("%s: certbench report wrote over the documents of a folder that does not verify", name)
		}
		code, out, stderr := inProcess("report", altered, "--even-altered")
		if code != codeFailed || !strings.Contains(out, c.want) || maps.Equal(before, contents(t, altered)) {
			t.Errorf("%s, report --even-altered: expected code 1 and documents that say so, got %d, %s%s", name, code, out, stderr)
		}
	}
}

// contents are the files of a folder.
func contents(t *testing.T, dir string) map[string]string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for _, e := range entries {
		if e.IsDir() {
			continue
		}
		content, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		all[e.Name()] = string(content)
	}
	return all
}

// The reader of a log may be gone long before the run ends, as after certbench run | head.
func TestARunOutlivesWhoeverReadsItsOutput(t *testing.T) {
	t.Parallel()
	for name, redirection := range map[string]string{"both": "2>&1 | head -c 1", "progress alone": "2> >(head -c 1)"} {
		dir := filepath.Join(t.TempDir(), "run")
		r := startProgram(t, "bash", nil, nil, "-c", `set -o pipefail; "$@" `+redirection, "bash", program, "run", "--cases", "TC_B_06_CS", "--out", dir)
		want := codeTrouble // nobody got the result
		if name != "both" {
			want = codePassed
		}
		if got := r.end(); got != want {
			t.Errorf("%s: expected code %d, got %d; certbench said:\n%s", name, want, got, r.said())
		}
		if got := verdicts(whole(t, dir))["TC_B_06_CS"]; got != evidence.Pass {
			t.Errorf("%s: TC_B_06_CS: expected PASS, got %s", name, got)
		}
	}
}

func TestAResultThatNobodyGotIsTrouble(t *testing.T) {
	t.Parallel()
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer full.Close()
	reader, closed, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer closed.Close()
	if err := reader.Close(); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"plan"}, {"plan", "--format", "json"}, {"plan", "--all"}, {"list"}, {"list", "--format", "json"}, {"lint"},
		{"station", "defects"}, {"station", "defects", "--format", "json"}, {"show", "TC_B_06_CS"}, {"verify", "--help"}, {"help", "run"}, {}} {
		for out, want := range map[*os.File]string{
			full:   "the output cannot be written: write /dev/stdout: no space left on device; make room on its disk, or write to another one",
			closed: "the output is not whole, for nobody reads on: write /dev/stdout: broken pipe",
		} {
			var stderr strings.Builder
			command := exec.CommandContext(t.Context(), program, args...)
			command.Stdout, command.Stderr = out, &stderr
			err := command.Run()
			if want := "certbench: " + want + "\n"; command.ProcessState.ExitCode() != codeTrouble || stderr.String() != want {
				t.Errorf("%v: expected code 3 and %s, got %v and %s", args, want, err, stderr.String())
			}
		}
	}
}

func TestARunInWhichNothingIsPlayedIsWrongUsage(t *testing.T) {
	dir, pics := filepath.Join(t.TempDir(), "run"), filepath.Join(t.TempDir(), "pics.yaml") // with a profile of which no case is played
	claimed := bytes.Replace(examples.PICS(), []byte("  Smart Charging: no\n"), []byte("  Smart Charging: yes\n"), 1)
	claimed = bytes.Replace(claimed, []byte("\nfeatures:\n"), []byte("\nfeatures:\n  SC-2.1: yes\n"), 1)
	if err := os.WriteFile(pics, claimed, 0o644); err != nil {
		t.Fatal(err)
	}
	code, _, stderr := inProcess("run", "--pics", pics, "--cases", "TC_A_12_CS || TC_K_01_CS", "--out", dir)
	want := "there is nothing to play: of the cases selected, 1 do not apply by the PICS and 1 are not played by certbench yet, such as TC_A_"
	if code != codeUsage || !strings.Contains(stderr, want) || !strings.Contains(stderr, "select others by --cases or correct the PICS, and see certbench plan") {
		t.Errorf("expected code 2 and … %s …, got code %d and %s", want, code, stderr)
	}
	if _, err := os.Stat(dir); !os.IsNotExist(err) {
		t.Errorf("expected nothing to be begun, but the run folder is there: %v", err)
	}
}
