package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"syscall"
)

// supervisedEnv marks the process that has a supervisor above it.
const supervisedEnv = "CERTBENCH_SUPERVISED"

// leashFile is the file descriptor by which a supervised process sees its supervisor die: the first beside the standard ones.
const leashFile = 3

// leashed says that a supervisor is above this process.
var leashed bool

var errUnsupervised = errors.New("the supervisor of this process died; the rigs go to their safe state")

// leash has the child see the end of this process, however it ends, and mark itself as supervised. unleash is called when the
// child has ended or was not started.
func leash(child *exec.Cmd) (unleash func() error, err error) {
	theirs, ours, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	child.ExtraFiles = []*os.File{theirs}
	// With crash, a panic ends by a signal and not with the exit code 2, which means wrong usage.
	child.Env = append(os.Environ(), supervisedEnv+"=1", "GOTRACEBACK=crash")
	return func() error { return errors.Join(theirs.Close(), ours.Close()) }, nil
}

// whileSupervised is a context that ends when the supervisor of this process does. Without one it is ctx.
func whileSupervised(ctx context.Context) (context.Context, error) {
	if os.Getenv(supervisedEnv) == "" {
		return ctx, nil
	}
	if err := os.Unsetenv(supervisedEnv); err != nil { // no process of ours is supervised by ours
		return ctx, err
	}
	var kind syscall.Stat_t
	if err := syscall.Fstat(leashFile, &kind); err != nil || kind.Mode&syscall.S_IFMT != syscall.S_IFIFO {
		return ctx, fmt.Errorf("the environment variable %s is set, but nothing supervises this process; unset it", supervisedEnv)
	}
	syscall.CloseOnExec(leashFile)
	leashed = true
	ctx, end := context.WithCancelCause(ctx)
	go func() {
		// Nothing is ever written: reading ends with the supervisor.
		_, _ = os.NewFile(leashFile, "leash").Read(make([]byte, 1))
		fmt.Fprintln(complaints(), "certbench: "+errUnsupervised.Error())
		end(errUnsupervised)
	}()
	return ctx, nil
}
