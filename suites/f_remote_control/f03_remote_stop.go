package f_remote_control

import (
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/states"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// TC_F_08_CS stops the session from the CSMS. Whether that ends the transaction follows the configured TxStopPoint (F03.FR.02,
// F03.FR.03, and erratum 6.2.117 on the state), for which the case has no value of its own.
var TC_F_08_CS = octt.Register(octt.Case{
	ID:     "TC_F_08_CS",
	Modes:  octt.Both,
	Before: octt.States(states.EnergyTransferStarted),
	Main: func(s *octt.Scenario) {
		s.Reach(1, states.StopAuthorized.Remote)
	},
})

// TC_F_09_CS asks to stop a transaction that the station does not have.
//
// The table looks at the answer only. That the station's own transaction goes on is read into Rejected: one that was
// stopped all the same was not turned down.
var TC_F_09_CS = octt.Register(octt.Case{
	ID:     "TC_F_09_CS",
	Modes:  octt.Both,
	Before: octt.States(states.EnergyTransferStarted),
	Main: func(s *octt.Scenario) {
		states.Settle(s)
		octt.Send(s, 1, ocpp201.RequestStopTransactionRequest{TransactionID: octt.GeneratedID()}).
			Receive(2, octt.Must("status", ocpp201.RequestStartStopStatusRejected).Clause("F03.FR.08"))
		states.NotStopped(s, 2)
	},
})
