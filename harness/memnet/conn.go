package memnet

import (
	"errors"
	"io"
	"net"
	"sync"
	"time"
)

// DefaultBuffer is what one direction holds before Write blocks, in bytes: the order of a TCP socket buffer.
const DefaultBuffer = 256 << 10

// Addr is the address of one end. Its network is "mem".
type Addr string

// Network returns "mem".
func (Addr) Network() string { return "mem" }

func (a Addr) String() string { return string(a) }

// Conn is one end of a connection in memory. All methods may be called concurrently, as those of any net.Conn.
// What was written before Close is still read by the other end before it sees io.EOF. Writing to an end that closed is
// syscall.EPIPE, any use of a connection that was cut syscall.ECONNRESET, any use after the own Close net.ErrClosed, a
// passed deadline os.ErrDeadlineExceeded; all but io.EOF arrive wrapped in *net.OpError.
type Conn struct {
	in, out       *half
	local, remote Addr
	closeOnce     sync.Once
	onClose       func()
}

var _ net.Conn = (*Conn)(nil)

// Pipe returns two connected ends that buffer up to bound bytes in each direction; 0 means DefaultBuffer.
func Pipe(bound int) (a, b *Conn) { return pipe(bound, "a", "b", nil) }

func pipe(bound int, a, b Addr, onClose func()) (*Conn, *Conn) {
	if bound <= 0 {
		bound = DefaultBuffer
	}
	ab, ba := newHalf(bound), newHalf(bound)
	return &Conn{in: ba, out: ab, local: a, remote: b, onClose: onClose},
		&Conn{in: ab, out: ba, local: b, remote: a, onClose: onClose}
}

// Read blocks until there is a byte, the end, a deadline or a fault.
func (c *Conn) Read(p []byte) (int, error) {
	n, err := c.in.read(p)
	return n, c.wrap("read", err)
}

// Write blocks until all of p is in the buffer, or a deadline or fault. Concurrent writes do not interleave.
func (c *Conn) Write(p []byte) (int, error) {
	n, err := c.out.write(p)
	return n, c.wrap("write", err)
}

// Buffered is how many bytes have come that were not read: so many Read returns without waiting.
func (c *Conn) Buffered() int {
	c.in.mu.Lock()
	defer c.in.mu.Unlock()
	return len(c.in.buf) - c.in.start
}

func (c *Conn) wrap(op string, err error) error {
	if err == nil || errors.Is(err, io.EOF) {
		return err
	}
	return &net.OpError{Op: op, Net: "mem", Source: c.local, Addr: c.remote, Err: err}
}

// Close ends both directions. It never blocks; a second Close is net.ErrClosed.
func (c *Conn) Close() error {
	err := c.wrap("close", net.ErrClosed)
	c.closeOnce.Do(func() {
		err = nil
		c.out.closeWrite()
		c.in.closeRead()
		if c.onClose != nil {
			c.onClose()
		}
	})
	return err
}

// CloseWrite ends the outgoing direction only: the other end reads what is buffered, then io.EOF.
func (c *Conn) CloseWrite() error {
	c.out.closeWrite()
	return nil
}

// Cut resets the connection: what is buffered is lost, and both ends get syscall.ECONNRESET.
func (c *Conn) Cut() {
	for _, h := range []*half{c.in, c.out} {
		h.update(func() {
			h.reset = true
			h.buf, h.start = nil, 0
		})
	}
}

// HalfOpen makes the line lose whatever either end sends from now on, its Close included, while both ends go on
// believing in the connection: what a pulled plug or a forgetful NAT looks like. Bytes that arrived before can still be read.
func (c *Conn) HalfOpen() {
	c.in.update(func() { c.in.vanish = true })
	c.out.update(func() { c.out.vanish = true })
}

// LocalAddr returns the address of this end.
func (c *Conn) LocalAddr() net.Addr { return c.local }

// RemoteAddr returns the address of the other end.
func (c *Conn) RemoteAddr() net.Addr { return c.remote }

// SetDeadline sets both deadlines; the zero time means none.
func (c *Conn) SetDeadline(t time.Time) error {
	return errors.Join(c.SetReadDeadline(t), c.SetWriteDeadline(t))
}

// SetReadDeadline also reaches a Read that is already blocked.
func (c *Conn) SetReadDeadline(t time.Time) error {
	return c.wrap("set", c.in.setDeadline(&c.in.readBy, &c.in.readClosed, t))
}

// SetWriteDeadline also reaches a Write that is already blocked.
func (c *Conn) SetWriteDeadline(t time.Time) error {
	return c.wrap("set", c.out.setDeadline(&c.out.writeBy, &c.out.writeClosed, t))
}
