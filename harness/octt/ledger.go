package octt

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/pics"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// ledger keeps what every transaction has told so far, for the rules that hold over all of its messages (part 6,
// section 2.1).
type ledger map[string]*transaction

type transaction struct {
	id     string
	events []transactionEvent // in the order of arrival
	closed bool               // the station says that it is over
	play   int                // in which it began
	inside bool               // it began while the case of that play was played, and not in the clean-up
	known  bool               // the run knows how it began: it has seen that, or would have
}

type transactionEvent struct {
	seq     int64 // of the frame record
	number  int   // seqNo
	kind    ocpp201.TransactionEventEnum
	at      time.Time
	trigger ocpp201.TriggerReason
	told    ocpp201.TransactionEventRequest // all of it
	arrived time.Time
	online  time.Time // since when the station could have told it
	message *Message  // the last that brought it
	again   int64     // of the first frame that brought it once more than a station may; 0 for none
}

// state is the chargingState that the event tells, empty when it tells none.
func (e transactionEvent) state() ocpp201.ChargingState {
	if e.told.TransactionInfo.ChargingState == nil {
		return ""
	}
	return *e.told.TransactionInfo.ChargingState
}

// note keeps what a message says of transactions and connectors. The caller holds mu.
func (w *wire) note(m *Message) {
	w.transfers.told(m)
	w.shows(m)
	if len(m.problems) == 0 {
		w.noteValues(m)
		w.noteMeter(m)
	}
	w.placed(m)
	w.sampled(m)
	switch m.Action {
	case "TransactionEvent":
		tx := w.ledger.add(m, w.beginning())
		m.older = tx != nil && !w.own(tx)
		if tx == nil || tx.play == w.play { // what is told late of an earlier transaction uses no authorization
			w.admitted = nil
		}
	case "BootNotification":
		w.booted, w.admitted = true, nil
		w.toldBy = map[connector]*Message{}
		if !m.needless {
			w.sinceBoot = nil
		}
	}
	reports := m.Availabilities()
	m.repeats = len(reports) > 0
	for _, a := range reports {
		at := connector{a.EVSE, a.Connector}
		m.repeats = m.repeats && w.status[at] == a.Status
		m.again = 0
		if before := w.toldBy[at]; m.repeats && before != nil && before.conn == m.conn {
			m.again = before.Seq
		}
		w.status[at], w.toldBy[at] = a.Status, m
		if w.sinceBoot == nil {
			w.sinceBoot = map[connector]string{}
		}
		w.sinceBoot[at] = a.Status
	}
}

// beginning is a transaction that begins now. The caller holds mu.
func (w *wire) beginning() transaction {
	return transaction{play: w.play, inside: w.inside, known: w.begun}
}

// add keeps what a message tells, and returns its transaction, nil where it tells of none. A transaction that begins once
// more, with another Started, is the one of the case that is played then.
func (l ledger) add(m *Message, now transaction) *transaction {
	var e ocpp201.TransactionEventRequest
	if ocpp201.Decode(m.Payload, &e) != nil {
		return nil
	}
	id := e.TransactionInfo.TransactionID
	tx := l[id]
	if tx == nil {
		now.id = id
		now.known = now.known || e.EventType == ocpp201.TransactionEventEnumStarted
		tx = &now
		l[id] = tx
	}
	for i := range tx.events {
		known := &tx.events[i]
		if known.number == e.SeqNo && known.at.Equal(e.Timestamp.Time) && known.kind == e.EventType {
			known.repeat(m) // part 2, E13 lets a station repeat what was not answered
			return tx
		}
	}
	if e.EventType == ocpp201.TransactionEventEnumStarted && tx.has(ocpp201.TransactionEventEnumStarted) {
		tx.play, tx.inside = now.play, now.inside
	}
	tx.events = append(tx.events, transactionEvent{seq: m.Seq, number: e.SeqNo, kind: e.EventType, at: e.Timestamp.Time,
		trigger: e.TriggerReason, told: e, arrived: m.At, online: m.online, message: m})
	return tx
}

// has tells whether the transaction has told an event of the type.
func (t *transaction) has(kind ocpp201.TransactionEventEnum) bool {
	return slices.ContainsFunc(t.events, func(e transactionEvent) bool { return e.kind == kind })
}

