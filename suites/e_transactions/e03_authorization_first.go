package e_transactions

import (
	"strconv"
	"time"

	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/states"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// TC_E_04_CS has the driver identify before the cable is connected.
var TC_E_04_CS = octt.Register(octt.Case{
	ID:     "TC_E_04_CS",
	Before: octt.Prepare(states.Authorizing(), octt.States(states.ParkingBayOccupied)),
	Main: func(s *octt.Scenario) {
		s.Reach(1, states.Authorized.Local)
		s.Reach(2, states.EnergyTransferStarted)
	},
})

// TC_E_05_CS lets the time pass in which the driver would have to connect the cable, and starts again.
var TC_E_05_CS = octt.Register(octt.Case{
	ID: "TC_E_05_CS",
	Before: octt.Prepare(
		octt.Config(octt.Is("TxCtrlr.EVConnectionTimeOut", func(c *octt.Configured) string { return wholeSeconds(c.EVConnectionTimeOut) })),
		states.Authorizing(),
		octt.Config(
			octt.IsIfImplemented("AuthCacheCtrlr.Enabled", "false"),
			octt.Is("AuthCtrlr.LocalPreAuthorize", "false")),
		octt.States(states.Authorized.Local)),
	Main: func(s *octt.Scenario) {
		states.ConnectionTimeOut(s, 1)
		s.Reach(3, states.Authorized.Local)
		states.ForgetStatus(s, ocpp201.ConnectorStatusAvailable, "the notification of the timeout is optional, and may come late")
		s.Reach(4, states.EnergyTransferStarted)
	},
})

func wholeSeconds(d time.Duration) string { return strconv.Itoa(int(d / time.Second)) }
