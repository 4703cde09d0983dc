package csmsmock

import (
	"bufio"
	"errors"
	"io"
	"net"
	"os"
	"sync/atomic"
	"syscall"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"
)

// stampingListener hands out connections whose segments the kernel stamps. The option stands on the listening socket, from
// which accepted ones inherit it, so that their first data has a stamp. A station that has connected before that, as soon as
// somebody listened, has inherited nothing: it is asked for again with each.
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
	if stamp(raw) != nil {
		return l // a kernel without the option: the process stamps
	}
	return stampingListener{tcp}
}

// stamp has the kernel tell with what is read from a socket when it came.
func stamp(socket syscall.RawConn) error {
	var refused error
	err := socket.Control(func(fd uintptr) { refused = unix.SetsockoptInt(int(fd), unix.SOL_SOCKET, unix.SO_TIMESTAMPNS, 1) })
	return errors.Join(err, refused)
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
	_ = stamp(raw) // where that fails the station has gone, which reading tells
	return &stampedConn{Conn: c, raw: raw, empty: time.Now()}, nil
}

// stampedConn reads with recvmsg, which brings the kernel's stamp of the segment. Read, arrived, behind and reads belong to one
// goroutine; left may be asked by any.
type stampedConn struct {
	net.Conn
	raw   syscall.RawConn
	in    time.Time
	told  bool         // in is the kernel's
	empty time.Time    // when there was nothing to read last
	out   atomic.Int64 // nanoseconds since epoch: pings and pongs are written by others than messages
	room  [64]byte     // for the control message
	many  int          // reads

	begun bool          // the first byte has come, which tells whether this is TLS
	tls   *records      // nil for a connection without TLS
	ahead *bufio.Reader // of tls: what was read and not asked for
}

// epoch is what out counts from, on the monotonic clock.
var epoch = time.Now()

// NetConn is the connection itself.
func (c *stampedConn) NetConn() net.Conn { return c.Conn }

func (c *stampedConn) reads() int                 { return c.many }
func (c *stampedConn) arrived() (time.Time, bool) { return c.in, c.told }
func (c *stampedConn) left() time.Time            { return epoch.Add(time.Duration(c.out.Load())) }

func (c *stampedConn) Write(p []byte) (int, error) {
	c.out.Store(int64(time.Since(epoch)))
	return c.Conn.Write(p)
}

// Read hands on what came, and of TLS no more than a record at a time: crypto/tls keeps what it has read beyond one, and nobody
// could tell then that there is something.
func (c *stampedConn) Read(p []byte) (int, error) {
	if c.tls != nil {
		n, err := c.ahead.Read(p[:min(len(p), c.tls.next())])
		c.tls.follow(p[:n])
		return n, err
	}
	n, err := c.receive(p)
	if n > 0 && !c.begun {
		c.begun = true
		if p[0] == handshakeRecord {
			c.tls, c.ahead = new(records), bufio.NewReaderSize(receiving{c}, readAhead)
			c.tls.follow(p[:n])
		}
	}
	return n, err
}

// readAhead is how much of TLS is read at once.
const readAhead = 4 << 10

// receiving reads from the socket of a stamped connection.
type receiving struct{ *stampedConn }

func (r receiving) Read(p []byte) (int, error) { return r.receive(p) }

// behind asks the kernel where nothing was read ahead. What comes just now counts too: it cannot be told from what had come.
func (c *stampedConn) behind() bool {
	if c.ahead != nil && c.ahead.Buffered() > 0 {
		return true
	}
	var unread uint32
	var failed error
	err := c.raw.Control(func(fd uintptr) { unread, failed = unix.IoctlGetUint32(int(fd), unix.SIOCINQ) })
	return err == nil && failed == nil && unread > 0 // with a socket that is gone nothing is behind
}

// receive reads from the socket, with the stamp of the last of what it reads.
func (c *stampedConn) receive(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	c.many++
	var n, control int
	var failed error
	err := c.raw.Read(func(fd uintptr) bool {
		for {
			n, control, _, _, failed = unix.Recvmsg(int(fd), p, c.room[:], 0)
			if failed == unix.EAGAIN {
				c.empty = time.Now()
			}
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
	if stamp, ok := stampIn(c.room[:control]); ok {
		c.in, c.told = onThisClock(stamp, c.in, since(c.empty, c.in))
	}
	return n, nil
}

// stampIn reads the stamp out of a control message, false where there is none.
func stampIn(control []byte) (time.Time, bool) {
	messages, err := unix.ParseSocketControlMessage(control)
	if err != nil {
		return time.Time{}, false
	}
	for _, m := range messages {
		if m.Header.Level == unix.SOL_SOCKET && m.Header.Type == unix.SCM_TIMESTAMPNS && len(m.Data) >= int(unsafe.Sizeof(unix.Timespec{})) {
			ts := *(*unix.Timespec)(unsafe.Pointer(&m.Data[0]))
			return time.Unix(ts.Unix()), true
		}
	}
	return time.Time{}, false
}
