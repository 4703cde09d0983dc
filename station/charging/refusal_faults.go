package charging

import (
	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/defects"
)

// refusalFaults are the defects of events that follow the CSMS's refusal of a token during a transaction.
var refusalFaults = []EventFault{
	{defects.DeauthorizedWrongTrigger, trigger(ocpp201.TriggerReasonDeauthorized, ocpp201.TriggerReasonStopAuthorized)},
	{defects.DeauthorizedWrongReason, func(e *ocpp201.TransactionEventRequest) {
		if r := e.TransactionInfo.StoppedReason; r != nil && *r == ocpp201.ReasonDeAuthorized {
			e.TransactionInfo.StoppedReason = new(ocpp201.ReasonLocal)
		}
	}},
	{defects.RefusedWrongTrigger, func(e *ocpp201.TransactionEventRequest) {
		if tells(e, ocpp201.ChargingStateSuspendedEVSE) {
			trigger(ocpp201.TriggerReasonChargingStateChanged, ocpp201.TriggerReasonDeauthorized)(e)
		}
	}},
	{defects.RefusedWrongState, func(e *ocpp201.TransactionEventRequest) {
		if tells(e, ocpp201.ChargingStateSuspendedEVSE) {
			e.TransactionInfo.ChargingState = new(ocpp201.ChargingStateSuspendedEV)
		}
	}},
}
