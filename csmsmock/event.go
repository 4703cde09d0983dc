package csmsmock

import (
	"crypto/tls"
	"net/http"
	"time"

	"github.com/certbench/certbench/csmsmock/pki"
	"github.com/certbench/certbench/schemas/ocppj"
)

// EventKind says what happened.
type EventKind int

// The kinds of event. Secured, Refused, Connected and Disconnected are about connections; the others about frames on one.
const (
	Connected    EventKind = iota + 1 // the station completed its handshake
	Disconnected                      // the socket is gone; Close and Err say how
	Refused                           // a handshake was turned down; Handshake.Status and Err say why
	FrameIn                           // a well-formed OCPP-J message from the station
	FrameOut                          // a message handed to the socket
	Malformed                         // anything else the station sent as a data frame; Err says what is wrong
	Pinged                            // the station sent a WebSocket ping, and gets its pong
	Secured                           // a connection to an endpoint with TLS: what the client made of it, in TLS
)

func (k EventKind) String() string {
	names := [...]string{"?", "connected", "disconnected", "refused", "frame in", "frame out", "malformed", "pinged", "secured"}
	if k < 0 || int(k) >= len(names) {
		k = 0
	}
	return names[k]
}

// The violations of part 4 that an event may carry. The mock names them and goes on: whether they matter is not its business.
const (
	RepeatedID      = "message id was used before"                   // 4.1.4
	SecondCall      = "CALL while the one before is unanswered"      // 4.1.1
	UnaskedReply    = "answers no CALL"                              // 4.1.4
	SecondReply     = "answers a CALL that was answered already"     // 4.1.4
	AbandonedReply  = "answers a CALL that was given up"             // 4.1.1, after our timeout
	NotATextMessage = "OCPP-J message in a binary WebSocket message" // 4.1.2: JSON text in UTF-8
)

// Event is one entry of a station's record.
type Event struct {
	Seq uint64 // unique in the server, rising within each Next
	// At is when the last byte of the frame arrived, or the moment before the frame was handed to the socket; Clock says who
	// stamped it. It has the monotonic clock beside the wall clock.
	At    time.Time
	Clock Clock
	Kind  EventKind
	// Missed counts the events of refused handshakes that were left out just before this one because the queue was full.
	// Nothing else is ever left out.
	Missed int

	Conn     int    // 1, 2, 3 … per station; 0 when refused or Secured
	Endpoint string // the name under which the listener is served

	Raw       []byte // the message, or for Pinged the ping's data
	Size      int64  // of the message in bytes; when Truncated, at least this
	Truncated bool   // the message was over Config.MaxFrame, and Raw is its beginning
	Binary    bool
	Frame     ocppj.Frame // of Malformed: as far as it could be read; of Pinged and garbage sent: zero
	// Violations of FrameIn and Malformed; see the constants.
	Violations []string

	departs *departure // of FrameOut on a stamped connection

	Handshake *Handshake  // of Connected, and of Refused unless TLS failed before there was any
	TLS       *pki.Record // of Secured
	Close     *Close      // of Disconnected, when the station sent a close frame
	Err       string      // of Refused, Malformed and Disconnected
}

// Close is the content of a close frame (RFC 6455, 5.5.1). Code 1005 means that it had none.
type Close struct {
	Code int
	Text string
}

// Handshake is what a client asked for in its opening request, and the HTTP status that it got: 101 when the connection
// was accepted, or completed only to be closed for want of a common subprotocol (part 4, 3.2).
type Handshake struct {
	Method, Path, Query string
	StationID           string // percent-decoded; empty when the path is not one of the endpoint
	Authorization       string // the raw header
	HasAuth             bool   // the header holds HTTP Basic credentials, and these are they:
	User, Password      string
	Subprotocols        []string // as offered
	Subprotocol         string   // as agreed
	Header              http.Header
	RemoteAddr          string
	TLS                 *tls.ConnectionState
	Secure              *pki.Record // of an endpoint that was served with ServeTLS
	Status              int
}
