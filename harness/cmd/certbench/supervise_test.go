package main

import (
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

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

func TestLinesGoToTheirSafeValuesWhenTheirHolderIsKilled(t *testing.T) {
	chip := fakechip.New("mains", "cp")
	chip.Input("cp", true) // as the holder left it
	lines := []gpio.Line{{Name: "cp"}, {Name: "mains", Safe: true}}
	released, release := context.WithTimeout(t.Context(), patience)
	var seen []string
	log := &onSafe{told: func() {
		for _, name := range []string{"cp", "mains"} {
			seen = append(seen, name+" held by "+chip.HeldBy(name))
		}
		release()
	}}
	err := supervise(t.Context(), exec.Command("sh", "-c", "kill -9 $$"), chip.Holder("supervisor"), lines, log,
		func() (context.Context, context.CancelFunc) { return released, release })
	var f *failure
	if !errors.As(err, &f) || f.code != codeTrouble || !strings.Contains(err.Error(), "the process that held the lines died: signal: killed") {
		t.Errorf("expected code 3 and how the process died, got %v", err)
	}
	if got, want := strings.Join(seen, ", "), "cp held by supervisor, mains held by supervisor"; got != want {
		t.Errorf("while supervised: expected %s; got %s; log: %s", want, got, log.String())
	}
	if chip.High("cp") || !chip.High("mains") {
		t.Errorf("expected cp low and mains high, got %t and %t", chip.High("cp"), chip.High("mains"))
	}
}

func TestTheCodeOfASupervisedCommandIsItsOwn(t *testing.T) {
	for code, script := range map[int]string{codePassed: "exit 0", codeFailed: "exit 1", codeUsage: "exit 2", codeTrouble: "exit 3"} {
		err := supervise(t.Context(), exec.Command("sh", "-c", script), fakechip.New("a").Holder("supervisor"), []gpio.Line{{Name: "a"}}, &strings.Builder{},
			func() (context.Context, context.CancelFunc) { t.Fatal("nobody died"); return nil, nil })
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
	err := supervise(ctx, child, fakechip.New("a").Holder("supervisor"), []gpio.Line{{Name: "a"}}, &strings.Builder{},
		func() (context.Context, context.CancelFunc) { t.Error("nobody died"); return context.WithCancel(ctx) })
	var f *failure
	if !errors.As(err, &f) || f.code != codeTrouble || f.err != nil {
		t.Errorf("expected the code 3 of the child, got %v", err)
	}
	if err := ready.Close(); err != nil {
		t.Error(err)
	}
}

func TestTheEndOfTheTerminalAsksAProcessToEnd(t *testing.T) {
	for _, by := range []syscall.Signal{syscall.SIGHUP, syscall.SIGTERM, syscall.SIGINT} {
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
