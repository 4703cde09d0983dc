package octt

import (
	"fmt"
	"testing"

	"github.com/certbench/certbench/harness/octt/ledger"
)

func TestTheNewestAreKept(t *testing.T) {
	all := map[string]int64{"a": 3, "b": 1, "c": 4, "d": 2}
	number := func(n int64) int64 { return n }
	if keepNewest(all, 4, number); len(all) != 4 {
		t.Fatalf("expected four of four to be kept, got %v", all)
	}
	if keepNewest(all, 2, number); len(all) != 2 || all["a"] == 0 || all["c"] == 0 {
		t.Errorf("expected a and c to be kept, got %v", all)
	}
}

// A CALL that is on its way when a play ends has no record yet: it is the newest, whatever its number.
func TestACallOnItsWayIsAmongTheNewest(t *testing.T) {
	inLab(t, nil, func(l *lab) {
		l.play(proved)
		w := l.player.w
		w.mu.Lock()
		defer w.mu.Unlock()
		for n := range int64(2 * mostUnanswered) {
			w.calls[fmt.Sprint(n)] = &ledger.Request{Action: "Reset", Seq: n}
		}
		w.sweep()
		for _, known := range []int64{0, mostUnanswered + 1, 2*mostUnanswered - 1} {
			if w.calls[fmt.Sprint(known)] == nil {
				t.Errorf("expected CALL %d to be known", known)
			}
		}
		if n := len(w.calls); n > mostUnanswered {
			t.Errorf("expected at most %d CALLs to be known, got %d", mostUnanswered, n)
		}
	})
}
