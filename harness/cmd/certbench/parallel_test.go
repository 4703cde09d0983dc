package main

import (
	"net"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/certbench/certbench/harness/bench"
	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/reports"
)

// onBenches says which benches played a case of a run.
func onBenches(s reports.Summary, id string) string {
	var names []string
	for _, c := range s.Cases {
		for _, p := range c.Plays {
			if c.ID == id {
				names = append(names, p.Bench)
			}
		}
	}
	return strings.Join(names, " ")
}

func TestTwoStationsAreOneRunThatComesOutAsOneStationDoes(t *testing.T) {
	t.Parallel()
	serial, dir := filepath.Join(t.TempDir(), "serial"), filepath.Join(t.TempDir(), "run")
	const cases = "TC_B_01_CS || TC_B_06_CS || TC_B_20_CS"
	one := start(t, nil, "run", "--cases", cases, "--out", serial)
	r := start(t, nil, "run", "--parallel", "2", "--cases", cases, "--out", dir)
	one.ends(codePassed)
	r.ends(codePassed)
	s := whole(t, dir)
	played := onBenches(s, "TC_B_01_CS") + " " + onBenches(s, "TC_B_20_CS") // each lasts longer than a second
	if played != "reference-1 reference-2" && played != "reference-2 reference-1" {
		t.Errorf("expected each bench to play one of two long cases, got %q", played)
	}
	if len(s.Run.Benches) != 2 || s.Run.Benches[1].Name != "reference-2" || s.Run.Benches[1].Station != "CB-0002" || s.Run.Benches[1].File != reports.BenchName {
		t.Errorf("expected two benches of one file, got %+v", s.Run.Benches)
	}
	if len(s.Stations) != 2 || s.Stations[0].ID != "CB-0001" || s.Stations[1].ID != "CB-0002" || s.Stations[0].Model != s.Stations[1].Model {
		t.Errorf("expected two stations of one model, got %+v", s.Stations)
	}
	if got := s.Run.Benches[1].Configured["basicAuthPassword"]; got != evidence.Redacted {
		t.Errorf("basicAuthPassword of the second bench: expected %s, got %q", evidence.Redacted, got)
	}
	for _, want := range []string{"Waiting for the station CB-0001", "Waiting for the station CB-0002", "s  reference-1  ", "s  reference-2  ", "[3/3] PASS"} {
		if !strings.Contains(r.said(), want) {
			t.Errorf("expected %q, got:\n%s", want, r.said())
		}
	}
	for _, name := range []string{"station-reference-1.log", "station-reference-2.log"} {
		if log, err := os.ReadFile(filepath.Join(dir, name)); err != nil || len(log) > 0 {
			t.Errorf("expected a station with nothing to complain about, got %v and %s", err, log)
		}
	}
	if code, out, _ := inProcess("diff", serial, dir); code != codePassed || !strings.Contains(out, "Every case came out the same.") || !strings.Contains(out, "station: CB-0001 → CB-0001, CB-0002") {
		t.Errorf("expected no difference but the benches, got code %d and:\n%s", code, out)
	}
}

func TestWhatABenchWithoutAStationCannotPlayIsPlayedByTheOther(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "run")
	absent := write(t, filepath.Join(t.TempDir(), "absent.yaml"), "name: absent\nlisten: 127.0.0.1:0\nstation: {id: ABSENT, password: 0123456789abcdef}\ntimeouts: {boot: 1s}\n")
	r := start(t, nil, "run", "--bench", variant(t), "--bench", absent, "--cases", "TC_B_06_CS || TC_B_07_CS", "--out", dir)
	r.ends(codeTrouble)
	s := whole(t, dir)
	for _, id := range []string{"TC_B_06_CS", "TC_B_07_CS"} {
		if got := onBenches(s, id); got != "reference" || verdicts(s)[id] != evidence.Pass {
			t.Errorf("%s: expected PASS on the bench reference, got %s on %s", id, verdicts(s)[id], got)
		}
	}
	if want := "Bench absent broke: the station is not ready: waited 1s in vain for the station to connect."; s.Verdict != evidence.Inconclusive || !strings.Contains(s.Reason, want) || !strings.Contains(r.said(), want) {
		t.Errorf("expected INCONCLUSIVE and %q, got %s and %q; certbench said:\n%s", want, s.Verdict, s.Reason, r.said())
	}
	if s.Run.Benches[1].File != "bench-2.yaml" {
		t.Errorf("expected the second bench file as bench-2.yaml, got %q", s.Run.Benches[1].File)
	}
	write(t, filepath.Join(dir, "bench-2.yaml"), "name: other\n")
	if code, out, _ := inProcess("verify", dir); code != codeFailed || !strings.Contains(out, "The file bench-2.yaml of this folder is not the one that the run was made with.") {
		t.Errorf("an exchanged bench file: expected code 1, got code %d and %s", code, out)
	}
	again := "<code>certbench run --bench " // and then the first file alone
	page, err := os.ReadFile(filepath.Join(dir, "report.html"))
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(page), again) || strings.Contains(string(page), again+absent) {
		t.Error("expected the report to play a case again on the bench that played it")
	}
}

