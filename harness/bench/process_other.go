//go:build unix && !linux

package bench

import "syscall"

// ownGroup keeps Ctrl-C at the terminal from the station, because the bench ends it in its own time.
func ownGroup() *syscall.SysProcAttr { return &syscall.SysProcAttr{Setpgid: true} }
