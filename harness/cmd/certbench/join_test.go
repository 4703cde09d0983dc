package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/reports"
)

// shared are seconds of the plan: cases played in two modes and in one, a case with three prerequisites, and one that fails on the station
// of sharedBench.
const shared = "TC_B_01_CS || TC_B_02_CS || TC_B_06_CS || TC_B_07_CS || TC_B_09_CS || TC_B_13_CS || TC_E_06_CS || TC_C_08_CS"

func sharedBench(t *testing.T) string {
	t.Helper()
	return variant(t, reference(t), "  reference: {defects: [pending-accepts-remote-start]}\n")
}

// shards plays all parts of the shared plan side by side, each in a process of its own, and the whole of it in another.
func shards(t *testing.T, of int) (parts []string, whole string) {
	t.Helper()
	dir, bench := t.TempDir(), sharedBench(t)
	var all []*running
	for part := 1; part <= of; part++ {
		parts = append(parts, filepath.Join(dir, fmt.Sprintf("shard-%d", part)))
		all = append(all, start(t, nil, "run", "--bench", bench, "--cases", shared, "--shard", fmt.Sprintf("%d/%d", part, of), "--out", parts[part-1]))
	}
	whole = filepath.Join(dir, "whole")
	all = append(all, start(t, nil, "run", "--bench", bench, "--cases", shared, "--out", whole))
	failed := 0
	for _, r := range all {
		if code := r.end(); code == codeFailed {
			failed++
		} else if code != codePassed {
			t.Fatalf("exit code %d:\n%s", code, r.said())
		}
	}
	if failed != 2 {
		t.Fatalf("%d of the runs failed; the case that fails is in one shard and in the whole", failed)
	}
	return parts, whole
}

// judged are the verdicts of the plays of a run.
func judged(s reports.Summary) map[string]evidence.Verdict {
	out := map[string]evidence.Verdict{}
	for _, c := range s.Cases {
		if len(c.Plays) == 0 {
			out[c.ID] = c.Verdict
		}
		for _, p := range c.Plays {
			out[c.ID+"/"+p.Mode] = p.Verdict
		}
	}
	return out
}

func TestThreeShardsAreWhatTheWholeIs(t *testing.T) {
	t.Parallel()
	parts, alone := shards(t, 3)
	want := whole(t, alone)
	out := filepath.Join(t.TempDir(), "joined")
	code, _, stderr := inProcess("report", parts[2], parts[0], parts[1], "--out", out)
	if code != codeFailed || !strings.Contains(stderr, "TC_B_02_CS") {
		t.Errorf("the report of shards of which one failed: exit code %d, %s", code, stderr)
	}
	got := summary(t, out)
	for play, verdict := range judged(want) {
		if is := judged(got)[play]; is != verdict {
			t.Errorf("%s is %s in the whole, and %q in the report of its shards", play, verdict, is)
		}
	}
	if len(judged(got)) != len(judged(want)) || fmt.Sprint(got.Counts) != fmt.Sprint(want.Counts) || got.Verdict != want.Verdict || got.Decision.Exit != want.Decision.Exit {
		t.Errorf("the shards come to %v, %s; the whole to %v, %s", got.Counts, got.Verdict, want.Counts, want.Verdict)
	}
	for i, one := range want.Indicators {
		if is := got.Indicators[i]; is.ID != one.ID || is.Name != one.Name || is.Unit != one.Unit || *is.Limit != *one.Limit {
			t.Errorf("the shards measure %+v, the whole %+v", is, one)
		}
	}
	for _, part := range parts {
		if s := whole(t, part); s.Verdict == evidence.Pass || s.Verdict == reports.Incomplete && !strings.Contains(s.Reason, "hard ") {
			t.Errorf("a shard comes to %s: %s", s.Verdict, s.Reason)
		}
	}
	for again := range 2 { // the parts are gone, and nothing changes
		if code, out, stderr := inProcess("verify", out); code != codePassed || !strings.Contains(out, "Whole and unaltered") {
			t.Errorf("verify, for time %d: %d, %s%s", again+1, code, out, stderr)
		}
		before := contents(t, out)
		for _, part := range parts {
			if err := os.RemoveAll(part); err != nil {
				t.Fatal(err)
			}
		}
		if code, _, stderr := inProcess("report", out); code != codePassed {
			t.Errorf("report of what was joined: %d, %s", code, stderr)
		}
		for name, text := range contents(t, out) {
			if before[name] != text {
				t.Errorf("%s changed by making it again", name)
			}
		}
	}
}

