package octt

import (
	"fmt"
	"strings"
	"time"

	"github.com/certbench/certbench/harness/octt/ledger"
	"github.com/certbench/certbench/harness/octt/values"
	"github.com/certbench/certbench/schemas"
)

// Message is one CALL of the station, as it waits for a row to claim it.
type Message struct {
	ledger.Call

	// Answered is when its answer was given; zero while it is held. A row that has replied may read it.
	Answered time.Time

	order     int
	problems  []schemas.Problem
	answer    string // what it was answered with; empty while it is held
	admission string // the status in the answer to a BootNotificationRequest
	taken     bool
	passed    bool  // over: no row claimed it, and none will
	asked     int   // how many requests rows had sent when a row claimed it
	repeats   bool  // reports the state that the connector had already
	again     int64 // and had told on this connection, since the last boot: by the message with this Seq
	failed    bool  // the case has the CSMS not process it
	barred    bool  // the station may not send it before it is accepted
	needless  bool  // a boot at a mere reconnection
	older     bool  // it is of a transaction that began before the case, or of a report that was asked for before it
	validates bool  // it asks about the idToken of a reservation
	delivered bool  // its answer went out
}

// Text is a field of the message that is text; empty where it has none.
func (m *Message) Text(path string) string {
	text, _ := values.Walk(m.Payload.Document(), path).(string)
	return text
}

// Failed tells whether Failing has kept the message from being processed.
func (m *Message) Failed() bool { return m.failed }

// Repeats tells a message that only reports states which its connectors had reported last: no table foresees it, and part 2
// does not forbid it.
func (m *Message) Repeats() bool { return m.repeats }

// ReportsConnector tells a NotifyEventRequest about Connector.AvailabilityState from every other event.
func ReportsConnector(m *Message) bool { return len(m.Availabilities()) > 0 }

// gist is what a message tells of connectors.
func gist(m *Message) string {
	var words []string
	for _, a := range m.Availabilities() {
		words = append(words, fmt.Sprintf("EVSE %d connector %d is %s", a.EVSE, a.Connector, a.Status))
	}
	return strings.Join(words, " and ")
}
