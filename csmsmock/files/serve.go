package files

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// serve accepts connections until Close and has each talked to in a goroutine of its own. gone ends with the connection or
// the server.
func (s *Server) serve(l net.Listener, protocol string, talk func(gone context.Context, conn *client)) error {
	if !s.ownListener(l.Close) {
		return l.Close()
	}
	defer s.serving.Done()
	for {
		conn, err := l.Accept()
		switch {
		case s.living.Err() != nil:
			if err == nil {
				return conn.Close()
			}
			return nil
		case err != nil:
			return fmt.Errorf("serving files over %s at %s: %w", protocol, l.Addr(), err)
		}
		if !s.welcome(conn, talk) {
			s.attempt(peer{protocol: protocol, address: conn.RemoteAddr().String()}, "", time.Now(), errManyClients.Error())
		}
	}
}

// ownListener has Close end a listener; false when the server is closed already. serving is to be told when it has ended.
func (s *Server) ownListener(end func() error) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return false
	}
	s.closing = append(s.closing, func() error {
		if err := end(); !errors.Is(err, net.ErrClosed) {
			return err
		}
		return nil
	})
	s.serving.Add(1)
	return true
}

// errManyClients is why a client is sent away at the door.
var errManyClients = fmt.Errorf("the server has %d connections, and takes no more at once", mostClients)

// welcome talks to a client, unless there are too many.
func (s *Server) welcome(conn net.Conn, talk func(context.Context, *client)) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed || s.clients.Load() >= mostClients {
		conn.Close()
		return false
	}
	s.clients.Add(1)
	s.serving.Add(1)
	gone, leave := context.WithCancelCause(s.living)
	c := &client{Conn: conn, leave: leave}
	stop := context.AfterFunc(s.living, c.cut)
	go func() {
		defer s.serving.Done()
		defer s.clients.Add(-1)
		defer stop()
		defer c.cut()
		talk(gone, c)
	}()
	return true
}

// client is a client's connection. Its context gone ends when the client sends no more, or when it is closed: by the server,
// by the library that serves it, or by a Behaviour.
type client struct {
	net.Conn
	leave  context.CancelCauseFunc
	once   sync.Once
	heard  atomic.Bool  // something came
	held   atomic.Int64 // answers that wait
	active atomic.Int64 // when the last of them went, in nanoseconds
}

// cut closes the connection.
func (c *client) cut() {
	c.once.Do(func() {
		c.leave(errLeft)
		c.Conn.Close() // nothing can be done for a connection that cannot be closed
	})
}

// Read notes that the client has left.
func (c *client) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	if n > 0 {
		c.heard.Store(true)
	}
	if err != nil && !timedOut(err) {
		c.leave(errLeft)
	}
	return n, err
}

// Close is cut, so that libraries that close a connection do not close it twice.
func (c *client) Close() error {
	c.cut()
	return nil
}

func timedOut(err error) bool {
	var network net.Error
	return errors.As(err, &network) && network.Timeout()
}

// withoutALPN has a server agree to whatever a client wants to speak: there is one protocol, and a client that offers others
// besides, or none, speaks it all the same.
func withoutALPN(config *tls.Config) *tls.Config {
	config = config.Clone()
	config.NextProtos = nil
	return config
}

// shake makes the TLS handshake of a server with a client, over a connection to it.
func (s *Server) shake(c *client, conn net.Conn, config *tls.Config, p peer) (*tls.Conn, error) {
	began := time.Now()
	limited, cancel := context.WithTimeout(s.living, handshake)
	defer cancel()
	secure := tls.Server(conn, config)
	if err := secure.HandshakeContext(limited); err != nil {
		if c.heard.Load() { // who comes and goes without a word has attempted nothing
			s.attempt(p, "", began, "no TLS: "+explained(err))
		}
		return nil, err
	}
	return secure, nil
}

// explained adds to an error of TLS what a station's developer needs to know.
func explained(err error) string {
	text := err.Error()
	if strings.Contains(text, "missing signature_algorithms") {
		text += "; the client's TLS is older than RFC 5246, 7.4.1.4.1, and the bench serves it with GODEBUG=tlssha1=1 in its environment"
	}
	return text
}

// words tells how TLS was used.
func words(state tls.ConnectionState) []string {
	all := []string{tls.VersionName(state.Version), tls.CipherSuiteName(state.CipherSuite)}
	if state.DidResume {
		all = append(all, "resumed")
	}
	if len(state.PeerCertificates) > 0 {
		all = append(all, "client certificate")
	}
	return slices.Clip(all)
}
