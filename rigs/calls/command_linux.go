package calls

import "syscall"

// withUs has the kernel kill a command when we are killed: what it has still to do would come after the next start has
// brought the bench to rest.
func withUs() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
}
