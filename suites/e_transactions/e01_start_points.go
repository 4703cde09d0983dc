package e_transactions

import (
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/states"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// TC_E_01_CS starts a transaction by closing the power path, and only by that.
//
// The document asks that TxStartPoint contains PowerPathClosed; its prerequisite excludes every point that would start
// the transaction earlier. Steps 1 and 2 are those of erratum 6.2.44.
var TC_E_01_CS = octt.Register(octt.Case{
	ID:    "TC_E_01_CS",
	Modes: octt.Both,
	Before: octt.Prepare(
		startsAt(powerPathClosed, parkingBay, evConnected, authorized, dataSigned),
		octt.States(states.Authorized)),
	Main: func(s *octt.Scenario) {
		s.Reach(1, states.EVConnectedPreSession)
		s.Reach(2, states.EnergyTransferStarted)
	},
})

// TC_E_02_CS starts a transaction with the energy transfer, and only by that.
//
// "Authorized" as triggerReason of a message that an authorized driver's plug has led to is kept from the table, although
// part 2 gives ChargingStateChanged for it; <Configured valid_idtoken> is the one that the state has presented.
var TC_E_02_CS = octt.Register(octt.Case{
	ID:    "TC_E_02_CS",
	Modes: octt.Both,
	Before: octt.Prepare(
		startsAt(energyTransfer, parkingBay, evConnected, authorized, dataSigned, powerPathClosed),
		octt.States(states.Authorized)),
	Main: func(s *octt.Scenario) {
		states.Connect(s)
		states.PluggedIn(s, 1)
		states.TransactionEvent(s, 3, []ocpp201.TriggerReason{ocpp201.TriggerReasonChargingStateChanged, ocpp201.TriggerReasonAuthorized},
			octt.Must("eventType", ocpp201.TransactionEventEnumStarted).Clause("E01.FR.06"),
			octt.Must("transactionInfo.chargingState", ocpp201.ChargingStateCharging).Clause("E01.FR.06", "E01.FR.18"))
	},
})

// TC_E_09_CS starts a transaction when the EV is connected. Steps and validations are those of erratum 6.2.44, with the
// state Authorized as the bench is configured, since step 2 leaves open which of the two is meant.
var TC_E_09_CS = octt.Register(octt.Case{
	ID:     "TC_E_09_CS",
	Modes:  octt.Both,
	Before: octt.Prepare(startsAt(evConnected, parkingBay), octt.States(states.ParkingBayOccupied)),
	Main: func(s *octt.Scenario) {
		s.Reach(1, states.EVConnectedPreSession)
		s.Reach(2, states.Authorized)
		s.Reach(3, states.EnergyTransferStarted)
	},
})

// TC_E_10_CS starts a transaction when the driver has presented the idToken. Steps and validations are those of erratum
// 6.2.44. Step 1 has the EV drive into the bay first, because the state Authorized does; only TxStartPoint
// ParkingBayOccupancy would make that the start, and the message of step 1 an Updated.
var TC_E_10_CS = octt.Register(octt.Case{
	ID:     "TC_E_10_CS",
	Before: octt.Prepare(startsAt(authorized), states.Authorizing()),
	Main:   func(s *octt.Scenario) { startsAuthorized(s, states.Authorized.Local) },
})

// TC_E_13_CS starts a transaction when the CSMS has asked for it. Steps and validations are those of erratum 6.2.44, whose
// "Authorized (Remote)" brings the rows that the table had before it; "remoteStartId must be present" is judged as the
// one of the request (F01.FR.25).
var TC_E_13_CS = octt.Register(octt.Case{
	ID:     "TC_E_13_CS",
	Before: octt.Prepare(startsAt(authorized), states.Authorizing()),
	Main:   func(s *octt.Scenario) { startsAuthorized(s, states.Authorized.Remote) },
})

func startsAuthorized(s *octt.Scenario, authorized octt.State) {
	s.Reach(1, authorized)
	s.Reach(2, states.EVConnectedPreSession)
	s.Reach(3, states.EnergyTransferStarted)
}
