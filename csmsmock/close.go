package csmsmock

import (
	"fmt"
	"time"

	"github.com/gorilla/websocket"
)

// maxCloseText is what a control frame leaves for the reason, in bytes (RFC 6455, 5.5).
const maxCloseText = 123

// replaceGrace is how long a connection that is being replaced, and is probably dead, may hold up its close frame.
const replaceGrace = time.Second

// Disconnect sends a close frame and stops sending messages. It does not wait: the Disconnected event comes when the
// station has answered, or is cut after Config.CloseTimeout.
func (st *Station) Disconnect(code int, text string) error {
	if len(text) > maxCloseText {
		return fmt.Errorf("the reason of a close frame has %d bytes, at most %d fit", len(text), maxCloseText)
	}
	c, err := st.current()
	if err != nil {
		return err
	}
	return c.farewell(code, text)
}

// farewell sends a close frame and limits the time until the end.
func (c *conn) farewell(code int, text string) error {
	st := c.station
	c.explain(fmt.Sprintf("closed by the CSMS with %d %q", code, text))
	st.mu.Lock()
	c.closing = true
	st.changed.Broadcast()
	st.mu.Unlock()
	timeout := st.server.cfg.CloseTimeout
	st.server.after(timeout, func() { c.cut("") })
	err := c.ws.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(code, text), time.Now().Add(timeout))
	if err != nil {
		return fmt.Errorf("sending the close frame to station %s: %w", st.id, err)
	}
	return nil
}

// turnAway completes a handshake only to close it (part 4, 3.2): the client's answer is awaited, nothing is recorded.
func (c *conn) turnAway(text string) {
	if !c.begin() {
		return
	}
	defer c.release()
	for err := c.farewell(websocket.CloseProtocolError, text); err == nil; {
		_, _, err = c.ws.NextReader()
	}
}

// replace ends the connection for a newer one of the same station.
func (c *conn) replace() {
	const text = "replaced by a newer connection"
	c.explain(text)
	message := websocket.FormatCloseMessage(websocket.ClosePolicyViolation, text)
	// That an old socket cannot take the close frame is nothing to report: it is cut in any case.
	_ = c.ws.WriteControl(websocket.CloseMessage, message, time.Now().Add(replaceGrace))
	c.cut("")
}

// Drop cuts the connection without a close frame, as a lost network would.
func (st *Station) Drop() error {
	c, err := st.current()
	if err != nil {
		return err
	}
	c.cut("dropped by the CSMS")
	return nil
}
