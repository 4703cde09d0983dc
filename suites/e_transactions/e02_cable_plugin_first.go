package e_transactions

import (
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/states"
)

// TC_E_03_CS connects the cable before the driver identifies.
var TC_E_03_CS = octt.Register(octt.Case{
	ID:     "TC_E_03_CS",
	Before: octt.Prepare(states.Authorizing(), octt.States(states.EVConnectedPreSession)),
	Main: func(s *octt.Scenario) {
		s.Reach(1, states.Authorized.Local)
		s.Reach(2, states.EnergyTransferStarted)
	},
})
