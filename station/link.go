package station

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/gorilla/websocket"

	"github.com/certbench/certbench/station/defects"
)

const subprotocol = "ocpp2.0.1" // part 4, table 1

// maxFrame bounds what the CSMS may send in one message where BytesPerMessage does not allow more; a longer one ends the
// connection.
const maxFrame = 1 << 20

// longestFrame leaves room for what surrounds the longest payload allowed, so that a longer one is answered.
func (fw *firmware) longestFrame() int64 {
	b := fw.config.Capabilities.BytesPerMessage
	return int64(max(maxFrame, 2*max(b.GetReport, b.GetVariables, b.SetVariables)))
}

// link is one WebSocket connection. Its reader and its writer are goroutines of the firmware; the writer owns the
// writing side, so that a CSMS that does not read cannot hold up the loop.
type link struct {
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

// dial makes the connection that a profile describes, and its handshake. A CSMS that does not agree to the subprotocol is not one to talk to.
func (fw *firmware) dial(ctx context.Context, profile networkProfile, header http.Header) (*websocket.Conn, error) {
	dialer := websocket.Dialer{
		NetDialContext: fw.config.Dial, Subprotocols: []string{subprotocol}, HandshakeTimeout: profile.messageTimeout(),
	}
	conn, response, err := dialer.DialContext(ctx, profile.url(fw.config.ID), header)
	if err != nil {
		if response != nil {
			err = fmt.Errorf("the CSMS answered the handshake with %s: %w", response.Status, err)
		}
		return nil, err
	}
	if got := conn.Subprotocol(); got != subprotocol {
		return nil, errors.Join(fmt.Errorf("the CSMS chose the subprotocol %q instead of %q", got, subprotocol), conn.Close())
	}
	conn.SetReadLimit(fw.longestFrame())
	return conn, nil
}

// authorization is the header of HTTP Basic authentication (A00.FR.202 to 204): the identity and the password as UTF-8.
func (fw *firmware) authorization() http.Header {
	header := http.Header{}
	user := fw.config.ID
	if fw.defects.Has(defects.BasicAuthWrongUser) {
		user += "-x"
	}
	if fw.password != "" && !fw.defects.Has(defects.BasicAuthOmitted) {
		header.Set("Authorization", "Basic "+base64.StdEncoding.EncodeToString([]byte(user+":"+fw.password)))
	}
	return header
}

func (fw *firmware) open(conn *websocket.Conn) *link {
	l := &link{conn: conn, out: make(chan outgoing, maxUnsent), written: make(chan struct{}), alive: true}
	conn.SetPongHandler(func(string) error {
		fw.post(func() { l.alive = true })
		return nil
	})
	fw.wg.Go(func() { fw.read(l) })
	fw.wg.Go(func() { fw.write(l, fw.messageTimeout()) })
	return l
}

func (fw *firmware) read(l *link) {
	for {
		_, data, err := l.conn.ReadMessage()
		if err != nil {
			fw.post(func() { fw.lost(l, err) })
			return
		}
		if !fw.post(func() { fw.received(l, data) }) {
			return
		}
	}
}

// write ends when out is closed or the connection fails.
func (fw *firmware) write(l *link, timeout time.Duration) {
	err := l.drain(timeout)
	close(l.written)
	if err != nil {
		fw.post(func() { fw.lost(l, err) })
	}
}

func (l *link) drain(timeout time.Duration) error {
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
func (fw *firmware) put(m outgoing) {
	select {
	case fw.link.out <- m:
	default:
		fw.lost(fw.link, fmt.Errorf("the CSMS has not read for %d messages", maxUnsent))
	}
}

// hangUp ends the connection, if there is one: at once, or after what was written has gone out.
func (fw *firmware) hangUp(abrupt bool) {
	l := fw.link
	if l == nil {
		return
	}
	fw.link = nil
	close(l.out)
	if !abrupt {
		<-l.written // the write deadline bounds the wait
	}
	if err := l.conn.Close(); err != nil {
		fw.log.Debug("closing the connection", "error", err)
	}
}

// messageTimeout is that of the profile (part 2, NetworkConnectionProfileType).
func (fw *firmware) messageTimeout() time.Duration { return fw.active.messageTimeout() }

func (m *deviceModel) password() string {
	return m.controller("SecurityCtrlr", "BasicAuthPassword", "").value
}
