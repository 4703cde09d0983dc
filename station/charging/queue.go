package charging

import (
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strconv"
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/drivers"
	"github.com/certbench/certbench/station/kernel"
	"github.com/certbench/certbench/station/wire"
)

// Queue holds the transaction events that the CSMS has not answered yet, in the order in which they happened. The
// first is sent, then the next (part 2, section E 1.3); with Capabilities.QueueBackwards another.
type Queue struct {
	Entries []*Queued
	waiting *kernel.Alarm // until an event may be sent again (E13.FR.03)
	told    int           // seqNo of the last event of a transaction
}

// Queued is one event as it will be sent and as it is saved.
type Queued struct {
	Event    ocpp201.TransactionEventRequest
	Starts   bool // its idToken begins an authorization
	Attempts int  `json:"-"`
}

// Has tells whether events of a transaction wait, or of any when id is "".
func (q *Queue) Has(id string) bool {
	return slices.ContainsFunc(q.Entries, func(e *Queued) bool {
		return id == "" || e.Event.TransactionInfo.TransactionID == id
	})
}

// transactionRecord is what survives a power cut: open transactions with the seqNo of their next event, the events that
// are due, and the meters. One record, so that no cut can part them.
type transactionRecord struct {
	Sessions  []*Session
	Queue     []*Queued
	Registers map[int]float64 // Wh by EVSE
}

// AppendRecord writes the record: each event of a transaction has it written twice.
func (r *transactionRecord) AppendRecord(b []byte) ([]byte, error) {
	sessions, err := json.Marshal(r.Sessions)
	if err != nil {
		return b, err
	}
	b = append(append(b, `{"Sessions":`...), sessions...)
	b = append(b, `,"Queue":[`...)
	for i, q := range r.Queue {
		if i > 0 {
			b = append(b, ',')
		}
		if b, err = ocpp201.Append(append(b, `{"Event":`...), &q.Event); err != nil {
			return b, err
		}
		b = append(strconv.AppendBool(append(b, `,"Starts":`...), q.Starts), '}')
	}
	b = append(b, `],"Registers":`...)
	if r.Registers == nil {
		return append(b, "null}"...), nil
	}
	b = append(b, '{')
	for i, id := range slices.Sorted(maps.Keys(r.Registers)) {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(strconv.AppendInt(append(b, '"'), int64(id), 10), `":`...)
		b = strconv.AppendFloat(b, r.Registers[id], 'f', -1, 64)
	}
	return append(b, "}}"...), nil
}

// SaveTransactions keeps the record.
func (ch *Charging) SaveTransactions() {
	saved := transactionRecord{Queue: ch.Queue.Entries, Registers: ch.meters.Registers()}
	for _, s := range ch.Sessions() {
		if s.Tx != nil {
			saved.Sessions = append(saved.Sessions, s)
		}
	}
	ch.kernel.Save(record, &saved)
}

// enqueue takes an event; it is saved before anything is sent (E11.FR.01, E12.FR.01).
func (ch *Charging) enqueue(e Event) {
	q := &Queued{Event: e.Request, Starts: e.Starts}
	if !ch.wire.Online() {
		q.Event.Offline = new(true) // E04.FR.03
	}
	ch.Queue.Entries = append(ch.Queue.Entries, q)
	ch.SaveTransactions()
}

// QueueGoesOffline marks what has not been answered (E11.FR.07).
func (ch *Charging) QueueGoesOffline() {
	for _, q := range ch.Queue.Entries {
		q.Event.Offline = new(true)
	}
	ch.kernel.Cancel(ch.Queue.waiting)
	ch.Queue.waiting = nil
}

// EventDue tells whether an event may be sent now.
func (ch *Charging) EventDue() bool {
	return len(ch.Queue.Entries) > 0 && ch.Queue.waiting == nil && ch.Decide.MayDeliver()
}

// next is the event to send next; there is one.
func (q *Queue) next(backwards bool) *Queued {
	if !backwards {
		return q.Entries[0]
	}
	since := slices.IndexFunc(q.Entries, func(e *Queued) bool { return !isOffline(&e.Event) })
	if since < 0 {
		since = len(q.Entries) - 1
	}
	return q.Entries[since]
}

// EventCall is the next event to send, nil when none is due.
func (ch *Charging) EventCall() *wire.Call {
	if !ch.EventDue() {
		return nil
	}
	q := ch.Queue.next(ch.product.Capabilities.QueueBackwards)
	event := q.Event
	event.MeterValue = ch.meters.Expressed(event.MeterValue)
	return wire.NewCall(ch.wire, event, wire.Sending{About: q}, func(r ocpp201.TransactionEventResponse) {
		ch.eventAnswered(q, r) // first, so that a power cut loses no answer: the event is then sent again
		ch.dequeue(q)
	}, func(reason error) { ch.eventFailed(q, reason) })
}

