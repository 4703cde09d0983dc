package bench

import (
	"errors"
	"fmt"
	"strings"
	"syscall"
	"testing"
)

// TestABenchThatCannotStartSaysSoOnce: a rig that cannot be reached cannot be brought to rest in closing either.
func TestABenchThatCannotStartSaysSoOnce(t *testing.T) {
	refused := fmt.Errorf("rig hand: disconnect: %w", syscall.ECONNREFUSED)
	err := alsoClosing(fmt.Errorf("bench b cannot start: %w%s", refused, unreached(refused)), errors.Join(refused))
	if n := strings.Count(err.Error(), "rig hand"); n != 1 || !strings.Contains(err.Error(), "start what serves the rig") {
		t.Errorf("expected the rig once and what to do, got %q", err)
	}
	if !errors.Is(err, syscall.ECONNREFUSED) {
		t.Errorf("expected the cause to be kept in %v", err)
	}
	stuck := errors.New("rig mains: it does not close")
	if err := alsoClosing(refused, stuck); !errors.Is(err, stuck) || !errors.Is(err, syscall.ECONNREFUSED) {
		t.Errorf("expected another trouble in closing to be told as well, got %v", err)
	}
	if words := unreached(stuck); words != "" {
		t.Errorf("expected no advice on addresses for another trouble, got %q", words)
	}
}
