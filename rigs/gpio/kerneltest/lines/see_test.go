//go:build guest

package lines

import (
	"testing"
	"time"

	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/rigs/gpio"
	"github.com/certbench/certbench/rigs/gpio/simchip"
)

// TestALookShowsTheLampsTheEdgesAndThePilotOfAChip is what the page of certbench rig draws from a real chip: the level and the edges of an
// input, and the pilot as it goes up and down.
func TestALookShowsTheLampsTheEdgesAndThePilotOfAChip(t *testing.T) {
	chip := simchip.New(t, "cp", "ready", "contactor", "lock", "duty")
	for _, name := range []string{"cp", "ready", "contactor"} {
		chip.Input(name, true)
	}
	r, err := gpio.New(gpio.Kernel(), gpio.Config{Timing: wiring.Timing,
		Places: []gpio.Wiring{{At: at, CP: low("cp"), Ready: low("ready"), Contactor: low("contactor"), Lock: gpio.Line{Name: "lock"}, Duty: gpio.Line{Name: "duty"}}}})
	if err != nil {
		t.Fatal(err)
	}
	from := time.Now()
	for _, high := range []bool{true, false, true} {
		chip.Input("lock", high)
	}
	to := time.Now()
	end, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		tick := time.NewTicker(time.Millisecond)
		defer tick.Stop()
		for n := 0; ; n++ {
			chip.Input("duty", n%4 == 0)
			select {
			case <-end:
				return
			case <-tick.C:
			}
		}
	}()
	var seen rigs.Seen
	for over := time.Now().Add(patience); ; {
		if seen, err = r.See(t.Context(), at); err != nil {
			t.Fatal(err)
		}
		if len(seen.Signals) == 2 && seen.Signals[1].Edges == 3 && seen.Pilot != nil && seen.Pilot.Hertz > 0 {
			break
		}
		if time.Now().After(over) {
			t.Fatalf("expected three edges of the lock and a pilot with PWM, got %+v with the pilot %+v", seen.Signals, seen.Pilot)
		}
	}
	close(end)
	<-ended
	contactor, lock := seen.Signals[0], seen.Signals[1]
	if contactor.Name != "contactor" || contactor.Active || contactor.Edges != 0 || !contactor.Last.IsZero() {
		t.Errorf("got %+v, expected a contactor that is open and has not moved", contactor)
	}
	if lock.Name != "lock" || !lock.Active || lock.Last.Before(from.Truncate(time.Microsecond)) || lock.Last.After(to) {
		t.Errorf("got %+v, expected a lock that is locked, with the kernel's time between %s and %s", lock, from, to)
	}
	wave := seen.Pilot
	if wave.Duty <= 0 || wave.Duty >= 1 || len(wave.Edges) < 3 || wave.Edges[0].After != 0 || wave.Lasts != wave.Edges[len(wave.Edges)-1].After {
		t.Errorf("got the pilot %+v, expected one that goes up and down", wave)
	}
	for i, e := range wave.Edges[1:] {
		if before := wave.Edges[i]; e.Positive == before.Positive || e.After <= before.After {
			t.Errorf("edge %+v follows %+v, expected the other way, and later", e, before)
		}
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
}
