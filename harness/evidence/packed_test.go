package evidence

import (
	"maps"
	"testing"
	"time"
)

func TestPackedTimesAreThoseThatWerePacked(t *testing.T) {
	all := map[Wait]time.Duration{"of a later version": 3 * time.Hour, "": 1}
	for i, wait := range Waits {
		all[wait] = time.Duration(i) * 1_234_567_891
	}
	for _, parts := range []map[Wait]time.Duration{{}, {WaitAct: time.Second}, {WaitProof: -time.Nanosecond}, all} {
		if got := pack(parts).open(); !maps.Equal(got, parts) {
			t.Errorf("expected %v, got %v", parts, got)
		}
		if pack(parts) == nil {
			t.Errorf("expected %v to be accounted for, got that it is not", parts)
		}
	}
	if pack(nil) != nil {
		t.Error("expected nothing to be accounted for, got that it is")
	}
}
