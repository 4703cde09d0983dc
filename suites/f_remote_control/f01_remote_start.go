package f_remote_control

import (
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/states"
)

// TC_F_01_CS connects the cable before the CSMS starts the session.
var TC_F_01_CS = octt.Register(octt.Case{
	ID:     "TC_F_01_CS",
	Before: octt.Prepare(authorization, octt.States(states.EVConnectedPreSession)),
	Main: func(s *octt.Scenario) {
		s.Reach(1, states.Authorized.Remote)
		s.Reach(2, states.EnergyTransferStarted)
	},
})

// authorization makes the station ask the CSMS for authorization where it asks at all.
var authorization = octt.Config(
	octt.IsIfWritable("AuthCtrlr.Enabled", "true"),
	octt.IsIfImplemented("AuthCtrlr.DisableRemoteAuthorization", "false"),
)