func TestShardsThatAreNoWholeAreRefusedOrSaidSo(t *testing.T) {
	t.Parallel()
	parts, _ := shards(t, 3)
	dir := t.TempDir()
	join := func(name string, args ...string) (code int, stderr string) {
		code, _, stderr = inProcess(append(append([]string{"report"}, args...), "--out", filepath.Join(dir, name))...)
		return code, stderr
	}
	if code, stderr := join("twice", parts[0], parts[1], parts[0]); code != codeUsage || !strings.Contains(stderr, "hold the same run") {
		t.Errorf("a run twice: %d, %s", code, stderr)
	}
	least := 0 // the shard without the case that fails
	for i, part := range parts {
		if summary(t, part).Decision.Exit == reports.ExitPassed {
			least = i
		}
	}
	others := slices.Delete(slices.Clone(parts), least, least+1)
	missing := fmt.Sprintf("%d/3", least+1)
	if code, stderr := join("missing", others...); code != codeTrouble || !strings.Contains(stderr, "No run of shard "+missing+" was given.") {
		t.Errorf("a shard that is missing: %d, %s", code, stderr)
	}
	s := summary(t, filepath.Join(dir, "missing"))
	left := 0
	for _, c := range s.Cases {
		if c.Verdict == evidence.NotRun && c.Reason == evidence.LeftToShard+missing {
			left++
		}
	}
	if left == 0 || s.Complete || len(s.Joined.Missing) != 1 {
		t.Errorf("%d cases are left to shard %s, complete %v, missing %v", left, missing, s.Complete, s.Joined.Missing)
	}
	for _, name := range []string{"report.html", "abstract.html", "junit.xml", "run.json"} {
		if !strings.Contains(contents(t, filepath.Join(dir, "missing"))[name], "shard "+missing+" is missing") {
			t.Errorf("%s does not say that shard %s is missing", name, missing)
		}
	}

	events := filepath.Join(parts[1], evidence.FileName)
	text, err := os.ReadFile(events)
	if err != nil {
		t.Fatal(err)
	}
	write(t, events, strings.Replace(string(text), `"verdict":"PASS"`, `"verdict":"FAIL"`, 1))
	if code, stderr := join("altered", parts...); code != codeFailed || !strings.Contains(stderr, parts[1]+" holds was altered") {
		t.Errorf("an altered shard: %d, %s", code, stderr)
	}
	write(t, events, string(text[:len(text)/2]))
	if code, stderr := join("cut", parts...); code != codeTrouble || !strings.Contains(stderr, "was cut off") {
		t.Errorf("a shard that was cut off: %d, %s", code, stderr)
	}
	write(t, events, string(text))
	write(t, filepath.Join(parts[1], "pics.yaml"), "another")
	if code, stderr := join("exchanged", parts...); code != codeFailed || !strings.Contains(stderr, "pics.yaml") {
		t.Errorf("a shard with another PICS file: %d, %s", code, stderr)
	}
	for _, name := range []string{"twice", "altered", "cut", "exchanged"} {
		if _, err := os.Stat(filepath.Join(dir, name)); err == nil {
			t.Errorf("a report that was refused has left a folder %s", name)
		}
	}
}

// The disk is full for whatever is larger than some kilobytes.
func TestAReportThatFitsNoDiskLeavesNoneBehind(t *testing.T) {
	t.Parallel()
	part := filepath.Join(t.TempDir(), "run")
	start(t, nil, "run", "--cases", "TC_B_06_CS", "--shard", "1/1", "--out", part).ends(codePassed)
	out := filepath.Join(t.TempDir(), "joined")
	r := startProgram(t, "/bin/sh", nil, nil, "-c", `trap "" XFSZ; ulimit -f 20; exec "$0" "$@"`, program, "report", part, "--out", out)
	r.ends(codeTrouble)
	if entries, err := os.ReadDir(out); err == nil && len(entries) > 0 {
		t.Errorf("%s holds %v; certbench said\n%s", out, entries, r.said())
	}
	if !strings.Contains(r.said(), "file too large") {
		t.Errorf("expected to be told of the disk, got\n%s", r.said())
	}
}

func TestAnEmptyShardPassesAndTouchesNoBench(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "run")
	r := start(t, nil, "run", "--cases", "TC_B_06_CS", "--shard", "7/7", "--out", dir)
	r.ends(codePassed)
	if !strings.Contains(r.said(), "Shard 7 of 7: nothing is left for it to play, for the plan has 1 play.") {
		t.Errorf("expected to be told, got\n%s", r.said())
	}
	if s := whole(t, dir); s.Run.Shard == nil || s.Run.Shard.Part != 7 || s.Counts[evidence.Pass] != 0 || s.Station != nil {
		t.Errorf("an empty shard is %+v with %v, and has met %v", s.Run.Shard, s.Counts, s.Station)
	}
}

func TestAShardThatIsNoneIsWrongUsage(t *testing.T) {
	t.Parallel()
	for _, word := range []string{"", "0/3", "4/3", "-1/3", "a/b", "1", "1/", "/3", "1/2/3", "01/3", "1/0", "1/1001", " 1/3", "1 /3", "٣/٣"} {
		for _, command := range []string{"run", "plan"} {
			if code, _, stderr := inProcess(command, "--shard", word); code != codeUsage || !strings.Contains(stderr, "such as 2/3") {
				t.Errorf("%s --shard %q: exit code %d, %s", command, word, code, stderr)
			}
		}
	}
	code, out, _ := inProcess("plan", "--shard", "1/1", "--format", "json")
	_, alone, _ := inProcess("plan", "--format", "json")
	if code != codePassed || out != alone || !json.Valid([]byte(out)) {
		t.Error("the one shard of one is not the whole plan")
	}
}

func TestAReportOfSeveralRunsNamesItsFolder(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{{"report"}, {"report", "a", "b"}, {"report", "a", "--although-different"}} {
		if code, _, stderr := inProcess(args...); code != codeUsage || !strings.Contains(stderr, "--out") {
			t.Errorf("certbench %s: exit code %d, %s", strings.Join(args, " "), code, stderr)
		}
	}
}
