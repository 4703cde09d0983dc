package rules

import (
	"fmt"
	"testing"
	"time"

	"github.com/certbench/certbench/harness/octt/ledger"
	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/schemas"
)

// An act that failed, or is under way, leaves unknown what is plugged in.
func TestWhatAConnectorHoldsIsKnownFromWhatWasDone(t *testing.T) {
	all := []ledger.Stimulus{
		{Act: "ConnectEV", Began: time.Unix(10, 0), Ended: time.Unix(11, 0)},
		{Act: "DisconnectEV", Began: time.Unix(20, 0), Ended: time.Unix(21, 0), Failed: true},
		{Act: "ConnectEV", Began: time.Unix(30, 0)},
	}
	for second, want := range map[int64]holding{5: vacant, 10: unsure, 12: engaged, 20: unsure, 25: unsure, 40: unsure} {
		if got := around(spells(rigs.Place{}, vacant, all, time.Time{}), 0, time.Unix(second, 0)).is; got != want {
			t.Errorf("expected %s at second %d, got %s", want, second, got)
		}
	}
}

// TestTransactionsOfEarlierPlaysDoNotTellWhoHasFinished has many that have ended before the driver was authorized: the one that ended after
// that counts, in whatever order they are looked at.
func TestTransactionsOfEarlierPlaysDoNotTellWhoHasFinished(t *testing.T) {
	book := ledger.New()
	tells := func(id, kind string, seq int64, play int) {
		text := fmt.Sprintf(`{"eventType":%q,"timestamp":"2026-01-01T00:00:00Z","triggerReason":"Trigger","seqNo":%d,"transactionInfo":{"transactionId":%q}}`, kind, seq, id)
		book.Transactions.Add(&ledger.Call{Action: "TransactionEvent", Payload: schemas.Read([]byte(text)), Seq: seq, At: time.Unix(seq, 0)}, ledger.Transaction{Play: play})
	}
	const earlier = 20
	for n := range earlier {
		tells(fmt.Sprint("T", n), "Ended", int64(n+1), 1)
	}
	p := &Play{Book: &book, From: 50, Done: []ledger.Stimulus{{Act: "PresentToken", Began: time.Unix(60, 0)}}}
	finished := func(want bool, when string) {
		t.Helper()
		for range earlier { // the order of a map is another one each time
			if got := p.finished(time.Unix(100, 0)); got != want {
				t.Fatalf("%s: expected finished to be %t, got %t", when, want, got)
			}
		}
	}
	finished(false, "before the driver's transaction")
	tells("now", "Started", 70, 2)
	finished(false, "in it")
	tells("now", "Ended", 80, 2)
	finished(true, "after it")
	book.Transactions.Settle(2, 49, nil)
	finished(true, "when the earlier ones were let go of")
}
