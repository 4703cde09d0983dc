package csmsmock

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net"
	"sync"
	"time"

	"github.com/certbench/certbench/schemas/ocppj"
	"github.com/gorilla/websocket"
)

// conn is one WebSocket connection of a station.
type conn struct {
	station  *Station
	ws       *websocket.Conn
	socket   socket        // nil where nobody stamps
	reads    counting      // nil where nobody counts
	ahead    *bufio.Reader // what ws reads through
	endpoint string
	number   int           // set by attach, before anyone else knows the conn
	slot     chan struct{} // the one place of a writer: waiting for a mutex would stop a synctest bubble's clock
	gone     chan struct{} // closed when the socket is no longer to be used
	done     chan struct{} // closed when serve is about to return and the end is recorded
	once     sync.Once     // closes gone

	lastCall int // reads up to the last CALL of the station; of the goroutine that reads

	// guarded by station.mu
	closing bool   // we sent a close frame: record what comes, send nothing
	cause   string // why we ended it; empty if we did not
	ignored bool   // the station's last CALL gets no answer
	pongs   map[string]chan struct{}
}

func newConn(st *Station, ws *websocket.Conn, ahead *bufio.Reader, endpoint string) *conn {
	return &conn{
		station:  st,
		ws:       ws,
		socket:   socketBelow(ws.NetConn()),
		reads:    countingBelow(ws.NetConn()),
		ahead:    ahead,
		endpoint: endpoint,
		slot:     make(chan struct{}, 1),
		gone:     make(chan struct{}),
		done:     make(chan struct{}),
		pongs:    map[string]chan struct{}{},
	}
}

// serve is the life of the connection, in the goroutine of its handshake.
func (c *conn) serve(hs *Handshake) {
	defer close(c.done)
	if !c.begin() {
		return
	}
	defer c.release()
	c.station.attach(c, hs)
	c.ws.SetPingHandler(c.pinged)
	c.ws.SetPongHandler(c.ponged)
	ended := errPanicked
	defer func() {
		c.leave()
		c.station.detach(c, ended)
	}()
	ended = c.read()
}

// errPanicked is how a connection ends under a background function that panics; net/http recovers it.
var errPanicked = errors.New("a background function panicked")

func (c *conn) begin() bool {
	if c.station.server.adopt(c) {
		return true
	}
	c.cut(ErrClosed.Error())
	return false
}

func (c *conn) release() {
	c.station.server.disown(c)
	c.leave()
	_ = c.ws.Close() // fails when it was cut, which is no news
}

// leave stops writers. It comes before the end is recorded, so that nothing is recorded as sent after it.
func (c *conn) leave() { c.once.Do(func() { close(c.gone) }) }

// cut ends the connection without a close frame. It may be called at any time and does not wait.
func (c *conn) cut(cause string) {
	c.explain(cause)
	c.leave()
	socket := c.ws.NetConn()
	for {
		inner, ok := socket.(interface{ NetConn() net.Conn })
		if !ok {
			break
		}
		socket = inner.NetConn() // tls.Conn.Close would say goodbye, and could block
	}
	_ = socket.Close() // only says that it was closed before
	c.station.queue.wake()
}

// explain keeps the first cause.
func (c *conn) explain(cause string) {
	c.station.mu.Lock()
	defer c.station.mu.Unlock()
	if c.cause == "" {
		c.cause = cause
	}
}

// write sends one frame. The FrameOut event comes before whatever the station answers.
func (c *conn) write(ctx context.Context, f ocppj.Frame) error {
	raw := f.Encode()
	return c.writeText(ctx, raw, f)
}

// writeRaw is write for a text of any kind, which is a frame if it can be read as one.
func (c *conn) writeRaw(raw []byte) error {
	f, err := ocppj.Parse(raw)
	if err != nil {
		f = ocppj.Frame{}
	}
	return c.writeText(context.Background(), raw, f)
}

func (c *conn) writeText(ctx context.Context, raw []byte, f ocppj.Frame) error {
	select {
	case c.slot <- struct{}{}:
		defer func() { <-c.slot }()
	case <-c.gone:
		return ErrNotConnected
	case <-ctx.Done():
		return context.Cause(ctx)
	}
	if err := c.ws.SetWriteDeadline(c.writeBy()); err != nil {
		return err
	}
	out, ok := c.recordOut(raw, f)
	if !ok {
		return ErrNotConnected
	}
	err := c.ws.WriteMessage(websocket.TextMessage, raw)
	c.station.queue.left(out)
	if err != nil {
		err = fmt.Errorf("the message could not be written: %w", err)
		c.cut(err.Error())
		return err
	}
	return nil
}

// recordOut records a message that is about to be written; false when it must not be any more.
func (c *conn) recordOut(raw []byte, f ocppj.Frame) (*departure, bool) {
	st := c.station
	e := c.event(FrameOut, websocket.TextMessage, raw)
	e.Frame = f
	st.mu.Lock()
	defer st.mu.Unlock()
	if c.closing || isClosed(c.gone) {
		return nil, false
	}
	e.At = st.server.cfg.Now() // once more, as near to the write as can be
	if c.socket != nil {
		e.departs = &departure{socket: c.socket, handed: e.At}
	}
	st.queue.put(e)
	return e.departs, true
}

func (c *conn) event(kind EventKind, messageType int, raw []byte) Event {
	return Event{
		At:       c.station.server.cfg.Now(),
		Kind:     kind,
		Clock:    ProcessClock,
		Conn:     c.number,
		Endpoint: c.endpoint,
		Raw:      raw,
		Size:     int64(len(raw)),
		Binary:   messageType == websocket.BinaryMessage,
	}
}

func (c *conn) writeBy() time.Time { return time.Now().Add(c.station.server.cfg.WriteTimeout) }
