package main

import (
	"runtime/debug"
	"testing"
	"time"
)

func TestCollectingIsTooMuchByItsPartOfWhatIsComputed(t *testing.T) {
	began := time.Unix(0, 0)
	since := computing{began, 10, 50}
	for name, c := range map[string]struct {
		now  computing
		want bool
	}{
		"a fifth of much":    {computing{began.Add(5 * time.Second), 11, 55}, false},
		"most of much":       {computing{began.Add(5 * time.Second), 13, 54}, true},
		"most of next to no": {computing{began.Add(5 * time.Second), 10.02, 50.03}, false},
		"nothing computed":   {computing{began.Add(5 * time.Second), 10, 50}, false},
	} {
		if got := c.now.tooMuch(since); got != c.want {
			t.Errorf("%s: expected %t, got %t", name, c.want, got)
		}
	}
}

// TestALimitGivesWay keeps more than a limit allows, and computes little beside.
func TestALimitGivesWay(t *testing.T) {
	const limit = 1 << 20
	before := debug.SetMemoryLimit(limit)
	defer debug.SetMemoryLimit(before)
	end, over := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(over)
		giveWay(limit, end, time.NewTicker(time.Millisecond))
	}()
	kept := make([][]byte, 0, 1<<10)
	for debug.SetMemoryLimit(-1) == limit && t.Context().Err() == nil {
		if kept = append(kept, make([]byte, 16<<10)); len(kept) == cap(kept) {
			clear(kept)
			kept = kept[:0]
		}
	}
	close(end)
	<-over
	if got := debug.SetMemoryLimit(-1); got <= limit {
		t.Errorf("expected a limit of more than %d bytes, got %d", limit, got)
	}
}
