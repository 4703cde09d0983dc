package sessions

import (
	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/defects"
)

// transactionFaults are the defects of how starts and ends of transactions are told that the event itself shows.
var transactionFaults = []eventFault{
	{defects.EnergyStartWithoutToken, ofEnergyStart(withoutToken)},
	{defects.EnergyStartWithoutEVSE, ofEnergyStart(func(e *ocpp201.TransactionEventRequest) { e.EVSE = nil })},
	{defects.EnergyStartWrongState, ofEnergyStart(tellsState(ocpp201.ChargingStateSuspendedEV))},
	{defects.EnergyStartWrongTrigger, ofEnergyStart(trigger(ocpp201.TriggerReasonChargingStateChanged, ocpp201.TriggerReasonCablePluggedIn))},
	{defects.RemoteStartIDOffByOne, func(e *ocpp201.TransactionEventRequest) {
		if id := e.TransactionInfo.RemoteStartID; id != nil {
			e.TransactionInfo.RemoteStartID = new(*id + 1)
		}
	}},
	{defects.RemoteStartedWithoutToken, ofTrigger(ocpp201.TriggerReasonRemoteStart, withoutToken)},
	{defects.RemoteStartedAsUpdated, ofTrigger(ocpp201.TriggerReasonRemoteStart, updatedFor(ocpp201.TransactionEventEnumStarted))},
	{defects.ChargingAsEnded, ofTrigger(ocpp201.TriggerReasonChargingStateChanged, func(e *ocpp201.TransactionEventRequest) {
		if tells(e, ocpp201.ChargingStateCharging) {
			endedForUpdated(e)
		}
	})},
	{defects.PlugAsEnded, ofTrigger(ocpp201.TriggerReasonCablePluggedIn, endedForUpdated)},
	{defects.PlugAsRemoteStart, trigger(ocpp201.TriggerReasonCablePluggedIn, ocpp201.TriggerReasonRemoteStart)},
	{defects.NotReadyAsCharging, ofSuspension(tellsState(ocpp201.ChargingStateCharging))},
	{defects.NotReadyAsSuspendedEVSE, ofSuspension(tellsState(ocpp201.ChargingStateSuspendedEVSE))},
	{defects.NotReadyWithoutState, ofSuspension(func(e *ocpp201.TransactionEventRequest) { e.TransactionInfo.ChargingState = nil })},
	{defects.NotReadyWrongTrigger, ofSuspension(trigger(ocpp201.TriggerReasonChargingStateChanged, ocpp201.TriggerReasonChargingRateChanged))},
	{defects.TimeoutReasonOmitted, ofReason(ocpp201.ReasonTimeout, withoutReason)},
	{defects.LocalStopReasonRemote, ofReason(ocpp201.ReasonLocal, endsFor(ocpp201.ReasonRemote))},
	{defects.StoppedByNobodysToken, ofStop(func(t *ocpp201.IDToken) { t.IDToken = "04B2C3D4E5F680" })},
	{defects.LocalStopWrongTokenType, ofStop(func(t *ocpp201.IDToken) { t.Type = ocpp201.IDTokenEnumLocal })},
	{defects.ChargingAtAnotherEVSE, func(e *ocpp201.TransactionEventRequest) {
		if tells(e, ocpp201.ChargingStateCharging) && e.EventType == ocpp201.TransactionEventEnumUpdated {
			e.EVSE = &ocpp201.EVSE{ID: 2, ConnectorID: new(1)}
		}
	}},
	{defects.ChargingBeforePlug, func(e *ocpp201.TransactionEventRequest) {
		if tells(e, ocpp201.ChargingStateIdle) && e.EventType == ocpp201.TransactionEventEnumStarted {
			e.TransactionInfo.ChargingState = new(ocpp201.ChargingStateCharging)
		}
	}},
	{defects.SuspendedAsEnded, ofSuspension(endedForUpdated)},
	{defects.RemoteStopReasonLocal, ofReason(ocpp201.ReasonRemote, endsFor(ocpp201.ReasonLocal))},
	{defects.RemoteStopReasonOmitted, ofReason(ocpp201.ReasonRemote, withoutReason)},
	{defects.StoppedByEVReasonLocal, ofReason(ocpp201.ReasonStoppedByEV, endsFor(ocpp201.ReasonLocal))},
	{defects.StoppedByEVReasonOmitted, ofReason(ocpp201.ReasonStoppedByEV, withoutReason)},
	{defects.StoppedByEVWrongTrigger, ofReason(ocpp201.ReasonStoppedByEV, trigger(ocpp201.TriggerReasonChargingStateChanged, ocpp201.TriggerReasonStopAuthorized))},
	{defects.StoppedByEVStillCharging, ofReason(ocpp201.ReasonStoppedByEV, tellsState(ocpp201.ChargingStateCharging))},
	{defects.StoppedByEVAsUpdated, ofReason(ocpp201.ReasonStoppedByEV, updatedFor(ocpp201.TransactionEventEnumEnded))},
	{defects.DepartureAsUpdated, ofTrigger(ocpp201.TriggerReasonEVDeparted, updatedFor(ocpp201.TransactionEventEnumEnded))},
	{defects.DepartureWrongReason, ofTrigger(ocpp201.TriggerReasonEVDeparted, endsFor(ocpp201.ReasonEVDisconnected))},
	{defects.DepartureWrongTrigger, trigger(ocpp201.TriggerReasonEVDeparted, ocpp201.TriggerReasonEVDetected)},
}

