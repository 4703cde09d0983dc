package csmsmock

import (
	"context"
	"errors"
	"fmt"
	"log"
	"maps"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/certbench/certbench/csmsmock/pki"
	"github.com/gorilla/websocket"
)

// Errors that callers decide on.
var (
	// ErrClosed is what Next returns after Close, when the record is read to its end.
	ErrClosed = errors.New("the mock CSMS is closed")
	// ErrNotConnected is returned by whatever needs a connection of the station when there is none.
	ErrNotConnected = errors.New("the station is not connected")
)

// Server is a CSMS with any number of stations and endpoints. All methods may be called concurrently.
type Server struct {
	cfg      Config
	upgrader websocket.Upgrader
	seq      atomic.Uint64
	strays   *queue

	mu       sync.Mutex
	changed  *sync.Cond
	serving  []*http.Server // one per endpoint
	stations map[string]*Station
	conns    map[*conn]struct{}
	running  int // goroutines and sockets that Close waits for
	closed   bool
}

// New returns a server that serves nothing yet. Close it.
func New(cfg Config) *Server {
	s := &Server{cfg: cfg.withDefaults(), stations: map[string]*Station{}, conns: map[*conn]struct{}{}}
	s.changed = sync.NewCond(&s.mu)
	s.strays = newQueue(&s.seq, s.cfg.MaxQueue)
	s.upgrader = websocket.Upgrader{
		HandshakeTimeout:  s.cfg.HandshakeTimeout,
		Subprotocols:      s.cfg.Subprotocols,
		EnableCompression: true, // required of a CSMS (part 4, 3.3)
		CheckOrigin:       func(*http.Request) bool { return true },
	}
	return s
}

// Serve accepts connections from l, under the name of its address, until Close, which it reports as nil, or until l fails.
func (s *Server) Serve(l net.Listener) error { return s.ServeAs(l.Addr().String(), l) }

// ServeAs is Serve with a name for the endpoint, which every event of its connections carries. For TLS see ServeTLS; a
// listener of tls.NewListener, around Stamping, is served as well, but its handshakes are net/http's and leave no record.
func (s *Server) ServeAs(name string, l net.Listener) error {
	l = stamping(l)
	return s.serve(name, l)
}

// ServeTLS is ServeAs for an endpoint with TLS. Each connection to it leaves one event of the kind Secured, with the record
// of what the client made of the endpoint's setup: at the station, if one is given, else at the server. That of a connection on
// which a request came is before the request's own. When nobody reads them, the newest are left out and counted.
func (s *Server) ServeTLS(name string, l net.Listener, e *pki.Endpoint, at *Station) error {
	q := s.strays
	if at != nil {
		q = at.queue
	}
	return s.serve(name, e.Over(stamping(l), func(r *pki.Record) {
		q.offer(Event{At: r.EndedAt, Clock: ProcessClock, Kind: Secured, Endpoint: name, TLS: r})
	}))
}

func (s *Server) serve(name string, l net.Listener) error {
	h := s.endpoint(name)
	if !s.register(h) {
		return l.Close()
	}
	if err := h.Serve(sniffing{l, func(what string) { s.stranger(name, what) }}); !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("serving the endpoint %q: %w", name, err)
	}
	return nil
}

func (s *Server) endpoint(name string) *http.Server {
	h := &http.Server{
		Handler:           http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { s.open(w, r, name) }),
		ReadHeaderTimeout: s.cfg.HandshakeTimeout,
		IdleTimeout:       s.cfg.HandshakeTimeout,
		MaxHeaderBytes:    64 << 10,
		ConnState:         s.countSocket,
		ConnContext:       withSecured,
		ErrorLog:          log.New(strayLog{s, name}, "", 0),
		Protocols:         new(http.Protocols),
	}
	h.Protocols.SetHTTP1(true)
	return h
}

// register makes Close end the endpoint, or reports that it is too late for that.
func (s *Server) register(h *http.Server) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.closed {
		s.serving = append(s.serving, h)
	}
	return !s.closed
}

// Close closes the listeners, cuts every connection, and waits until nothing of the server runs any more. What was
// recorded can still be read.
func (s *Server) Close() error {
	endpoints, stations, conns := s.shut()
	var errs []error
	for _, h := range endpoints {
		errs = append(errs, h.Close())
	}
	for _, c := range conns {
		c.cut(ErrClosed.Error())
	}
	for _, st := range stations {
		st.shut()
	}
	s.mu.Lock()
	for s.running > 0 {
		s.changed.Wait()
	}
	s.mu.Unlock()
	for _, st := range stations {
		st.queue.close()
	}
	s.strays.close()
	return errors.Join(errs...)
}

// shut marks the server as closing and returns what is left to end: from now on nothing new starts.
func (s *Server) shut() ([]*http.Server, []*Station, []*conn) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed = true
	endpoints := s.serving
	s.serving = nil
	return endpoints, slices.Collect(maps.Values(s.stations)), slices.Collect(maps.Keys(s.conns))
}

// adopt makes Close end the connection, or reports that it is too late for that.
func (s *Server) adopt(c *conn) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.closed {
		s.conns[c] = struct{}{}
	}
	return !s.closed
}

func (s *Server) disown(c *conn) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.conns, c)
}

// Station registers an identity that may connect, or returns the one registered before, with the new credentials.
func (s *Server) Station(id string, auth Credentials) *Station {
	s.mu.Lock()
	defer s.mu.Unlock()
	st := s.stations[id]
	if st == nil {
		st = newStation(s, id)
		s.stations[id] = st
	}
	st.SetCredentials(auth)
	return st
}

// Next returns the events that belong to no station, as Station.Next does: handshakes refused because the path or the
// identity is unknown, TLS handshakes that failed, and sockets that were no HTTP (OverTLS, NoRequest). When nobody reads
// them, the newest are left out and counted.
func (s *Server) Next(ctx context.Context) (Event, error) { return s.strays.next(ctx) }

// enter counts a goroutine that Close has to wait for; false means that the server is closing.
func (s *Server) enter() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.closed {
		s.running++
	}
	return !s.closed
}

func (s *Server) leave() { s.count(-1) }

func (s *Server) count(n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.running += n
	s.changed.Broadcast()
}

// countSocket counts the sockets that net/http serves; once hijacked, open has them.
func (s *Server) countSocket(_ net.Conn, state http.ConnState) {
	switch state {
	case http.StateNew:
		s.count(+1)
	case http.StateHijacked, http.StateClosed:
		s.count(-1)
	}
}

// after runs f later as a goroutine that Close waits for, unless the server closes first.
func (s *Server) after(d time.Duration, f func()) *time.Timer {
	return time.AfterFunc(d, func() {
		if s.enter() {
			defer s.leave()
			f()
		}
	})
}

// strayLog records what net/http has to say, which is how failed TLS handshakes are known.
type strayLog struct {
	server   *Server
	endpoint string
}

func (l strayLog) Write(line []byte) (int, error) {
	text := strings.TrimSpace(string(line))
	l.server.strays.offer(Event{At: l.server.cfg.Now(), Kind: Refused, Endpoint: l.endpoint, Err: text})
	return len(line), nil
}
