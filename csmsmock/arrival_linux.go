package csmsmock

import (
	"encoding/binary"
	"errors"
	"io"
	"net"
	"os"
	"strings"
	"sync/atomic"
	"syscall"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"
)

// stampingListener hands out connections whose segments the kernel stamps. The option stands on the listening socket, from
// which every accepted one inherits it: asked for later, the first data would come without a stamp.
type stampingListener struct{ *net.TCPListener }

func stamping(l net.Listener) net.Listener {
	tcp, ok := l.(*net.TCPListener)
	if !ok {
		return l
	}
	raw, err := tcp.SyscallConn()
	if err != nil {
		return l
	}
	var refused error
	err = raw.Control(func(fd uintptr) {
		refused = unix.SetsockoptInt(int(fd), unix.SOL_SOCKET, unix.SO_TIMESTAMPNS, 1)
	})
	if err != nil || refused != nil {
		return l // a kernel without the option: the process stamps
	}
	return stampingListener{tcp}
}

func (l stampingListener) Accept() (net.Conn, error) {
	c, err := l.AcceptTCP()
	if err != nil {
		return nil, err
	}
	raw, err := c.SyscallConn()
	if err != nil {
		return nil, errors.Join(err, c.Close())
	}
	err = raw.Control(func(fd uintptr) {
		// That stamps of what is sent are told, and without what was sent; which they are is asked for message by message. A kernel
		// that refuses it leaves them to the process.
		_ = unix.SetsockoptInt(int(fd), unix.SOL_SOCKET, unix.SO_TIMESTAMPING, unix.SOF_TIMESTAMPING_SOFTWARE|unix.SOF_TIMESTAMPING_OPT_TSONLY)
	})
	if err != nil {
		return nil, errors.Join(err, c.Close())
	}
	return &stampedConn{Conn: c, raw: raw}, nil
}

// stampedConn reads with recvmsg, which brings the kernel's stamp of the segment. Read and arrived belong to one goroutine, and so
// do writes; left may be asked by any.
type stampedConn struct {
	net.Conn
	raw      syscall.RawConn
	in       time.Time
	told     bool         // in is the kernel's
	out      atomic.Int64 // nanoseconds since epoch: pings and pongs are written by others than messages
	sent     atomic.Bool  // out is the kernel's
	room     [128]byte    // for the control message of what is read
	sentRoom [128]byte    // and of what was sent
}

// epoch is what out counts from, on the monotonic clock.
var epoch = time.Now()

// NetConn is the connection itself.
func (c *stampedConn) NetConn() net.Conn { return c.Conn }

func (c *stampedConn) arrived() (time.Time, bool) { return c.in, c.told }
func (c *stampedConn) left() time.Time            { return epoch.Add(time.Duration(c.out.Load())) }

// Write is dated by the kernel, which stamps a segment as it goes to the device: a goroutine that is about to write may wait for a
// core first. Where it says nothing, out is the moment before the write.
func (c *stampedConn) Write(p []byte) (int, error) {
	c.sent.Store(false)
	c.out.Store(int64(time.Since(epoch)))
	if len(p) == 0 || len(p) > longestStamped {
		return c.Conn.Write(p)
	}
	n := 0
	var failed error
	err := c.raw.Write(func(fd uintptr) bool {
		n, failed = c.send(int(fd), p)
		return failed != unix.EAGAIN
	})
	switch {
	case err != nil:
		return 0, err
	case failed != nil:
		return 0, &net.OpError{Op: "write", Net: "tcp", Source: c.LocalAddr(), Addr: c.RemoteAddr(), Err: os.NewSyscallError("sendmsg", failed)}
	case n < len(p):
		more, err := c.Conn.Write(p[n:])
		return n + more, err
	}
	return n, nil
}

// longestStamped is the longest message for whose stamp the kernel is asked, in bytes. Nearly all are shorter, and one of this size goes
// out at once on any connection that is not congested (RFC 6928: ten segments) and leaves room in the send buffer: a stamp that is
// told while that is full makes a socket unreadable for Go (see unpolled).
const longestStamped = 8 << 10

