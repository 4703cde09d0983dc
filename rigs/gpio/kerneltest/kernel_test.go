//go:build unix

package kerneltest

import (
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// guests are the packages whose tests run in the machine, below the root of the module. Their last names differ.
var guests = []string{
	"rigs/gpio/kerneltest/lines",
	"rigs/gpio/kerneltest/kills",
	"rigs/gpio/kerneltest/cases",
}

// programs are what guests start; the machine has them in /bin.
var programs = []string{"harness/cmd/certbench"}

// limit ends a machine that hangs. On a machine with much other work it takes five minutes.
const limit = 15 * time.Minute

// unavailable is how vm ends when this machine lacks a part (EX_UNAVAILABLE of sysexits.h).
const unavailable = 69

func TestTheGuestsPassOnARealKernel(t *testing.T) {
	seen, complaint, err := boot(t, limit, build(t)...)
	if err != nil {
		t.Errorf("%v: %s", err, complaint)
	}
	for _, guest := range guests {
		if got := seen[path.Base(guest)]; got.code != "0" || got.passed == 0 {
			t.Errorf("guest %s ended with %q after %d tests passed, expected 0 and some", guest, got.code, got.passed)
		}
	}
}

func TestAGuestThatFailsOrPanicsIsNoPass(t *testing.T) {
	for script, want := range map[string]string{
		"exit 3":                      "tests failed in the guest",
		"echo c >/proc/sysrq-trigger": "panicked or ended by itself",
	} {
		binary := filepath.Join(t.TempDir(), "script")
		if err := os.WriteFile(binary, []byte("#!/bin/sh\n"+script+"\n"), 0o755); err != nil {
			t.Fatal(err)
		}
		if _, complaint, err := boot(t, limit, binary); err == nil || !strings.Contains(complaint, want) {
			t.Errorf("%s: the machine ended with %v and said %q, expected an error and %q", script, err, complaint, want)
		}
	}
}

func TestAMachineThatTakesTooLongIsEnded(t *testing.T) {
	binary := filepath.Join(t.TempDir(), "script")
	if err := os.WriteFile(binary, []byte("#!/bin/sh\nwhile :; do :; done\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	if _, _, err := boot(t, time.Second, binary); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("the machine ended with %v, expected the end of its time", err)
	}
}

// boot runs binaries in the machine. What the machine shows goes to the test's output. Where this machine lacks a part
// the test ends: skipped with the part's name, or in CI failed.
func boot(t *testing.T, limit time.Duration, binaries ...string) (seen map[string]ran, complaint string, err error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), limit)
	defer cancel()
	vm := exec.CommandContext(ctx, "./vm", binaries...)
	vm.Env = append(os.Environ(), "TMPDIR="+t.TempDir()) // which goes even when the script is killed
	// The machine is a process below the script: both end together.
	vm.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	vm.Cancel = func() error { return syscall.Kill(-vm.Process.Pid, syscall.SIGKILL) }
	complaints := &strings.Builder{}
	vm.Stderr = io.MultiWriter(complaints, t.Output())
	serial, err := vm.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := vm.Start(); err != nil {
		t.Fatal(err)
	}
	seen = read(io.TeeReader(serial, t.Output()))
	err = vm.Wait()
	if ctx.Err() != nil {
		return seen, complaints.String(), ctx.Err()
	}
	if vm.ProcessState.ExitCode() == unavailable {
		if os.Getenv("CI") == "true" {
			t.Fatal(complaints.String())
		}
		t.Skip(complaints.String())
	}
	return seen, complaints.String(), err
}

// build makes a test binary of every guest, then the programs, none of which needs anything but a kernel.
func build(t *testing.T) []string {
	t.Helper()
	folder := t.TempDir()
	compile := func(of string, how ...string) string {
		binary := filepath.Join(folder, path.Base(of))
		command := exec.CommandContext(t.Context(), "go", append(how, "-ldflags=-s -w", "-o", binary, "github.com/certbench/certbench/"+of)...)
		command.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS=linux", "GOARCH=amd64")
		if output, err := command.CombinedOutput(); err != nil {
			t.Fatalf("%s: %v\n%s", command, err, output)
		}
		return binary
	}
	var binaries []string
	for _, guest := range guests {
		binaries = append(binaries, compile(guest, "test", "-c", "-tags=guest"))
	}
	binaries = append(binaries, "--")
	for _, program := range programs {
		binaries = append(binaries, compile(program, "build"))
	}
	return binaries
}
