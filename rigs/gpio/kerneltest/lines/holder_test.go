//go:build guest

package lines

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/certbench/certbench/rigs/gpio"
)

// stageEnv has this program be a process that holds the lines, instead of running tests. Its value is the number of the
// movement before which it stops, or 0.
const stageEnv = "CERTBENCH_STOP_BEFORE"

func TestMain(m *testing.M) {
	if stage, held := os.LookupEnv(stageEnv); held {
		n, err := strconv.Atoi(stage)
		if err == nil {
			err = hold(n)
		}
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	m.Run()
}

// hold is the life of the holder: it opens the rig, does every act, says what its rig thinks of itself for every line that it
// is given, and ends.
func hold(stopBefore int) error {
	r, err := gpio.New(&stopping{Chip: gpio.Kernel(), before: stopBefore}, wiring)
	if err != nil {
		return err
	}
	set := bound(r)
	for _, step := range every {
		if _, err := step.act.Do(context.Background(), set); err != nil {
			return fmt.Errorf("%s: %w", step.act.Name, err)
		}
	}
	fmt.Println("done")
	for asked := bufio.NewScanner(os.Stdin); asked.Scan(); {
		fmt.Printf("check: %v\n", r.Check(context.Background()))
	}
	return nil
}

// stopping is a chip before whose nth movement the process stops for good: the request of outputs is one, each change is
// another.
type stopping struct {
	gpio.Chip
	before, moved int
}

func (s *stopping) move() {
	if s.moved++; s.moved == s.before {
		fmt.Println("stopped")
		for {
			// Until it is killed. An interrupted pause is no matter.
			_ = syscall.Pause()
		}
	}
}

func (s *stopping) Output(lines []gpio.Line, active ...bool) (gpio.Outputs, error) {
	s.move()
	held, err := s.Chip.Output(lines, active...)
	return stoppingOutputs{held, s}, err
}

type stoppingOutputs struct {
	gpio.Outputs
	chip *stopping
}

func (o stoppingOutputs) Set(active ...bool) error {
	o.chip.move()
	return o.Outputs.Set(active...)
}

// holder is such a process seen from outside.
type holder struct {
	t    *testing.T
	cmd  *exec.Cmd
	in   io.WriteCloser
	said *bufio.Scanner
}

func startHolder(t *testing.T, stopBefore int) *holder {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	t.Cleanup(cancel)
	cmd := exec.CommandContext(ctx, os.Args[0])
	cmd.Env = append(os.Environ(), stageEnv+"="+strconv.Itoa(stopBefore))
	cmd.Stderr = os.Stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return &holder{t, cmd, in, bufio.NewScanner(out)}
}

// says waits for the next line of the holder.
func (h *holder) says() string {
	h.t.Helper()
	if !h.said.Scan() {
		h.t.Fatalf("the holder ended: %v, %v", h.said.Err(), h.cmd.Wait())
	}
	return h.said.Text()
}

// kill ends the holder with SIGKILL and waits until it is gone.
func (h *holder) kill() {
	h.t.Helper()
	if err := h.cmd.Process.Kill(); err != nil {
		h.t.Fatal(err)
	}
	if err := h.cmd.Wait(); err == nil || !strings.Contains(err.Error(), "killed") {
		h.t.Fatalf("the holder ended with %v, expected it to be killed", err)
	}
}
