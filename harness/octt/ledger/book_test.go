package ledger

import (
	"testing"
	"time"
)

func TestWhatWasTakenWhileTheStationWasOfflineIsOld(t *testing.T) {
	b := &Book{Links: []Link{{time.Unix(0, 0), true}, {time.Unix(10, 0), false}, {time.Unix(20, 0), true}, {time.Unix(30, 0), false}}}
	for second, want := range map[int64]bool{5: false, 10: true, 19: true, 20: false, 29: false, 31: true} {
		if got := b.OfflineAt(time.Unix(second, 0)); got != want {
			t.Errorf("at second %d: offline is %t, expected %t", second, got, want)
		}
	}
}
