package f_remote_control

import (
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/states"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// TC_F_05_CS asks to unlock the connector of an authorized transaction.
//
// The table looks at the status only; F05.FR.02, which it is for, also forbids to stop the transaction.
var TC_F_05_CS = octt.Register(octt.Case{
	ID:     "TC_F_05_CS",
	Modes:  octt.Both,
	Before: octt.Prepare(states.Lockable(), octt.States(states.EnergyTransferStarted)),
	Main: func(s *octt.Scenario) {
		states.Settle(s)
		unlock(s, s.Configured.ConnectorID, ocpp201.UnlockStatusOngoingAuthorizedTransaction, "F05.FR.02")
		states.NotStopped(s, 2)
	},
})

// TC_F_06_CS asks to unlock a connector that nobody uses.
//
// Its charging state is "N/a", which is read as the rest of section 2.1: on the wire the case is TC_F_07_CS then. A cable
// that is plugged in and locked without an authorized transaction is a state that no table brings about.
var TC_F_06_CS = octt.Register(octt.Case{
	ID:     "TC_F_06_CS",
	Before: states.Lockable(),
	Main: func(s *octt.Scenario) {
		unlock(s, s.Configured.ConnectorID, ocpp201.UnlockStatusUnlocked, "F05.FR.04")
	},
})

// TC_F_07_CS asks to unlock a connector without a cable. "No cable connected" is how the bench leaves every connector
// that has a lock; UnlockFailed would be the truth of a lock that is stuck, and fails the case all the same.
var TC_F_07_CS = octt.Register(octt.Case{
	ID:     "TC_F_07_CS",
	Before: states.Lockable(),
	Main: func(s *octt.Scenario) {
		unlock(s, s.Configured.ConnectorID, ocpp201.UnlockStatusUnlocked, "F05.FR.06")
	},
})

// unknownConnector is the connectorId of TC_F_10_CS.
const unknownConnector = 999

// TC_F_10_CS asks to unlock a connector that the station does not have. The EVSE is one that it has: only the connector is
// unknown, and a CALLERROR for the value would be no UnlockConnectorResponse.
var TC_F_10_CS = octt.Register(octt.Case{
	ID:     "TC_F_10_CS",
	Before: states.Lockable(),
	Main: func(s *octt.Scenario) {
		unlock(s, unknownConnector, ocpp201.UnlockStatusUnknownConnector, "F05.FR.03")
	},
})

// unlock plays rows 1 and 2.
func unlock(s *octt.Scenario, connector int, want ocpp201.UnlockStatus, clause string) {
	octt.Send(s, 1, ocpp201.UnlockConnectorRequest{EVSEID: s.Configured.EVSEID, ConnectorID: connector}).
		Receive(2, octt.Must("status", want).Clause("F05.FR.01", clause))
}
