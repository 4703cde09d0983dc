package ledger

import (
	"time"

	"github.com/certbench/certbench/harness/octt/values"
	"github.com/certbench/certbench/schemas"
	"github.com/certbench/certbench/schemas/ocppj"
)

// Call is one CALL of the station, as it came.
type Call struct {
	Action  string
	Payload *schemas.Payload
	At      time.Time
	Seq     int64 // of the frame record

	ID      string    // of the message
	Conn    int       // of the connection that it came on
	Online  time.Time // since when the station could have sent it
	Learned bool      // the station has shown that it knows its answer
}

// Request is one CALL of ours.
type Request struct {
	Action   string
	Payload  *schemas.Payload
	Seq      int64 // of the frame record of the CALL
	Answer   *ocppj.Frame
	Response *schemas.Payload // of Answer
	Got      int64            // of the frame record of the answer
	Faults   []schemas.Problem
	Boots    bool // a ResetRequest for the whole station
	GivenUp  bool // a question of the bench that was not answered in time, which was said then
}

// message is a request of OCPP.
type message interface{ Action() string }

// As is a CALL as the request that it is, shared with all who look at it; nil for another one, and where it cannot be read.
func As[Q message](m *Call) *Q { return as[Q](m.Action, m.Payload) }

// Asking is As for a CALL of ours.
func Asking[Q message](r *Request) *Q { return as[Q](r.Action, r.Payload) }

func as[Q message](action string, payload *schemas.Payload) *Q {
	var none Q
	if action != none.Action() {
		return nil
	}
	q, err := schemas.Message[Q](payload)
	if err != nil {
		return nil
	}
	return q
}

// Field is the value at a path in the document's words; nil when any part of it is omitted. Numbers are float64.
func (m *Call) Field(path string) any { return values.Walk(m.Payload.Document(), path) }

// Field is that of the answer.
func (r *Request) Field(path string) any { return values.Walk(r.Response.Document(), path) }
