//go:build unix

package kerneltest

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// guests are the packages whose tests run in a machine each, below the root of the module. Their last names differ. Those that
// take longest come first: there are as many machines at once as processors.
var guests = []string{
	"rigs/gpio/kerneltest/cases",
	"rigs/gpio/kerneltest/kills",
	"rigs/gpio/kerneltest/lines",
}

// programs are what guests start; the machines have them in /bin.
var programs = []string{"harness/cmd/certbench"}

// limit ends a machine that hangs. On a machine with much other work it takes five minutes.
const limit = 15 * time.Minute

// unavailable is how vm ends when this machine lacks a part (EX_UNAVAILABLE of sysexits.h).
const unavailable = 69

func TestTheGuestsPassOnARealKernel(t *testing.T) {
	var made sync.WaitGroup
	var binaries, started []string
	made.Go(func() { binaries = compile(t, guests, "test", "-c", "-tags=guest") })
	made.Go(func() { started = compile(t, programs, "build") })
	defer made.Wait() // also where parts are missing, and the test ends with that
	parts(t)
	made.Wait()
	if t.Failed() {
		return
	}
	free, running := make(chan struct{}, runtime.GOMAXPROCS(0)), sync.WaitGroup{}
	for _, binary := range binaries {
		free <- struct{}{}
		running.Go(func() {
			defer func() { <-free }()
			seen, complaint, err := boot(t, limit, append([]string{binary, "--"}, started...)...)
			if err != nil {
				t.Errorf("%s: %v: %s", binary, err, complaint)
			}
			guest := filepath.Base(binary)
			if got := seen[guest]; got.code != "0" || got.passed == 0 {
				t.Errorf("guest %s ended with %q after %d tests passed, expected 0 and some", guest, got.code, got.passed)
			}
		})
	}
	running.Wait()
}

func TestAGuestThatFailsOrPanicsIsNoPass(t *testing.T) {
	parts(t)
	for script, want := range map[string]string{
		"exit 3":                      "tests failed in the guest",
		"echo c >/proc/sysrq-trigger": "panicked or ended by itself",
	} {
		t.Run(script, func(t *testing.T) {
			t.Parallel()
			binary := filepath.Join(t.TempDir(), "script")
			if err := os.WriteFile(binary, []byte("#!/bin/sh\n"+script+"\n"), 0o755); err != nil {
				t.Fatal(err)
			}
			if _, complaint, err := boot(t, limit, binary); err == nil || !strings.Contains(complaint, want) {
				t.Errorf("the machine ended with %v and said %q, expected an error and %q", err, complaint, want)
			}
		})
	}
}

func TestAMachineThatTakesTooLongIsEnded(t *testing.T) {
	parts(t)
	binary := filepath.Join(t.TempDir(), "script")
	if err := os.WriteFile(binary, []byte("#!/bin/sh\nwhile :; do :; done\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	if _, _, err := boot(t, time.Second, binary); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("the machine ended with %v, expected the end of its time", err)
	}
}

// parts has the parts of the machine made. Where this machine lacks one the test ends: skipped with its name, or in CI failed.
func parts(t *testing.T) {
	t.Helper()
	_, complaint, err := boot(t, limit)
	if exit := (*exec.ExitError)(nil); errors.As(err, &exit) && exit.ExitCode() == unavailable && os.Getenv("CI") != "true" {
		t.Skip(complaint)
	}
	if err != nil {
		t.Fatalf("the parts of the machine: %v: %s", err, complaint)
	}
}

// boot runs binaries in a machine, without any it only makes its parts. What the machine shows goes to the test's output when
// it has ended, for another runs beside it.
func boot(t *testing.T, limit time.Duration, binaries ...string) (seen map[string]ran, complaint string, err error) {
	ctx, cancel := context.WithTimeout(t.Context(), limit)
	defer cancel()
	vm := exec.CommandContext(ctx, "./vm", binaries...)
	vm.Env = append(os.Environ(), "TMPDIR="+t.TempDir()) // which goes even when the script is killed
	// The machine is a process below the script: both end together.
	vm.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	vm.Cancel = func() error { return syscall.Kill(-vm.Process.Pid, syscall.SIGKILL) }
	var serial, complaints bytes.Buffer
	vm.Stdout, vm.Stderr = &serial, &complaints
	err = vm.Run()
	t.Logf("%s%s", &serial, &complaints)
	if ctx.Err() != nil {
		err = ctx.Err()
	}
	return read(&serial), complaints.String(), err
}

// compile makes a binary of every package by a go command, none of which needs anything but a kernel. It fails the test.
func compile(t *testing.T, packages []string, how ...string) (binaries []string) {
	folder := t.TempDir() + "/"
	command := exec.CommandContext(t.Context(), "go", append(how, "-ldflags=-s -w", "-o", folder)...)
	for _, each := range packages {
		command.Args = append(command.Args, "github.com/certbench/certbench/"+each)
	}
	command.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS=linux", "GOARCH=amd64")
	if output, err := command.CombinedOutput(); err != nil {
		t.Errorf("%s: %v\n%s", command, err, output)
	}
	for _, each := range packages {
		name := path.Base(each)
		if slices.Contains(how, "-c") {
			name += ".test" // as go test names them
		}
		binaries = append(binaries, folder+name)
	}
	return binaries
}
