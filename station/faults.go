package station

import (
	"slices"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/defects"
)

// eventFaults are the defects that only change how a transaction event looks on the wire.
var eventFaults = []struct {
	defect defects.Defect
	spoil  func(*ocpp201.TransactionEventRequest)
}{
	{defects.IDTokenMissingInTransaction, func(e *ocpp201.TransactionEventRequest) { e.IDToken = nil }},
	{defects.EVSEMissingAfterPlug, func(e *ocpp201.TransactionEventRequest) { e.EVSE = nil }},
	{defects.ChargingStateMissing, func(e *ocpp201.TransactionEventRequest) { e.TransactionInfo.ChargingState = nil }},
	{defects.OfflineFlagMissing, func(e *ocpp201.TransactionEventRequest) { e.Offline = nil }},
	{defects.RemoteStartIDMissing, func(e *ocpp201.TransactionEventRequest) { e.TransactionInfo.RemoteStartID = nil }},
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
}

func trigger(right, wrong ocpp201.TriggerReason) func(*ocpp201.TransactionEventRequest) {
	return func(e *ocpp201.TransactionEventRequest) {
		if e.TriggerReason == right {
			e.TriggerReason = wrong
		}
	}
}

// spoilEvent is the event as this station sends it.
func (fw *firmware) spoilEvent(event ocpp201.TransactionEventRequest) ocpp201.TransactionEventRequest {
	for _, fault := range eventFaults {
		if fw.defects.Has(fault.defect) {
			fault.spoil(&event)
		}
	}
	return event
}

// spoil is a payload as this station sends it.
func (fw *firmware) spoil(action string, payload []byte) []byte {
	if action == "StatusNotification" && fw.defects.Has(defects.SchemaViolation) {
		return append(slices.Clone(payload[:len(payload)-1]), `,"unknownProperty":true}`...)
	}
	return payload
}