// breach is a broken rule of a transaction, with the frame that shows it.
type breach struct {
	requirement, expected, actual string
	seq                           int64
	verdict                       evidence.Verdict // empty for that of the station's fault
	ids                           []string         // of part 2
	clause                        string           // the document and section that say so
	field                         string           // that it is about, where it is about one
}

// countsSeqNo are the requirements on seqNo, one sentence in every use case that has transactions.
var countsSeqNo = []string{"E01.FR.07", "E02.FR.07", "E03.FR.06", "E04.FR.04", "E05.FR.04", "E06.FR.14", "E07.FR.11", "E08.FR.08", "E09.FR.04", "E10.FR.03"}

// highest gives the highest seqNo of every transaction that the case has begun which is played, or cleaned up after. The
// caller holds mu.
func (w *wire) highest() map[string]int {
	out := map[string]int{}
	for id, tx := range w.ledger {
		if w.own(tx) {
			out[id] = tx.highest()
		}
	}
	return out
}

func (t *transaction) highest() int {
	return slices.MaxFunc(t.events, func(a, b transactionEvent) int { return cmp.Compare(a.number, b.number) }).number
}

// rules judges transactions, each up to a seqNo.
func (l ledger) rules(upTo map[string]int, deviation time.Duration) []breach {
	var broken []breach
	for id, highest := range upTo {
		broken = append(broken, l[id].rules(highest, deviation)...)
	}
	return sorted(broken)
}

func sorted(broken []breach) []breach {
	slices.SortFunc(broken, func(a, b breach) int {
		return cmp.Or(cmp.Compare(a.seq, b.seq), cmp.Compare(a.requirement, b.requirement))
	})
	return broken
}

// upTo are the events up to a seqNo, in the order of their seqNo.
func (t *transaction) upTo(highest int) []transactionEvent {
	events := slices.DeleteFunc(slices.Clone(t.events), func(e transactionEvent) bool { return e.number > highest })
	slices.SortStableFunc(events, func(a, b transactionEvent) int { return a.number - b.number })
	return events
}

// rules: the first message is Started, seqNo counts without gaps or repetitions in the order of the timestamps, and
// nothing follows Ended. The order of arrival is free (part 6, section 2.1; part 2, section 1.3.2.1: seqNo need not
// start at 0).
//
// What came on the way back to rest is beyond highest, and need not be whole. That something follows Ended is no less wrong there.
func (t *transaction) rules(highest int, deviation time.Duration) []breach {
	events := t.upTo(highest)
	if twice := t.twice(events); twice != nil {
		return twice // what else is wrong of the two is only that they are taken for one
	}
	out := t.afterEnd(highest)
	first := events[0]
	if first.kind != ocpp201.TransactionEventEnumStarted {
		out = append(out, breach{clause: generalRules, requirement: "The first TransactionEventRequest of a transaction has eventType Started.",
			expected: "Started", actual: string(first.kind), seq: first.seq})
	}
	for i := 1; i < len(events); i++ {
		before, now := events[i-1], events[i]
		switch {
		case now.number != before.number+1:
			out = append(out, breach{clause: "part 6, section 2.1; part 2, E, section 1.3.2.1", requirement: "seqNo increases by 1 with every TransactionEventRequest of the transaction.",
				expected: fmt.Sprint(before.number + 1), actual: t.numbers(), seq: now.seq, ids: countsSeqNo})
		case now.at.Before(before.at.Add(-deviation)):
			out = append(out, breach{clause: generalRules, requirement: "seqNo follows the order of the timestamps.",
				expected: "not before " + before.at.Format(time.RFC3339Nano), actual: now.at.Format(time.RFC3339Nano), seq: now.seq, ids: countsSeqNo})
		}
		if before.kind == ocpp201.TransactionEventEnumEnded || now.kind == ocpp201.TransactionEventEnumStarted {
			out = append(out, breach{clause: "part 2, TransactionEventEnumType", requirement: "A transaction begins with one Started and stops with one Ended.",
				expected: "Started, Updated …, Ended", actual: string(before.kind) + " before " + string(now.kind), seq: now.seq})
		}
	}
	return out
}

