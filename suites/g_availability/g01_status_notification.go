package g_availability

import (
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/states"
	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// TC_G_01_CS connects the EV and is told that the connector is Occupied. Only the connector that is plugged in is asked
// for: a report of another one of the EVSE is a WARNING (part 2, G01.FR.08 says SHOULD NOT), of another EVSE a surplus. A
// product that lets no EV in before authorization (AQ-2) is authorized first, which the table does not foresee: the case
// is mandatory for it too.
var TC_G_01_CS = octt.Register(octt.Case{
	ID: "TC_G_01_CS",
	Main: func(s *octt.Scenario) {
		states.LetIn(s)
		s.Reach(1, states.EVConnectedPreSession)
	},
})

// TC_G_02_CS disconnects the EV and is told that the connector is Available. The table has no steps 1 and 2. Its
// validations name no EVSE; it is read as the connector that the EV was at (part 2, G01.FR.04). A product with AQ-2 comes
// to a connected EV by a session (see Connected).
var TC_G_02_CS = octt.Register(octt.Case{
	ID:     "TC_G_02_CS",
	Before: octt.Do(states.Connected),
	Main: func(s *octt.Scenario) {
		s.Act(0, rigs.DisconnectEV(s.Configured.Place()))
		s.Unmark(states.EVConnectedPreSession.Family)
		states.ConnectorStatus(s, 3, ocpp201.ConnectorStatusAvailable, s.Configured.Place())
		s.PassOver(nil, "a transaction that the disconnection ends may be reported before the connector (part 6, section 2.1)",
			func(m *octt.Message) bool { return m.Action == "TransactionEvent" })
	},
})
