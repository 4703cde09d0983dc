package csmsmock

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/certbench/certbench/schemas/ocppj"
	"github.com/gorilla/websocket"
)

// keptOfOversize is how many bytes are kept of a message that is larger than Config.MaxFrame.
const keptOfOversize = 4 << 10

// buffers are for the message that is being read, one for each connection.
var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// read takes in messages until the connection ends, and says why it did.
func (c *conn) read() error {
	incoming := buffers.Get().(*bytes.Buffer)
	defer buffers.Put(incoming)
	for {
		c.station.queue.room(c.gone)
		kind, r, err := c.ws.NextReader()
		if err != nil {
			return err
		}
		limit := c.station.server.cfg.MaxFrame
		incoming.Reset()
		if _, err := incoming.ReadFrom(io.LimitReader(r, limit+1)); err != nil {
			return err
		}
		e := c.event(FrameIn, kind, bytes.Clone(incoming.Bytes()))
		e.At, e.Clock = c.arrival(e.At)
		if e.Size > limit {
			c.oversize(e)
			continue
		}
		if err := c.receive(e); err != nil && !errors.Is(err, ErrNotConnected) {
			return err
		}
	}
}

// arrival is when the last byte of the message that was just read arrived, as the kernel has it; without that, now. Nothing
// is read ahead of a message that is not yet whole, so that the last bytes that were read brought its end.
func (c *conn) arrival(now time.Time) (time.Time, Clock) {
	if c.socket != nil {
		if at, told := c.socket.arrived(); told {
			if c.ahead != nil && c.ahead.Buffered() > 0 || c.socket.behind() {
				return at, JoinedClock
			}
			return at, KernelClock
		}
	}
	return now, ProcessClock
}

// receive records one message and gives the answer that part 4 or a rule asks for.
func (c *conn) receive(e Event) error {
	var err error
	e.Frame, err = ocppj.Parse(e.Raw)
	if err == nil && e.Binary {
		err = &ocppj.ParseError{ID: e.Frame.ID, Code: ocppj.RpcFrameworkError, Reason: NotATextMessage}
	}
	switch {
	case err != nil:
		return c.malformed(e, err)
	case e.Frame.Type == ocppj.Call:
		return c.called(e)
	}
	c.replied(e)
	return nil
}

// malformed answers with the message id as far as it could be read (part 4, 4.2.3). A spoiled CALLRESULT or CALLERROR
// gets no answer: a CALLERROR would meet no CALL on the other side, and might be answered in turn.
func (c *conn) malformed(e Event, err error) error {
	e.Kind, e.Err = Malformed, err.Error()
	if e.Binary {
		e.Violations = append(e.Violations, NotATextMessage)
	}
	c.station.queue.put(e)
	fault, ok := errors.AsType[*ocppj.ParseError](err)
	if !ok {
		fault = &ocppj.ParseError{ID: ocppj.UnreadableID, Code: ocppj.RpcFrameworkError, Reason: err.Error()}
	}
	if e.Frame.Type == ocppj.CallResult || e.Frame.Type == ocppj.CallError {
		return nil
	}
	return c.writeError(fault.ID, fault.Code, fault.Reason)
}

// oversize keeps the beginning, and closes as RFC 6455 (7.4.1) has it. What still arrives is recorded until the station
// has answered the close frame.
func (c *conn) oversize(e Event) {
	e.Kind, e.Truncated = Malformed, true
	e.Raw = bytes.Clone(e.Raw[:min(len(e.Raw), keptOfOversize)])
	e.Err = fmt.Sprintf("the message is larger than %d bytes", c.station.server.cfg.MaxFrame)
	c.station.queue.put(e)
	if err := c.farewell(websocket.CloseMessageTooBig, e.Err); err != nil {
		c.cut(err.Error())
	}
}

// writeError sends a CALLERROR of the mock's own.
func (c *conn) writeError(id string, code ocppj.ErrorCode, description string) error {
	return c.write(context.Background(), ocppj.Frame{Type: ocppj.CallError, ID: id, ErrorCode: code, ErrorDescription: description})
}
