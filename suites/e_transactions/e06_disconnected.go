package e_transactions

import (
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/states"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// TC_E_14_CS takes the cable out of the station where that ends the transaction. Its manual action names no side, unlike
// that of TC_E_20_CS: the whole cable is taken out. The stoppedReasons are those of erratum 6.2.51.
var TC_E_14_CS = octt.Register(octt.Case{
	ID:    "TC_E_14_CS",
	Modes: octt.Both,
	Before: octt.Prepare(stopsAt(evConnected, energyTransfer, powerPathClosed, dataSigned, authorized),
		octt.States(states.EVConnectedPostSession)),
	Main: func(s *octt.Scenario) {
		reason := octt.OrOmitted("transactionInfo.stoppedReason", octt.OneOf(ocpp201.ReasonLocal, ocpp201.ReasonEVDisconnected))
		if s.Start() == octt.Remote {
			reason = octt.Must("transactionInfo.stoppedReason", octt.OneOf(ocpp201.ReasonRemote, ocpp201.ReasonEVDisconnected))
		}
		states.Disconnect(s)
		states.ConnectorStatus(s, 1, ocpp201.ConnectorStatusAvailable, s.Configured.Place())
		endsByDisconnection(s, 3, reason)
	},
})

// TC_E_20_CS takes the cable out of the EV where that ends the transaction.
//
// The table has no row for the connector. A cable that can be taken out of the station keeps it Occupied; a fixed one makes
// it Available, which the rules of every case allow to come in any order (part 6, section 2.1).
var TC_E_20_CS = octt.Register(octt.Case{
	ID:     "TC_E_20_CS",
	Modes:  octt.Both,
	Before: octt.Prepare(stopsAt(evConnected, energyTransfer, powerPathClosed), goesOnWithoutEV(), octt.States(states.EnergyTransferSuspended)),
	Main: func(s *octt.Scenario) {
		disconnectedAtEV(s, octt.Must("transactionInfo.stoppedReason", ocpp201.ReasonEVDisconnected).Clause("E06.FR.08"))
	},
})

// TC_E_37_CS takes the cable out of the EV where the power path ends the transaction. StoppedByEV is what the table
// prefers, because the EV has suspended before; which of the two is told is left to the station.
var TC_E_37_CS = octt.Register(octt.Case{
	ID:     "TC_E_37_CS",
	Modes:  octt.Both,
	Before: octt.Prepare(stopsAt(powerPathClosed, energyTransfer, evConnected, dataSigned), goesOnWithoutEV(), octt.States(states.EnergyTransferSuspended)),
	Main:   func(s *octt.Scenario) { disconnectedAtEV(s, byEV()) },
})

// TC_E_54_CS is TC_E_20_CS at an EVSE that charges by high-level communication only, in which an EV has a say of its own in
// the end: either reason is taken. "Supports high level communication" is read as the configured EVSE, because the state
// before would otherwise show the control pilot once more.
var TC_E_54_CS = octt.Register(octt.Case{
	ID:     "TC_E_54_CS",
	Modes:  octt.Both,
	Before: octt.Prepare(stopsAt(evConnected, energyTransfer, powerPathClosed), goesOnWithoutEV(), octt.States(states.EnergyTransferSuspended)),
	Main:   func(s *octt.Scenario) { disconnectedAtEV(s, byEV()) },
})

func byEV() octt.Requirement {
	return octt.Must("transactionInfo.stoppedReason", octt.OneOf(ocpp201.ReasonEVDisconnected, ocpp201.ReasonStoppedByEV)).Clause("E06.FR.08")
}

func goesOnWithoutEV() []octt.Preparation {
	return octt.Config(octt.IsIfWritable("TxCtrlr.StopTxOnEVSideDisconnect", "false"))
}

// disconnectedAtEV is the main part of the cases in which the cable is taken out of the EV.
func disconnectedAtEV(s *octt.Scenario, reason octt.Requirement) {
	states.DisconnectAtEV(s, 1)
	endsByDisconnection(s, 1, reason)
}

// endsByDisconnection plays the rows of the message that the lost EV ends the transaction with.
func endsByDisconnection(s *octt.Scenario, row int, reason octt.Requirement) {
	states.TransactionEvent(s, row, []ocpp201.TriggerReason{ocpp201.TriggerReasonEVCommunicationLost},
		octt.Must("eventType", ocpp201.TransactionEventEnumEnded).Clause("E06.FR.02", "E06.FR.06"),
		octt.Must("transactionInfo.chargingState", ocpp201.ChargingStateIdle),
		reason)
}

// TC_E_19_CS has the EV leave the parking bay where that ends the transaction. ParkingBayOccupied, as the table calls the
// value, is ParkingBayOccupancy in part 2. Without a rig for the bay the case is NOT RUN: nothing else ends it.
var TC_E_19_CS = octt.Register(octt.Case{
	ID:    "TC_E_19_CS",
	Modes: octt.Both,
	Before: octt.Prepare(stopsAt(parkingBay, energyTransfer, powerPathClosed, dataSigned, authorized, evConnected),
		octt.States(states.EVDisconnected)),
	Main: func(s *octt.Scenario) {
		reason := stoppedLocal()
		if s.Start() == octt.Remote {
			reason = octt.Must("transactionInfo.stoppedReason", ocpp201.ReasonRemote).Clause("E06.FR.08")
		}
		states.DriveOut(s)
		states.TransactionEvent(s, 1, []ocpp201.TriggerReason{ocpp201.TriggerReasonEVDeparted},
			octt.Must("eventType", ocpp201.TransactionEventEnumEnded).Clause("E06.FR.01"), reason)
	},
})
