package station

import (
	"errors"
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/defects"
)

// retryFaults are the defects that only change how a transaction event looks when it is sent again.
func (fw *firmware) retryFaults(attempts int) []eventFault {
	return []eventFault{
		{defects.RetryWithNextSeqNo, func(e *ocpp201.TransactionEventRequest) { e.SeqNo += attempts }},
		{defects.RetryWithNewTime, func(e *ocpp201.TransactionEventRequest) { e.Timestamp = fw.stamp() }},
		{defects.RetryMarkedOffline, func(e *ocpp201.TransactionEventRequest) { e.Offline = new(true) }},
		{defects.RetryWithoutState, func(e *ocpp201.TransactionEventRequest) { e.TransactionInfo.ChargingState = nil }},
	}
}

// spoilRetry is an event as this station sends it after attempts that failed.
func (fw *firmware) spoilRetry(event ocpp201.TransactionEventRequest, attempts int) ocpp201.TransactionEventRequest {
	if attempts == 0 {
		return event
	}
	for _, fault := range fw.retryFaults(attempts) {
		event = spoiled(fw, event, fault.defect, fault.spoil)
	}
	return event
}

// spoilAttempts is how often this station sends an event.
func (fw *firmware) spoilAttempts(attempts int, reason error) int {
	silent := errors.Is(reason, errTimeout)
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
	silent := errors.Is(reason, errTimeout)
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
		return max(right-fw.messageTimeout(), 0)
	case !silent && fw.defects.Has(defects.RetryErrorWaitsTimeout):
		return right + fw.messageTimeout()
	case silent && fw.defects.Has(defects.RetryReconnects):
		fw.lost(fw.link, errTimeout)
	}
	return right
}

// answersTwice tells whether a defect sends an event again that the CSMS has processed.
func (fw *firmware) answersTwice(q *queued) bool {
	if q.attempts != 1 || !fw.defects.Has(defects.RetryDespiteAnswer) {
		return false
	}
	fw.eventFailed(q, errTimeout)
	return true
}
