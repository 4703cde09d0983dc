//go:build unix && !linux

package calls

import "syscall"

// withUs cannot have a command end with us where the kernel knows no such thing.
func withUs() *syscall.SysProcAttr { return &syscall.SysProcAttr{Setpgid: true} }
