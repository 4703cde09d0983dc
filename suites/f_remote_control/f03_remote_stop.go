package f_remote_control

import (
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/states"
)

// TC_F_08_CS stops the session from the CSMS.
var TC_F_08_CS = octt.Register(octt.Case{
	ID:     "TC_F_08_CS",
	Before: octt.States(states.EnergyTransferStarted),
	Main: func(s *octt.Scenario) {
		s.Reach(1, states.StopAuthorized.Remote)
	},
})
