package states

import (
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// EnergyTransferSuspended is table 431: the EV stops asking for energy.
var EnergyTransferSuspended = octt.State{Name: "EnergyTransferSuspended", Family: "EnergyTransferSuspended", Enter: func(s *octt.Scenario) {
	s.Need(EnergyTransferStarted)
	s.Wait(0, s.Configured.TransactionDuration, "the configured transaction duration")
	Settle(s)
	s.Act(0, rigs.SuspendByEV(s.Configured.Place()))
	suspended(s)
}}

// suspended plays the rows of the message that tells of it. Where TxStopPoint contains EnergyTransfer, the station may tell
// the suspension first and the end of the transaction next (part 2, E01.FR.19, E06.FR.07).
func suspended(s *octt.Scenario) {
	s.Unmark(transferring)
	state := octt.OneOf(ocpp201.ChargingStateEVConnected, ocpp201.ChargingStateSuspendedEV)
	event := TransactionEvent(s, 1, nil,
		octt.Must("transactionInfo.chargingState", state),
		octt.Must("eventType", octt.OneOf(ocpp201.TransactionEventEnumEnded, ocpp201.TransactionEventEnumUpdated)))
	if s.ChargingState == string(ocpp201.ChargingStateSuspendedEV) {
		s.Check(1, "triggerReason is ChargingStateChanged when chargingState is SuspendedEV.", event.TriggerReason, ocpp201.TriggerReasonChargingStateChanged)
	}
	if event.EventType == ocpp201.TransactionEventEnumEnded {
		s.Check(1, "transactionInfo.stoppedReason is StoppedByEV when eventType is Ended.", event.TransactionInfo.StoppedReason, ocpp201.ReasonStoppedByEV)
	} else if stops(s, "EnergyTransfer") {
		endedByEV(s, 1)
	}
}

// endedByEV plays the rows of the message that ends the transaction where it is not the one that tells of the suspension:
// TxStopPoint EnergyTransfer leaves no choice of the end, only of a message before it (part 2, E06.FR.07, E01.FR.19).
func endedByEV(s *octt.Scenario, row int) {
	TransactionEvent(s, row, []ocpp201.TriggerReason{ocpp201.TriggerReasonChargingStateChanged},
		octt.Skipping("the charging state may change more often than the table shows (part 2, E02.FR.16)",
			octt.Must("eventType", ocpp201.TransactionEventEnumUpdated)),
		octt.Must("eventType", ocpp201.TransactionEventEnumEnded).Clause("E06.FR.07"),
		octt.Must("transactionInfo.stoppedReason", ocpp201.ReasonStoppedByEV).Clause("E06.FR.08"),
		octt.Must("transactionInfo.chargingState", octt.OneOf(ocpp201.ChargingStateEVConnected, ocpp201.ChargingStateSuspendedEV)))
}
