package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"

	"github.com/certbench/certbench/harness/bench"
	"github.com/certbench/certbench/rigs/gpio"
)

// supervisedEnv marks the process that has a supervisor above it.
const supervisedEnv = "CERTBENCH_SUPERVISED"

// supervised does the command in a second process where a bench drives GPIO lines, and stays above it: when that one
// dies, however it dies, the lines are brought to their safe values and held there. It returns false
// where the command is to be done in this process.
func supervised(c *cobra.Command, benches []*bench.File) (bool, error) {
	var lines []gpio.Line
	for _, file := range benches {
		lines = append(lines, file.Outputs()...)
	}
	if len(lines) == 0 || os.Getenv(supervisedEnv) != "" {
		return false, nil
	}
	program, err := os.Executable()
	if err != nil {
		return true, trouble(err)
	}
	child := exec.Command(program, os.Args[1:]...)
	// With crash, a panic ends by a signal and not with the exit code 2, which means wrong usage.
	child.Env = append(os.Environ(), supervisedEnv+"=1", "GOTRACEBACK=crash")
	child.Stdin, child.Stdout, child.Stderr = os.Stdin, c.OutOrStdout(), c.ErrOrStderr()
	if out, ok := child.Stdout.(*output); ok {
		child.Stdout = out.Writer // the child writes by itself, and says what came of it
	}
	// A closed terminal releases nobody from looking at the bench.
	return true, supervise(c.Context(), child, gpio.Kernel(), lines, c.ErrOrStderr(), func() (context.Context, context.CancelFunc) {
		return signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	})
}

// supervise runs the child and returns as it does. Ctrl-C reaches the child by itself; SIGTERM and the end of the
// terminal are handed on as SIGTERM. When the child is killed or crashes, supervise holds the lines in their safe values
// until somebody releases it.
func supervise(ctx context.Context, child *exec.Cmd, chip gpio.Chip, lines []gpio.Line, log io.Writer, release func() (context.Context, context.CancelFunc)) error {
	if err := child.Start(); err != nil {
		return trouble(err)
	}
	handOn := context.AfterFunc(ctx, func() {
		// A child that has ended already needs no signal.
		_ = child.Process.Signal(syscall.SIGTERM)
	})
	err := child.Wait()
	handOn()
	if code := child.ProcessState.ExitCode(); code >= codePassed {
		return exit(code)
	}
	released, stop := release()
	defer stop()
	fmt.Fprintf(log, "certbench: the process that held the lines died: %v\n", err)
	ended := make(chan struct{})
	close(ended)
	held := gpio.Supervise(released, chip, lines, ended, func(err error) {
		if err != nil {
			fmt.Fprintf(log, "certbench: NOT SAFE: %v; cut the bench's supply by hand\n", err)
			return
		}
		fmt.Fprintln(log, "certbench: every line is held at its safe value; look at the bench, then press Ctrl-C")
	})
	return trouble(errors.Join(fmt.Errorf("the process that held the lines died: %w", err), held))
}
