package station

import (
	"errors"
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/defects"
	"github.com/certbench/certbench/station/wire"
)

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

// dropsOffline tells whether a defect drops an event that happens offline, or takes its flag away.
func (fw *firmware) dropsOffline(q *queued) bool {
	if len(fw.queue.entries) == 0 && fw.defects.Has(defects.OfflineFirstOnline) {
		q.Event.Offline = nil
	}
	switch q.Event.EventType {
	case ocpp201.TransactionEventEnumStarted:
		return fw.defects.Has(defects.OfflineStartedDropped)
	case ocpp201.TransactionEventEnumEnded:
		return fw.defects.Has(defects.OfflineEndedDropped)
	}
	return false
}

// spoilDelivery is where defects act on a queue when the connection is back.
func (fw *firmware) spoilDelivery() {
	if len(fw.queue.entries) > 0 && fw.defects.Has(defects.OfflineQueueLate) {
		fw.queue.waiting = fw.kernel.After(time.Minute, func() { fw.queue.waiting = nil })
	}
	if last := fw.aftermath.lastTold; last != nil && !last.again && fw.defects.Has(defects.OfflineLastToldAgain) {
		last.again = true
		fw.queue.entries = append([]*queued{last}, fw.queue.entries...)
	}
	if token := fw.askLater; token != nil {
		fw.askLater = nil
		wire.Send(fw.wire, ocpp201.AuthorizeRequest{IDToken: *token}, wire.Sending{})
	}
}

// spoilRefusedQueue is where defects act on the queue when a token is refused. The first event is the one that is answered.
func (fw *firmware) spoilRefusedQueue() {
	if len(fw.queue.entries) > 1 && fw.defects.Has(defects.RefusalDropsQueue) {
		fw.queue.entries = fw.queue.entries[:1]
	}
}

// spoilAttempts is how often this station sends an event.
func (fw *firmware) spoilAttempts(attempts int, reason error) int {
	silent := errors.Is(reason, wire.ErrTimeout)
	switch {
	case fw.defects.Has(defects.RetryNever),
		silent && fw.defects.Has(defects.RetryNotAfterSilence), !silent && fw.defects.Has(defects.RetryNotAfterError):
		return 0
	case fw.defects.Has(defects.RetryOneTooFew):
		return attempts - 1
	case fw.defects.Has(defects.RetryOneTooMany):
		return attempts + 1
	case fw.defects.Has(defects.RetryForever):
		return 1 << 20
	}
	return attempts
}

// spoilInterval is how long this station waits after attempts that failed: interval multiplied by their number, but for
// its defects.
func (fw *firmware) spoilInterval(interval, attempts time.Duration, reason error) time.Duration {
	right := interval * attempts
	silent := errors.Is(reason, wire.ErrTimeout)
	switch {
	case fw.defects.Has(defects.RetryIntervalIgnored):
		return 0
	case attempts > 1 && fw.defects.Has(defects.RetryIntervalConstant):
		return interval
	case fw.defects.Has(defects.RetryIntervalOneTooMany):
		return right + interval
	case fw.defects.Has(defects.RetryIntervalMilliseconds):
		return right / 1000
	case fw.defects.Has(defects.RetryIntervalFactory):
		return factoryAttemptInterval * attempts
	case silent && fw.defects.Has(defects.RetryCountsFromSending):
		return max(right-fw.wire.MessageTimeout(), 0)
	case !silent && fw.defects.Has(defects.RetryErrorWaitsTimeout):
		return right + fw.wire.MessageTimeout()
	case silent && fw.defects.Has(defects.RetryReconnects):
		fw.wire.GiveUp(fw.wire.Present(), wire.ErrTimeout)
	}
	return right
}

// answersTwice tells whether a defect sends an event again that the CSMS has processed.
func (fw *firmware) answersTwice(q *queued) bool {
	if q.attempts != 1 || !fw.defects.Has(defects.RetryDespiteAnswer) {
		return false
	}
	fw.eventFailed(q, wire.ErrTimeout)
	return true
}

// endsTwice tells whether a defect sends the end of a transaction again that the CSMS has processed.
func (fw *firmware) endsTwice(q *queued) bool {
	if q.again || q.Event.EventType != ocpp201.TransactionEventEnumEnded || !fw.defects.Has(defects.EndedSentTwice) {
		return false
	}
	q.again = true
	return true
}
