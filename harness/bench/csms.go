package bench

import (
	"context"

	"github.com/gorilla/websocket"

	"github.com/certbench/certbench/csmsmock"
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/schemas/ocppj"
)

// connection is the mock's station as the table language sees it.
type connection struct {
	*csmsmock.Station
	password string
}

var kinds = map[csmsmock.EventKind]octt.EventKind{
	csmsmock.Connected:    octt.Connected,
	csmsmock.Disconnected: octt.Disconnected,
	csmsmock.Refused:      octt.Refused,
	csmsmock.FrameIn:      octt.FrameIn,
	csmsmock.FrameOut:     octt.FrameOut,
	csmsmock.Malformed:    octt.Malformed,
}

// Next passes over WebSocket pings: they are no messages.
func (c connection) Next(ctx context.Context) (octt.Event, error) {
	for {
		e, err := c.Station.Next(ctx)
		if err != nil {
			return octt.Event{}, err
		}
		if kind, ok := kinds[e.Kind]; ok {
			return translate(e, kind), nil
		}
	}
}

func translate(e csmsmock.Event, kind octt.EventKind) octt.Event {
	out := octt.Event{
		At: e.At, Kind: kind, Conn: e.Conn, Endpoint: e.Endpoint, Raw: e.Raw, Size: e.Size, Truncated: e.Truncated,
		Binary: e.Binary, Frame: e.Frame, Fault: e.Err, Violations: e.Violations,
	}
	if e.Close != nil {
		out.CloseCode, out.CloseText = e.Close.Code, e.Close.Text
	}
	if h := e.Handshake; h != nil {
		out.Handshake = &octt.Handshake{
			Path: h.Path, StationID: h.StationID, User: h.User, Password: h.Password, HasAuth: h.HasAuth,
			Authorization: h.Authorization, Subprotocols: h.Subprotocols, Subprotocol: h.Subprotocol, Header: h.Header,
		}
	}
	return out
}

func (c connection) AnswerError(id string, code ocppj.ErrorCode, description string) error {
	return c.Station.AnswerError(id, code, description, nil)
}

func (c connection) Authenticate(needed bool) {
	if needed {
		c.SetCredentials(csmsmock.Credentials{Password: c.password})
		return
	}
	c.SetCredentials(csmsmock.Credentials{}) // an empty password asks for none
}

// Disconnect first refuses, so that no reconnect can slip in between.
func (c connection) Disconnect() error {
	c.Refuse(0)
	return c.Station.Disconnect(websocket.CloseNormalClosure, "the bench closes the connection")
}
