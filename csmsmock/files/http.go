package files

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
)

// HTTP serves the files over HTTP until Close, which it reports as nil, or until the listener fails. Files are uploaded by
// PUT or POST (part 2, N01.FR.18) and downloaded by GET, whole or in part; no request is redirected.
func (s *Server) HTTP(l net.Listener) error { return s.web(l, "HTTP", nil) }

// HTTPS serves the files over HTTP and TLS.
func (s *Server) HTTPS(l net.Listener, config *tls.Config) error {
	return s.web(l, "HTTPS", withoutALPN(config))
}

func (s *Server) web(l net.Listener, protocol string, secure *tls.Config) error {
	queue := &hall{addr: l.Addr(), in: make(chan net.Conn), closed: make(chan struct{})}
	server := &http.Server{
		Handler:           http.HandlerFunc(s.request),
		ReadHeaderTimeout: handshake, IdleTimeout: idle, MaxHeaderBytes: headerBytes,
		ErrorLog: log.New(io.Discard, "", 0), Protocols: new(http.Protocols), // what a client does wrong shows in its transfers
		ConnContext: func(ctx context.Context, conn net.Conn) context.Context {
			return context.WithValue(ctx, visitKey{}, conn)
		},
		ConnState: func(conn net.Conn, state http.ConnState) {
			if state == http.StateClosed {
				close(conn.(*visit).over)
			}
		},
	}
	server.Protocols.SetHTTP1(true)
	if !s.ownListener(server.Close) {
		return l.Close()
	}
	served := make(chan error, 1)
	go func() {
		defer s.serving.Done()
		served <- server.Serve(queue)
	}()
	err := s.serve(l, protocol, func(gone context.Context, conn *client) {
		s.usher(&visit{Conn: conn, gone: gone, client: conn, protocol: protocol, over: make(chan struct{})}, secure, queue)
	})
	err = errors.Join(err, server.Close())
	if end := <-served; !errors.Is(end, http.ErrServerClosed) {
		err = errors.Join(err, fmt.Errorf("serving files over %s at %s: %w", protocol, l.Addr(), end))
	}
	return err
}

// visit is a connection that the HTTP server has.
type visit struct {
	net.Conn // over TLS or not
	client   *client
	gone     context.Context
	protocol string
	options  []string
	over     chan struct{} // closed when the HTTP server has done with it
}

// visitKey is where the context of a request has its visit.
type visitKey struct{}

// usher brings a connection to the HTTP server, over TLS first where there is to be TLS, and waits for its end.
func (s *Server) usher(v *visit, secure *tls.Config, to *hall) {
	if secure != nil {
		over, err := s.shake(v.client, v.client, secure, peer{protocol: v.protocol, address: v.client.RemoteAddr().String()})
		if err != nil {
			return
		}
		v.Conn, v.options = over, words(over.ConnectionState())
	}
	select {
	case to.in <- v:
		<-v.over
	case <-to.closed:
	}
}

// hall is the listener of connections that are ready for HTTP.
type hall struct {
	addr   net.Addr
	in     chan net.Conn
	closed chan struct{}
}

// Accept returns the next one.
func (h *hall) Accept() (net.Conn, error) {
	select {
	case conn := <-h.in:
		return conn, nil
	case <-h.closed:
		return nil, net.ErrClosed
	}
}

// Close is called once, by the HTTP server.
func (h *hall) Close() error {
	close(h.closed)
	return nil
}

// Addr is the address of the listener in front.
func (h *hall) Addr() net.Addr { return h.addr }
