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

// suspended plays the rows of the message that tells of it.
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
	}
}