func (ch *Charging) dequeue(q *Queued) {
	ch.Queue.Entries = slices.DeleteFunc(ch.Queue.Entries, func(e *Queued) bool { return e == q })
	ch.SaveTransactions()
}

// eventFailed waits and tries again, or gives the event up after MessageAttempts (E13). A lost connection is no failed
// attempt: the event was not refused.
func (ch *Charging) eventFailed(q *Queued, reason error) {
	switch {
	case errors.Is(reason, wire.ErrLost):
		return
	case errors.Is(reason, wire.ErrDropped):
		ch.dequeue(q)
		return
	}
	q.Attempts++
	ch.kernel.Log.Warn("a transaction event was not accepted", "attempt", q.Attempts, "reason", reason)
	if q.Attempts >= ch.Decide.Attempts(reason) {
		ch.dequeue(q) // E13.FR.04
		return
	}
	ch.Queue.waiting = ch.kernel.After(ch.Decide.RetryAfter(q.Attempts, reason), func() { ch.Queue.waiting = nil })
}

// eventAnswered takes what the CSMS thinks of the token of an event: the cache learns it (C10.FR.05), and the authorization
// that it began stands or falls by it (E05).
func (ch *Charging) eventAnswered(q *Queued, r ocpp201.TransactionEventResponse) {
	ch.Hooks.Answered(q.Event, r)
	if r.IDTokenInfo == nil || q.Event.IDToken == nil {
		return
	}
	ch.drivers.Learn(*q.Event.IDToken, *r.IDTokenInfo, drivers.FromTransactionEvent)
	s := ch.FindTransaction(q.Event.TransactionInfo.TransactionID)
	if !q.Starts || s == nil || !s.Authorized {
		return
	}
	if r.IDTokenInfo.Status != ocpp201.AuthorizationStatusAccepted {
		ch.Decide.TokenRefused(s)
		ch.site.UpdateStatuses()
		return
	}
	if r.IDTokenInfo.GroupIDToken != nil {
		s.Group = r.IDTokenInfo.GroupIDToken
	}
}

// RestoreTransactions takes over what an earlier life left. Undelivered events happened, as seen from the CSMS, offline.
func (ch *Charging) RestoreTransactions() {
	var saved transactionRecord
	ch.kernel.Load(record, &saved)
	ch.Queue.Entries = saved.Queue
	ch.QueueGoesOffline()
	ch.meters.Restore(saved.Registers)
	for _, s := range saved.Sessions {
		if e := ch.site.EVSE(s.EVSE); e != nil {
			e.Guest = s
		} else {
			s.EVSE, ch.floating = 0, s
		}
		// The contactor fell open when the power went; for how long energy had flowed since is not known.
		s.Charging, s.Suspended, s.Withheld, s.Tx.Since = false, false, false, time.Time{}
	}
}

// ResumeTransactions ends what a power cut interrupted, or goes on with it (B01, scenario step 5).
func (ch *Charging) ResumeTransactions() {
	for _, c := range ch.site.Connectors() {
		c.Deferred = ch.site.WantedInoperative(c) && ch.site.Busy(c) // what is scheduled outlasts a loss of power too (G03.FR.05, FR.08)
	}
	for _, s := range ch.Sessions() {
		c := ch.site.Connector(s.EVSE, s.Connector)
		switch {
		case !ch.product.Capabilities.ResumeAfterPowerLoss:
			why := Cause{Trigger: ocpp201.TriggerReasonAbnormalCondition, Reason: ocpp201.ReasonPowerLoss, End: true}
			ch.Happen(s, why, func() { s.Connected = c != nil && c.EVConnected() })
			ch.Settle(s)
		case s.Connected && !c.EVConnected():
			ch.evDisconnected(c)
		default:
			ch.armSampling(s)
			if !s.Connected {
				ch.armConnectionTimeout(s)
			}
			ch.Energize(s, "")
		}
	}
	for _, c := range ch.site.Connectors() {
		if s := At(c.EVSE); c.Locked && (s == nil || !s.Authorized) {
			ch.site.Unlock(c)
		}
	}
}

// record is the name under which open transactions are kept.
const record = "transactions"

func isOffline(e *ocpp201.TransactionEventRequest) bool { return e.Offline != nil && *e.Offline }
