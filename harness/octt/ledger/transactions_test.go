package ledger

import (
	"slices"
	"testing"
	"time"

	"github.com/certbench/certbench/schemas"
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
	l.Settle(1)
	if over.Events[0].State() == "" {
		t.Error("expected a transaction of the play to be kept whole, got that it is not")
	}
	l.Settle(2)
	if over.Events[0].State() != "" || open.Events[0].State() == "" {
		t.Errorf("expected nothing to be kept of the state of what is over, and that of what is open, got %q and %q", over.Events[0].State(), open.Events[0].State())
	}
	if add(3, "over", "Ended"); len(over.Events) != 1 || over.Events[0].Call.Seq != 3 {
		t.Errorf("expected the event to be known again, got %d events, the last message being that of record %d", len(over.Events), over.Events[0].Call.Seq)
	}
}
