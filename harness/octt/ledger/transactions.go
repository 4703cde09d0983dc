package ledger

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/certbench/certbench/harness/seen"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// Transactions are what every transaction has told so far, for the rules that hold over all of its messages (part 6,
// section 2.1).
type Transactions map[string]*Transaction

// Transaction is one transaction of the station, by what its messages have told.
type Transaction struct {
	ID     string
	Events []Event // in the order of arrival
	Closed bool    // the station says that it is over
	Play   int     // in which it began
	Inside bool    // it began while the case of that play was played, and not in the clean-up
	Known  bool    // the run knows how it began: it has seen that, or would have

	settled []settled // what is left of Events when they were let go of, see Settle
	unread  bool      // there is a message that cannot be read whole
}

// Event is one TransactionEventRequest, once however often it came.
type Event struct {
	Seq     int64 // of the frame record
	Number  int   // seqNo
	Kind    ocpp201.TransactionEventEnum
	At      time.Time
	Trigger ocpp201.TriggerReason
	Told    *ocpp201.TransactionEventRequest // all of it
	Arrived time.Time
	Online  time.Time // since when the station could have told it
	Call    *Call     // the last that brought it
	Again   int64     // of the first frame that brought it once more than a station may; 0 for none
	id      uint64    // mark of the id of that message
}

// State is the chargingState that the event tells, empty when it tells none.
func (e Event) State() ocpp201.ChargingState {
	if e.Told.TransactionInfo.ChargingState == nil {
		return ""
	}
	return *e.Told.TransactionInfo.ChargingState
}

// Charges tells whether the last chargingState that was told, by seqNo, is Charging.
func (tx *Transaction) Charges() bool {
	var last Event
	for _, e := range tx.Events {
		if e.State() != "" && (last.Told == nil || e.Number >= last.Number) {
			last = e
		}
	}
	return last.Told != nil && last.State() == ocpp201.ChargingStateCharging
}

// Add keeps what a message tells, and returns its transaction, nil where it tells of none. A transaction that begins once
// more, with another Started, is the one of the case that is played then. One that is Closed as it begins is none of which the run knows how
// it began.
func (l Transactions) Add(m *Call, now Transaction) *Transaction {
	e, ok := eventIn(m)
	if !ok {
		return nil
	}
	id := e.TransactionInfo.TransactionID
	tx := l[id]
	if tx == nil {
		now.ID = id
		now.Known = !now.Closed && (now.Known || e.EventType == ocpp201.TransactionEventEnumStarted)
		tx = &now
		l[id] = tx
	}
	tx.restore()
	for i := range tx.Events {
		known := &tx.Events[i]
		if known.Number == e.SeqNo && known.At.Equal(e.Timestamp.Time) && known.Kind == e.EventType {
			known.repeat(m) // part 2, E13 lets a station repeat what was not answered
			return tx
		}
	}
	if e.EventType == ocpp201.TransactionEventEnumStarted && tx.has(ocpp201.TransactionEventEnumStarted) {
		tx.Play, tx.Inside = now.Play, now.Inside
	}
	tx.unread = tx.unread || As[ocpp201.TransactionEventRequest](m) == nil
	tx.Events = append(tx.Events, Event{Seq: m.Seq, Number: e.SeqNo, Kind: e.EventType, At: e.Timestamp.Time,
		Trigger: e.TriggerReason, Told: e, Arrived: m.At, Online: m.Online, Call: m, id: seen.Mark(m.ID)})
	return tx
}

// eventIn is what a message tells of a transaction. Of one with a field that cannot be read, such as a timestamp that is none, it
// is what says that there is a transaction, or that it has ended: nothing comes to rest beside one that nobody knows of. It has the
// time of its arrival then.
func eventIn(m *Call) (e *ocpp201.TransactionEventRequest, ok bool) {
	if e := As[ocpp201.TransactionEventRequest](m); e != nil {
		return e, e.TransactionInfo.TransactionID != "" // without an id there is nothing that could end
	}
	var part struct {
		EventType       ocpp201.TransactionEventEnum `json:"eventType"`
		TransactionInfo struct {
			TransactionID string `json:"transactionId"`
		} `json:"transactionInfo"`
	}
	if m.Action != "TransactionEvent" || m.Payload.Decode(&part) != nil || part.TransactionInfo.TransactionID == "" {
		return nil, false
	}
	e = &ocpp201.TransactionEventRequest{EventType: part.EventType, Timestamp: ocpp201.DateTime{Time: m.At}}
	e.TransactionInfo.TransactionID = part.TransactionInfo.TransactionID
	var number struct {
		SeqNo int `json:"seqNo"`
	}
	if m.Payload.Decode(&number) == nil {
		e.SeqNo = number.SeqNo
	}
	return e, true
}

