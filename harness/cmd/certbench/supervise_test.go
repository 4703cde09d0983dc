package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/certbench/certbench/harness/bench"
	"github.com/certbench/certbench/rigs/gpio"
	"github.com/certbench/certbench/rigs/gpio/fakechip"
)

// onSafe is a log that tells when the lines are safe.
type onSafe struct {
	strings.Builder
	told func()
}

func (l *onSafe) Write(text []byte) (int, error) {
	if strings.Contains(string(text), "every line is held at its safe value") {
		l.told()
	}
	return l.Builder.Write(text)
}

// over makes the supervisor of a child on a fake chip. Nobody else takes the bench.
func over(child *exec.Cmd, chip gpio.Chip, log io.Writer, release func() (context.Context, context.CancelFunc)) *supervisor {
	lines := []gpio.Line{{Name: "cp"}, {Name: "mains", Safe: true}}
	return &supervisor{child, chip, lines, log, release, func(int) bool { return false }}
}

// nobodyDied is the release of a supervisor that has nothing to watch over.
func nobodyDied(t *testing.T) func() (context.Context, context.CancelFunc) {
	return func() (context.Context, context.CancelFunc) {
		t.Error("nobody died")
		return context.WithCancel(t.Context())
	}
}

func TestLinesGoToTheirSafeValuesHoweverTheirHolderDies(t *testing.T) {
	for script, how := range map[string]string{
		"kill -KILL $$": "signal: killed",
		`test "$GOTRACEBACK" = crash && kill -ABRT $$`: "signal: aborted", // a panic
		"kill -SEGV $$": "signal: segmentation fault",
		"kill -QUIT $$": "signal: quit",
	} {
		chip := fakechip.New("mains", "cp")
		chip.Input("cp", true) // as the holder left it
		released, release := context.WithTimeout(t.Context(), patience)
		var seen []string
		log := &onSafe{told: func() {
			for _, name := range []string{"cp", "mains"} {
				seen = append(seen, name+" held by "+chip.HeldBy(name))
			}
			release()
		}}
		s := over(exec.Command("sh", "-c", script), chip.Holder("supervisor"), log, func() (context.Context, context.CancelFunc) { return released, release })
		err := s.run(t.Context())
		var f *failure
		if !errors.As(err, &f) || f.code != codeTrouble || !strings.Contains(err.Error(), "the process that held the lines died: "+how) {
			t.Errorf("%s: expected code 3 and how the process died, got %v", script, err)
		}
		if got, want := strings.Join(seen, ", "), "cp held by supervisor, mains held by supervisor"; got != want {
			t.Errorf("%s: while supervised: expected %s; got %s; log: %s", script, want, got, log.String())
		}
		if chip.High("cp") || !chip.High("mains") {
			t.Errorf("%s: expected cp low and mains high, got %t and %t", script, chip.High("cp"), chip.High("mains"))
		}
	}
}

func TestTheNextRunTakesTheLinesFromASupervisor(t *testing.T) {
	chip := fakechip.New("mains", "cp")
	var taken atomic.Bool
	log := &onSafe{told: func() { taken.Store(true) }}
	s := over(exec.Command("sh", "-c", "kill -KILL $$"), chip.Holder("supervisor"), log, func() (context.Context, context.CancelFunc) {
		return context.WithTimeout(t.Context(), patience)
	})
	s.taken = func(child int) bool { return child == s.child.Process.Pid && taken.Load() }
	if err := s.run(t.Context()); err == nil || len(chip.Held()) > 0 || t.Context().Err() != nil {
		t.Errorf("got %v with %v held, expected the supervisor to let go of every line", err, chip.Held())
	}
}

func TestTheLinesOfABenchThatIsAnothersAreLeftAlone(t *testing.T) {
	chip := fakechip.New("mains", "cp")
	if _, err := chip.Holder("another run").Output([]gpio.Line{{Name: "cp"}}, true); err != nil {
		t.Fatal(err)
	}
	log := &strings.Builder{}
	s := over(exec.Command("sh", "-c", "kill -KILL $$"), chip.Holder("supervisor"), log, nobodyDied(t))
	s.taken = func(int) bool { return true }
	if err := s.run(t.Context()); err == nil || !chip.High("cp") || chip.HeldBy("mains") != "" || strings.Contains(log.String(), "NOT SAFE") {
		t.Errorf("got %v with cp %t, mains held by %q; expected nothing to be touched; log: %s", err, chip.High("cp"), chip.HeldBy("mains"), log)
	}
}

func TestALeaseTellsWhetherTheBenchIsAnothers(t *testing.T) {
	f, path := leaseFile(t)
	for text, want := range map[string]bool{
		"":                    false,
		signature(time.Now()): false,
		strings.Replace(signature(time.Now()), "process ", "process 1", 1): true,
	} {
		write(t, path, text)
		if got := leasedToAnother([]*bench.File{f}, os.Getpid()); got != want {
			t.Errorf("%q: leased to another = %t, expected %t", text, got, want)
		}
	}
}

