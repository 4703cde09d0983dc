package e_transactions

import (
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/states"
)

// TC_E_03_CS connects the cable before the driver identifies.
var TC_E_03_CS = octt.Register(octt.Case{
	ID:     "TC_E_03_CS",
	Before: octt.Prepare(authorization, octt.States(states.EVConnectedPreSession)),
	Main: func(s *octt.Scenario) {
		s.Reach(1, states.Authorized.Local)
		s.Reach(2, states.EnergyTransferStarted)
	},
})

// authorization makes the station ask the CSMS for authorization.
var authorization = octt.Config(
	octt.IsIfWritable("AuthCtrlr.Enabled", "true"),
	octt.IsIfImplemented("AuthCtrlr.DisableRemoteAuthorization", "false"),
)
