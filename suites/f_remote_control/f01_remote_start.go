package f_remote_control

import (
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/states"
)

// TC_F_01_CS connects the cable before the CSMS starts the session. Its configuration leaves AuthorizeRemoteStart as it is:
// whether an AuthorizeRequest comes follows the variable (table 428, main B, step 3).
var TC_F_01_CS = octt.Register(octt.Case{
	ID:     "TC_F_01_CS",
	Before: octt.Prepare(states.Authorizing(), octt.States(states.EVConnectedPreSession)),
	Main: func(s *octt.Scenario) {
		s.Reach(1, states.Authorized.Remote)
		s.Reach(2, states.EnergyTransferStarted)
	},
})