func TestTheCodeOfASupervisedCommandIsItsOwn(t *testing.T) {
	for code, script := range map[int]string{codePassed: "exit 0", codeFailed: "exit 1", codeUsage: "exit 2", codeTrouble: "exit 3"} {
		err := over(exec.Command("sh", "-c", script), fakechip.New("cp", "mains").Holder("supervisor"), &strings.Builder{}, nobodyDied(t)).run(t.Context())
		var f *failure
		errors.As(err, &f)
		if got := f; (code == codePassed) != (err == nil) || err != nil && got.code != code {
			t.Errorf("%s: expected code %d, got %v", script, code, err)
		}
	}
}

func TestASupervisedCommandIsAskedToEndWhenItsSupervisorIs(t *testing.T) {
	ctx, ask := context.WithCancel(t.Context())
	ready, tell := io.Pipe()
	child := exec.Command("sh", "-c", `trap "exit 3" TERM; echo ready; while :; do sleep 0.01; done`)
	child.Stdout = tell
	go func() {
		if _, err := ready.Read(make([]byte, 1)); err == nil {
			ask()
		}
		_, _ = io.Copy(io.Discard, ready) // until the test is over
	}()
	err := over(child, fakechip.New("cp", "mains").Holder("supervisor"), &strings.Builder{}, nobodyDied(t)).run(ctx)
	var f *failure
	if !errors.As(err, &f) || f.code != codeTrouble || f.err != nil {
		t.Errorf("expected the code 3 of the child, got %v", err)
	}
	if err := ready.Close(); err != nil {
		t.Error(err)
	}
}

// TestKeysAtTheTerminalNeitherEndNorStopASupervisor sends what Ctrl-\ and Ctrl-Z send to all processes of a terminal, and has
// the child ignore Ctrl-Z as well.
func TestKeysAtTheTerminalNeitherEndNorStopASupervisor(t *testing.T) {
	script := "kill -QUIT $PPID; kill -TSTP $PPID; kill -TSTP $$; exit 1"
	err := over(exec.Command("sh", "-c", script), fakechip.New("cp", "mains").Holder("supervisor"), &strings.Builder{}, nobodyDied(t)).run(t.Context())
	var f *failure
	if !errors.As(err, &f) || f.code != codeFailed {
		t.Errorf("expected the code 1 of the child, got %v", err)
	}
}

// TestASupervisedCommandGoesSafeWhenItsSupervisorIsKilled kills the process between this one and a doctor that holds a bench.
func TestASupervisedCommandGoesSafeWhenItsSupervisorIsKilled(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	file := write(t, filepath.Join(t.TempDir(), "bench.yaml"), fmt.Sprintf(waiting, "led"))
	lock := filepath.Join(os.TempDir(), "certbench-led.lock")
	s := startProgram(t, os.Args[0], nil, []string{supervisesEnv + "=" + program + " doctor --wait 1m --bench " + file})
	for noted(t, lock).heard.IsZero() {
		if s.ctx.Err() != nil {
			t.Fatal("the doctor did not take the lease")
		}
		time.Sleep(5 * time.Millisecond)
	}
	if err := s.cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	s.await(errUnsupervised.Error())
	for noted(t, lock).text != "" {
		if s.ctx.Err() != nil {
			t.Fatal("the doctor did not give the lease back: it does not end in good order")
		}
		time.Sleep(5 * time.Millisecond)
	}
}

func TestWhoIsMarkedAsSupervisedMustBe(t *testing.T) {
	command := exec.CommandContext(t.Context(), program, "list")
	command.Env = append(os.Environ(), supervisedEnv+"=1")
	out, err := command.CombinedOutput()
	var ended *exec.ExitError
	if !errors.As(err, &ended) || ended.ExitCode() != codeUsage || !strings.Contains(string(out), "nothing supervises this process; unset it") {
		t.Errorf("got %v, %.200s; expected code 2 and what to unset", err, out)
	}
}

func TestTheEndOfTheTerminalAsksAProcessToEnd(t *testing.T) {
	for _, by := range []syscall.Signal{syscall.SIGHUP, syscall.SIGTERM, syscall.SIGINT} {
		if by == syscall.SIGHUP && signal.Ignored(by) {
			t.Log(keptFromHangup)
			continue
		}
		ctx, stop := untilAsked()
		if err := syscall.Kill(os.Getpid(), by); err != nil {
			t.Fatal(err)
		}
		select {
		case <-ctx.Done():
		case <-time.After(patience):
			t.Errorf("%s does not ask the process to end", by)
		}
		stop()
	}
}
