package sessions

import (
	"errors"
	"slices"
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station"
	"github.com/certbench/certbench/station/charging"
	"github.com/certbench/certbench/station/defects"
	"github.com/certbench/certbench/station/kernel"
	"github.com/certbench/certbench/station/site"
	"github.com/certbench/certbench/station/wire"
)

// queuePatches are the faults of the event queue: what is kept of an offline period, and when it is sent, again or at all.
var queuePatches = []defects.Patch{
	{Of: []defects.Defect{
		defects.OfflineQueueLastOnly, defects.OfflineQueueWaits, defects.OfflineFirstOnline, defects.OfflineStartedDropped,
		defects.OfflineEndedDropped, defects.OfflineEventsDropped,
	}, Put: keptOffline},
	{Of: []defects.Defect{defects.OfflineQueueLate}, Put: deliveredLate},
	{Of: []defects.Defect{defects.OfflineLastToldAgain}, Put: lastToldAgain},
	{Of: []defects.Defect{defects.OfflineNeverCharges}, Put: waitsForCSMS},
	{Of: []defects.Defect{defects.RefusalDropsQueue}, Put: refusalDropsQueue},
	{Of: []defects.Defect{
		defects.RetryNever, defects.RetryNotAfterSilence, defects.RetryNotAfterError, defects.RetryOneTooFew, defects.RetryOneTooMany, defects.RetryForever,
	}, Put: attempts},
	{Of: []defects.Defect{
		defects.RetryIntervalIgnored, defects.RetryIntervalConstant, defects.RetryIntervalOneTooMany, defects.RetryIntervalMilliseconds,
		defects.RetryIntervalFactory, defects.RetryCountsFromSending, defects.RetryErrorWaitsTimeout, defects.RetryReconnects,
	}, Put: attemptInterval},
	{Of: []defects.Defect{defects.RetryDespiteAnswer}, Put: retryDespiteAnswer},
	{Of: []defects.Defect{defects.EndedSentTwice}, Put: endedSentTwice},
}

// keptOffline keeps less than all that happens offline, or sends it later than when the connection is back.
func keptOffline(fw *station.Firmware, s defects.Set) {
	held, queue := false, &fw.Charging.Queue
	right := fw.Charging.Decide.MayDeliver
	fw.Charging.Decide.MayDeliver = func() bool { return right() && !held }
	dropped := func(kind ocpp201.TransactionEventEnum) bool {
		return kind == ocpp201.TransactionEventEnumStarted && s.Has(defects.OfflineStartedDropped) ||
			kind == ocpp201.TransactionEventEnumEnded && s.Has(defects.OfflineEndedDropped) || s.Has(defects.OfflineEventsDropped)
	}
	fw.Charging.Seam.AddEntering(func(_ *charging.Session, e charging.Event, enter func(charging.Event)) {
		if fw.Wire.Online() {
			held = false
			enter(e)
			return
		}
		switch {
		case len(queue.Entries) > 0 && s.Has(defects.OfflineQueueLastOnly):
			queue.Entries = nil
		case s.Has(defects.OfflineQueueWaits):
			held = true
		}
		if dropped(e.Request.EventType) {
			fw.Charging.SaveTransactions()
			return
		}
		first := len(queue.Entries) == 0
		if enter(e); first && len(queue.Entries) > 0 && s.Has(defects.OfflineFirstOnline) {
			queue.Entries[0].Event.Offline = nil
		}
	})
}

func deliveredLate(fw *station.Firmware, s defects.Set) {
	var wait *kernel.Alarm
	right, offline := fw.Charging.Decide.MayDeliver, fw.Wire.Hooks.Offline
	fw.Charging.Decide.MayDeliver = func() bool { return right() && wait == nil }
	fw.Wire.Hooks.Offline = func() {
		fw.Kernel.Cancel(wait)
		wait = nil
		offline()
	}
	defects.WhenBack(fw, func() {
		if len(fw.Charging.Queue.Entries) > 0 && s.Has(defects.OfflineQueueLate) {
			wait = fw.Kernel.After(time.Minute, func() { wait = nil })
		}
	})
}

// lastToldAgain sends the last event of this life that has left the queue before all others, once.
func lastToldAgain(fw *station.Firmware, s defects.Set) {
	var told *charging.Queued
	again := map[*charging.Queued]bool{}
	fw.Wire.Seam.Results.Add(func(m wire.Message, pass wire.Pass) {
		pass(m)
		if q, ok := m.About.(*charging.Queued); ok && !slices.Contains(fw.Charging.Queue.Entries, q) {
			told = q
		}
	})
	defects.WhenBack(fw, func() {
		if told != nil && !again[told] && s.Has(defects.OfflineLastToldAgain) {
			again[told] = true
			fw.Charging.Queue.Entries = append([]*charging.Queued{told}, fw.Charging.Queue.Entries...)
		}
	})
}

