package bench

import (
	"testing"
	"time"
)

// TestAStationThatDoesNotComeToRestIsAskedLessAndLess counts the times that one is asked within a limit, if its answers take no time.
func TestAStationThatDoesNotComeToRestIsAskedLessAndLess(t *testing.T) {
	const limit = time.Minute
	asked, waited := 1, time.Duration(0)
	for ; waited <= limit; asked++ {
		pause := untilAgain(waited, limit-waited)
		if least := again / 10; pause < least || pause > max(again, waited/8) {
			t.Errorf("after %s: expected a pause of at least %s and at most an eighth of it, or %s, got %s", waited, least, again, pause)
		}
		waited += pause
	}
	if once := int(limit / again); asked > once/2 || waited > limit+again {
		t.Errorf("expected fewer than half of %d times and an end at the limit, got %d and an end after %s", once, asked, waited)
	}
}
