package e_transactions

import (
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/states"
)

// TC_E_01_CS starts a transaction by closing the power path, and only by that.
//
// The document asks that TxStartPoint contains PowerPathClosed; its prerequisite excludes every point that would start
// the transaction earlier, so that it is the only value. Steps 1 and 2 are those of erratum 6.2.44.
var TC_E_01_CS = octt.Register(octt.Case{
	ID: "TC_E_01_CS",
	Before: octt.Prepare(
		octt.Config(octt.IsIfWritable(startPoint, powerPathClosed)),
		[]octt.Preparation{onlyPowerPathClosed},
		octt.States(states.Authorized)),
	Main: func(s *octt.Scenario) {
		s.Reach(1, states.EVConnectedPreSession)
		s.Reach(2, states.EnergyTransferStarted)
	},
})

const (
	startPoint      = "TxCtrlr.TxStartPoint"
	powerPathClosed = "PowerPathClosed"
)

// onlyPowerPathClosed is the prerequisite: a station that refuses the value would be shown with another start point.
func onlyPowerPathClosed(s *octt.Scenario) {
	if !s.Check(0, startPoint+" is "+powerPathClosed+".", s.List(startPoint), []string{powerPathClosed}) {
		s.Stop()
	}
}
