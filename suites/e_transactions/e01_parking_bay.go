package e_transactions

import (
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/states"
)

// TC_E_12_CS starts a transaction when an EV drives into the parking bay. Its steps are those of erratum 6.2.44.
//
// The title calls the value ParkingBayOccupied, its configuration and part 2 ParkingBayOccupancy. That the message is
// Started, as the table has it and the erratum's state does not, follows from its being the first of the transaction. The
// table's own act is not optional: where TxStartPoint is ReadOnly and has other values too, a bench without a rig for the bay
// would show those instead.
var TC_E_12_CS = octt.Register(octt.Case{
	ID:     "TC_E_12_CS",
	Modes:  octt.Both,
	Before: startsAt(parkingBay),
	Main: func(s *octt.Scenario) {
		s.Reach(1, states.DrivenIn)
		s.Reach(2, states.Authorized)
		s.Reach(3, states.EVConnectedPreSession)
		s.Reach(4, states.EnergyTransferStarted)
	},
})
