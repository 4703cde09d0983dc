package station

import (
	"errors"
	"slices"
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/defects"
	"github.com/certbench/certbench/station/kernel"
	"github.com/certbench/certbench/station/wire"
)

// eventQueue holds the transaction events that the CSMS has not answered yet, in the order in which they happened. The
// first is sent, then the next (part 2, section E 1.3); with Capabilities.QueueBackwards another.
type eventQueue struct {
	entries []*queued
	waiting *kernel.Alarm // until an event may be sent again (E13.FR.03)
	told    int           // seqNo of the last event of a transaction
}

// queued is one event as it will be sent and as it is saved.
type queued struct {
	Event    ocpp201.TransactionEventRequest
	Starts   bool // its idToken begins an authorization
	attempts int
	again    bool // a defect has kept it for another time
}

// has tells whether events of a transaction wait, or of any when id is "".
func (q *eventQueue) has(id string) bool {
	return slices.ContainsFunc(q.entries, func(e *queued) bool {
		return id == "" || e.Event.TransactionInfo.TransactionID == id
	})
}

// transactionRecord is what survives a power cut: open transactions with the seqNo of their next event, the events that
// are due, and the meters. One record, so that no cut can part them.
type transactionRecord struct {
	Sessions  []*session
	Queue     []*queued
	Registers map[int]float64 // Wh by EVSE
}

func (fw *firmware) saveTransactions() {
	record := transactionRecord{Queue: fw.queue.entries, Registers: map[int]float64{}}
	for _, s := range fw.sessions() {
		if s.Tx != nil {
			record.Sessions = append(record.Sessions, s)
		}
	}
	for id, m := range fw.meters {
		m.advance(time.Now())
		record.Registers[id] = m.register
	}
	fw.kernel.Save(recordTransactions, record)
}

// enqueue takes an event; it is saved before anything is sent (E11.FR.01, E12.FR.01).
func (fw *firmware) enqueue(event ocpp201.TransactionEventRequest, starts bool) {
	q := &queued{Event: event, Starts: starts}
	fw.spoilQueue()
	if !fw.wire.Online() {
		q.Event.Offline = new(true) // E04.FR.03
		if fw.dropsOffline(q) || fw.defects.Has(defects.OfflineEventsDropped) {
			fw.saveTransactions()
			return
		}
	}
	fw.queue.entries = append(fw.queue.entries, q)
	fw.saveTransactions()
}

// queueGoesOffline marks what has not been answered (E11.FR.07).
func (fw *firmware) queueGoesOffline() {
	for _, q := range fw.queue.entries {
		q.Event.Offline = new(true)
	}
	fw.kernel.Cancel(fw.queue.waiting)
	fw.queue.waiting = nil
}

// factoryAttemptInterval is the factory's MessageAttemptInterval.
const factoryAttemptInterval = time.Minute

// eventDue tells whether an event may be sent now.
func (fw *firmware) eventDue() bool {
	return len(fw.queue.entries) > 0 && fw.queue.waiting == nil && !fw.aftermath.queueHeld
}

// next is the event to send next; there is one.
func (q *eventQueue) next(backwards bool) *queued {
	if !backwards {
		return q.entries[0]
	}
	since := slices.IndexFunc(q.entries, func(e *queued) bool { return !isOffline(&e.Event) })
	if since < 0 {
		since = len(q.entries) - 1
	}
	return q.entries[since]
}

// eventCall is the next event to send, nil when none is due.
func (fw *firmware) eventCall() *wire.Call {
	if !fw.eventDue() {
		return nil
	}
	q := fw.queue.next(fw.config.Capabilities.QueueBackwards)
	event := q.Event
	event.MeterValue = fw.expressed(event.MeterValue)
	return wire.NewCall(fw.wire, event, wire.Sending{About: q}, func(r ocpp201.TransactionEventResponse) {
		if fw.answersTwice(q) || fw.endsTwice(q) {
			return
		}
		fw.eventAnswered(q, r) // first, so that a power cut loses no answer: the event is then sent again
		fw.dequeue(q)
	}, func(reason error) { fw.eventFailed(q, reason) })
}

