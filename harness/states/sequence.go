package states

import (
	"slices"
	"time"

	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// Messages of a transaction may come in any order, and seqNo tells in which their events happened (part 6, section 2.1). It
// also tells when none is missing.

// Offline takes the messages of events that happened before a moment, while the station was offline, of a transaction that
// goes on. Messages of later events may come among them. Where one never comes, the wait ends Timeouts.Message after the
// first of the later ones.
func (d *Delivery) Offline(moment time.Time) {
	id, patience := d.s.TransactionID, d.s.Timeouts.Message
	var end time.Time // of the wait
	for {
		if _, came := d.next(octt.Within(d.patience(patience))); !came {
			return
		}
		d.take()
		if m := d.all[len(d.all)-1]; end.IsZero() && !m.Timestamp.Before(moment) {
			end = time.Now().Add(d.s.Timeouts.Message)
		}
		last, gaps := told(d.s, id)
		switch {
		case !gaps && !last.Timestamp.Before(moment):
			patience = time.Nanosecond // what has come
		case !end.IsZero():
			patience = max(time.Until(end), time.Nanosecond)
		}
	}
}

// told gives the last event of a transaction that has been told in this play, and whether one is missing before it.
func told(s *octt.Scenario, id string) (last ocpp201.TransactionEventRequest, gaps bool) {
	events := slices.DeleteFunc(octt.Told[ocpp201.TransactionEventRequest](s), func(e ocpp201.TransactionEventRequest) bool {
		return e.TransactionInfo.TransactionID != id
	})
	slices.SortFunc(events, func(a, b ocpp201.TransactionEventRequest) int { return a.SeqNo - b.SeqNo })
	for i, e := range events {
		gaps = gaps || i > 0 && e.SeqNo > last.SeqNo+1
		last = e
	}
	return last, gaps
}

// HasEnded tells whether an end of the scenario's transaction has been told, by whatever message.
func HasEnded(s *octt.Scenario) bool {
	return slices.ContainsFunc(octt.Told[ocpp201.TransactionEventRequest](s), func(e ocpp201.TransactionEventRequest) bool {
		return e.TransactionInfo.TransactionID == s.TransactionID && e.EventType == ocpp201.TransactionEventEnumEnded
	})
}

// InSequence lets the whole queue of a transaction come that has ended, and puts the messages in the order of their events,
// for rows that ask for one after the other. What does not come within Timeouts.Message after the one before is missing
// there.
func InSequence(s *octt.Scenario, id string) {
	seen := map[int]bool{}
	is := func(m *octt.Message) (int, bool) {
		e, ok := transactionEvent(m)
		return e.SeqNo, ok && e.TransactionInfo.TransactionID == id
	}
	fresh := octt.As[ocpp201.TransactionEventRequest](octt.Periodic()).Where(func(m *octt.Message) bool {
		number, own := is(m)
		return own && !seen[number]
	})
	for end := time.Now().Add(s.Timeouts.Report); time.Now().Before(end); { // as Delivers has it
		for _, e := range octt.Told[ocpp201.TransactionEventRequest](s) {
			seen[e.SeqNo] = seen[e.SeqNo] || e.TransactionInfo.TransactionID == id
		}
		last, gaps := told(s, id)
		if last.EventType == ocpp201.TransactionEventEnumEnded && !gaps || !s.Comes(fresh) {
			break
		}
	}
	s.Reorder(func(m *octt.Message) bool { _, own := is(m); return own }, func(a, b *octt.Message) int {
		first, _ := is(a)
		second, _ := is(b)
		return first - second
	})
}
