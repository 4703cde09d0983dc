//go:build unix

package calls_test

import (
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/rigs/calls"
)

func TestACommandThatDoesNotEndIsKilledWithAllThatItStarted(t *testing.T) {
	pipe := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	alive, err := os.OpenFile(pipe, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer alive.Close()
	// The child holds the output open, and the pipe, of which the end comes when the last that writes into it is gone.
	stuck := command("sh", "-c", `echo started >"$0"; (exec sleep 600) >>"$0" & wait`, pipe)
	r := open(t, calls.Commands, link(calls.Act{Call: stuck, Timeout: time.Second}))
	_, err = do(t, r, rigs.CutLink())
	if err == nil || rigs.Harmless(t.Context(), err) || !strings.Contains(err.Error(), "did not end in time and was killed: its time limit is 1s") {
		t.Errorf("got %v, expected a failure that names the time limit", err)
	}
	if _, err := do(t, r, rigs.CutLink()); !errors.Is(err, rigs.ErrRefused) {
		t.Errorf("got %v after the failure, expected every act to be refused until rest", err)
	}
	if err := alive.SetReadDeadline(time.Now().Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
	if said, err := io.ReadAll(alive); err != nil || !strings.HasPrefix(string(said), "started\n") {
		t.Errorf("the command's child lives on after it was killed: it said %q, %v", said, err)
	}
}

func TestWhatACommandLeavesRunningMustNotHoldItsOutput(t *testing.T) {
	pid := filepath.Join(t.TempDir(), "pid")
	// What is left runs longer than any machine takes to notice, and ends with the test.
	left := func(more string) calls.Act {
		return calls.Act{Call: command("sh", "-c", "sleep 600 "+more+"& echo $! >>$0", pid)}
	}
	t.Cleanup(func() {
		if said, err := exec.Command("sh", "-c", "kill $(cat "+pid+")").CombinedOutput(); err != nil {
			t.Errorf("what was left cannot be ended: %v: %s", err, said)
		}
	})
	r := open(t, calls.Commands, link(left("")))
	if _, err := do(t, r, rigs.CutLink()); err == nil || !strings.Contains(err.Error(), "holds its output open; write >/dev/null 2>&1 behind") {
		t.Errorf("got %v, expected what to write", err)
	}
	r = open(t, calls.Commands, link(left(">/dev/null 2>&1 ")))
	if _, err := do(t, r, rigs.CutLink()); err != nil {
		t.Error(err)
	}
}
