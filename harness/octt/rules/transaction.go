package rules

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt/ledger"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// CountsSeqNo are the requirements on seqNo, one sentence in every use case that has transactions.
var CountsSeqNo = []string{"E01.FR.07", "E02.FR.07", "E03.FR.06", "E04.FR.04", "E05.FR.04", "E06.FR.14", "E07.FR.11", "E08.FR.08", "E09.FR.04", "E10.FR.03"}

// BeginsAndEnds is required of every transaction by the descriptions of the values of EventTypes.
const (
	BeginsAndEnds = "A transaction begins with one Started and stops with one Ended."
	EventTypes    = "part 2, TransactionEventEnumType"
)

// OfTransaction: the first message is Started, seqNo counts without gaps or repetitions in the order of the timestamps, and
// nothing follows Ended. The order of arrival is free (part 6, section 2.1; part 2, section 1.3.2.1: seqNo need not
// start at 0).
//
// What came on the way back to rest is beyond highest, and need not be whole. That something follows Ended is no less wrong there.
func OfTransaction(t *ledger.Transaction, highest int, deviation time.Duration) []Breach {
	events := t.UpTo(highest)
	if twice := twice(t, events); twice != nil {
		return twice // what else is wrong of the two is only that they are taken for one
	}
	return append(AfterEnd(t, highest), ordered(t, events, deviation)...)
}

// ordered judges events in the order of their seqNo.
func ordered(t *ledger.Transaction, events []ledger.Event, deviation time.Duration) []Breach {
	var out []Breach
	first := events[0]
	if first.Kind != ocpp201.TransactionEventEnumStarted {
		out = append(out, Breach{Clause: General, Requirement: "The first TransactionEventRequest of a transaction has eventType Started.",
			Expected: "Started", Actual: string(first.Kind), Seq: first.Seq, Hole: true, from: math.MinInt, to: first.Number})
	}
	for i := 1; i < len(events); i++ {
		before, now := events[i-1], events[i]
		switch {
		case now.Number != before.Number+1:
			out = append(out, Breach{Clause: "part 6, section 2.1; part 2, E, section 1.3.2.1", Requirement: "seqNo increases by 1 with every TransactionEventRequest of the transaction.",
				Expected: fmt.Sprint(before.Number + 1), Actual: numbers(t), Seq: now.Seq, IDs: CountsSeqNo, Hole: now.Number > before.Number, from: before.Number, to: now.Number})
		case now.At.Before(before.At.Add(-deviation)):
			out = append(out, Breach{Clause: General, Requirement: "seqNo follows the order of the timestamps.",
				Expected: "not before " + before.At.Format(time.RFC3339Nano), Actual: now.At.Format(time.RFC3339Nano), Seq: now.Seq, IDs: CountsSeqNo})
		}
		if before.Kind == ocpp201.TransactionEventEnumEnded || now.Kind == ocpp201.TransactionEventEnumStarted {
			out = append(out, Breach{Clause: EventTypes, Requirement: BeginsAndEnds,
				Expected: "Started, Updated …, Ended", Actual: string(before.Kind) + " before " + string(now.Kind), Seq: now.Seq})
		}
	}
	return out
}

// twice: no two transactions have one transactionId. That a second one began is told by a Started of another time whose seqNo
// does not count on.
func twice(t *ledger.Transaction, events []ledger.Event) []Breach {
	var first *ledger.Event
	for i := range events {
		e := &events[i]
		switch {
		case e.Kind != ocpp201.TransactionEventEnumStarted:
		case first == nil:
			first = e
		case !e.At.Equal(first.At):
			if e.Seq < first.Seq {
				first, e = e, first
			}
			if !slices.ContainsFunc(events, func(o ledger.Event) bool { return o.Seq < e.Seq && o.Number >= e.Number }) {
				continue
			}
			return []Breach{{Clause: "part 2, use case E01", field: "transactionInfo.transactionId", Requirement: "Every transaction has a transactionId of its own.",
				Expected: "a transactionId that no transaction had before", IDs: uniqueID, Seq: e.Seq,
				Actual: fmt.Sprintf("%q, with which a transaction began at %s (frame %d)", t.ID, first.At.UTC().Format(time.RFC3339), first.Seq)}}
		}
	}
	return nil
}

// uniqueID are the requirements on transactionId, one sentence in the use cases that begin transactions.
var uniqueID = []string{"E01.FR.08", "E02.FR.08"}

// AfterEnd: nothing that came on the way back to rest, beyond a seqNo, follows an end.
func AfterEnd(t *ledger.Transaction, highest int) []Breach {
	for _, e := range t.Events {
		ends := func(before ledger.Event) bool {
			return before.Kind == ocpp201.TransactionEventEnumEnded && before.Number < e.Number
		}
		if e.Number > highest && slices.ContainsFunc(t.Events, ends) {
			return []Breach{{Clause: EventTypes, Requirement: BeginsAndEnds,
				Expected: "nothing after Ended", Actual: fmt.Sprintf("%s with seqNo %d", e.Kind, e.Number), Seq: e.Seq}}
		}
	}
	return nil
}

// numbers are the seqNo of a transaction, as many as can be read.
func numbers(t *ledger.Transaction) string {
	var words []string
	for _, e := range t.Events[:min(len(t.Events), Many)] {
		words = append(words, fmt.Sprint(e.Number))
	}
	if more := len(t.Events) - len(words); more > 0 {
		words = append(words, fmt.Sprintf("and %d more", more))
	}
	return strings.Join(words, ", ") + " in the order of arrival"
}

// Repeated lists the events of a play that came once more although the station had been told that they were processed.
func Repeated(t *ledger.Transaction, from int64) []Breach {
	var out []Breach
	for _, e := range t.Events {
		if e.Again > from {
			out = append(out, Breach{Clause: "part 2, use case E13", Requirement: "A TransactionEventRequest that was answered is not sent again.",
				Expected: fmt.Sprintf("seqNo %d once", e.Number), Actual: "once more", Seq: e.Again, Verdict: evidence.Fail})
		}
	}
	return out
}