// waitsForCSMS leaves an EV alone until the connection is back.
func waitsForCSMS(fw *station.Firmware, s defects.Set) {
	right := fw.Charging.Decide.Attends
	fw.Charging.Decide.Attends = func(c *site.Connector) bool {
		return right(c) && (fw.Wire.Online() || c.EVSE.Offering || !s.Has(defects.OfflineNeverCharges))
	}
	defects.WhenBack(fw, func() {
		for _, of := range fw.Charging.Sessions() {
			if of.Connected && of.Authorized && s.Has(defects.OfflineNeverCharges) {
				fw.Charging.Energize(of, "")
			}
		}
	})
}

// refusalDropsQueue forgets what waits when the CSMS refuses the token that began an authorization. The first event is the
// one that it answers.
func refusalDropsQueue(fw *station.Firmware, s defects.Set) {
	fw.Wire.Seam.Results.Add(func(m wire.Message, pass wire.Pass) {
		if refusesDriver(fw, m) && len(fw.Charging.Queue.Entries) > 1 && s.Has(defects.RefusalDropsQueue) {
			fw.Charging.Queue.Entries = fw.Charging.Queue.Entries[:1]
		}
		pass(m)
	})
}

// refusesDriver tells the answer to an event that takes an authorization away.
func refusesDriver(fw *station.Firmware, m wire.Message) bool {
	r, ok := m.Body.(ocpp201.TransactionEventResponse)
	q, own := m.About.(*charging.Queued)
	if !ok || !own || r.IDTokenInfo == nil || q.Event.IDToken == nil || !q.Starts {
		return false
	}
	of := fw.Charging.FindTransaction(q.Event.TransactionInfo.TransactionID)
	return of != nil && of.Authorized && r.IDTokenInfo.Status != ocpp201.AuthorizationStatusAccepted
}

// attempts sends an event more often than it should be, or not as often.
func attempts(fw *station.Firmware, s defects.Set) {
	right := fw.Charging.Decide.Attempts
	fw.Charging.Decide.Attempts = func(reason error) int {
		silent := errors.Is(reason, wire.ErrTimeout)
		switch {
		case s.Has(defects.RetryNever), silent && s.Has(defects.RetryNotAfterSilence), !silent && s.Has(defects.RetryNotAfterError):
			return 0
		case s.Has(defects.RetryOneTooFew):
			return right(reason) - 1
		case s.Has(defects.RetryOneTooMany):
			return right(reason) + 1
		case s.Has(defects.RetryForever):
			return 1 << 20
		}
		return right(reason)
	}
}

// factoryAttemptInterval is the factory's MessageAttemptInterval.
const factoryAttemptInterval = time.Minute

// attemptInterval waits for the next attempt longer than it should, or not as long.
func attemptInterval(fw *station.Firmware, s defects.Set) {
	decide := fw.Charging.Decide.RetryAfter
	fw.Charging.Decide.RetryAfter = func(attempts int, reason error) time.Duration {
		right, one := decide(attempts, reason), decide(1, reason)
		silent := errors.Is(reason, wire.ErrTimeout)
		switch {
		case s.Has(defects.RetryIntervalIgnored):
			return 0
		case attempts > 1 && s.Has(defects.RetryIntervalConstant):
			return one
		case s.Has(defects.RetryIntervalOneTooMany):
			return right + one
		case s.Has(defects.RetryIntervalMilliseconds):
			return right / 1000
		case s.Has(defects.RetryIntervalFactory):
			return factoryAttemptInterval * time.Duration(attempts)
		case silent && s.Has(defects.RetryCountsFromSending):
			return max(right-fw.Wire.MessageTimeout(), 0)
		case !silent && s.Has(defects.RetryErrorWaitsTimeout):
			return right + fw.Wire.MessageTimeout()
		case silent && s.Has(defects.RetryReconnects):
			fw.Wire.GiveUp(fw.Wire.Present(), wire.ErrTimeout)
		}
		return right
	}
}

// retryDespiteAnswer takes the answer to a second attempt for none.
func retryDespiteAnswer(fw *station.Firmware, s defects.Set) {
	fw.Wire.Seam.Results.Add(func(m wire.Message, pass wire.Pass) {
		if q, ok := m.About.(*charging.Queued); ok && m.Refusal == nil && q.Attempts == 1 && s.Has(defects.RetryDespiteAnswer) {
			m.Lost = true
		}
		pass(m)
	})
}

// endedSentTwice does not see the first answer to the event that ends a transaction.
func endedSentTwice(fw *station.Firmware, s defects.Set) {
	again := map[*charging.Queued]bool{}
	fw.Wire.Seam.Results.Add(func(m wire.Message, pass wire.Pass) {
		q, ok := m.About.(*charging.Queued)
		if !ok || m.Refusal != nil || again[q] || q.Event.EventType != ocpp201.TransactionEventEnumEnded || !s.Has(defects.EndedSentTwice) {
			pass(m)
			return
		}
		again[q] = true
	})
}