// has tells whether the transaction has told an event of the type.
func (t *Transaction) has(kind ocpp201.TransactionEventEnum) bool {
	return slices.ContainsFunc(t.Events, func(e Event) bool { return e.Kind == kind })
}

// Over tells that the station has told the end, or says that there is none any more.
func (t *Transaction) Over() bool {
	return t.Closed || len(t.settled) > 0 || t.has(ocpp201.TransactionEventEnumEnded)
}

// Told tells whether an event of the transaction has the triggerReason.
func (t *Transaction) Told(trigger ocpp201.TriggerReason) bool {
	return slices.ContainsFunc(t.Events, func(e Event) bool { return e.Trigger == trigger })
}

// Highest is the highest seqNo that has come.
func (t *Transaction) Highest() int {
	return slices.MaxFunc(t.Events, func(a, b Event) int { return cmp.Compare(a.Number, b.Number) }).Number
}

// UpTo are the events up to a seqNo, in the order of their seqNo. They may be the transaction's own: nobody may change them.
func (t *Transaction) UpTo(highest int) []Event {
	byNumber := func(a, b Event) int { return a.Number - b.Number }
	if slices.IsSortedFunc(t.Events, byNumber) { // as they nearly always come
		end, _ := slices.BinarySearchFunc(t.Events, highest+1, func(e Event, number int) int { return e.Number - number })
		return t.Events[:end:end]
	}
	events := slices.DeleteFunc(slices.Clone(t.Events), func(e Event) bool { return e.Number > highest })
	slices.SortStableFunc(events, byNumber)
	return events
}

// repeat notes that an event was sent again.
func (e *Event) repeat(m *Call) {
	if e.Call.Learned && e.Again == 0 {
		e.Again = m.Seq
	}
	e.Call, e.id = m, seen.Mark(m.ID)
}

// Open lists the transactions that have told no end yet, as they began.
func (l Transactions) Open() []string {
	var out []string
	for id, tx := range l {
		if !tx.Over() {
			out = append(out, id)
		}
	}
	// As they began: their ids are random, and an order by them would be another one in every run.
	slices.SortFunc(out, func(a, b string) int { return cmp.Compare(l[a].Events[0].Seq, l[b].Events[0].Seq) })
	return out
}

// Used tells whether an event that came after a stimulus was asked for tells of it: by the idToken, by the remoteStartId, or
// by a triggerReason that there is for nothing else. What is told late of a transaction of an earlier play tells of none.
func (l Transactions) Used(play int, st Stimulus, token string) bool {
	for _, tx := range l {
		if tx.Play != play {
			continue
		}
		for _, e := range tx.Events {
			if e.Seq <= st.Seq {
				continue
			}
			by := e.Told.TransactionInfo.RemoteStartID
			switch {
			case st.Remote != nil && by != nil && *by == st.RemoteStartID:
				return true
			case e.Told.IDToken != nil && (st.SpeaksOf(e.Told.IDToken) || strings.EqualFold(e.Told.IDToken.IDToken, token)):
				return true
			case st.Remote != nil && e.Trigger == ocpp201.TriggerReasonRemoteStart,
				st.Remote == nil && (e.Trigger == ocpp201.TriggerReasonAuthorized || e.Trigger == ocpp201.TriggerReasonStopAuthorized):
				return true
			}
		}
	}
	return false
}

// AsOf is the transaction by what had come up to a record. It may be the transaction itself: nobody may change it.
func (t *Transaction) AsOf(record int64) *Transaction {
	if t.LastFrame() <= record {
		return t
	}
	then := *t
	then.Events = kept(t.Events, func(e Event) bool { return e.Seq <= record })
	return &then
}

// LastFrame is the record of the last event that came.
func (t *Transaction) LastFrame() int64 {
	return slices.MaxFunc(t.Events, func(a, b Event) int { return cmp.Compare(a.Seq, b.Seq) }).Seq
}
