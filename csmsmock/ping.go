package csmsmock

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"github.com/gorilla/websocket"
)

// Ping sends a WebSocket ping and waits for its pong.
func (st *Station) Ping(ctx context.Context) error {
	c, err := st.current()
	if err != nil {
		return err
	}
	data, pong := c.expectPong()
	if err := c.ws.WriteControl(websocket.PingMessage, []byte(data), c.writeBy()); err != nil {
		return fmt.Errorf("ping to station %s: %w", st.id, err)
	}
	select {
	case <-pong:
		return nil
	case <-c.gone:
		return ErrNotConnected
	case <-ctx.Done():
		c.forgetPong(data)
		return fmt.Errorf("no pong from station %s: %w", st.id, context.Cause(ctx))
	}
}

// pinged records the ping and answers it (RFC 6455, 5.5.2).
func (c *conn) pinged(data string) error {
	st := c.station
	st.queue.room(c.gone)
	st.queue.put(c.event(Pinged, websocket.PingMessage, []byte(data)))
	err := c.ws.WriteControl(websocket.PongMessage, []byte(data), c.writeBy())
	if errors.Is(err, websocket.ErrCloseSent) {
		return nil
	}
	return err
}

func (c *conn) ponged(data string) error {
	c.station.mu.Lock()
	defer c.station.mu.Unlock()
	if pong, asked := c.pongs[data]; asked {
		close(pong)
		delete(c.pongs, data)
	}
	return nil
}

// expectPong returns the data for a ping, and what is closed when it comes back.
func (c *conn) expectPong() (string, <-chan struct{}) {
	st := c.station
	st.mu.Lock()
	defer st.mu.Unlock()
	st.pings++
	data, pong := strconv.Itoa(st.pings), make(chan struct{})
	c.pongs[data] = pong
	return data, pong
}

func (c *conn) forgetPong(data string) {
	c.station.mu.Lock()
	defer c.station.mu.Unlock()
	delete(c.pongs, data)
}
