package b_provisioning

import (
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/states"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// TC_B_26_CS has an EVSE reset itself when its transaction is over. Unlike TC_B_21_CS it plays all states whatever
// TxStopPoint is, because only the EVSE reboots: it may report itself, and begin again with the EV that is still there,
// between any of the rows after the end of the transaction. The table has no row for that reset.
var TC_B_26_CS = octt.Register(octt.Case{
	ID:     "TC_B_26_CS",
	Modes:  octt.Both,
	Before: octt.States(states.EnergyTransferStarted),
	Main: func(s *octt.Scenario) {
		resetEVSE(s, ocpp201.ResetEnumOnIdle, octt.Must("status", ocpp201.ResetStatusScheduled).Clause("B12.FR.01", "B12.FR.07"))
		states.EVSEResetScheduled(s)
		s.Reach(3, states.StopAuthorized)
		s.Reach(4, states.EVConnectedPostSession)
		s.Reach(5, states.EVDisconnected)
		s.Reach(6, states.ParkingBayUnoccupied)
		states.OnlyTheEVSEResets(s)
	},
})

// TC_B_27_CS has an EVSE end its transaction and reset itself at once. What the note says of the reboot is read as in
// TC_B_25_CS.
var TC_B_27_CS = octt.Register(octt.Case{
	ID:     "TC_B_27_CS",
	Modes:  octt.Both,
	Before: octt.States(states.EnergyTransferStarted),
	Main: func(s *octt.Scenario) {
		states.Settle(s)
		resetEVSE(s, ocpp201.ResetEnumImmediate, octt.Must("status", ocpp201.ResetStatusAccepted).Clause("B12.FR.02"))
		states.TransactionEvent(s, 3, []ocpp201.TriggerReason{ocpp201.TriggerReasonResetCommand},
			octt.Must("eventType", ocpp201.TransactionEventEnumEnded).Clause("B12.FR.08"),
			octt.Must("transactionInfo.chargingState", ocpp201.ChargingStateEVConnected),
			octt.Must("transactionInfo.stoppedReason", ocpp201.ReasonImmediateReset).Clause("B12.FR.08"))
		states.OnlyTheEVSEResets(s)
	},
})

// TC_B_29_CS asks a station that cannot reset a single EVSE to do so while it has a transaction. The index files it under
// B11; its requirements are those of B12. Rejected is read as in TC_B_28_CS: the transaction goes on.
var TC_B_29_CS = octt.Register(octt.Case{
	ID:     "TC_B_29_CS",
	Modes:  octt.Both,
	Before: octt.States(states.EnergyTransferStarted),
	Main: func(s *octt.Scenario) {
		states.Settle(s)
		resetEVSE(s, ocpp201.ResetEnumOnIdle, octt.Must("status", ocpp201.ResetStatusRejected).Clause("B12.FR.01", "B12.FR.09"))
		states.NothingResets(s)
	},
})
