package octt

import (
	"context"
	"net/http"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/schemas"
	"github.com/certbench/certbench/schemas/ocppj"
)

// CSMS is the connection to the one station under test, as a case needs it. The mock does what it is told; everything
// that is judged is judged here. Implementations are safe for concurrent use.
type CSMS interface {
	// Next returns the events of this station in the order in which they happened; it blocks until there is one, or
	// ctx ends.
	Next(ctx context.Context) (Event, error)
	// Call sends a CALL and returns its message id without waiting for the answer. It waits for its turn while
	// another CALL is outstanding (part 4, section 4.1.1: one outstanding per side).
	Call(ctx context.Context, action string, payload []byte) (id string, err error)
	// Abandon gives an unanswered CALL up, so that the next may be sent.
	Abandon(id string)
	// Answer and AnswerError reply to a CALL of the station.
	Answer(id string, payload []byte) error
	AnswerError(id string, code ocppj.ErrorCode, description string) error
	// Ignore leaves a CALL of the station unanswered for good: the station may send its next from now on.
	Ignore(id string)
	// Disconnect closes the WebSocket and refuses every reconnect until Accept.
	Disconnect() error
	Accept()
	// Authenticate tells whether a connection needs the station's credentials, as it does at first, or is let in with any.
	Authenticate(bool)
	// Connected tells whether the station's WebSocket is open now.
	Connected() bool
}

// EventKind tells what happened on the connection.
type EventKind string

// The kinds of events.
const (
	Connected    EventKind = "connected"
	Disconnected EventKind = "disconnected"
	Refused      EventKind = "refused" // a handshake was turned down: not accepting, wrong credentials, or of no station of ours
	Secured      EventKind = "secured" // a connection to an endpoint with TLS: what the station made of it, before any request on it
	FrameIn      EventKind = "in"
	FrameOut     EventKind = "out"
	Malformed    EventKind = "malformed" // a frame that is no OCPP-J message
)

// Event is one thing that happened on the connection. Raw is the WebSocket message as it was, which nobody changes any more; Frame
// is set when it could be read as OCPP-J, otherwise Fault says why not.
type Event struct {
	At         time.Time      // of a frame: when its last byte arrived, or its writing began; with the monotonic clock
	Clock      evidence.Clock // who stamped an incoming frame
	Kind       EventKind
	Conn       int // 1 for the first connection of the station, and so on
	Endpoint   string
	Raw        []byte
	Size       int64
	Truncated  bool
	Binary     bool
	Frame      ocppj.Frame
	Fault      string
	Violations []string // of part 4, but for:
	Reused     bool     // the station has used the message id of this CALL before
	Background bool     // an outgoing answer that the mock gave by itself
	Handshake  *Handshake
	Secured    *evidence.Secured // of Secured
	CloseCode  int
	CloseText  string

	payload *schemas.Payload // of Frame, read once for all who look at it
}

// Handshake is the HTTP upgrade request of the station.
type Handshake struct {
	Path          string
	StationID     string // last segment of the path, unescaped
	User          string
	Password      string
	HasAuth       bool
	Authorization string // the header as it came
	Subprotocols  []string
	Subprotocol   string // the one agreed on
	Header        http.Header
	Status        int               // that the CSMS gave it, such as 101 or 401
	Secured       *evidence.Secured // of the connection below, nil for one without TLS
}
