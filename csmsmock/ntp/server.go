package ntp

import (
	"errors"
	"fmt"
	"net"
	"sync"
	"time"
)

// mostHeard is how many requests are told of in the life of a server: each leaves a record. A station that asks every minute asks
// as often in a week. Those after it are answered all the same.
const mostHeard = 10_000

// longest is how much of a datagram is read, in bytes; extension fields and authentication are not looked at.
const longest = 1024

// Config is what a server is made of; the zero value shows the time of its machine and tells nobody.
type Config struct {
	// Heard is called once for every request when it is answered or turned down, by the goroutine that serves.
	Heard func(Request)
}

// Request is one datagram that came, and what became of it.
type Request struct {
	At      time.Time // when it came, by package time
	Client  string    // its address
	Version int       // of NTP; 0 where it is too short to tell
	Mode    int       // 3 for a client
	Size    int       // bytes, of at most 1,024 that are read
	Shown   time.Time // the time that the answer shows; zero where there was none
	Fault   Fault     // what was wrong with the answer
	Why     string    // why there was none, but for a fault; empty where there was one
}

// Server answers. All methods may be called concurrently.
type Server struct {
	cfg Config

	mu      sync.Mutex
	ahead   time.Duration
	fault   Fault
	last    time.Time // that was shown
	heard   int
	serving []net.PacketConn
	closed  bool
	wg      sync.WaitGroup // of Serve
}

// New returns a server that serves nothing yet. Close it.
func New(cfg Config) *Server { return &Server{cfg: cfg} }

// errEra is why a time is not shown.
var errEra = fmt.Errorf("clients agree about times from %s to before %s only, the end of the NTP era", Earliest.Format(time.RFC3339), EraEnd.Format(time.RFC3339))

// Ahead has the server show a time that is so far ahead of package time's, or behind it. It refuses one that clients do not agree
// about, and goes on with what it showed.
func (s *Server) Ahead(by time.Duration) error {
	if shown := time.Now().Add(by); !inEra(shown) {
		return fmt.Errorf("the NTP server cannot show %s: %w", shown.UTC().Format(time.RFC3339), errEra)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ahead, s.last = by, time.Time{}
	return nil
}

// Behave has every answer from now on have a fault; None has them be right.
func (s *Server) Behave(f Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.fault = f
}

// Serve answers what comes until Close, which it reports as nil, or until the connection fails. It closes the connection.
func (s *Server) Serve(c net.PacketConn) error {
	if !s.begin(c) {
		return c.Close()
	}
	defer s.wg.Done()
	b := make([]byte, longest)
	for {
		n, from, err := c.ReadFrom(b)
		if err != nil {
			if s.isClosed() {
				return nil
			}
			return fmt.Errorf("serving time at %s: %w", c.LocalAddr(), errors.Join(err, c.Close()))
		}
		s.tell(s.respond(c, b[:n], from))
	}
}

func (s *Server) begin(c net.PacketConn) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return false
	}
	s.wg.Add(1)
	s.serving = append(s.serving, c)
	return true
}

func (s *Server) isClosed() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.closed
}

// respond answers one datagram, where it is to be answered.
func (s *Server) respond(c net.PacketConn, b []byte, from net.Addr) Request {
	r := Request{At: time.Now(), Client: from.String(), Size: len(b)}
	q, err := parse(b)
	r.Version, r.Mode = int(q.version), int(q.mode)
	if err == nil {
		var a answer
		if a, r.Fault, err = s.answer(r.At); err == nil && r.Fault != Silent {
			r.Shown = a.sent
			_, err = c.WriteTo(a.bytes(q), from)
		}
	}
	if err != nil {
		r.Shown, r.Why = time.Time{}, err.Error()
	}
	return r
}

// answer is what the server says to a request that came at a time. No two answers show the same time, however close they are: a
// client takes a clock that stands still for a broken one.
func (s *Server) answer(at time.Time) (answer, Fault, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	received := at.Add(s.ahead)
	if !received.After(s.last) {
		received = s.last.Add(time.Microsecond)
	}
	sent := time.Now().Add(s.ahead)
	if !sent.After(received) {
		sent = received.Add(time.Microsecond)
	}
	s.last = sent
	a := s.fault.spoilt(received, sent)
	if !inEra(a.set) || !inEra(a.sent) {
		return a, s.fault, errEra
	}
	return a, s.fault, nil
}

// tell tells of a request, unless too many were told of.
func (s *Server) tell(r Request) {
	s.mu.Lock()
	s.heard++
	told := s.heard <= mostHeard
	s.mu.Unlock()
	if told && s.cfg.Heard != nil {
		s.cfg.Heard(r)
	}
}

// Close ends every Serve and waits for them. Nothing is told after it.
func (s *Server) Close() error {
	s.mu.Lock()
	s.closed = true
	serving := s.serving
	s.serving = nil
	s.mu.Unlock()
	var all error
	for _, c := range serving {
		if err := c.Close(); !errors.Is(err, net.ErrClosed) {
			all = errors.Join(all, err)
		}
	}
	s.wg.Wait()
	return all
}
