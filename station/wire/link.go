package wire

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/base64"
	"errors"
	"fmt"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

const subprotocol = "ocpp2.0.1" // part 4, table 1

// maxFrame bounds what the CSMS may send in one message where BytesPerMessage does not allow more; a longer one ends the
// connection.
const maxFrame = 1 << 20

// longestFrame leaves room for what surrounds the longest payload allowed, so that a longer one is answered.
func (w *Wire) longestFrame() int64 {
	b := w.product.Capabilities.BytesPerMessage
	return int64(max(maxFrame, 2*max(b.GetReport, b.GetVariables, b.SetVariables, b.SendLocalList)))
}

// Connection is one WebSocket connection. Its reader and its writer are goroutines of the firmware; the writer owns the
// writing side, so that a CSMS that does not read cannot hold up the loop.
type Connection struct {
	conn    *websocket.Conn
	out     chan outgoing
	written chan struct{} // closed when the writer has ended
	alive   bool          // something came since the last ping
}

type outgoing struct {
	ping bool
	text []byte
}

// maxUnsent messages may wait for the writer. More than a handful never do (one CALL at a time, and answers), unless the
// CSMS has stopped reading.
const maxUnsent = 64

// writeBuffers are for what is being written: a connection has none of its own for the times between. textBuffers are for what is
// being read, one for each connection, and for an answer before it is framed.
var (
	writeBuffers sync.Pool
	textBuffers  = sync.Pool{New: func() any { return new(bytes.Buffer) }}
)

// dial makes the connection that a profile describes, and its handshake. A CSMS that does not agree to the subprotocol is not one to talk to.
//
// secured is nil for a profile without TLS; greeting is where the connection below it is looked at.
func (w *Wire) dial(ctx context.Context, profile Profile, header http.Header, secured *tls.Config, greeting *greeting) (*websocket.Conn, error) {
	dialer := websocket.Dialer{
		Subprotocols: []string{subprotocol}, HandshakeTimeout: profile.messageTimeout(), TLSClientConfig: secured, WriteBufferPool: &writeBuffers,
		NetDialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
			conn, err := w.config.Dial(ctx, network, address)
			if err != nil || secured == nil {
				return conn, err
			}
			greeting.Conn = conn
			return greeting, nil
		},
	}
	conn, response, err := dialer.DialContext(ctx, profile.url(w.product.ID), header)
	if err != nil {
		if response != nil {
			err = fmt.Errorf("the CSMS answered the handshake with %s: %w", response.Status, err)
		}
		return nil, err
	}
	if got := conn.Subprotocol(); got != subprotocol {
		return nil, errors.Join(fmt.Errorf("the CSMS chose the subprotocol %q instead of %q", got, subprotocol), conn.Close())
	}
	conn.SetReadLimit(w.longestFrame())
	return conn, nil
}

// authorization is the header of HTTP Basic authentication (A00.FR.202 to 204, 301 to 304): the identity and the password as UTF-8. In
// security profile 3 the client certificate stands in its place.
func (w *Wire) authorization(profile Profile) http.Header {
	header := http.Header{}
	if profile.Data.SecurityProfile == 3 {
		return header
	}
	if user, password := w.Decide.Credentials(); password != "" {
		header.Set("Authorization", "Basic "+base64.StdEncoding.EncodeToString([]byte(user+":"+password)))
	}
	return header
}

func (w *Wire) open(conn *websocket.Conn) *Connection {
	l := &Connection{conn: conn, out: make(chan outgoing, maxUnsent), written: make(chan struct{}), alive: true}
	conn.SetPongHandler(func(string) error {
		w.kernel.Post(func() { l.alive = true })
		return nil
	})
	w.kernel.Go(func() { w.read(l) })
	w.kernel.Go(func() { w.write(l, w.MessageTimeout()) })
	return l
}

func (w *Wire) read(l *Connection) {
	incoming := textBuffers.Get().(*bytes.Buffer)
	defer textBuffers.Put(incoming)
	for {
		incoming.Reset()
		_, r, err := l.conn.NextReader()
		if err == nil {
			_, err = incoming.ReadFrom(r)
		}
		if err != nil {
			w.kernel.Post(func() { w.GiveUp(l, err) })
			return
		}
		data := bytes.Clone(incoming.Bytes())
		if !w.kernel.Post(func() { w.received(l, data) }) {
			return
		}
	}
}

// write ends when out is closed or the connection fails.
func (w *Wire) write(l *Connection, timeout time.Duration) {
	err := l.drain(timeout)
	close(l.written)
	if err != nil {
		w.kernel.Post(func() { w.GiveUp(l, err) })
	}
}

func (l *Connection) drain(timeout time.Duration) error {
	for m := range l.out {
		deadline := time.Now().Add(timeout)
		err := l.conn.SetWriteDeadline(deadline)
		switch {
		case err != nil:
		case m.ping:
			err = l.conn.WriteControl(websocket.PingMessage, nil, deadline)
		default:
			err = l.conn.WriteMessage(websocket.TextMessage, m.text)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// put hands a message to the writer of the present connection.
func (w *Wire) put(m outgoing) {
	select {
	case w.link.out <- m:
	default:
		w.GiveUp(w.link, fmt.Errorf("the CSMS has not read for %d messages", maxUnsent))
	}
}

// HangUp ends the connection, if there is one: at once, or after what was written has gone out.
func (w *Wire) HangUp(abrupt bool) {
	l := w.link
	if l == nil {
		return
	}
	w.link = nil
	close(l.out)
	if !abrupt {
		<-l.written // the write deadline bounds the wait
	}
	if err := l.conn.Close(); err != nil {
		w.kernel.Log.Debug("closing the connection", "error", err)
	}
}

// MessageTimeout is that of the profile (part 2, NetworkConnectionProfileType).
func (w *Wire) MessageTimeout() time.Duration { return w.active.messageTimeout() }

// setPassword is the password that is set.
func (w *Wire) setPassword() string {
	return w.model.Controller("SecurityCtrlr", "BasicAuthPassword", "").Value
}
