package ledger

import (
	"errors"
	"math"
	"testing"
	"time"

	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/schemas"
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
