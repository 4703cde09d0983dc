package bench

import (
	"context"
	"fmt"
	"net/url"
	"slices"

	"github.com/gorilla/websocket"

	"github.com/certbench/certbench/csmsmock"
	"github.com/certbench/certbench/harness/evidence"
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
	csmsmock.Secured:      octt.Secured,
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

// The words by which a handshake that belongs to no station of the bench is told.
const (
	strayIdentity = "tried to connect; this bench expects"
	strayPath     = "tried to connect at the path"
)

// listen records the handshakes that belong to no station of the bench: they tell why the station that it waits for does
// not come. It ends with the mock.
func (b *Bench) listen() {
	defer close(b.strays)
	for {
		e, err := b.server.Next(context.Background())
		if err != nil {
			return // it is closed: Next knows no other error without an end of its context
		}
		out := translate(e, octt.Refused)
		if h := e.Handshake; h != nil {
			out.Fault = fmt.Sprintf("a station %q %s %q", h.StationID, strayIdentity, b.expects)
			if h.StationID == "" {
				out.Fault = fmt.Sprintf("a station %s %q; this bench expects it at %q", strayPath, h.Path, b.path+"/"+url.PathEscape(b.expects))
			}
		}
		b.Player.Stray(out)
	}
}

func translate(e csmsmock.Event, kind octt.EventKind) octt.Event {
	out := octt.Event{
		At: e.At, Clock: evidence.Clock(e.Clock), Kind: kind, Conn: e.Conn, Endpoint: e.Endpoint, Raw: e.Raw, Size: e.Size, Truncated: e.Truncated,
		Binary: e.Binary, Frame: e.Frame, Fault: e.Err,
		Violations: slices.DeleteFunc(slices.Clone(e.Violations), func(v string) bool { return v == csmsmock.RepeatedID }),
		Reused:     slices.Contains(e.Violations, csmsmock.RepeatedID), // which may be a retry: the engine knows
	}
	out.Secured = securedOf(e.TLS, e.Endpoint)
	if e.Close != nil {
		out.CloseCode, out.CloseText = e.Close.Code, e.Close.Text
	}
	if h := e.Handshake; h != nil {
		out.Handshake = &octt.Handshake{
			Path: h.Path, StationID: h.StationID, User: h.User, Password: h.Password, HasAuth: h.HasAuth,
			Authorization: h.Authorization, Subprotocols: h.Subprotocols, Subprotocol: h.Subprotocol, Header: h.Header, Status: h.Status,
			Secured: securedOf(h.Secure, e.Endpoint),
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
