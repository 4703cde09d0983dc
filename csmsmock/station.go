package csmsmock

import (
	"context"
	"sync"
	"time"

	"github.com/gorilla/websocket"

	"github.com/certbench/certbench/harness/seen"
)

// The bounds of what is remembered about a station.
const (
	seenIDs  = 1 << 10 // message ids of its CALLs, to notice one that returns: a counter that begins anew comes upon them after a boot or two
	askedIDs = 1 << 8  // message ids of our CALLs, to tell late answers from unasked ones
	maxHeld  = 1 << 12 // unanswered CALLs; a station may have one (part 4, 4.1.1)
)

// Station is one charging station as the CSMS knows it, across its connections. All methods may be called concurrently.
type Station struct {
	id     string
	server *Server
	queue  *queue

	mu          sync.Mutex
	changed     *sync.Cond
	auth        Credentials
	conn        *conn // nil between connections
	conns       int
	closed      bool
	refused     bool
	refuseUntil time.Time // zero while refused means: until Accept
	closedAt    []string  // endpoints that turn it down

	rules       map[string]rule
	held        []*heldCall
	seen        *seen.Texts // ids of its CALLs
	asked       *recent[callState]
	outstanding string // id of our unanswered CALL
	pings       int
}

func newStation(s *Server, id string) *Station {
	st := &Station{
		id:     id,
		server: s,
		queue:  newQueue(&s.seq, s.cfg.MaxQueue),
		rules:  map[string]rule{},
		seen:   seen.Newest(seenIDs),
		asked:  newRecent[callState](askedIDs),
	}
	st.changed = sync.NewCond(&st.mu)
	return st
}

// ID returns the station's identity.
func (st *Station) ID() string { return st.id }

// SetCredentials changes what the next connection must present.
func (st *Station) SetCredentials(auth Credentials) {
	st.mu.Lock()
	defer st.mu.Unlock()
	st.auth = auth
}

// Next returns the next event and waits for it as long as ctx allows; after Server.Close and the last event it returns
// ErrClosed. Somebody has to read: when Config.MaxQueue bytes wait, the station's socket is no longer read.
func (st *Station) Next(ctx context.Context) (Event, error) { return st.queue.next(ctx) }

// Refuse turns new connections down with HTTP 503 for a time, or until Accept if d is 0. A connection that exists goes on.
func (st *Station) Refuse(d time.Duration) {
	st.mu.Lock()
	defer st.mu.Unlock()
	st.refused, st.refuseUntil = true, time.Time{}
	if d > 0 {
		st.refuseUntil = time.Now().Add(d)
	}
}

// RefuseAt turns new connections at some endpoints down with HTTP 503, and at no other one, whatever Accept says.
func (st *Station) RefuseAt(endpoints ...string) {
	st.mu.Lock()
	defer st.mu.Unlock()
	st.closedAt = endpoints
}

// Accept ends Refuse.
func (st *Station) Accept() {
	st.mu.Lock()
	defer st.mu.Unlock()
	st.refused = false
}

func (st *Station) refusing() bool {
	return st.refused && (st.refuseUntil.IsZero() || time.Now().Before(st.refuseUntil))
}

// Connected tells whether the station has a connection that the server is not about to end.
func (st *Station) Connected() bool {
	st.mu.Lock()
	defer st.mu.Unlock()
	return st.open() != nil
}

// open returns the connection on which messages can be sent, or nil. The caller holds st.mu.
func (st *Station) open() *conn {
	if st.conn == nil || st.conn.closing {
		return nil
	}
	return st.conn
}

// current is open for those who do not hold st.mu.
func (st *Station) current() (*conn, error) {
	st.mu.Lock()
	defer st.mu.Unlock()
	if c := st.open(); c != nil {
		return c, nil
	}
	return nil, ErrNotConnected
}

// WaitConnected waits until Connected, which follows the station's own view of its handshake by a moment.
func (st *Station) WaitConnected(ctx context.Context) error {
	st.mu.Lock()
	defer st.mu.Unlock()
	return st.await(ctx, func() bool { return st.open() != nil })
}

// await waits until ready, the end of ctx or of the server. The caller holds st.mu.
func (st *Station) await(ctx context.Context, ready func() bool) error {
	if ready() {
		return nil
	}
	stop := context.AfterFunc(ctx, func() {
		st.mu.Lock()
		defer st.mu.Unlock()
		st.changed.Broadcast()
	})
	defer stop()
	for !ready() {
		if st.closed {
			return ErrClosed
		}
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		st.changed.Wait()
	}
	return nil
}

func (st *Station) shut() {
	st.mu.Lock()
	defer st.mu.Unlock()
	st.closed = true
	st.changed.Broadcast()
}

// attach makes c the station's connection once the one before has ended: as real CSMSs do, the newer one replaces it.
func (st *Station) attach(c *conn, hs *Handshake) {
	st.mu.Lock()
	defer st.mu.Unlock()
	for st.conn != nil {
		old := st.conn
		st.mu.Unlock()
		old.replace()
		<-old.done
		st.mu.Lock()
	}
	st.conns++
	c.number = st.conns
	st.conn = c
	st.queue.put(Event{At: st.server.cfg.Now(), Kind: Connected, Conn: c.number, Endpoint: c.endpoint, Handshake: hs})
	st.changed.Broadcast()
}

// detach records the end of the connection; what was unanswered on it stays so.
func (st *Station) detach(c *conn, ended error) {
	st.mu.Lock()
	defer st.mu.Unlock()
	e := Event{At: st.server.cfg.Now(), Kind: Disconnected, Conn: c.number, Endpoint: c.endpoint, Err: c.cause}
	if closing, ok := ended.(*websocket.CloseError); ok && closing.Code != websocket.CloseAbnormalClosure {
		e.Close = &Close{Code: closing.Code, Text: closing.Text}
	} else if e.Err == "" {
		e.Err = ended.Error()
	}
	st.conn = nil
	st.release()
	if st.outstanding != "" {
		st.abandon(st.outstanding)
	}
	st.queue.put(e)
	st.changed.Broadcast()
}
