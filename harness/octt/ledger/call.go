package ledger

import (
	"encoding/json"
	"time"

	"github.com/certbench/certbench/schemas"
	"github.com/certbench/certbench/schemas/ocppj"
)

// Call is one CALL of the station, as it came.
type Call struct {
	Action  string
	Payload json.RawMessage
	At      time.Time
	Seq     int64 // of the frame record

	ID      string    // of the message
	Conn    int       // of the connection that it came on
	Online  time.Time // since when the station could have sent it
	Learned bool      // the station has shown that it knows its answer
}

// Request is one CALL of ours.
type Request struct {
	Action  string
	Payload []byte
	Seq     int64 // of the frame record of the CALL
	Answer  *ocppj.Frame
	Got     int64 // of the frame record of the answer
	Faults  []schemas.Problem
	Boots   bool // a ResetRequest for the whole station
}
