package calls

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"runtime"
	"strings"
	"time"
)

const (
	maxOutput = 64 << 10 // of a call that is kept in memory
	maxQuote  = 500      // of an output in the evidence and in errors
	// killWait is how long the output of a killed command is still waited for, which a child of its own may hold open.
	killWait = 2 * time.Second
)

// run runs one command and returns what it printed. Whatever it started ends with it when its time is up.
// Secrets of the environment that it prints are covered in errors, but not in what is returned.
func (c Call) run(ctx context.Context, v values, cover *strings.Replacer) (string, error) {
	argv, shown := make([]string, len(c.Command)), make([]string, len(c.Command))
	for i, arg := range c.Command {
		argv[i], shown[i] = filled(arg, verbatim, v), told(arg, v)
	}
	what := "the command " + strings.Join(shown, " ")
	if err := ctx.Err(); err != nil {
		return "", err
	}
	command := exec.CommandContext(ctx, argv[0], argv[1:]...)
	var out, complaint capped
	command.Stdout, command.Stderr = &out, &complaint
	command.WaitDelay = killWait
	asOne(command)
	runtime.LockOSThread() // the kernel ends the command with the thread that started it, so that none other may end this one
	defer runtime.UnlockOSThread()
	err := command.Run()
	var failed *exec.ExitError
	switch {
	case errors.Is(ctx.Err(), context.Canceled):
		return "", fmt.Errorf("%s was given up and killed: %w", what, context.Cause(ctx))
	case ctx.Err() != nil:
		return "", fmt.Errorf("%s did not end in time and was killed: %w", what, context.Cause(ctx))
	case errors.Is(err, exec.ErrWaitDelay):
		return "", fmt.Errorf("%s ended, but something that it started holds its output open; write >/dev/null 2>&1 behind what is to go on running", what)
	case errors.As(err, &failed):
		return "", &refusal{failed.ExitCode(), out.String(), fmt.Errorf("%s ended with %s: %s", what, failed, quote(cover.Replace(complaint.String()+out.String())))}
	case err != nil:
		return "", fmt.Errorf("%s cannot be run: %w", what, err)
	}
	return out.String(), nil
}

// refusal is the error of a call that came to its end and says no: by an exit code, or by a status, and by what it has printed beside that.
type refusal struct {
	code    int
	printed string
	error
}

// findable tells whether the program of a command exists.
func (c Call) findable() error {
	if len(c.Command) == 0 || placeholder.MatchString(c.Command[0]) {
		return nil
	}
	if _, err := exec.LookPath(c.Command[0]); err != nil {
		return fmt.Errorf("the command %s cannot be run: %w", c.Command[0], err)
	}
	return nil
}

// capped keeps the beginning of an output.
type capped struct{ bytes.Buffer }

func (c *capped) Write(p []byte) (int, error) {
	if free := maxOutput - c.Len(); free > 0 {
		c.Buffer.Write(p[:min(free, len(p))])
	}
	return len(p), nil
}

// quote is an output as the evidence and errors show it.
func quote(output string) string {
	output = strings.TrimSpace(strings.ToValidUTF8(output, "\uFFFD"))
	if output == "" {
		return "it printed nothing"
	}
	if len(output) > maxQuote {
		output = strings.ToValidUTF8(output[:maxQuote], "") + "…"
	}
	return output
}
