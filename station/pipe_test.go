package station_test

import (
	"context"
	"errors"
	"io"
	"net"
	"os"
	"slices"
	"sync"
	"time"
)

// pipeListener is a network of one listener in memory, for synctest bubbles.
type pipeListener struct {
	mu      sync.Mutex
	refuse  bool
	dials   []time.Time
	accepts chan net.Conn
	closed  chan struct{}
	once    sync.Once
}

func newPipeListener() *pipeListener {
	return &pipeListener{accepts: make(chan net.Conn), closed: make(chan struct{})}
}

func (l *pipeListener) Dial(ctx context.Context, _, _ string) (net.Conn, error) {
	l.mu.Lock()
	refuse := l.refuse
	l.dials = append(l.dials, time.Now())
	l.mu.Unlock()
	if refuse {
		return nil, errors.New("connection refused")
	}
	a, b := newPipe()
	select {
	case l.accepts <- b:
		return a, nil
	case <-l.closed:
		return nil, net.ErrClosed
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// attempts are the times at which the station dialled.
func (l *pipeListener) attempts() []time.Time {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Clone(l.dials)
}

func (l *pipeListener) Accept() (net.Conn, error) {
	select {
	case c := <-l.accepts:
		return c, nil
	case <-l.closed:
		return nil, net.ErrClosed
	}
}

// Close may be called again.
func (l *pipeListener) Close() error {
	l.once.Do(func() { close(l.closed) })
	return nil
}

func (l *pipeListener) Addr() net.Addr { return pipeAddr{} }

type pipeAddr struct{}

func (pipeAddr) Network() string { return "pipe" }
func (pipeAddr) String() string  { return "pipe" }

// stream is one direction of a pipe: bytes wait in memory, reads have a deadline.
type stream struct {
	mu       sync.Mutex
	cond     *sync.Cond
	data     []byte
	closed   bool
	deadline time.Time
	timer    *time.Timer
}

func newStream() *stream {
	s := &stream{}
	s.cond = sync.NewCond(&s.mu)
	return s
}

func (s *stream) read(b []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for {
		switch {
		case len(s.data) > 0:
			n := copy(b, s.data)
			s.data = s.data[n:]
			return n, nil
		case s.closed:
			return 0, io.EOF
		case !s.deadline.IsZero() && !time.Now().Before(s.deadline):
			return 0, os.ErrDeadlineExceeded
		}
		s.cond.Wait()
	}
}

func (s *stream) write(b []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return 0, io.ErrClosedPipe
	}
	s.data = append(s.data, b...)
	s.cond.Broadcast()
	return len(b), nil
}

func (s *stream) close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed = true
	if s.timer != nil {
		s.timer.Stop()
	}
	s.cond.Broadcast()
}

func (s *stream) setDeadline(t time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.deadline = t
	if s.timer != nil {
		s.timer.Stop()
		s.timer = nil
	}
	if !t.IsZero() && !s.closed {
		s.timer = time.AfterFunc(time.Until(t), s.cond.Broadcast)
	}
	s.cond.Broadcast()
}

type pipeConn struct{ in, out *stream }

func newPipe() (net.Conn, net.Conn) {
	a, b := newStream(), newStream()
	return &pipeConn{a, b}, &pipeConn{b, a}
}

func (c *pipeConn) Read(b []byte) (int, error)  { return c.in.read(b) }
func (c *pipeConn) Write(b []byte) (int, error) { return c.out.write(b) }
func (c *pipeConn) Close() error {
	c.in.close()
	c.out.close()
	return nil
}
func (c *pipeConn) LocalAddr() net.Addr                { return pipeAddr{} }
func (c *pipeConn) RemoteAddr() net.Addr               { return pipeAddr{} }
func (c *pipeConn) SetReadDeadline(t time.Time) error  { c.in.setDeadline(t); return nil }
func (c *pipeConn) SetWriteDeadline(_ time.Time) error { return nil }
func (c *pipeConn) SetDeadline(t time.Time) error      { return c.SetReadDeadline(t) }
