package ledger

import (
	"slices"
	"testing"
	"time"

	"github.com/certbench/certbench/schemas"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// TestATransactionIsKnownByMessagesThatCannotBeReadWhole has events with a timestamp that is none, and a seqNo that is none: the
// transaction is open all the same, until its end comes.
func TestATransactionIsKnownByMessagesThatCannotBeReadWhole(t *testing.T) {
	at := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	l := Transactions{}
	add := func(seq int64, payload string) {
		if l.Add(&Call{Action: "TransactionEvent", Payload: schemas.Read([]byte(payload)), Seq: seq, At: at.Add(time.Duration(seq) * time.Second)}, Transaction{}) == nil {
			t.Errorf("expected a transaction of %s", payload)
		}
	}
	add(1, `{"eventType":"Started","timestamp":"2026-01-01 00:00:00","seqNo":3,"transactionInfo":{"transactionId":"tx-1"}}`)
	if open := l.Open(); !slices.Equal(open, []string{"tx-1"}) {
		t.Errorf("expected tx-1 to be open, got %v", open)
	}
	if e := l["tx-1"].Events[0]; e.Number != 3 || !e.At.Equal(at.Add(time.Second)) || !l["tx-1"].Known {
		t.Errorf("expected event 3 of its arrival, that began the transaction, got %+v", e)
	}
	add(2, `{"eventType":"Ended","timestamp":"2026-01-01T00:00:00Z","seqNo":1e999,"transactionInfo":{"transactionId":"tx-1"}}`)
	if open := l.Open(); len(open) != 0 {
		t.Errorf("expected no open transaction, got %v", open)
	}
	for _, nothing := range []string{`{}`, `[]`, `null`, `{"eventType":"Started","timestamp":"x","transactionInfo":{}}`, `{"eventType":7,"timestamp":"x"}`} {
		if tx := l.Add(&Call{Action: "TransactionEvent", Payload: schemas.Read([]byte(nothing)), Seq: 3, At: at}, Transaction{}); tx != nil {
			t.Errorf("expected no transaction of %s, got %+v", nothing, tx)
		}
	}
}

// TestATransactionThatIsOverIsKnownByLittle: what has ended in an earlier play is let go of, and its events are known when they come
// again; what is open is kept whole.
func TestATransactionThatIsOverIsKnownByLittle(t *testing.T) {
	at := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	l := Transactions{}
	add := func(seq int64, id, kind string) *Transaction {
		payload := `{"eventType":"` + kind + `","timestamp":"2026-01-01T00:00:00Z","triggerReason":"Trigger","seqNo":1,"transactionInfo":{"transactionId":"` + id + `","chargingState":"Idle"}}`
		return l.Add(&Call{Action: "TransactionEvent", Payload: schemas.Read([]byte(payload)), Seq: seq, At: at}, Transaction{Play: 1})
	}
	over, open := add(1, "over", "Ended"), add(2, "open", "Started")
	l.Settle(1, 2, nil)
	if over.Events[0].State() == "" {
		t.Error("expected a transaction of the play to be kept whole, got that it is not")
	}
	l.Settle(2, 0, nil)
	if len(over.Events) != 1 {
		t.Error("expected what was not judged to be kept whole, got that it is not")
	}
	l.Settle(2, 2, over.Events[0].Call)
	if len(over.Events) != 1 {
		t.Error("expected the last message of the station to be kept whole, got that it is not")
	}
	over.Events[0].Call.Learned = true
	l.Settle(2, 2, nil)
	if !over.Quiet() || len(over.Events) != 0 || open.Events[0].State() == "" {
		t.Errorf("expected nothing to be kept of what is over, and all of what is open, got %d events and %q", len(over.Events), open.Events[0].State())
	}
	if got := l.Open(); !slices.Equal(got, []string{"open"}) {
		t.Errorf("expected the one to be over still, got %v open", got)
	}
	if add(3, "over", "Ended"); len(over.Events) != 1 || over.Events[0].Call.Seq != 3 || over.Events[0].Again != 3 {
		t.Errorf("expected the event to be known again, and to be told once more than it may, got %d events: %+v", len(over.Events), over.Events[0])
	}
}

// TestAMessageOfATransactionThatIsOverIsKnownByItsID: one that a station may send again, because it may not know that it was processed, is
// known by its id and what it tells, and one of which it knows that is not.
func TestAMessageOfATransactionThatIsOverIsKnownByItsID(t *testing.T) {
	l := Transactions{}
	m := &Call{Action: "TransactionEvent", ID: "m-1", Seq: 1, Learned: true,
		Payload: schemas.Read([]byte(`{"eventType":"Ended","timestamp":"2026-01-01T01:00:00.5+01:00","triggerReason":"Trigger","seqNo":4,"transactionInfo":{"transactionId":"tx-1"}}`))}
	l.Add(m, Transaction{Play: 1})
	q := *As[ocpp201.TransactionEventRequest](m)
	l.Settle(2, 1, nil)
	if l.Doubtful("m-1", &q) {
		t.Error("expected a message of which the station knows that it was processed not to be one that it may send again, got that it is")
	}
	if kept := l.Doubt(); len(kept) != 0 || !l.Doubtful("m-1", &q) {
		t.Errorf("expected the message to be one that the station may send again after a boot, and no text to be kept, got %d kept", len(kept))
	}
	other := q
	other.SeqNo++
	if l.Doubtful("m-2", &q) || l.Doubtful("m-1", &other) {
		t.Error("expected no other id, and no other event, to be known, got that it is")
	}
	late := *m
	late.ID, late.Seq = "m-3", 5
	late.Payload = schemas.Read([]byte(`{"eventType":"Updated","timestamp":"2026-01-01T00:00:00Z","triggerReason":"Trigger","seqNo":3,"transactionInfo":{"transactionId":"tx-1"}}`))
	if tx := l.Add(&late, Transaction{Play: 2}); len(tx.Events) != 2 || tx.Events[0].Kind != ocpp201.TransactionEventEnumEnded || tx.Events[0].Number != 4 || tx.Highest() != 4 || tx.LastFrame() != 5 {
		t.Errorf("expected what comes late to stand beside what was let go of, got %+v", tx.Events)
	}
	if !l.Doubtful("m-1", &q) {
		t.Error("expected the message to be known by its id beside a late one, got that it is not")
	}
}
