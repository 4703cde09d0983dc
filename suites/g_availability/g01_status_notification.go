package g_availability

import (
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/states"
	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// TC_G_01_CS connects the EV and is told that the connector is Occupied. Neither case has a row for a product whose lock
// keeps the EV out before the authorization (AQ-2), nor a condition that leaves it out: a driver is authorized first.
var TC_G_01_CS = octt.Register(octt.Case{
	ID: "TC_G_01_CS",
	Main: func(s *octt.Scenario) {
		states.LetIn(s)
		s.Reach(1, states.EVConnectedPreSession)
	},
})

// TC_G_02_CS disconnects the EV and is told that the connector is Available. The table has no steps 1 and 2.
var TC_G_02_CS = octt.Register(octt.Case{
	ID:     "TC_G_02_CS",
	Before: octt.Prepare([]octt.Preparation{states.LetIn}, octt.States(states.EVConnectedPreSession), []octt.Preparation{states.LetOut}),
	Main: func(s *octt.Scenario) {
		s.Act(0, rigs.DisconnectEV(s.Configured.Place()))
		s.Unmark(states.EVConnectedPreSession.Family)
		states.ConnectorStatus(s, 3, ocpp201.ConnectorStatusAvailable, s.Configured.Place())
		s.PassOver(nil, "a transaction that the disconnection ends may be reported before the connector (part 6, section 2.1)",
			func(m *octt.Message) bool { return m.Action == "TransactionEvent" })
	},
})