// twice: no two transactions have one transactionId. That a second one began is told by a Started of another time whose seqNo
// does not count on.
func (t *transaction) twice(events []transactionEvent) []breach {
	var first *transactionEvent
	for i := range events {
		e := &events[i]
		switch {
		case e.kind != ocpp201.TransactionEventEnumStarted:
		case first == nil:
			first = e
		case !e.at.Equal(first.at):
			if e.seq < first.seq {
				first, e = e, first
			}
			if !slices.ContainsFunc(events, func(o transactionEvent) bool { return o.seq < e.seq && o.number >= e.number }) {
				continue
			}
			return []breach{{clause: "part 2, use case E01", field: "transactionInfo.transactionId", requirement: "Every transaction has a transactionId of its own.",
				expected: "a transactionId that no transaction had before", ids: uniqueID, seq: e.seq,
				actual: fmt.Sprintf("%q, with which a transaction began at %s (frame %d)", t.id, first.at.UTC().Format(time.RFC3339), first.seq)}}
		}
	}
	return nil
}

// uniqueID are the requirements on transactionId, one sentence in the use cases that begin transactions.
var uniqueID = []string{"E01.FR.08", "E02.FR.08"}

// afterEnd: nothing that came on the way back to rest, beyond a seqNo, follows an end.
func (t *transaction) afterEnd(highest int) []breach {
	for _, e := range t.events {
		ends := func(before transactionEvent) bool {
			return before.kind == ocpp201.TransactionEventEnumEnded && before.number < e.number
		}
		if e.number > highest && slices.ContainsFunc(t.events, ends) {
			return []breach{{clause: "part 2, TransactionEventEnumType", requirement: "A transaction begins with one Started and stops with one Ended.",
				expected: "nothing after Ended", actual: fmt.Sprintf("%s with seqNo %d", e.kind, e.number), seq: e.seq}}
		}
	}
	return nil
}

// numbers are the seqNo of a transaction, as many as can be read.
func (t *transaction) numbers() string {
	var words []string
	for _, e := range t.events[:min(len(t.events), manyFaults)] {
		words = append(words, fmt.Sprint(e.number))
	}
	if more := len(t.events) - len(words); more > 0 {
		words = append(words, fmt.Sprintf("and %d more", more))
	}
	return strings.Join(words, ", ") + " in the order of arrival"
}

// Availability is a connector's state as a StatusNotificationRequest or a NotifyEventRequest reports it.
type Availability struct {
	EVSE, Connector int
	Status          string
}

// Availabilities reads the connector states that a message reports: that of a StatusNotificationRequest, or those of a
// NotifyEventRequest's events on Connector.AvailabilityState. Every other message reports none.
func (m *Message) Availabilities() []Availability {
	var status ocpp201.StatusNotificationRequest
	var event ocpp201.NotifyEventRequest
	switch {
	case m.Action == "StatusNotification" && ocpp201.Decode(m.Payload, &status) == nil:
		return []Availability{{status.EVSEID, status.ConnectorID, string(status.ConnectorStatus)}}
	case m.Action == "NotifyEvent" && ocpp201.Decode(m.Payload, &event) == nil:
		return availabilities(event.EventData)
	}
	return nil
}

// OfNeighbours tells whether a message reports nothing but other connectors of the configured EVSE. Those that the PICS
// does not know are no connectors.
func (s *Scenario) OfNeighbours(m *Message) bool {
	reports := m.Availabilities()
	if s.PICS == nil {
		return false
	}
	for _, a := range reports {
		known := slices.ContainsFunc(s.PICS.Connectors, func(c pics.Connector) bool { return c.EVSE == a.EVSE && c.ID == a.Connector })
		if !known || a.EVSE != s.Configured.EVSEID || a.Connector == s.Configured.ConnectorID {
			return false
		}
	}
	return len(reports) > 0
}

func availabilities(events []ocpp201.EventData) []Availability {
	var out []Availability
	for _, e := range events {
		if e.Component.Name != "Connector" || e.Variable.Name != "AvailabilityState" {
			continue
		}
		a := Availability{Status: e.ActualValue}
		if e.Component.EVSE != nil {
			a.EVSE = e.Component.EVSE.ID
			if e.Component.EVSE.ConnectorID != nil {
				a.Connector = *e.Component.EVSE.ConnectorID
			}
		}
		out = append(out, a)
	}
	return out
}