// ofEnergyStart spoils events that begin a transaction with the energy transfer.
func ofEnergyStart(spoil func(*ocpp201.TransactionEventRequest)) func(*ocpp201.TransactionEventRequest) {
	return func(e *ocpp201.TransactionEventRequest) {
		if e.EventType == ocpp201.TransactionEventEnumStarted && tells(e, ocpp201.ChargingStateCharging) {
			spoil(e)
		}
	}
}

// ofStop spoils the idToken by which a driver ends a transaction.
func ofStop(spoil func(*ocpp201.IDToken)) func(*ocpp201.TransactionEventRequest) {
	return func(e *ocpp201.TransactionEventRequest) {
		if e.EventType == ocpp201.TransactionEventEnumEnded && e.TriggerReason == ocpp201.TriggerReasonStopAuthorized && e.IDToken != nil {
			token := *e.IDToken
			spoil(&token)
			e.IDToken = &token
		}
	}
}

// ofSuspension spoils events that tell that the EV takes no energy.
func ofSuspension(spoil func(*ocpp201.TransactionEventRequest)) func(*ocpp201.TransactionEventRequest) {
	return func(e *ocpp201.TransactionEventRequest) {
		if tells(e, ocpp201.ChargingStateSuspendedEV) {
			spoil(e)
		}
	}
}

func ofTrigger(reason ocpp201.TriggerReason, spoil func(*ocpp201.TransactionEventRequest)) func(*ocpp201.TransactionEventRequest) {
	return func(e *ocpp201.TransactionEventRequest) {
		if e.TriggerReason == reason {
			spoil(e)
		}
	}
}

// ofReason spoils events that end a transaction for a reason.
func ofReason(reason ocpp201.Reason, spoil func(*ocpp201.TransactionEventRequest)) func(*ocpp201.TransactionEventRequest) {
	return func(e *ocpp201.TransactionEventRequest) {
		if stopped := e.TransactionInfo.StoppedReason; stopped != nil && *stopped == reason {
			spoil(e)
		}
	}
}

// endedForUpdated sends Ended in place of Updated.
func endedForUpdated(e *ocpp201.TransactionEventRequest) {
	if e.EventType == ocpp201.TransactionEventEnumUpdated {
		e.EventType = ocpp201.TransactionEventEnumEnded
	}
}

// updatedFor sends Updated in place of another eventType.
func updatedFor(kind ocpp201.TransactionEventEnum) func(*ocpp201.TransactionEventRequest) {
	return func(e *ocpp201.TransactionEventRequest) {
		if e.EventType == kind {
			e.EventType = ocpp201.TransactionEventEnumUpdated
		}
	}
}

// triggeredFaults are the defects of a triggered transaction event that the event itself shows.
var triggeredFaults = []eventFault{
	{defects.TriggeredTransactionOtherEVSE, ofTrigger(ocpp201.TriggerReasonTrigger, func(e *ocpp201.TransactionEventRequest) {
		if e.EVSE != nil {
			e.EVSE = &ocpp201.EVSE{ID: e.EVSE.ID + 1, ConnectorID: e.EVSE.ConnectorID}
		}
	})},
	{defects.TriggeredTransactionWithoutEVSE, ofTrigger(ocpp201.TriggerReasonTrigger, func(e *ocpp201.TransactionEventRequest) { e.EVSE = nil })},
	{defects.TriggeredTransactionAsPeriodic, trigger(ocpp201.TriggerReasonTrigger, ocpp201.TriggerReasonMeterValuePeriodic)},
	{defects.TriggeredTransactionAsChange, trigger(ocpp201.TriggerReasonTrigger, ocpp201.TriggerReasonChargingStateChanged)},
	{defects.TriggeredTransactionWithoutState, ofTrigger(ocpp201.TriggerReasonTrigger, func(e *ocpp201.TransactionEventRequest) { e.TransactionInfo.ChargingState = nil })},
	{defects.TriggeredTransactionOldState, ofTrigger(ocpp201.TriggerReasonTrigger, tellsState(ocpp201.ChargingStateEVConnected))},
	{defects.TriggeredTransactionWithoutValues, ofTrigger(ocpp201.TriggerReasonTrigger, func(e *ocpp201.TransactionEventRequest) { e.MeterValue = nil })},
}
