package f_remote_control

import (
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/states"
)

// TC_F_03_CS starts the session from the CSMS before the cable is connected, without asking for authorization.
var TC_F_03_CS = octt.Register(octt.Case{
	ID: "TC_F_03_CS",
	Before: octt.Prepare(states.Authorizing(),
		octt.Config(octt.IsIfWritable("AuthCtrlr.AuthorizeRemoteStart", "false")),
		octt.States(states.ParkingBayOccupied)),
	Main: func(s *octt.Scenario) {
		s.Reach(1, states.Authorized.Remote)
		s.Reach(2, states.EnergyTransferStarted)
	},
})
