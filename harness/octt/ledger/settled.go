package ledger

import (
	"slices"
	"time"

	"github.com/certbench/certbench/harness/seen"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// settled is what is left of an event of a transaction that is over: by what it is known when it comes again, and what the rules ask
// of it where another comes late. A run of days has a million of them, so that there is no pointer in it, and no text.
type settled struct {
	seq, again int64
	number     int
	seconds    int64 // of the timestamp, since 1970
	id         uint64
	nanos      int32
	kind       uint8
	learned    bool
}

// kinds are the eventTypes by their number in settled; every other stands for none of them.
var kinds = [...]ocpp201.TransactionEventEnum{"", ocpp201.TransactionEventEnumStarted, ocpp201.TransactionEventEnumUpdated, ocpp201.TransactionEventEnumEnded}

func kindNumber(kind ocpp201.TransactionEventEnum) (number uint8, is bool) {
	for i, k := range kinds {
		if k == kind {
			return uint8(i), true
		}
	}
	return 0, false
}

// Settle lets go of what the transactions have told that have begun in plays before one and are over: no rule looks at them any more.
// The events come back, without what they have told, when a message tells of their transaction once more. What came after the record up
// to which all was judged stays, and so does that of the last message of the station: nobody knows yet whether the station has learned
// of its answer.
func (l Transactions) Settle(play int, judged int64, last *Call) {
	for _, tx := range l {
		if tx.Play < play && len(tx.Events) > 0 && tx.Over() && !slices.ContainsFunc(tx.Events, func(e Event) bool { return e.Call == last || max(e.Seq, e.Again) > judged }) {
			tx.settle()
		}
	}
}

func (t *Transaction) settle() {
	left := make([]settled, len(t.Events))
	for i, e := range t.Events {
		kind, is := kindNumber(e.Kind)
		if !is || t.unread { // its messages are known again by all of their text
			t.forget()
			return
		}
		left[i] = settled{seq: e.Seq, again: e.Again, number: e.Number, seconds: e.At.Unix(), nanos: int32(e.At.Nanosecond()), kind: kind,
			id: e.id, learned: e.Call.Learned}
	}
	t.settled, t.Events = left, nil
}

// forget lets go of what was read of the messages, and leaves their text.
func (t *Transaction) forget() {
	for i := range t.Events {
		t.Events[i].Told = &untold
		if p := t.Events[i].Call.Payload; p != nil {
			p.Forget()
		}
	}
}

// restore makes events of what is left of them.
func (t *Transaction) restore() {
	for _, s := range t.settled {
		t.Events = append(t.Events, Event{Seq: s.seq, Number: s.number, Kind: kinds[s.kind], At: s.at(), Told: &untold, Again: s.again, id: s.id,
			Call: &Call{Action: untold.Action(), Seq: s.seq, Learned: s.learned}})
	}
	t.settled = nil
}

// Doubt notes that the station may not know any more that what it has told of the transactions was processed. It returns the messages
// that are kept.
func (l Transactions) Doubt() (kept []*Call) {
	for _, tx := range l {
		for i := range tx.settled {
			tx.settled[i].learned = false
		}
		for _, e := range tx.Events {
			e.Call.Learned = false
			if e.Call.ID != "" {
				kept = append(kept, e.Call)
			}
		}
	}
	return kept
}

// Doubtful tells whether a message with an id that tells of an event was sent before, of a transaction that was let go of, and the station
// may not know that it was processed.
func (l Transactions) Doubtful(id string, q *ocpp201.TransactionEventRequest) bool {
	tx := l[q.TransactionInfo.TransactionID]
	if tx == nil {
		return false
	}
	at, of := q.Timestamp.Time, seen.Mark(id)
	return slices.ContainsFunc(tx.settled, func(s settled) bool {
		return s.id == of && !s.learned && s.number == q.SeqNo && kinds[s.kind] == q.EventType && s.at().Equal(at)
	}) || slices.ContainsFunc(tx.Events, func(e Event) bool {
		return e.Call.ID == "" && e.id == of && !e.Call.Learned && e.Number == q.SeqNo && e.Kind == q.EventType && e.At.Equal(at)
	})
}

// Keeps tells whether what the transaction of an event has told was not let go of.
func (l Transactions) Keeps(q *ocpp201.TransactionEventRequest) bool {
	tx := l[q.TransactionInfo.TransactionID]
	return tx != nil && !tx.Quiet()
}

// letGo tells that of all that the transaction has told only that is kept by which it is known.
func (t *Transaction) letGo() bool {
	return t.Quiet() || len(t.Events) > 0 && t.Events[0].Told == &untold
}

// Quiet tells that nothing has come of a transaction that was let go of since.
func (t *Transaction) Quiet() bool { return len(t.settled) > 0 }

// untold stands where an event has told what nobody looks at any more.
var untold ocpp201.TransactionEventRequest

func (s settled) at() time.Time { return time.Unix(s.seconds, int64(s.nanos)).UTC() }