func TestAskingSeveralBenchesToEndLosesNothing(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "run")
	r := start(t, nil, "run", "--parallel", "3", "--cases", "B", "--out", dir)
	r.await("[ 1/")
	if err := r.cmd.Process.Signal(syscall.SIGINT); err != nil {
		t.Fatal(err)
	}
	r.ends(codeTrouble)
	s := whole(t, dir)
	if s.Cut || !strings.Contains(s.Reason, "The run was interrupted") || verdicts(s)["TC_B_22_CS"] != evidence.NotRun {
		t.Errorf("expected a run that was interrupted and not cut off, got cut %t, TC_B_22_CS %s and %q", s.Cut, verdicts(s)["TC_B_22_CS"], s.Reason)
	}
	if n := strings.Count(r.said(), "Interrupted: the rigs go to their safe state"); n != 1 {
		t.Errorf("expected the interruption to be said once, got %d times:\n%s", n, r.said())
	}
	for id, verdict := range verdicts(s) {
		if verdict == evidence.Error {
			t.Errorf("%s is ERROR: an interruption is nobody's fault", id)
		}
	}
}

// TestStationsOfOneProcessEndWithItAndEachBenchSaysSo kills the process that the stations of two benches share.
func TestStationsOfOneProcessEndWithItAndEachBenchSaysSo(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "run")
	r := start(t, nil, "run", "--parallel", "2", "--cases", "B", "--out", dir)
	r.await("[ 1/")
	stations := children(t, r.cmd.Process.Pid)
	if len(stations) != 1 {
		t.Fatalf("expected one process for two stations, got %d", len(stations))
	}
	if err := syscall.Kill(stations[0], syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	r.ends(codeTrouble)
	s := whole(t, dir)
	for _, id := range []string{"CB-0001", "CB-0002"} {
		if want := "the station " + id + " ended by itself: the process that it shared with 1 other"; !strings.Contains(s.Reason, want) {
			t.Errorf("expected %q among the reasons, got %q", want, s.Reason)
		}
	}
	for id, verdict := range verdicts(s) {
		if verdict == evidence.Fail {
			t.Errorf("%s failed: expected no fault of a station that was killed", id)
		}
	}
}

func TestABenchThatCannotBeOpenedLeavesTheRunToTheOther(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	taken := l.Addr().String()
	dir := filepath.Join(t.TempDir(), "run")
	other := variant(t, "name: reference", "name: taken", "listen: 127.0.0.1:0", "listen: "+taken, "id: CB-0001", "id: CB-0002")
	r := start(t, nil, "run", "--bench", other, "--bench", variant(t), "--cases", "TC_B_06_CS", "--out", dir)
	r.ends(codeTrouble)
	s := whole(t, dir)
	if want := "Bench taken broke: bench taken: the mock CSMS cannot listen on " + taken; verdicts(s)["TC_B_06_CS"] != evidence.Pass || s.Verdict != evidence.Error || !strings.Contains(s.Reason, want) {
		t.Errorf("expected TC_B_06_CS PASS, ERROR and %q, got %s, %s and %q", want, verdicts(s)["TC_B_06_CS"], s.Verdict, s.Reason)
	}
}

func TestOneRunIsOnOneProduct(t *testing.T) {
	a := introduced{"a", evidence.Station{ID: "1", Vendor: "V", Model: "M", Serial: "S1", Firmware: "1.0"}}
	b := introduced{"b", evidence.Station{ID: "2", Vendor: "V", Model: "M", Serial: "S2", Firmware: "1.0"}}
	if err := oneProduct([]introduced{a, b}); err != nil {
		t.Errorf("stations that differ in identity and serial number alone: expected no error, got %v", err)
	}
	silent := introduced{"c", evidence.Station{ID: "3"}}
	if err := oneProduct([]introduced{silent, a, b}); err != nil {
		t.Errorf("a station that has not told who it is: expected no error, got %v", err)
	}
	if err := oneProduct(nil); err != nil {
		t.Errorf("no station: expected no error, got %v", err)
	}
	for what, change := range map[string]func(*evidence.Station){
		"vendor":   func(s *evidence.Station) { s.Vendor = "W" },
		"model":    func(s *evidence.Station) { s.Model = "N" },
		"firmware": func(s *evidence.Station) { s.Firmware = "1.1" },
	} {
		other := b
		change(&other.station)
		if err := oneProduct([]introduced{a, other}); err == nil || !strings.Contains(err.Error(), `bench a has a V M with firmware "1.0", bench b a `) {
			t.Errorf("another %s: expected an error that names both, got %v", what, err)
		}
	}
}

func TestCopiesAreNoMoreThanCasesToPlay(t *testing.T) {
	o := &runOptions{parallel: 6}
	o.cases = "TC_B_06_CS || TC_B_07_CS"
	s, err := o.read()
	if err != nil {
		t.Fatal(err)
	}
	if n := len(s.benches); n != 2 {
		t.Errorf("expected two benches for two cases, got %d", n)
	}
	if logName(s.benches[0], true) == logName(s.benches[1], true) || logName(s.benches[0], false) != bench.LogName {
		t.Error("expected a log of its own for each of several stations, and the known name for one")
	}
}
