package main

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/examples"
)

// hosted is a fleet that a process serves.
type hosted struct {
	*testing.T
	dir, url string
	server   *running
}

func host(t *testing.T) *hosted {
	t.Helper()
	h := &hosted{T: t, dir: filepath.Join(t.TempDir(), "fleet")}
	h.server = start(t, nil, "fleet", "serve", "--dir", h.dir, "--listen", "127.0.0.1:0")
	line := h.server.await("The fleet is served at")
	h.url = regexp.MustCompile(`nats://[0-9.:]+[0-9]`).FindString(line)
	return h
}

// with are the flags by which a role enters.
func (h *hosted) with(role string, args ...string) []string {
	return append(args, "--fleet", h.url, "--creds", filepath.Join(h.dir, "keys", "lab", role+".nk"))
}

// agent stands beside a reference station, and records in a folder that is returned.
func (h *hosted) agent(name, station string, more ...string) (r *running, out string) {
	h.Helper()
	dir := h.TempDir()
	file := bytes.Replace(examples.Bench(), []byte("name: reference"), []byte("name: "+name), 1)
	file = bytes.Replace(file, []byte("id: CB-0001"), []byte("id: "+station), 1)
	bench := write(h.T, filepath.Join(dir, "bench.yaml"), string(file))
	out = filepath.Join(dir, "out")
	r = start(h.T, nil, append(h.with("agent", "agent", "--bench", bench, "--out", out), more...)...)
	r.await("is in the fleet")
	return r, out
}

// standing waits until so many benches are registered.
func (h *hosted) standing(n int) {
	h.Helper()
	for deadline := time.Now().Add(patience); ; {
		_, out, errs := inProcess(h.with("watcher", "fleet", "status")...)
		if strings.Count(out, "\n") == n+1 {
			return
		}
		if time.Now().After(deadline) {
			h.Fatalf("%d benches were awaited, and the fleet says:\n%s%s", n, out, errs)
		}
	}
}

func TestAFleetComesOutAsOneMachineDoes(t *testing.T) {
	t.Parallel()
	const cases = "TC_B_01_CS || TC_B_06_CS || TC_B_20_CS"
	here, there := filepath.Join(t.TempDir(), "here"), filepath.Join(t.TempDir(), "there")
	one := start(t, nil, "run", "--parallel", "2", "--cases", cases, "--out", here)
	h := host(t)
	h.agent("b1", "CB-0001", "--place", "room-1")
	h.agent("b2", "CB-0002", "--place", "room-2")
	h.standing(2)
	r := start(t, nil, h.with("runner", "run", "--on", "place=room-*", "--cases", cases, "--out", there)...)
	one.ends(codePassed)
	r.ends(codePassed)
	a, b := whole(t, here), summary(t, there)
	for id, verdict := range verdicts(a) {
		if got := verdicts(b)[id]; got != verdict {
			t.Errorf("%s is %s here and %s there", id, verdict, got)
		}
	}
	if on := onBenches(b, "TC_B_01_CS") + onBenches(b, "TC_B_20_CS"); on != "b1b2" && on != "b2b1" {
		t.Errorf("expected each bench to play one of two long cases, got %q", on)
	}
	if code, out, errs := inProcess("verify", there); code != codePassed {
		t.Errorf("the report does not verify: %s%s", out, errs)
	}
	h.standing(2)
	if _, out, _ := inProcess(h.with("watcher", "fleet", "status")...); strings.Count(out, "free") != 2 {
		t.Errorf("after the run the benches are not free:\n%s", out)
	}
}

func TestWhatAKilledAgentWasPlayingIsPlayedElsewhere(t *testing.T) {
	t.Parallel()
	h := host(t)
	agents := map[string]*running{}
	outs := map[string]string{}
	for name, station := range map[string]string{"b1": "CB-0001", "b2": "CB-0002"} {
		agents[name], outs[name] = h.agent(name, station)
	}
	h.standing(2)
	dir := filepath.Join(t.TempDir(), "run")
	r := start(t, nil, h.with("runner", "run", "--cases", "TC_B_01_CS || TC_B_20_CS || TC_B_21_CS", "--out", dir)...)
	playing(t, outs["b1"])
	if err := agents["b1"].cmd.Process.Signal(syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	if code := r.end(); code != codeTrouble && code != codePassed {
		t.Errorf("the run ended with %d:\n%s", code, r.said())
	}
	for _, c := range summary(t, dir).Cases {
		if len(c.Plays) > 0 && c.Verdict != evidence.Pass {
			t.Errorf("%s is %s: %s", c.ID, c.Verdict, c.Reason)
		}
	}
	if _, out, errs := inProcess("verify", dir); !strings.HasPrefix(out, "Unaltered") { // and cut off, in the part of b1
		t.Errorf("the report does not verify: %s%s", out, errs)
	}
	if text, err := os.ReadFile(filepath.Join(dir, "run.json")); err != nil || !strings.Contains(string(text), "the agent of bench b1 is gone") {
		t.Errorf("the report does not say what became of b1 (%v):\n%s", err, r.said())
	}
}

// playing waits until a play has begun in a folder of an agent.
func playing(t *testing.T, out string) {
	t.Helper()
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		files, err := filepath.Glob(filepath.Join(out, "*", evidence.FileName))
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range files {
			if text, err := os.ReadFile(name); err == nil && bytes.Contains(text, []byte(`"kind":"begin"`)) {
				return
			}
		}
	}
	t.Fatal("no play begins")
}
