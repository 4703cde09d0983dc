package bench

import "syscall"

// ownGroup keeps Ctrl-C at the terminal from the station, because the bench ends it in its own time, and has the kernel
// end it when the bench dies without a chance to do so.
func ownGroup() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGTERM}
}
