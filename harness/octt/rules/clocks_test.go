package rules

import (
	"strings"
	"testing"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt/ledger"
)

func TestAClockThatStandsStillInATransactionIsAWarning(t *testing.T) {
	standing := func(n int, apart time.Duration) session {
		x := readings(t, make([]string, n)...)
		for i := range x.events {
			x.events[i].At = x.events[0].At
			x.events[i].Arrived = x.events[0].At.Add(time.Duration(i) * apart)
		}
		return x
	}
	changed := func(x session, change func(*ledger.Event)) session {
		change(&x.events[len(x.events)-1])
		return x
	}
	for name, c := range map[string]struct {
		x     session
		warns bool
	}{
		"it stands":              {standing(4, 5*time.Second), true},
		"it goes":                {readings(t, "", "", "", ""), false},
		"one moment":             {standing(4, time.Second), false},
		"two messages":           {standing(2, time.Minute), false},
		"it goes on at last":     {changed(standing(4, 5*time.Second), func(e *ledger.Event) { e.At = e.At.Add(time.Second) }), false},
		"what waited in a queue": {changed(standing(4, 5*time.Second), func(e *ledger.Event) { e.Online = e.At.Add(time.Second) }), false},
		"what was sent again":    {changed(standing(4, 5*time.Second), func(e *ledger.Event) { e.Call = &ledger.Call{At: e.Arrived.Add(time.Second)} }), false},
		"what happened offline":  {changed(standing(4, 5*time.Second), func(e *ledger.Event) { e.Told.Offline = new(true) }), false},
	} {
		broken := c.x.stopped()
		if len(broken) > 0 != c.warns || c.warns && (broken[0].Verdict != evidence.Warning || !strings.Contains(broken[0].Actual, "4 messages")) {
			t.Errorf("%s: expected a warning: %t, got %v", name, c.warns, broken)
		}
	}
}
