package charging

import (
	"errors"
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/defects"
	"github.com/certbench/certbench/station/wire"
)

// dropsOffline tells whether a defect drops an event that happens offline, or takes its flag away.
func (ch *Charging) dropsOffline(q *Queued) bool {
	if len(ch.Queue.Entries) == 0 && ch.defects.Has(defects.OfflineFirstOnline) {
		q.Event.Offline = nil
	}
	switch q.Event.EventType {
	case ocpp201.TransactionEventEnumStarted:
		return ch.defects.Has(defects.OfflineStartedDropped)
	case ocpp201.TransactionEventEnumEnded:
		return ch.defects.Has(defects.OfflineEndedDropped)
	}
	return false
}

// spoilDelivery is where defects act on a queue when the connection is back.
func (ch *Charging) spoilDelivery() {
	if len(ch.Queue.Entries) > 0 && ch.defects.Has(defects.OfflineQueueLate) {
		ch.Queue.waiting = ch.kernel.After(time.Minute, func() { ch.Queue.waiting = nil })
	}
	if last := ch.Aftermath.lastTold; last != nil && !last.again && ch.defects.Has(defects.OfflineLastToldAgain) {
		last.again = true
		ch.Queue.Entries = append([]*Queued{last}, ch.Queue.Entries...)
	}
	if token := ch.drivers.AskLater; token != nil {
		ch.drivers.AskLater = nil
		wire.Send(ch.wire, ocpp201.AuthorizeRequest{IDToken: *token}, wire.Sending{})
	}
}

// spoilRefusedQueue is where defects act on the queue when a token is refused. The first event is the one that is answered.
func (ch *Charging) spoilRefusedQueue() {
	if len(ch.Queue.Entries) > 1 && ch.defects.Has(defects.RefusalDropsQueue) {
		ch.Queue.Entries = ch.Queue.Entries[:1]
	}
}

// spoilAttempts is how often this station sends an event.
func (ch *Charging) spoilAttempts(attempts int, reason error) int {
	silent := errors.Is(reason, wire.ErrTimeout)
	switch {
	case ch.defects.Has(defects.RetryNever),
		silent && ch.defects.Has(defects.RetryNotAfterSilence), !silent && ch.defects.Has(defects.RetryNotAfterError):
		return 0
	case ch.defects.Has(defects.RetryOneTooFew):
		return attempts - 1
	case ch.defects.Has(defects.RetryOneTooMany):
		return attempts + 1
	case ch.defects.Has(defects.RetryForever):
		return 1 << 20
	}
	return attempts
}

// spoilInterval is how long this station waits after attempts that failed: interval multiplied by their number, but for
// its defects.
func (ch *Charging) spoilInterval(interval, attempts time.Duration, reason error) time.Duration {
	right := interval * attempts
	silent := errors.Is(reason, wire.ErrTimeout)
	switch {
	case ch.defects.Has(defects.RetryIntervalIgnored):
		return 0
	case attempts > 1 && ch.defects.Has(defects.RetryIntervalConstant):
		return interval
	case ch.defects.Has(defects.RetryIntervalOneTooMany):
		return right + interval
	case ch.defects.Has(defects.RetryIntervalMilliseconds):
		return right / 1000
	case ch.defects.Has(defects.RetryIntervalFactory):
		return factoryAttemptInterval * attempts
	case silent && ch.defects.Has(defects.RetryCountsFromSending):
		return max(right-ch.wire.MessageTimeout(), 0)
	case !silent && ch.defects.Has(defects.RetryErrorWaitsTimeout):
		return right + ch.wire.MessageTimeout()
	case silent && ch.defects.Has(defects.RetryReconnects):
		ch.wire.GiveUp(ch.wire.Present(), wire.ErrTimeout)
	}
	return right
}

// answersTwice tells whether a defect sends an event again that the CSMS has processed.
func (ch *Charging) answersTwice(q *Queued) bool {
	if q.Attempts != 1 || !ch.defects.Has(defects.RetryDespiteAnswer) {
		return false
	}
	ch.eventFailed(q, wire.ErrTimeout)
	return true
}

// endsTwice tells whether a defect sends the end of a transaction again that the CSMS has processed.
func (ch *Charging) endsTwice(q *Queued) bool {
	if q.again || q.Event.EventType != ocpp201.TransactionEventEnumEnded || !ch.defects.Has(defects.EndedSentTwice) {
		return false
	}
	q.again = true
	return true
}