// stampSent is the control message that asks for a stamp of what goes with it.
var stampSent = func() []byte {
	b := make([]byte, unix.CmsgSpace(4))
	h := (*unix.Cmsghdr)(unsafe.Pointer(&b[0]))
	h.Level, h.Type = unix.SOL_SOCKET, unix.SO_TIMESTAMPING
	h.SetLen(unix.CmsgLen(4))
	binary.NativeEndian.PutUint32(b[unix.CmsgLen(0):], unix.SOF_TIMESTAMPING_TX_SOFTWARE)
	return b
}()

// send hands a message to the kernel, and takes its stamp. It asks for one only while nothing else is unsent: then the segment goes
// out at once, and the stamp is there when the call returns.
func (c *stampedConn) send(fd int, p []byte) (int, error) {
	var ask []byte
	if unsent, err := unix.IoctlGetInt(fd, unix.SIOCOUTQNSD); err == nil && unsent == 0 {
		ask = stampSent
	}
	n, err := unix.SendmsgN(fd, p, ask, nil, unix.MSG_NOSIGNAL)
	for err == unix.EINTR {
		n, err = unix.SendmsgN(fd, p, ask, nil, unix.MSG_NOSIGNAL)
	}
	if err != nil || ask == nil {
		return n, err
	}
	for {
		_, control, _, _, none := unix.Recvmsg(fd, nil, c.sentRoom[:], unix.MSG_ERRQUEUE|unix.MSG_DONTWAIT)
		if none != nil {
			return n, nil
		}
		if stamp, ok := stampIn(c.sentRoom[:control], unix.SCM_TIMESTAMPING); ok {
			at, ok := onThisClock(stamp, time.Now())
			if out := int64(at.Sub(epoch)); ok && out >= c.out.Load() { // else it is that of an earlier one, which had to wait
				c.out.Store(out)
				c.sent.Store(true)
			}
		}
	}
}

func (c *stampedConn) Read(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	var n, control int
	var failed error
	err := c.unpolled(func(fd uintptr) bool {
		for {
			n, control, _, _, failed = unix.Recvmsg(int(fd), p, c.room[:], 0)
			if failed != unix.EINTR {
				return failed != unix.EAGAIN
			}
		}
	})
	switch {
	case err != nil:
		return 0, err
	case failed != nil:
		return 0, &net.OpError{Op: "read", Net: "tcp", Source: c.LocalAddr(), Addr: c.RemoteAddr(), Err: os.NewSyscallError("recvmsg", failed)}
	case n == 0:
		return 0, io.EOF
	}
	c.in, c.told = time.Now(), false
	if stamp, ok := stampIn(c.room[:control], unix.SCM_TIMESTAMPNS); ok {
		c.in, c.told = onThisClock(stamp, c.in)
	}
	return n, nil
}

// notPollable is how package net words that a socket cannot be waited for.
const notPollable = "not pollable"

// unpolled reads also from a socket that Go takes for one that cannot be waited for: it does so where a stamp is told that could not
// be taken at once while the send buffer is full (a peer that reads nothing), until the next event of the socket. Of what comes
// meanwhile nobody tells, so that it is asked for now and then.
func (c *stampedConn) unpolled(read func(fd uintptr) bool) error {
	for {
		err := c.raw.Read(read)
		if err == nil || !strings.HasSuffix(err.Error(), notPollable) {
			return err
		}
		done := false
		if err := c.raw.Control(func(fd uintptr) { done = read(fd) }); err != nil || done {
			return err
		}
		time.Sleep(time.Millisecond)
	}
}

// stampIn reads the stamp out of a control message of a type, false where there is none. The first of the three of
// SCM_TIMESTAMPING is the one of software.
func stampIn(control []byte, kind int32) (time.Time, bool) {
	messages, err := unix.ParseSocketControlMessage(control)
	if err != nil {
		return time.Time{}, false
	}
	for _, m := range messages {
		if m.Header.Level == unix.SOL_SOCKET && m.Header.Type == kind && len(m.Data) >= int(unsafe.Sizeof(unix.Timespec{})) {
			ts := *(*unix.Timespec)(unsafe.Pointer(&m.Data[0]))
			return time.Unix(ts.Unix()), true
		}
	}
	return time.Time{}, false
}
