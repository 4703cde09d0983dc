package gpio_test

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/rigs/gpio"
	"github.com/certbench/certbench/rigs/gpio/fakechip"
)

// seeing is a rig with two inputs and a comparator at the pilot.
var seeing = gpio.Config{
	Places: []gpio.Wiring{{At: at, CP: gpio.Line{Name: "cp"}, Ready: gpio.Line{Name: "ready"}, Contactor: low("contactor"), Lock: gpio.Line{Name: "lock"}, Duty: gpio.Line{Name: "duty"}}},
	Timing: wiring.Timing,
}

// TestALookTellsTheLampsTheEdgesAndThePilot has a lock that bounces and a pilot of 25 % at 1 kHz, and looks without an act.
func TestALookTellsTheLampsTheEdgesAndThePilot(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		chip := fakechip.New("cp", "ready", "contactor", "lock", "duty")
		chip.Input("contactor", true) // active low: open
		r, err := gpio.New(chip.Holder("certbench"), seeing)
		if err != nil {
			t.Fatal(err)
		}
		chip.TakeLog()
		var last time.Time
		for _, high := range []bool{true, false, true} {
			time.Sleep(time.Millisecond)
			last = time.Now()
			chip.Input("lock", high)
		}
		synctest.Wait()
		time.Sleep(time.Second)
		const high, low = 250 * time.Microsecond, 750 * time.Microsecond
		end := make(chan struct{})
		go func() {
			for level, hold := true, high; ; level, hold = !level, high+low-hold {
				chip.Input("duty", level)
				select {
				case <-end:
					return
				case <-time.After(hold):
				}
			}
		}()
		seen, err := r.See(t.Context(), at)
		close(end)
		if err != nil {
			t.Fatal(err)
		}
		want := []rigs.Signal{{Name: "contactor"}, {Name: "lock", Active: true, Edges: 3, Last: last}}
		if len(seen.Signals) != len(want) {
			t.Fatalf("got the inputs %+v, expected %+v", seen.Signals, want)
		}
		for i, got := range seen.Signals {
			if got.Name != want[i].Name || got.Active != want[i].Active || got.Edges != want[i].Edges || !got.Last.Equal(want[i].Last) {
				t.Errorf("got %+v, expected %+v", got, want[i])
			}
		}
		if words := "relays show pilot A, contactor open, locked since " + last.Format(time.StampMicro) + ", PWM of 25.0 % at 1000 Hz (15.0 A)"; seen.Words != words {
			t.Errorf("got  %q\nwant %q", seen.Words, words)
		}
		wave := seen.Pilot
		if wave == nil || wave.Duty != 0.25 || wave.Hertz != 1000 || len(wave.Edges) < 10 {
			t.Fatalf("got the pilot %+v, expected 25 %% at 1 kHz with the edges of some cycles", wave)
		}
		for i, e := range wave.Edges[1:] {
			before := wave.Edges[i]
			if lasts := map[bool]time.Duration{true: high, false: low}[before.Positive]; e.Positive == before.Positive || e.After-before.After != lasts {
				t.Errorf("edge %+v follows %+v, expected the other way after %s", e, before, lasts)
			}
		}
		if lasts := wave.Edges[len(wave.Edges)-1].After; wave.Edges[0].After != 0 || wave.Lasts != lasts {
			t.Errorf("the look lasts %s, expected %s from the first edge to the last", wave.Lasts, lasts)
		}
		if moved := chip.TakeLog(); len(moved) > 0 {
			t.Errorf("a look has moved %q", moved)
		}
		if err := r.Close(); err != nil {
			t.Fatal(err)
		}
	})
}

func TestALookAtAPilotThatStandsStillTellsItsLevel(t *testing.T) {
	for positive, duty := range map[bool]float64{true: 1, false: 0} {
		synctest.Test(t, func(t *testing.T) {
			chip := fakechip.New("cp", "ready", "contactor", "lock", "duty")
			chip.Input("duty", positive)
			r, err := gpio.New(chip.Holder("certbench"), seeing)
			if err != nil {
				t.Fatal(err)
			}
			seen, err := r.See(t.Context(), at)
			if err != nil || seen.Pilot == nil || seen.Pilot.Duty != duty || seen.Pilot.Hertz != 0 || len(seen.Pilot.Edges) > 0 {
				t.Errorf("got %+v, %v; expected a pilot that stands still at %v", seen.Pilot, err, duty)
			}
			if err := r.Close(); err != nil {
				t.Fatal(err)
			}
		})
	}
}
