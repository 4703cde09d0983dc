package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/certbench/certbench/rigs/gpio/fakechip"
)

// program is the built binary, which the tests run as people do.
var program string

// programEnv names a built binary in the place of one that is built here.
const programEnv = "CERTBENCH_PROGRAM"

// supervisesEnv has this program supervise a command, on lines that nobody has, instead of running tests.
const supervisesEnv = "CERTBENCH_SUPERVISES"

func TestMain(m *testing.M) {
	if command := strings.Fields(os.Getenv(supervisesEnv)); len(command) > 0 {
		child := exec.Command(command[0], command[1:]...)
		child.Stdout, child.Stderr = os.Stdout, os.Stderr
		s := supervisor{child: child, chip: fakechip.New().Holder("supervisor"), log: os.Stderr}
		fmt.Fprintln(os.Stderr, s.run(context.Background()))
		return
	}
	dir, err := os.MkdirTemp("", "certbench-test-")
	if err != nil {
		panic(err)
	}
	program = filepath.Join(dir, "certbench")
	if built := os.Getenv(programEnv); built != "" {
		program = built
	} else if out, err := exec.Command("go", "build", "-o", program, ".").CombinedOutput(); err != nil {
		panic(fmt.Sprintf("certbench cannot be built: %v\n%s", err, out))
	}
	// What the doctor has found last is kept for the user who asks, and no test is one; what go has built is kept where it was.
	cache, err := exec.Command("go", "env", "GOCACHE").Output()
	if err == nil {
		err = errors.Join(os.Setenv("GOCACHE", strings.TrimSpace(string(cache))), os.Setenv("XDG_CACHE_HOME", filepath.Join(dir, "cache")))
	}
	if err != nil {
		panic(err)
	}
	code := m.Run()
	if err := os.RemoveAll(dir); err != nil {
		panic(err)
	}
	os.Exit(code)
}

// patience bounds every test that waits for a process.
const patience = 4 * time.Minute

// inProcess runs a command line that starts no process.
func inProcess(args ...string) (code int, stdout, stderr string) {
	var out, err bytes.Buffer
	command := root()
	command.SetOut(&out)
	command.SetErr(&err)
	code = execute(context.Background(), command, args)
	return code, out.String(), err.String()
}

// running is a certbench that a test started. Its two outputs are kept together, line by line.
type running struct {
	*testing.T
	cmd    *exec.Cmd
	ctx    context.Context
	lines  chan string
	stdout bytes.Buffer

	mu  sync.Mutex
	all strings.Builder
}

// start starts certbench; it is killed when the test ends before it does.
func start(t *testing.T, env []string, args ...string) *running {
	t.Helper()
	return startProgram(t, program, nil, env, args...)
}

func startProgram(t *testing.T, path string, stdin io.Reader, env []string, args ...string) *running {
	t.Helper()
	return startFor(t, patience, path, stdin, env, args...)
}

// startFor starts a program that may run so long.
func startFor(t *testing.T, most time.Duration, path string, stdin io.Reader, env []string, args ...string) *running {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), most)
	r := &running{T: t, ctx: ctx, cmd: exec.CommandContext(ctx, path, args...), lines: make(chan string, 10000)}
	r.cmd.Env = append(os.Environ(), env...)
	r.cmd.Stdin = stdin
	r.cmd.Stdout, r.cmd.Stderr = io.MultiWriter(&r.stdout, r), r
	if err := r.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cancel()
		if r.cmd.ProcessState == nil {
			_ = r.cmd.Wait() // killed by the context
		}
	})
	return r
}

// Write takes what the process says.
func (r *running) Write(text []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.all.Write(text)
	for line := range strings.Lines(string(text)) {
		r.lines <- line
	}
	return len(text), nil
}

func (r *running) said() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.all.String()
}

// await waits for a line that contains a text, and returns it.
func (r *running) await(text string) string {
	r.Helper()
	for {
		select {
		case line := <-r.lines:
			if strings.Contains(line, text) {
				return line
			}
		case <-r.ctx.Done():
			r.Fatalf("waited in vain for %q; certbench said:\n%s", text, r.said())
		}
	}
}

// end waits for the process and returns its exit code, -1 when it was killed.
func (r *running) end() int {
	r.Helper()
	err := r.cmd.Wait()
	if r.ctx.Err() != nil {
		r.Fatalf("certbench did not end: %v; it said:\n%s", err, r.said())
	}
	return r.cmd.ProcessState.ExitCode()
}

// ends requires an exit code.
func (r *running) ends(want int) {
	r.Helper()
	if got := r.end(); got != want {
		r.Fatalf("exit code: expected %d, got %d; certbench said:\n%s", want, got, r.said())
	}
}

func write(t *testing.T, path, text string) string {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}
