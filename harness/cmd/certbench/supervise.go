package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"github.com/certbench/certbench/harness/bench"
	"github.com/certbench/certbench/rigs/gpio"
)

// supervisor stays above the process that holds the GPIO lines of a bench: when that one dies, however it dies, it brings
// the lines to their safe values and holds them there. When the supervisor dies, the holder brings them there itself (see
// leash). Against the death of both at once no program helps: the relays of a bench are wired so that they are safe without
// supply, and who wants more feeds their supply by a watchdog.
type supervisor struct {
	child *exec.Cmd
	chip  gpio.Chip
	lines []gpio.Line
	log   io.Writer
	// release is how a person ends the watch over a dead child's lines.
	release func() (context.Context, context.CancelFunc)
	// taken tells whether another process than the child has the bench now.
	taken func(child int) bool
}

// supervised does the command in a second process where a bench drives GPIO lines, and stays above it. It returns false
// where the command is to be done in this process.
func supervised(c *cobra.Command, benches []*bench.File) (bool, error) {
	var lines []gpio.Line
	for _, file := range benches {
		lines = append(lines, file.Outputs()...)
	}
	if len(lines) == 0 || leashed {
		return false, nil
	}
	program, err := os.Executable()
	if err != nil {
		return true, trouble(err)
	}
	s := supervisor{child: exec.Command(program, os.Args[1:]...), chip: gpio.Kernel(), lines: lines, log: c.ErrOrStderr()}
	s.child.Stdin, s.child.Stdout, s.child.Stderr = os.Stdin, c.OutOrStdout(), c.ErrOrStderr()
	if to := feedOf(c); to != nil {
		s.child.Stderr, to.left = to.out, true // the child writes its lines by itself
	}
	if out, ok := s.child.Stdout.(*output); ok {
		s.child.Stdout = out.Writer // the child writes by itself, and says what came of it
	}
	// A closed terminal releases nobody from looking at the bench.
	s.release = func() (context.Context, context.CancelFunc) {
		return signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	}
	s.taken = func(child int) bool { return leasedToAnother(benches, child) }
	return true, s.run(c.Context())
}

// run starts the child and returns as it does. Ctrl-C reaches the child by itself; SIGTERM and the end of the terminal are
// handed on as SIGTERM. When the child is killed or crashes, run holds the lines at their safe values until it is released.
func (s *supervisor) run(ctx context.Context) error {
	defer hardened()()
	unleash, err := leash(s.child)
	if err != nil {
		return trouble(err)
	}
	if err := s.child.Start(); err != nil {
		return trouble(errors.Join(err, unleash()))
	}
	ended := make(chan struct{})
	handed := make(chan struct{})
	go func() {
		defer close(handed)
		s.handOn(ctx, ended)
	}()
	err = s.child.Wait()
	close(ended)
	<-handed
	if cut := unleash(); cut != nil {
		err = errors.Join(err, cut)
	}
	if code := s.child.ProcessState.ExitCode(); code >= codePassed {
		return exit(code)
	}
	return trouble(errors.Join(fmt.Errorf("the process that held the lines died: %w", err), s.secure(err)))
}

// handOn hands on to the child that it is asked to end, and that it is asked again, until it has ended.
func (s *supervisor) handOn(ctx context.Context, ended <-chan struct{}) {
	for _, asked := range []<-chan struct{}{ctx.Done(), askedAgain(ctx)} {
		select {
		case <-ended:
			return
		case <-asked:
			// A child that has ended already needs no signal.
			_ = s.child.Process.Signal(syscall.SIGTERM)
		}
	}
}

// secure takes the lines of the dead child, and keeps them until it is released or the next run takes the bench, which brings
// the lines to their safe values by itself: else a cancelled CI job would keep the bench for good.
func (s *supervisor) secure(how error) error {
	fmt.Fprintf(s.log, "certbench: the process that held the lines died: %v\n", how)
	child := s.child.Process.Pid
	if s.taken(child) {
		fmt.Fprintln(s.log, "certbench: it had no line yet, for the bench is another's")
		return nil
	}
	released, stop := s.release()
	defer stop()
	released, stopLooking := until(released, func() bool { return s.taken(child) })
	defer stopLooking()
	ended := make(chan struct{})
	close(ended)
	return gpio.Supervise(released, s.chip, s.lines, ended, func(err error) {
		if err != nil {
			fmt.Fprintf(s.log, "certbench: NOT SAFE: %v; cut the bench's supply by hand\n", err)
			return
		}
		fmt.Fprintln(s.log, "certbench: every line is held at its safe value; look at the bench, then press Ctrl-C or start the next run")
	})
}

// hardened keeps this process from what would leave lines as they are: Ctrl-\ at the terminal, which reaches the child as
// well, would end both at once, and Ctrl-Z would have both wait. A child started meanwhile ignores Ctrl-Z too. (Nothing helps
// against SIGSTOP; the lease tells who was stopped by it.)
func hardened() (undo func()) {
	quit := make(chan os.Signal, 1)
	signal.Notify(quit, syscall.SIGQUIT)
	signal.Ignore(syscall.SIGTSTP)
	return func() {
		signal.Stop(quit)
		signal.Reset(syscall.SIGTSTP)
	}
}

// takenPoll is how often a supervisor looks whether the next run has taken its bench.
const takenPoll = 200 * time.Millisecond

// until is a context that ends when something is true, too.
func until(ctx context.Context, is func() bool) (context.Context, context.CancelFunc) {
	ctx, end := context.WithCancel(ctx)
	go func() {
		defer end()
		look := time.NewTicker(takenPoll)
		defer look.Stop()
		for !is() {
			select {
			case <-look.C:
			case <-ctx.Done():
				return
			}
		}
	}()
	return ctx, end
}

// leasedToAnother tells whether somebody else than a process has the lease of one of the benches, by the notes.
func leasedToAnother(benches []*bench.File, process int) bool {
	for _, file := range benches {
		for _, lease := range leased(file) {
			if who := lease.note().who; who != "" && !strings.HasPrefix(who, fmt.Sprintf(leaseWord+"%d of ", process)) {
				return true
			}
		}
	}
	return false
}
