package e_transactions

import (
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/states"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// TC_E_07_CS stops at the station where the power path ends the transaction. Its manual action is that of the state, and
// its name says which form of the state is meant.
var TC_E_07_CS = octt.Register(octt.Case{
	ID:     "TC_E_07_CS",
	Modes:  octt.Both,
	Before: octt.Prepare(stopsAt(powerPathClosed, authorized), octt.States(states.EnergyTransferStarted)),
	Main:   func(s *octt.Scenario) { s.Reach(1, states.StopAuthorized.Local) },
})

// TC_E_35_CS stops from the CSMS where the power path ends the transaction. By erratum 6.2.49 one of the messages of step
// 3 says RemoteStop, and the last of them ends the transaction.
var TC_E_35_CS = octt.Register(octt.Case{
	ID:     "TC_E_35_CS",
	Modes:  octt.Both,
	Before: octt.Prepare(stopsAt(powerPathClosed, authorized), octt.States(states.EnergyTransferStarted)),
	Main:   func(s *octt.Scenario) { states.StopRemotely(s, 1) },
})

// TC_E_08_CS stops where the end of the energy transfer ends the transaction, locally or remotely as the bench is
// configured. "State is StopAuthorized" as step 1 is read as its execution, as in the cases beside it.
var TC_E_08_CS = octt.Register(octt.Case{
	ID:     "TC_E_08_CS",
	Modes:  octt.Both,
	Before: octt.Prepare(stopsAt(energyTransfer, authorized, powerPathClosed), octt.States(states.EnergyTransferStarted)),
	Main:   func(s *octt.Scenario) { s.Reach(1, states.StopAuthorized) },
})

// TC_E_15_CS stops at the station where the authorization ends the transaction.
//
// The table has one message that is both StopAuthorized and Ended. Part 2, use case E07 has an alternative scenario for
// this very TxStopPoint, and erratum 6.2.117 brings it into the state that the table repeats: two messages are taken too,
// of which the last ends the transaction. The table wants stoppedReason Local; part 2 lets it be left out.
var TC_E_15_CS = octt.Register(octt.Case{
	ID:     "TC_E_15_CS",
	Modes:  octt.Both,
	Before: octt.Prepare(stopsAt(authorized, powerPathClosed), octt.States(states.EnergyTransferStarted)),
	Main: func(s *octt.Scenario) {
		s.Wait(0, s.Configured.TransactionDuration, "the configured transaction duration")
		states.StopLocally(s, 1, stoppedLocal())
	},
})

// TC_E_21_CS stops from the CSMS where the authorization ends the transaction. As in TC_E_35_CS (erratum 6.2.49), whose
// table it shares, the end of the energy transfer may be told in a message of its own.
var TC_E_21_CS = octt.Register(octt.Case{
	ID:     "TC_E_21_CS",
	Modes:  octt.Both,
	Before: octt.Prepare(stopsAt(authorized, powerPathClosed), octt.States(states.EnergyTransferStarted)),
	Main:   func(s *octt.Scenario) { states.StopRemotely(s, 1) },
})

// stoppedLocal is the stoppedReason of a table that says Local and nothing else, of a driver who has stopped at the station.
func stoppedLocal() octt.Requirement {
	return octt.Must("transactionInfo.stoppedReason", ocpp201.ReasonLocal).Clause("E07.FR.05").Or(nil,
		"Part 2, E06.FR.09 and part 6, section 2.1 let it be omitted, the table does not: a laboratory may fail it.")
}

// TC_E_22_CS has the EV stop where the end of the energy transfer ends the transaction.
//
// The validation allows an Updated with SuspendedEV in place of the end, with a stoppedReason that only an end has. That
// contradicts its purpose, E06.FR.07 and the title of erratum 6.2.50, by which this will end the transaction: Ended is
// asked for, with SuspendedEV as a WARNING, and a message with SuspendedEV may come before it (E01.FR.19).
var TC_E_22_CS = octt.Register(octt.Case{
	ID:     "TC_E_22_CS",
	Modes:  octt.Both,
	Before: octt.Prepare(stopsAt(energyTransfer), octt.States(states.EnergyTransferStarted)),
	Main: func(s *octt.Scenario) {
		states.Suspend(s)
		states.TransactionEvent(s, 1, []ocpp201.TriggerReason{ocpp201.TriggerReasonChargingStateChanged},
			octt.Skipping("the suspension may be reported in a message of its own before the end (part 2, E01.FR.19)",
				octt.Must("eventType", ocpp201.TransactionEventEnumUpdated),
				octt.Must("triggerReason", ocpp201.TriggerReasonChargingStateChanged),
				octt.Must("transactionInfo.chargingState", ocpp201.ChargingStateSuspendedEV)),
			octt.Must("eventType", ocpp201.TransactionEventEnumEnded).Clause("E06.FR.07"),
			octt.Must("transactionInfo.stoppedReason", ocpp201.ReasonStoppedByEV).Clause("E06.FR.08"),
			octt.Must("transactionInfo.chargingState", ocpp201.ChargingStateEVConnected).
				Or(ocpp201.ChargingStateSuspendedEV, "The table has SuspendedEV in an Updated only: a laboratory may fail it."))
	},
})
