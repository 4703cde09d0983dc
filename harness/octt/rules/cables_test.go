package rules

import (
	"testing"
	"time"

	"github.com/certbench/certbench/harness/octt/ledger"
	"github.com/certbench/certbench/rigs"
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
