package o_display

import (
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// TC_O_04_CS clears a message.
var TC_O_04_CS = octt.Register(octt.Case{
	ID:     "TC_O_04_CS",
	Before: without(remembers(plain)),
	Main: func(s *octt.Scenario) {
		clears(s, s.DisplayMessage.ID, ocpp201.ClearMessageStatusAccepted, "O05.FR.01")
		hasNone(s, 3, byID(s.DisplayMessage.ID), "O05.FR.01")
	},
})

// TC_O_05_CS clears one that there is not.
var TC_O_05_CS = octt.Register(octt.Case{
	ID:     "TC_O_05_CS",
	Before: without(),
	Main:   func(s *octt.Scenario) { clears(s, generatedID(), ocpp201.ClearMessageStatusUnknown, "O05.FR.02") },
})

func clears(s *octt.Scenario, id int, status ocpp201.ClearMessageStatus, ids ...string) {
	octt.Send(s, 1, ocpp201.ClearDisplayMessageRequest{ID: id}).Receive(2, octt.Must("status", status).Clause(ids...))
}