func (fw *firmware) dequeue(q *queued) {
	fw.aftermath.lastTold = q
	fw.queue.entries = slices.DeleteFunc(fw.queue.entries, func(e *queued) bool { return e == q })
	fw.saveTransactions()
}

// eventFailed waits and tries again, or gives the event up after MessageAttempts (E13). A lost connection is no failed
// attempt: the event was not refused.
func (fw *firmware) eventFailed(q *queued, reason error) {
	switch {
	case errors.Is(reason, wire.ErrLost):
		return
	case errors.Is(reason, wire.ErrDropped):
		fw.dequeue(q)
		return
	}
	q.attempts++
	fw.kernel.Log.Warn("a transaction event was not accepted", "attempt", q.attempts, "reason", reason)
	if q.attempts >= fw.spoilAttempts(fw.model.Integer("OCPPCommCtrlr", "MessageAttempts", "TransactionEvent"), reason) {
		fw.dequeue(q) // E13.FR.04
		return
	}
	interval := fw.model.Seconds("OCPPCommCtrlr", "MessageAttemptInterval", "TransactionEvent")
	wait := fw.spoilInterval(interval, time.Duration(q.attempts), reason) // E13.FR.03
	fw.queue.waiting = fw.kernel.After(wait, func() { fw.queue.waiting = nil })
}

// eventAnswered takes what the CSMS thinks of the token of an event: the cache learns it (C10.FR.05), and the authorization
// that it began stands or falls by it (E05).
func (fw *firmware) eventAnswered(q *queued, r ocpp201.TransactionEventResponse) {
	if r.IDTokenInfo == nil || q.Event.IDToken == nil {
		return
	}
	fw.learn(*q.Event.IDToken, *r.IDTokenInfo, fromTransactionEvent)
	s := fw.findTransaction(q.Event.TransactionInfo.TransactionID)
	if !q.Starts || s == nil || !s.Authorized {
		return
	}
	if r.IDTokenInfo.Status != ocpp201.AuthorizationStatusAccepted {
		fw.spoilRefusedQueue()
		fw.tokenRefused(s)
		fw.updateStatuses()
		return
	}
	if r.IDTokenInfo.GroupIDToken != nil {
		s.Group = r.IDTokenInfo.GroupIDToken
	}
}

// restoreTransactions takes over what an earlier life left. Undelivered events happened, as seen from the CSMS, offline.
func (fw *firmware) restoreTransactions() {
	var record transactionRecord
	fw.kernel.Load(recordTransactions, &record)
	fw.queue.entries = record.Queue
	fw.queueGoesOffline()
	for id, register := range record.Registers {
		if m := fw.meters[id]; m != nil {
			m.register = register
		}
	}
	for _, s := range record.Sessions {
		if e := fw.evse(s.EVSE); e != nil {
			e.guest = s
		} else {
			s.EVSE, fw.floating = 0, s
		}
		// The contactor fell open when the power went; for how long energy had flowed since is not known.
		s.Charging, s.Suspended, s.Withheld, s.Tx.Since = false, false, false, time.Time{}
	}
}

// resumeTransactions ends what a power cut interrupted, or goes on with it (B01, scenario step 5).
func (fw *firmware) resumeTransactions() {
	for _, c := range fw.connectors() {
		c.deferred = fw.wantedInoperative(c) && fw.busy(c) // what is scheduled outlasts a loss of power too (G03.FR.05, FR.08)
	}
	for _, s := range fw.sessions() {
		c := fw.connector(s.EVSE, s.Connector)
		switch {
		case !fw.config.Capabilities.ResumeAfterPowerLoss:
			why := cause{trigger: ocpp201.TriggerReasonAbnormalCondition, reason: ocpp201.ReasonPowerLoss, end: true}
			fw.happen(s, why, func() { s.Connected = c != nil && c.evConnected() })
			fw.settle(s)
		case s.Connected && !c.evConnected():
			fw.evDisconnected(c)
		default:
			fw.armSampling(s)
			if !s.Connected {
				fw.armConnectionTimeout(s)
			}
			fw.energize(s, "")
		}
	}
	for _, c := range fw.connectors() {
		if s := at(c.evse); c.locked && (s == nil || !s.Authorized) {
			fw.unlock(c)
		}
	}
}
