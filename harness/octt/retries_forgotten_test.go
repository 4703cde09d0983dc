package octt

import (
	"fmt"
	"testing"

	"github.com/certbench/certbench/harness/octt/ledger"
	"github.com/certbench/certbench/schemas"
)

func TestOfMessagesThatMayComeAgainTheNewestAreKnown(t *testing.T) {
	r := retries{unsure: map[string]*ledger.Call{}, earlier: map[string]*ledger.Call{}}
	for n := 1; n <= 3*mostEarlier; n++ { // with each lost connection one
		id := fmt.Sprint(n)
		r.unsure[id] = &ledger.Call{Action: "StatusNotification", ID: id, Seq: int64(n), Payload: schemas.Read([]byte("{}"))}
		r.settle(ledger.Transactions{}, nil)
	}
	if len(r.earlier) != mostEarlier || len(r.unsure) != 0 {
		t.Errorf("expected the newest %d, got %d, and %d of the last play", mostEarlier, len(r.earlier), len(r.unsure))
	}
	for n := 2*mostEarlier + 1; n <= 3*mostEarlier; n++ {
		if r.earlier[fmt.Sprint(n)] == nil {
			t.Errorf("expected message %d to be known", n)
		}
	}
}
