package sutserve

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/gorilla/websocket"

	"github.com/certbench/certbench/rigs"
)

// Bounds of the outbound form: a longer order is none, and a tool that shows no life for idle is gone.
const (
	maxOrder = 64 << 10
	idle     = time.Minute
	beat     = 20 * time.Second
	taken    = 20 * time.Second // for the tool to take an answer
)

// order is what the tool asks for over the WebSocket.
type order struct {
	Time      string          `json:"time"`
	ID        json.RawMessage `json:"id"` // sent back as it came: tools number or name their orders
	Type      Side            `json:"type"`
	Operation string          `json:"operation"`
	Params    []struct {
		Key   string          `json:"key"`
		Value json.RawMessage `json:"value"`
	} `json:"params"`
}

// done is the answer to an order. Error is ours; a tool that does not know it passes over it. What was seen stands in it where the order is one of
// ours.
type done struct {
	ID json.RawMessage `json:"id"`
	Answer
}

// Connect opens the outbound form at the tool's endpoint, such as wss://tool.example/ws_api, and does what it is asked to,
// one order after the other, until ctx ends (nil) or the connection does. The token is the tool's; connected is called once
// the connection is there.
func (s *Service) Connect(ctx context.Context, dialer *websocket.Dialer, endpoint, token string, connected func()) error {
	conn, response, err := dialer.DialContext(ctx, endpoint, http.Header{"Authorization": {"Bearer " + token}})
	if err != nil {
		if response != nil {
			return fmt.Errorf("%s answered %s; look at the endpoint and the token: %w", endpoint, response.Status, err)
		}
		return fmt.Errorf("%s cannot be reached: %w", endpoint, err)
	}
	connected()
	defer conn.Close()
	defer context.AfterFunc(ctx, func() { conn.Close() })()
	conn.SetReadLimit(maxOrder)
	stop := keepAlive(conn)
	defer stop()
	for {
		kind, data, err := conn.ReadMessage()
		if ctx.Err() != nil {
			return nil
		}
		if err != nil {
			return fmt.Errorf("the connection to %s ended: %w", endpoint, err)
		}
		answer := s.obey(ctx, kind, data)
		err = conn.SetWriteDeadline(time.Now().Add(taken))
		if err == nil {
			err = conn.WriteJSON(answer)
		}
		if err == nil {
			err = conn.SetReadDeadline(time.Now().Add(idle))
		}
		if ctx.Err() != nil {
			return nil
		}
		if err != nil {
			return fmt.Errorf("the connection to %s ended before an answer was taken: %w", endpoint, err)
		}
	}
}

// keepAlive pings until it is stopped, and gives a silent connection up.
func keepAlive(conn *websocket.Conn) (stop func()) {
	alive := func(string) error { return conn.SetReadDeadline(time.Now().Add(idle)) }
	_ = alive("") // fails on a closed connection only, which the next read tells
	conn.SetPongHandler(alive)
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		tick := time.NewTicker(beat)
		defer tick.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
				// A ping that cannot be written is told by the next read.
				_ = conn.WriteControl(websocket.PingMessage, nil, time.Now().Add(beat))
			}
		}
	}()
	return func() {
		cancel()
		<-ended
	}
}

// obey does one order.
func (s *Service) obey(ctx context.Context, kind int, data []byte) done {
	var o order
	err := json.Unmarshal(data, &o)
	if err == nil && kind != websocket.TextMessage {
		err = errors.New("it is no text message")
	}
	if err != nil {
		return done{o.id(), no(fmt.Errorf("%w: the order cannot be read: %v", ErrCall, err))}
	}
	p, err := o.params()
	var back rigs.ReadBack
	if err == nil {
		back, err = s.Do(context.WithoutCancel(ctx), o.Type, o.Operation, p)
	}
	if o.Operation != "display" {
		back.Observed = ""
	}
	return done{o.id(), answerTo(o.Operation, p, back, err)}
}

func (o order) id() json.RawMessage {
	if len(o.ID) == 0 {
		return json.RawMessage("null")
	}
	return o.ID
}

// params reads values as texts: tools send numbers and truth values with quotes or without.
func (o order) params() (Params, error) {
	p := Params{}
	for _, pair := range o.Params {
		if _, twice := p[pair.Key]; twice {
			return nil, fmt.Errorf("%w: parameter %q is given twice; give it once", ErrCall, pair.Key)
		}
		var text string
		if json.Unmarshal(pair.Value, &text) != nil {
			text = string(pair.Value)
		}
		if text == "null" {
			text = ""
		}
		p[pair.Key] = text
	}
	return p, nil
}
