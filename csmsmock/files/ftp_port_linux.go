package files

import (
	"net"
	"syscall"
)

// unused has a port that the FTP library opens, and cannot do without, accept nobody. That it fails costs nothing: the port
// closes with the transfer, and nobody knows it.
func unused(l net.Listener) {
	tcp, ok := l.(*net.TCPListener)
	if !ok {
		return
	}
	raw, err := tcp.SyscallConn()
	if err != nil {
		return
	}
	_ = raw.Control(func(fd uintptr) { _ = syscall.Shutdown(int(fd), syscall.SHUT_RD) })
}
