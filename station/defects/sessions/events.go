package sessions

import (
	"slices"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/defects"
)

// eventFault is a defect that only changes how a transaction event looks on the wire.
type eventFault struct {
	defect defects.Defect
	spoil  func(*ocpp201.TransactionEventRequest)
}

func (f eventFault) Name() defects.Defect { return f.defect }

// eventFaults are the defects that only change how a transaction event looks on the wire.
var eventFaults = []eventFault{
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
	{defects.ReservationIDMissing, func(e *ocpp201.TransactionEventRequest) { e.ReservationID = nil }},
	{defects.ReservationIDWrong, func(e *ocpp201.TransactionEventRequest) {
		if e.ReservationID != nil {
			e.ReservationID = new(*e.ReservationID + 1)
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
			e.IDToken = &ocpp201.IDToken{IDToken: defects.AnotherToken, Type: ocpp201.IDTokenEnumLocal}
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
var everyEventFault = slices.Concat(eventFaults, refusalFaults, masterPassFaults, offlineFaults, transactionFaults, triggeredFaults, queueFaults, signedFaults, meteringFaults)

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

// refusalFaults are the defects of events that follow the CSMS's refusal of a token during a transaction.
var refusalFaults = []eventFault{
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

// masterPassFaults are the defects of the event that ends a transaction which a Master Pass has stopped.
var masterPassFaults = []eventFault{
	{defects.MasterPassReasonOmitted, func(e *ocpp201.TransactionEventRequest) {
		if endedByMasterPass(e) {
			e.TransactionInfo.StoppedReason = nil
		}
	}},
}

func endedByMasterPass(e *ocpp201.TransactionEventRequest) bool {
	reason := e.TransactionInfo.StoppedReason
	return reason != nil && *reason == ocpp201.ReasonMasterPass
}

// offlineFaults are the defects of events that happened offline, and of those that follow a refusal.
var offlineFaults = []eventFault{
	{defects.OfflineTokenLost, func(e *ocpp201.TransactionEventRequest) {
		if isOffline(e) {
			e.IDToken = nil
		}
	}},
	{defects.OfflineTokenWrongType, func(e *ocpp201.TransactionEventRequest) {
		if isOffline(e) && e.IDToken != nil {
			e.IDToken = &ocpp201.IDToken{IDToken: e.IDToken.IDToken, Type: ocpp201.IDTokenEnumLocal}
		}
	}},
	{defects.OfflineAuthorizedOnline, func(e *ocpp201.TransactionEventRequest) {
		if e.TriggerReason == ocpp201.TriggerReasonAuthorized {
			e.Offline = nil
		}
	}},
	{defects.OfflineChargingOnline, func(e *ocpp201.TransactionEventRequest) {
		if tells(e, ocpp201.ChargingStateCharging) {
			e.Offline = nil
		}
	}},
	{defects.DeauthorizedMarkedOffline, deauthorized(func(e *ocpp201.TransactionEventRequest) { e.Offline = new(true) })},
	{defects.DeauthorizedAsUpdated, deauthorized(func(e *ocpp201.TransactionEventRequest) { e.EventType = ocpp201.TransactionEventEnumUpdated })},
	{defects.DeauthorizedAsEnded, deauthorized(func(e *ocpp201.TransactionEventRequest) { e.EventType = ocpp201.TransactionEventEnumEnded })},
	{defects.DeauthorizedStillCharging, deauthorized(func(e *ocpp201.TransactionEventRequest) {
		if tells(e, ocpp201.ChargingStateEVConnected) {
			e.TransactionInfo.ChargingState = new(ocpp201.ChargingStateCharging)
		}
	})},
	{defects.DeauthorizedWithoutReason, func(e *ocpp201.TransactionEventRequest) {
		if r := e.TransactionInfo.StoppedReason; r != nil && *r == ocpp201.ReasonDeAuthorized {
			e.TransactionInfo.StoppedReason = nil
		}
	}},
	{defects.RefusedAsEnded, func(e *ocpp201.TransactionEventRequest) {
		if e.EventType == ocpp201.TransactionEventEnumUpdated && tells(e, ocpp201.ChargingStateSuspendedEVSE) {
			e.EventType = ocpp201.TransactionEventEnumEnded
		}
	}},
	{defects.RefusedWithoutState, func(e *ocpp201.TransactionEventRequest) {
		if tells(e, ocpp201.ChargingStateSuspendedEVSE) {
			e.TransactionInfo.ChargingState = nil
		}
	}},
	{defects.AuthorizedAsStarted, func(e *ocpp201.TransactionEventRequest) {
		if e.TriggerReason == ocpp201.TriggerReasonAuthorized {
			e.EventType = ocpp201.TransactionEventEnumStarted
		}
	}},
}

// deauthorized spoils only the event that tells that an authorization was taken away.
func deauthorized(spoil func(*ocpp201.TransactionEventRequest)) func(*ocpp201.TransactionEventRequest) {
	return func(e *ocpp201.TransactionEventRequest) {
		if e.TriggerReason == ocpp201.TriggerReasonDeauthorized {
			spoil(e)
		}
	}
}

func isOffline(e *ocpp201.TransactionEventRequest) bool { return e.Offline != nil && *e.Offline }

// queueFaults are the defects of events that happened offline, and of those that end a refused authorization.
var queueFaults = []eventFault{
	{defects.OfflineMeterValuesOnline, offlineMeterValues(func(e *ocpp201.TransactionEventRequest) { e.Offline = nil })},
	{defects.OfflineUpdatedAsEnded, offlineMeterValues(func(e *ocpp201.TransactionEventRequest) { e.EventType = ocpp201.TransactionEventEnumEnded })},
	{defects.OfflineEndedOnline, ofOffline(ocpp201.TransactionEventEnumEnded, func(e *ocpp201.TransactionEventRequest) { e.Offline = nil })},
	{defects.OfflineEndedAsUpdated, ofOffline(ocpp201.TransactionEventEnumEnded, updatedFor(ocpp201.TransactionEventEnumEnded))},
	{defects.OfflineStartedAsUpdated, ofOffline(ocpp201.TransactionEventEnumStarted, updatedFor(ocpp201.TransactionEventEnumStarted))},
	{defects.OfflineSeqNoBehind, func(e *ocpp201.TransactionEventRequest) {
		if isOffline(e) && e.SeqNo > 0 {
			e.SeqNo--
		}
	}},
	{defects.OfflineAnotherTransaction, func(e *ocpp201.TransactionEventRequest) {
		if isOffline(e) {
			e.TransactionInfo.TransactionID = "00000000" + e.TransactionInfo.TransactionID[min(8, len(e.TransactionInfo.TransactionID)):]
		}
	}},
	{defects.DeauthorizedReasonLocal, ofReason(ocpp201.ReasonDeAuthorized, endsFor(ocpp201.ReasonLocal))},
	{defects.DeauthorizedAsStateChange, trigger(ocpp201.TriggerReasonDeauthorized, ocpp201.TriggerReasonChargingStateChanged)},
	{defects.SuspendedLossStillThere, ofTrigger(ocpp201.TriggerReasonEVCommunicationLost, func(e *ocpp201.TransactionEventRequest) {
		if e.EventType == ocpp201.TransactionEventEnumUpdated {
			e.TransactionInfo.ChargingState = new(ocpp201.ChargingStateEVConnected)
		}
	})},
	{defects.BayEntryWrongTrigger, trigger(ocpp201.TriggerReasonEVDetected, ocpp201.TriggerReasonCablePluggedIn)},
}

// ofOffline spoils the events of one eventType that happened offline.
func ofOffline(kind ocpp201.TransactionEventEnum, spoil func(*ocpp201.TransactionEventRequest)) func(*ocpp201.TransactionEventRequest) {
	return func(e *ocpp201.TransactionEventRequest) {
		if isOffline(e) && e.EventType == kind {
			spoil(e)
		}
	}
}

// offlineMeterValues spoils those that only carry periodic meter values.
func offlineMeterValues(spoil func(*ocpp201.TransactionEventRequest)) func(*ocpp201.TransactionEventRequest) {
	return ofTrigger(ocpp201.TriggerReasonMeterValuePeriodic, func(e *ocpp201.TransactionEventRequest) {
		if isOffline(e) {
			spoil(e)
		}
	})
}

// signedFaults are the defects of how a transaction is told that a signed meter value has started.
var signedFaults = []eventFault{
	{defects.SignedStartWithoutToken, ofTrigger(ocpp201.TriggerReasonSignedDataReceived, withoutToken)},
	{defects.SignedStartWithoutEVSE, ofTrigger(ocpp201.TriggerReasonSignedDataReceived, func(e *ocpp201.TransactionEventRequest) { e.EVSE = nil })},
	{defects.SignedStartWrongTrigger, trigger(ocpp201.TriggerReasonSignedDataReceived, ocpp201.TriggerReasonCablePluggedIn)},
}

func withoutToken(e *ocpp201.TransactionEventRequest) { e.IDToken = nil }

func withoutReason(e *ocpp201.TransactionEventRequest) { e.TransactionInfo.StoppedReason = nil }

func tellsState(state ocpp201.ChargingState) func(*ocpp201.TransactionEventRequest) {
	return func(e *ocpp201.TransactionEventRequest) { e.TransactionInfo.ChargingState = &state }
}

// endsFor gives an event that ends a transaction another reason.
func endsFor(reason ocpp201.Reason) func(*ocpp201.TransactionEventRequest) {
	return func(e *ocpp201.TransactionEventRequest) {
		if e.EventType == ocpp201.TransactionEventEnumEnded {
			e.TransactionInfo.StoppedReason = &reason
		}
	}
}
