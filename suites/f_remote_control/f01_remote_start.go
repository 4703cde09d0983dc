package f_remote_control

import (
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/states"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// TC_F_01_CS connects the cable before the CSMS starts the session. Its configuration leaves AuthorizeRemoteStart as it is:
// whether an AuthorizeRequest comes follows the variable (table 428, main B, step 3).
var TC_F_01_CS = octt.Register(octt.Case{
	ID:     "TC_F_01_CS",
	Before: octt.Prepare(states.Authorizing(), octt.States(states.EVConnectedPreSession)),
	Main: func(s *octt.Scenario) {
		s.Reach(1, states.Authorized.Remote)
		s.Reach(2, states.EnergyTransferStarted)
		s.Check(2, "The energy transfer has started, as after a start at the Charging Station.", s.ChargingState, ocpp201.ChargingStateCharging, "F01.FR.05")
	},
})
