package memnet

import (
	"context"
	"fmt"
	"net"
	"os"
	"sync"
	"syscall"
	"time"
)

// maxPackets may wait at one end; what comes then is lost, as a socket loses it.
const maxPackets = 64

// Packets is where datagrams arrive, such as the server's end of UDP. All methods may be called concurrently. Any use after
// Close is net.ErrClosed, a passed deadline os.ErrDeadlineExceeded, both wrapped in *net.OpError.
type Packets struct {
	in   *mailbox
	addr Addr

	mu      sync.Mutex
	clients map[Addr]*mailbox
}

var _ net.PacketConn = (*Packets)(nil)

// ListenPackets returns an end with that name as its address.
func ListenPackets(name string) *Packets {
	return &Packets{in: newMailbox(), addr: Addr(name), clients: map[Addr]*mailbox{}}
}

// Dial returns an end that sends to p and gets what p sends it, a datagram with each Write and each Read. It never waits.
// As with UDP nothing is told of datagrams that are lost, except that nobody is there: syscall.ECONNREFUSED after p.Close.
func (p *Packets) Dial(ctx context.Context) (net.Conn, error) {
	if err := ctx.Err(); err != nil {
		return nil, &net.OpError{Op: "dial", Net: "mem", Addr: p.addr, Err: err}
	}
	c := &packetConn{in: newMailbox(), peer: p, local: Addr(fmt.Sprintf("client-%d", dialled.Add(1)))}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.clients[c.local] = c.in
	return c, nil
}

// ReadFrom waits for a datagram; what does not fit into b is lost.
func (p *Packets) ReadFrom(b []byte) (int, net.Addr, error) {
	d, err := p.in.take()
	if err != nil {
		return 0, nil, &net.OpError{Op: "read", Net: "mem", Addr: p.addr, Err: err}
	}
	return copy(b, d.content), d.from, nil
}

// WriteTo sends a datagram to a client; it is lost when the client is gone or does not read.
func (p *Packets) WriteTo(b []byte, to net.Addr) (int, error) {
	if p.in.isClosed() {
		return 0, &net.OpError{Op: "write", Net: "mem", Addr: to, Err: net.ErrClosed}
	}
	p.mu.Lock()
	client := p.clients[Addr(to.String())]
	p.mu.Unlock()
	if client != nil {
		client.put(datagram{p.addr, append([]byte(nil), b...)})
	}
	return len(b), nil
}

// Close ends the end; a second Close is net.ErrClosed.
func (p *Packets) Close() error {
	if !p.in.close() {
		return &net.OpError{Op: "close", Net: "mem", Addr: p.addr, Err: net.ErrClosed}
	}
	return nil
}

// LocalAddr returns the name.
func (p *Packets) LocalAddr() net.Addr { return p.addr }

// SetDeadline sets that of reads; writes never wait.
func (p *Packets) SetDeadline(t time.Time) error { return p.SetReadDeadline(t) }

// SetReadDeadline also reaches a ReadFrom that waits already.
func (p *Packets) SetReadDeadline(t time.Time) error { return p.in.setDeadline(t) }

// SetWriteDeadline does nothing: writes never wait.
func (p *Packets) SetWriteDeadline(time.Time) error { return nil }

// packetConn is the client's end.
type packetConn struct {
	in    *mailbox
	peer  *Packets
	local Addr
}

func (c *packetConn) Read(b []byte) (int, error) {
	d, err := c.in.take()
	if err != nil {
		return 0, &net.OpError{Op: "read", Net: "mem", Source: c.local, Addr: c.peer.addr, Err: err}
	}
	return copy(b, d.content), nil
}

func (c *packetConn) Write(b []byte) (int, error) {
	err := error(nil)
	switch {
	case c.in.isClosed():
		err = net.ErrClosed
	case !c.peer.in.put(datagram{c.local, append([]byte(nil), b...)}):
		err = syscall.ECONNREFUSED
	}
	if err != nil {
		return 0, &net.OpError{Op: "write", Net: "mem", Source: c.local, Addr: c.peer.addr, Err: err}
	}
	return len(b), nil
}

func (c *packetConn) Close() error {
	c.peer.mu.Lock()
	delete(c.peer.clients, c.local)
	c.peer.mu.Unlock()
	if !c.in.close() {
		return &net.OpError{Op: "close", Net: "mem", Source: c.local, Addr: c.peer.addr, Err: net.ErrClosed}
	}
	return nil
}

func (c *packetConn) LocalAddr() net.Addr                { return c.local }
func (c *packetConn) RemoteAddr() net.Addr               { return c.peer.addr }
func (c *packetConn) SetDeadline(t time.Time) error      { return c.in.setDeadline(t) }
func (c *packetConn) SetReadDeadline(t time.Time) error  { return c.in.setDeadline(t) }
func (c *packetConn) SetWriteDeadline(_ time.Time) error { return nil }

// datagram is what waits at an end.
type datagram struct {
	from    Addr
	content []byte
}

// mailbox keeps what has arrived at one end until it is read.
type mailbox struct {
	mu      sync.Mutex
	changed *sync.Cond
	waiting []datagram
	readBy  deadline
	closed  bool
}

func newMailbox() *mailbox {
	m := &mailbox{}
	m.changed = sync.NewCond(&m.mu)
	return m
}

// put leaves a datagram, or loses it where too many wait. It returns false where the end is closed.
func (m *mailbox) put(d datagram) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	if !m.closed && len(m.waiting) < maxPackets {
		m.waiting = append(m.waiting, d)
		m.changed.Broadcast()
	}
	return !m.closed
}

// take waits for a datagram.
func (m *mailbox) take() (datagram, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for {
		switch {
		case m.closed:
			return datagram{}, net.ErrClosed
		case m.readBy.passed():
			return datagram{}, os.ErrDeadlineExceeded
		case len(m.waiting) > 0:
			d := m.waiting[0]
			m.waiting = m.waiting[1:]
			return d, nil
		}
		if m.readBy.timer == nil && !m.readBy.at.IsZero() {
			m.readBy.timer = time.AfterFunc(time.Until(m.readBy.at), m.wake)
		}
		m.changed.Wait()
	}
}

func (m *mailbox) wake() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.changed.Broadcast()
}

func (m *mailbox) setDeadline(t time.Time) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.closed {
		return &net.OpError{Op: "set", Net: "mem", Err: net.ErrClosed}
	}
	m.readBy.stop()
	m.readBy.at = t
	m.changed.Broadcast()
	return nil
}

// close wakes whoever waits; false where the end was closed before.
func (m *mailbox) close() bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	first := !m.closed
	m.closed, m.waiting = true, nil
	m.readBy.stop()
	m.changed.Broadcast()
	return first
}

func (m *mailbox) isClosed() bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.closed
}
