package bench

import (
	"net"
	"sync"

	"github.com/certbench/certbench/csmsmock/pki"
)

// fork is one address at which the CSMS speaks TLS or not, as the security profile of the moment has it: part 6 has a test system
// restart its server for that, and a station that has an address keeps it.
type fork struct {
	raw           net.Listener
	plain, secure *branch

	mu    sync.Mutex
	tls   bool
	begun bool
	open  int   // branches that are not closed
	err   error // why Accept of the raw listener failed; read after over
}

// branch is one side of a fork, a listener of its own.
type branch struct {
	of    *fork
	conns chan net.Conn
	over  chan struct{} // closed when the raw listener has failed or closed
	once  sync.Once
	ended chan struct{} // closed by Close
}

// newFork is one that has not begun to accept. It is done when both branches are closed, and so is the raw listener then.
func newFork(raw net.Listener, tls bool) *fork {
	f := &fork{raw: raw, tls: tls, open: 2}
	over := make(chan struct{})
	f.plain = &branch{of: f, conns: make(chan net.Conn), over: over, ended: make(chan struct{})}
	f.secure = &branch{of: f, conns: make(chan net.Conn), over: over, ended: make(chan struct{})}
	return f
}

// begin accepts, until both branches are closed.
func (f *fork) begin() {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.open > 0 {
		f.begun = true
		go f.accept(f.plain.over)
	}
}

// speak has connections that are accepted from now on go to one side.
func (f *fork) speak(tls bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.tls = tls
}

func (f *fork) accept(over chan struct{}) {
	defer close(over)
	for {
		c, err := f.raw.Accept()
		if err != nil {
			if pki.Passing(err) {
				continue
			}
			f.mu.Lock()
			f.err = err
			f.mu.Unlock()
			return
		}
		f.mu.Lock()
		side := f.plain
		if f.tls {
			side = f.secure
		}
		f.mu.Unlock()
		select {
		case side.conns <- c:
		case <-side.ended:
			_ = c.Close() // the server of that side is closing, and nobody waits for the connection
		}
	}
}

// Accept waits for a connection of this side.
func (b *branch) Accept() (net.Conn, error) {
	select {
	case c := <-b.conns:
		return c, nil
	case <-b.ended:
		return nil, &net.OpError{Op: "accept", Net: b.Addr().Network(), Addr: b.Addr(), Err: net.ErrClosed}
	case <-b.over:
		b.of.mu.Lock()
		defer b.of.mu.Unlock()
		return nil, b.of.err
	}
}

// Close ends this side, and with the second one the raw listener.
func (b *branch) Close() error {
	last, begun := false, false
	b.once.Do(func() {
		close(b.ended)
		b.of.mu.Lock()
		defer b.of.mu.Unlock()
		b.of.open--
		last, begun = b.of.open == 0, b.of.begun
	})
	if !last {
		return nil
	}
	err := b.of.raw.Close()
	if begun {
		<-b.over
	}
	return err
}

// Addr is that of the raw listener.
func (b *branch) Addr() net.Addr { return b.of.raw.Addr() }
