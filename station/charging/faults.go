package charging

import (
	"slices"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/defects"
	"github.com/certbench/certbench/station/site"
)

// eventFault is a defect that only changes how a transaction event looks on the wire.
type EventFault struct {
	Defect defects.Defect
	Spoil  func(*ocpp201.TransactionEventRequest)
}

// Name is the defect.
func (f EventFault) Name() defects.Defect { return f.Defect }

// eventFaults are the defects that only change how a transaction event looks on the wire.
var eventFaults = []EventFault{
	{defects.IDTokenMissingInTransaction, func(e *ocpp201.TransactionEventRequest) { e.IDToken = nil }},
	{defects.EVSEMissingAfterPlug, func(e *ocpp201.TransactionEventRequest) { e.EVSE = nil }},
	{defects.ChargingStateMissing, func(e *ocpp201.TransactionEventRequest) { e.TransactionInfo.ChargingState = nil }},
	{defects.OfflineFlagMissing, func(e *ocpp201.TransactionEventRequest) { e.Offline = nil }},
	{defects.RemoteStartIDMissing, func(e *ocpp201.TransactionEventRequest) { e.TransactionInfo.RemoteStartID = nil }},
	{defects.QueuedWithoutMeterValues, func(e *ocpp201.TransactionEventRequest) {
		if e.Offline != nil && *e.Offline {
			e.MeterValue = nil
		}
	}},
	{defects.SeqNoGap, func(e *ocpp201.TransactionEventRequest) {
		if e.SeqNo > 0 {
			e.SeqNo++
		}
	}},
	{defects.SeqNoRepeats, func(e *ocpp201.TransactionEventRequest) {
		if e.SeqNo > 0 {
			e.SeqNo--
		}
	}},
	{defects.WrongTriggerOnPlug, trigger(ocpp201.TriggerReasonCablePluggedIn, ocpp201.TriggerReasonEVDetected)},
	{defects.RemoteStartWrongTrigger, trigger(ocpp201.TriggerReasonRemoteStart, ocpp201.TriggerReasonAuthorized)},
	{defects.RemoteStopWrongTrigger, trigger(ocpp201.TriggerReasonRemoteStop, ocpp201.TriggerReasonStopAuthorized)},
	{defects.StopWrongTrigger, trigger(ocpp201.TriggerReasonStopAuthorized, ocpp201.TriggerReasonDeauthorized)},
	{defects.DisconnectWrongTrigger, trigger(ocpp201.TriggerReasonEVCommunicationLost, ocpp201.TriggerReasonEVDeparted)},
	{defects.TimeoutWrongTrigger, trigger(ocpp201.TriggerReasonEVConnectTimeout, ocpp201.TriggerReasonDeauthorized)},
	{defects.ResetWrongTrigger, trigger(ocpp201.TriggerReasonResetCommand, ocpp201.TriggerReasonAbnormalCondition)},
	{defects.ChargingWrongTrigger, func(e *ocpp201.TransactionEventRequest) {
		if tells(e, ocpp201.ChargingStateCharging) {
			trigger(ocpp201.TriggerReasonChargingStateChanged, ocpp201.TriggerReasonEVDetected)(e)
		}
	}},
	{defects.ChargingWrongState, func(e *ocpp201.TransactionEventRequest) {
		if tells(e, ocpp201.ChargingStateCharging) {
			e.TransactionInfo.ChargingState = new(ocpp201.ChargingStateIdle)
		}
	}},
	{defects.StoppedWrongTrigger, func(e *ocpp201.TransactionEventRequest) {
		if tells(e, ocpp201.ChargingStateEVConnected) {
			trigger(ocpp201.TriggerReasonChargingStateChanged, ocpp201.TriggerReasonDeauthorized)(e)
		}
	}},
	{defects.StoppedWrongState, func(e *ocpp201.TransactionEventRequest) {
		if e.TriggerReason == ocpp201.TriggerReasonChargingStateChanged && tells(e, ocpp201.ChargingStateEVConnected) {
			e.TransactionInfo.ChargingState = new(ocpp201.ChargingStateIdle)
		}
	}},
	{defects.StopWrongToken, func(e *ocpp201.TransactionEventRequest) {
		if e.TriggerReason == ocpp201.TriggerReasonStopAuthorized {
			e.IDToken = &ocpp201.IDToken{IDToken: site.AnotherToken, Type: ocpp201.IDTokenEnumLocal}
		}
	}},
	{defects.ResetWrongEventType, func(e *ocpp201.TransactionEventRequest) {
		if e.TriggerReason == ocpp201.TriggerReasonResetCommand {
			e.EventType = ocpp201.TransactionEventEnumUpdated
		}
	}},
	{defects.StartedAsUpdated, func(e *ocpp201.TransactionEventRequest) {
		if e.EventType == ocpp201.TransactionEventEnumStarted {
			e.EventType = ocpp201.TransactionEventEnumUpdated
		}
	}},
	{defects.StopWrongReason, func(e *ocpp201.TransactionEventRequest) {
		if r := e.TransactionInfo.StoppedReason; r != nil && (*r == ocpp201.ReasonLocal || *r == ocpp201.ReasonRemote) {
			e.TransactionInfo.StoppedReason = new(ocpp201.ReasonOther)
		}
	}},
	{defects.StopWrongEventType, func(e *ocpp201.TransactionEventRequest) {
		if e.TriggerReason == ocpp201.TriggerReasonStopAuthorized || e.TriggerReason == ocpp201.TriggerReasonRemoteStop {
			e.EventType = exchanged(e.EventType)
		}
	}},
	{defects.TimeoutWrongEventType, func(e *ocpp201.TransactionEventRequest) {
		if e.TriggerReason == ocpp201.TriggerReasonEVConnectTimeout {
			e.EventType = ocpp201.TransactionEventEnumUpdated
		}
	}},
	{defects.DisconnectWrongState, func(e *ocpp201.TransactionEventRequest) {
		if e.TriggerReason == ocpp201.TriggerReasonEVCommunicationLost {
			e.TransactionInfo.ChargingState = new(ocpp201.ChargingStateEVConnected)
		}
	}},
}

// everyEventFault joins the lists, in the order in which an event goes through them.
var EveryEventFault = slices.Concat(eventFaults, refusalFaults, masterPassFaults, offlineFaults, transactionFaults, triggeredFaults, queueFaults, signedFaults, meteringFaults)

func tells(e *ocpp201.TransactionEventRequest, state ocpp201.ChargingState) bool {
	return e.TransactionInfo.ChargingState != nil && *e.TransactionInfo.ChargingState == state
}

// exchanged is Ended for Updated and Updated for Ended.
func exchanged(kind ocpp201.TransactionEventEnum) ocpp201.TransactionEventEnum {
	switch kind {
	case ocpp201.TransactionEventEnumUpdated:
		return ocpp201.TransactionEventEnumEnded
	case ocpp201.TransactionEventEnumEnded:
		return ocpp201.TransactionEventEnumUpdated
	}
	return kind
}

func trigger(right, wrong ocpp201.TriggerReason) func(*ocpp201.TransactionEventRequest) {
	return func(e *ocpp201.TransactionEventRequest) {
		if e.TriggerReason == right {
			e.TriggerReason = wrong
		}
	}
}
