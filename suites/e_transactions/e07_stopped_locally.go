package e_transactions

import (
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/states"
)

// TC_E_06_CS stops at the station, and goes away. The session may have been started remotely: "the same idToken" is then
// the one of the RequestStartTransactionRequest.
var TC_E_06_CS = octt.Register(octt.Case{
	ID:     "TC_E_06_CS",
	Modes:  octt.Both,
	Before: octt.Prepare(states.Authorizing(), octt.States(states.EnergyTransferStarted)),
	Main: func(s *octt.Scenario) {
		s.Reach(1, states.StopAuthorized.Local)
		s.Reach(2, states.EVConnectedPostSession)
		s.Reach(3, states.EVDisconnected)
		s.Reach(4, states.ParkingBayUnoccupied)
	},
})
