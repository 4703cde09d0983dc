package memnet

import (
	"context"
	"fmt"
	"net"
	"slices"
	"sync"
	"sync/atomic"
	"syscall"
)

// dialled numbers the client ends, so that a log can tell connections apart.
var dialled atomic.Uint64

// Listener accepts what Dial connects. It stands for the line as well: Cut, Unplug and Plug reach every connection that
// was made through it.
type Listener struct {
	addr  Addr
	bound int

	mu        sync.Mutex
	changed   *sync.Cond
	backlog   []*Conn
	live      []*Conn // client ends; a connection leaves when either end closed
	unplugged bool
	closed    bool
	sought    func() // is called when the next connection is made; nil for nobody
}

var _ net.Listener = (*Listener)(nil)

// Listen returns a listener with that name as its address; its connections buffer up to bound bytes in each
// direction, 0 means DefaultBuffer.
func Listen(name string, bound int) *Listener {
	l := &Listener{addr: Addr(name), bound: bound}
	l.changed = sync.NewCond(&l.mu)
	return l
}

// Dial connects to the listener. As with TCP it returns before Accept was called; it waits for ctx while the line is
// unplugged, and gets syscall.ECONNREFUSED when the listener is closed.
func (l *Listener) Dial(ctx context.Context) (net.Conn, error) {
	stop := context.AfterFunc(ctx, func() { l.update(func() {}) })
	defer stop()
	conn, sought, err := l.dial(ctx)
	if sought != nil {
		sought()
	}
	return conn, err
}

func (l *Listener) dial(ctx context.Context) (conn net.Conn, sought func(), err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for {
		switch {
		case ctx.Err() != nil:
			return nil, nil, l.dialError(ctx.Err())
		case l.unplugged:
			l.changed.Wait()
			continue
		case l.closed:
			return nil, nil, l.dialError(syscall.ECONNREFUSED)
		}
		sought, l.sought = l.sought, nil
		return l.connect(), sought, nil
	}
}

// Sought has call called once, when somebody connects: until then nobody need Accept.
func (l *Listener) Sought(call func()) { l.update(func() { l.sought = call }) }

func (l *Listener) dialError(err error) error {
	return &net.OpError{Op: "dial", Net: "mem", Addr: l.addr, Err: err}
}

func (l *Listener) connect() *Conn {
	var client, server *Conn
	name := Addr(fmt.Sprintf("client-%d", dialled.Add(1)))
	client, server = pipe(l.bound, name, l.addr, func() { l.forget(client) })
	l.live = append(l.live, client)
	l.backlog = append(l.backlog, server)
	l.changed.Broadcast()
	return client
}

func (l *Listener) forget(client *Conn) {
	l.update(func() {
		l.live = slices.DeleteFunc(l.live, func(c *Conn) bool { return c == client })
	})
}

func (l *Listener) update(change func()) {
	l.mu.Lock()
	defer l.mu.Unlock()
	change()
	l.changed.Broadcast()
}

// Accept waits for the next connection, or returns net.ErrClosed after Close.
func (l *Listener) Accept() (net.Conn, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for {
		if l.closed {
			return nil, &net.OpError{Op: "accept", Net: "mem", Addr: l.addr, Err: net.ErrClosed}
		}
		if len(l.backlog) > 0 {
			server := l.backlog[0]
			l.backlog = l.backlog[1:]
			return server, nil
		}
		l.changed.Wait()
	}
}

// Close refuses further dials and resets what nobody accepted; accepted connections go on.
func (l *Listener) Close() error {
	var orphans []*Conn
	again := false
	l.update(func() {
		again, l.closed = l.closed, true
		orphans, l.backlog = l.backlog, nil
	})
	for _, c := range orphans {
		c.Cut()
	}
	if again {
		return &net.OpError{Op: "close", Net: "mem", Addr: l.addr, Err: net.ErrClosed}
	}
	return nil
}

// Addr returns the listener's name.
func (l *Listener) Addr() net.Addr { return l.addr }

// Cut resets every live connection. New ones can be made at once.
func (l *Listener) Cut() {
	for _, c := range l.connections(func() {}) {
		c.Cut()
	}
}

// Unplug makes every live connection half-open for good, as a line that stayed away too long, and new dials wait.
func (l *Listener) Unplug() {
	for _, c := range l.connections(func() { l.unplugged = true }) {
		c.HalfOpen()
	}
}

// Plug lets dials through again.
func (l *Listener) Plug() { l.update(func() { l.unplugged = false }) }

func (l *Listener) connections(change func()) []*Conn {
	var live []*Conn
	l.update(func() {
		change()
		live = slices.Clone(l.live)
	})
	return live
}
