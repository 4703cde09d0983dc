package bench

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"sync"

	"github.com/gorilla/websocket"

	"github.com/certbench/certbench/csmsmock"
	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/schemas"
	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/schemas/ocppj"
)

// connection is the mock's station as the table language sees it. Who is let in follows what the station makes of a new password.
type connection struct {
	*csmsmock.Station

	mu       sync.Mutex
	open     bool              // any credentials are let in
	password string            // that the station has, as far as is known
	coming   map[string]string // new passwords by the ids of the requests that are not answered
	either   string            // another one that the station may have: it takes it at its next boot, or has not answered
	sending  bool              // such a request is being sent: its id is not known yet, and
	early    []csmsmock.Event  // answers that have come meanwhile
}

func newConnection(of *csmsmock.Station, password string) *connection {
	return &connection{Station: of, password: password, coming: map[string]string{}}
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
func (c *connection) Next(ctx context.Context) (octt.Event, error) {
	for {
		e, err := c.Station.Next(ctx)
		if err != nil {
			return octt.Event{}, err
		}
		c.follow(e)
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

func (c *connection) AnswerError(id string, code ocppj.ErrorCode, description string) error {
	return c.Station.AnswerError(id, code, description, nil)
}

// Authenticate implements octt.CSMS.
func (c *connection) Authenticate(needed bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.open = !needed
	c.admit()
}

// admit lets in what the station may present. The caller holds mu.
func (c *connection) admit() {
	if c.open {
		c.SetCredentials(csmsmock.Credentials{}) // an empty password asks for none
		return
	}
	c.SetCredentials(csmsmock.Credentials{Password: c.password, Also: c.either})
}

// Call implements octt.CSMS. From a request for a new password on both are let in, until the station has answered: A01.FR.03 and
// FR.04 say what its answer means.
func (c *connection) Call(ctx context.Context, action string, payload []byte) (string, error) {
	wanted := newPassword(action, payload)
	c.mu.Lock()
	if wanted == "" || c.password == "" {
		c.mu.Unlock()
		return c.Station.Call(ctx, action, payload)
	}
	c.either, c.sending = wanted, true
	c.admit()
	c.mu.Unlock()
	id, err := c.Station.Call(ctx, action, payload)
	c.mu.Lock()
	defer c.mu.Unlock()
	early := c.early
	c.sending, c.early = false, nil
	if err != nil {
		return id, err
	}
	c.coming[id] = wanted
	for _, e := range early {
		c.heed(e)
	}
	return id, nil
}

// newPassword is the one that a request sets, empty for none.
func newPassword(action string, payload []byte) string {
	if action != "SetVariables" {
		return ""
	}
	q, err := schemas.Message[ocpp201.SetVariablesRequest](schemas.Read(payload))
	if err != nil {
		return ""
	}
	for _, data := range q.SetVariableData {
		if data.Component.Name+"."+data.Variable.Name == octt.Password {
			return data.AttributeValue
		}
	}
	return ""
}

// follow notes what the station makes of a new password: that it has it, has it from its next boot on, or has the old one still.
func (c *connection) follow(e csmsmock.Event) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.sending && e.Kind == csmsmock.FrameIn && e.Frame.Type != ocppj.Call {
		c.early = append(c.early, e)
		return
	}
	c.heed(e)
}

// heed is follow for who holds mu.
func (c *connection) heed(e csmsmock.Event) {
	switch wanted, asked := c.coming[e.Frame.ID]; {
	case e.Kind == csmsmock.Connected && c.either != "" && e.Handshake.HasAuth && e.Handshake.Password == c.either:
		c.password, c.either = c.either, ""
	case e.Kind == csmsmock.FrameIn && asked && e.Frame.Type != ocppj.Call:
		delete(c.coming, e.Frame.ID)
		var p ocpp201.SetVariablesResponse
		if e.Frame.Type != ocppj.CallResult || ocpp201.Decode(e.Frame.Payload, &p) != nil {
			c.either = ""
			break
		}
		switch status := passwordStatus(p); status {
		case ocpp201.SetVariableStatusAccepted:
			c.password, c.either = wanted, ""
		case ocpp201.SetVariableStatusRebootRequired:
		default:
			c.either = ""
		}
	default:
		return
	}
	c.admit()
}

func passwordStatus(p ocpp201.SetVariablesResponse) ocpp201.SetVariableStatus {
	for _, r := range p.SetVariableResult {
		if r.Component.Name+"."+r.Variable.Name == octt.Password {
			return r.AttributeStatus
		}
	}
	return ""
}

// Disconnect first refuses, so that no reconnect can slip in between.
func (c *connection) Disconnect() error {
	c.Refuse(0)
	return c.Station.Disconnect(websocket.CloseNormalClosure, "the bench closes the connection")
}
