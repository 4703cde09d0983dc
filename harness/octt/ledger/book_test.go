package ledger

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"testing"
	"time"

	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/schemas"
	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/schemas/ocppj"
)

// TestOfEarlierPlaysOnlyWhatMayStillHaveAnEffectIsKept: the last idToken that was presented, an act that is under way and a request
// without an answer stay, and so does all that came since the play began.
func TestOfEarlierPlaysOnlyWhatMayStillHaveAnEffectIsKept(t *testing.T) {
	b := New()
	did := func(act string, after int64) int {
		n := b.Acts(rigs.Act{Name: act}, after, time.Now())
		b.Acted(n, nil)
		return n
	}
	asked := func(seq int64) *Request {
		r := &Request{Action: "RequestStartTransaction", Seq: seq, Payload: schemas.Read([]byte(`{"idToken":{"idToken":"A","type":"Central"},"remoteStartId":1}`))}
		b.AsksToStart(r, time.Now())
		return r
	}
	did("PresentToken", 1)
	presented := did("PresentToken", 2)
	did("ConnectEV", 3)
	under := b.Acts(rigs.Act{Name: "DisconnectEV"}, 4, time.Now())
	answered, open := asked(5), asked(6)
	answered.Answer = &ocppj.Frame{}
	b.Asks(5, "RequestStartTransaction")
	now := did("ConnectEV", 10)
	b.Asks(10, "Reset")

	b.Settle(2, 10, 10, nil)
	if len(b.Stimuli) != 4 || b.Stimuli[0].Number != presented || b.Stimuli[1].Number != under || b.Stimuli[2].Remote != open || b.Stimuli[3].Number != now {
		t.Errorf("expected the last idToken, the act under way, the request without an answer and the act of the play, got %+v", b.Stimuli)
	}
	if all := b.AskedBetween(0, math.MaxInt64); len(all) != 1 || all[0].Seq != 10 {
		t.Errorf("expected the request of the play, got %+v", all)
	}
	if b.Acted(under, errors.New("no rig")); !b.Stimuli[1].Failed || b.Stimuli[0].Failed || b.Stimuli[3].Failed {
		t.Errorf("expected the act that was under way to have failed, and no other, got %+v", b.Stimuli)
	}
	b.Settle(2, 11, 11, nil)
	if len(b.Stimuli) != 2 {
		t.Errorf("expected nothing but the idToken and the request to be kept once the act is over, got %+v", b.Stimuli)
	}
}

// TestARunOfDaysKeepsABoundOfWhatIsOver: of the oldest transactions that are over it is known that they are no new ones, and of connections
// the newest are kept, each that was lost after it was made.
func TestARunOfDaysKeepsABoundOfWhatIsOver(t *testing.T) {
	b := New()
	at := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	tells := func(seq int64, id, kind string, now Transaction) *Transaction {
		payload := `{"eventType":"` + kind + `","timestamp":"2026-01-01T00:00:00Z","triggerReason":"Trigger","seqNo":1,"transactionInfo":{"transactionId":"` + id + `"}}`
		return b.Tells(&Call{Action: "TransactionEvent", Payload: schemas.Read([]byte(payload)), Seq: seq, At: at.Add(time.Duration(seq) * time.Second)}, now)
	}
	const plays = 3 * keptSettled
	tells(1, "open", "Started", Transaction{Play: 1})
	for play := 1; play <= plays; play++ {
		seq := int64(10 * play)
		b.Connects(at.Add(time.Duration(seq) * time.Second))
		tells(seq, fmt.Sprint("tx-", play), "Ended", Transaction{Play: play, Inside: true})
		b.Drops(at.Add(time.Duration(seq+1) * time.Second))
		b.Settle(play+1, seq+5, seq+5, nil)
	}
	if got := len(b.Transactions); got != keptSettled+1 {
		t.Errorf("expected %d transactions to be kept and the open one, got %d", keptSettled, got)
	}
	if got := len(b.Links); got > keptLinks || !b.Links[0].Up {
		t.Errorf("expected at most %d links, the first of them up, got %d: %+v", keptLinks, got, b.Links[0])
	}
	now := Transaction{Play: plays + 1, Inside: true, Known: true}
	for id, want := range map[string]Transaction{
		"tx-1":                   {Closed: true}, // forgotten
		fmt.Sprint("tx-", plays): {Play: plays},  // known by its events
		"open":                   {Play: 1, Known: true},
		"tx-9999":                {Play: plays + 1, Inside: true, Known: true},
	} {
		for _, kind := range []string{"Updated", "Started"} {
			if got := tells(10_000, id, kind, now); got.Play != want.Play || got.Closed != want.Closed || got.Known != want.Known {
				t.Errorf("%s, %s: expected play %d, closed %t, known %t, got %d, %t, %t", id, kind, want.Play, want.Closed, want.Known, got.Play, got.Closed, got.Known)
			}
		}
	}
	if got := b.Transactions.Open(); !slices.Equal(got, []string{"open", "tx-9999"}) {
		t.Errorf("expected what was forgotten to be over, got %v open", got)
	}
	var q ocpp201.TransactionEventRequest
	for id, want := range map[string]bool{"tx-2": true, "tx-9998": false} {
		q.TransactionInfo.TransactionID = id
		if got := b.Doubtful("m-1", &q); got != want {
			t.Errorf("%s: expected that it may be a retry to be %t, got %t", id, want, got)
		}
	}
}
