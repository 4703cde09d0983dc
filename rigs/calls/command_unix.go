//go:build unix

package calls

import (
	"os/exec"
	"syscall"
)

// asOne puts a command into a process group of its own: Ctrl-C at the terminal must not end it half-way through an act,
// and a script that is killed takes along what it started.
func asOne(c *exec.Cmd) {
	c.SysProcAttr = withUs()
	c.Cancel = func() error { return syscall.Kill(-c.Process.Pid, syscall.SIGKILL) }
}
