package states

import (
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// Settle lets the station tell the rest of what has happened so far, and takes it out of the scenario: a station may send
// a message of its own for every trigger, and more Updated messages than the tables show (part 2, E02.FR.16 and the note
// to E02.FR.17). Without it the next row would take such a message for the answer to what is done next.
func Settle(s *octt.Scenario) {
	s.Settles()
	s.PassOver(nil, "it was sent before what is done next, and a station may report more triggers than the table shows (part 2, E02.FR.16, E02.FR.17)",
		func(m *octt.Message) bool {
			e, ok := transactionEvent(m)
			return ok && e.EventType == ocpp201.TransactionEventEnumUpdated
		})
}

// transactionEvent reads a message that is a TransactionEventRequest.
func transactionEvent(m *octt.Message) (e ocpp201.TransactionEventRequest, ok bool) {
	ok = m.Action == e.Action() && m.Payload.Decode(&e) == nil
	return e, ok
}
