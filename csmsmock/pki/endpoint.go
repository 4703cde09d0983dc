package pki

import (
	"crypto/tls"
	"errors"
	"net"
	"sync"
	"syscall"
	"time"
)

// maxHandshakes bounds how many handshakes an endpoint makes at the same time. Further connections wait in the listener.
const maxHandshakes = 256

// Endpoint is a TLS server whose setup can change between two connections. All methods may be called concurrently.
type Endpoint struct {
	mu           sync.Mutex
	setup        Setup
	certificates []*tls.Certificate
	visits       int
}

// NewEndpoint returns an endpoint that listens nowhere yet.
func NewEndpoint(s Setup) (*Endpoint, error) {
	e := &Endpoint{}
	return e, e.Set(s)
}

// Set changes what connections meet that are accepted from now on; those that exist go on. An error changes nothing.
func (e *Endpoint) Set(s Setup) error {
	s, err := s.withDefaults()
	if err != nil {
		return err
	}
	if s.Low != nil {
		if err := s.Low.possible(s.Chains); err != nil {
			return err
		}
	}
	certificates := make([]*tls.Certificate, len(s.Chains))
	for i, c := range s.Chains {
		certificates[i] = c.certificate()
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	e.setup, e.certificates = s, certificates
	return nil
}

// Setup is what connections meet now.
func (e *Endpoint) Setup() Setup {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.setup
}

// Over makes the handshakes of what l accepts. The listener that it returns accepts *Conn, whose handshakes are complete; its
// Close closes l, and waits until no handshake runs any more. tell is called once for each connection, by several
// goroutines at once; it must not block for long.
func (e *Endpoint) Over(l net.Listener, tell func(*Record)) net.Listener {
	o := &over{
		Listener: l, endpoint: e, tell: tell,
		ready: make(chan *Conn), ended: make(chan struct{}), failed: make(chan struct{}),
		slots: make(chan struct{}, maxHandshakes), open: map[net.Conn]struct{}{},
	}
	o.running.Add(1)
	go o.accept()
	return o
}

// over is an endpoint at work on one listener.
type over struct {
	net.Listener
	endpoint *Endpoint
	tell     func(*Record)
	ready    chan *Conn
	slots    chan struct{}
	ended    chan struct{} // closed by Close
	failed   chan struct{} // closed when Accept of the listener failed
	err      error         // why; read after failed
	running  sync.WaitGroup

	mu     sync.Mutex
	open   map[net.Conn]struct{} // in their handshakes
	closed bool
}

func (o *over) accept() {
	defer o.running.Done()
	for {
		c, err := o.Listener.Accept()
		if Passing(err) {
			continue
		}
		if err != nil {
			o.err = err
			close(o.failed)
			return
		}
		select {
		case o.slots <- struct{}{}:
		case <-o.ended:
		}
		if !o.enter(c) {
			_ = c.Close() // the endpoint ends, and nobody wants to know more
			continue
		}
		go func() {
			defer o.leave(c)
			o.serve(c)
		}()
	}
}

// scarcity is how long a listener is left alone that has no descriptor for a connection.
const scarcity = 50 * time.Millisecond

// Passing tells an error of Accept after which the next may succeed, and waits where that takes a moment: net/http goes on then,
// and so does whoever stands between it and the listener.
func Passing(err error) bool {
	if errors.Is(err, syscall.EMFILE) || errors.Is(err, syscall.ENFILE) {
		time.Sleep(scarcity)
		return true
	}
	timeout, ok := errors.AsType[net.Error](err)
	return ok && timeout.Timeout()
}

func (o *over) enter(c net.Conn) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.closed {
		return false
	}
	o.open[c] = struct{}{}
	o.running.Add(1)
	return true
}

func (o *over) leave(c net.Conn) {
	o.mu.Lock()
	delete(o.open, c)
	o.mu.Unlock()
	<-o.slots
	o.running.Done()
}

func (o *over) serve(c net.Conn) {
	conn := o.endpoint.receive(c, o.tell)
	if conn == nil {
		return
	}
	select {
	case o.ready <- conn:
	case <-o.ended:
		_ = conn.Close()
	}
}

// Accept returns the next connection whose handshake is complete.
func (o *over) Accept() (net.Conn, error) {
	select {
	case c := <-o.ready:
		return c, nil
	case <-o.ended:
		return nil, &net.OpError{Op: "accept", Net: o.Addr().Network(), Addr: o.Addr(), Err: net.ErrClosed}
	case <-o.failed:
		return nil, o.err
	}
}

// Close ends the listener and the handshakes that run; connections that were accepted go on.
func (o *over) Close() error {
	o.mu.Lock()
	if o.closed {
		o.mu.Unlock()
		return &net.OpError{Op: "close", Net: o.Addr().Network(), Addr: o.Addr(), Err: net.ErrClosed}
	}
	o.closed = true
	close(o.ended)
	for c := range o.open {
		_ = c.Close() // wakes the handshake, which records its end
	}
	o.mu.Unlock()
	err := o.Listener.Close()
	o.running.Wait()
	return err
}
