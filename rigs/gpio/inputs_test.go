package gpio_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/rigs/gpio"
	"github.com/certbench/certbench/rigs/gpio/fakechip"
)

// sensed is a rig that reads back all there is.
var sensed = gpio.Config{
	Places: []gpio.Wiring{{At: at, CP: gpio.Line{Name: "cp"}, Ready: gpio.Line{Name: "ready"}, PP: gpio.Line{Name: "pp"},
		Contactor: low("contactor"), Lock: gpio.Line{Name: "lock"}, PWM: gpio.Line{Name: "pwm"}, Lamp: gpio.Line{Name: "lamp"}}},
	Timing: wiring.Timing,
}

// openSensed opens the rig on a chip whose contactor is open: its auxiliary contact is active low.
func openSensed(t *testing.T) (*fakechip.Chip, *fakechip.Holder, *gpio.Rig) {
	t.Helper()
	chip := fakechip.New("cp", "ready", "pp", "contactor", "lock", "pwm", "lamp")
	chip.Input("contactor", true)
	holder := chip.Holder("certbench")
	r, err := gpio.New(holder, sensed)
	if err != nil {
		t.Fatal(err)
	}
	return chip, holder, r
}

func TestWhatTheStationDoesIsReadBackWithTheKernelsTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		chip, _, r := openSensed(t)
		back, err := r.Connect(t.Context(), at)
		if want := "relays show pilot C, cable in, contactor open, unlocked, no PWM, lamp dark"; err != nil || back.Observed != want {
			t.Fatalf("got %q, %v; expected %q", back.Observed, err, want)
		}
		start := time.Now()
		for i, change := range []string{"lock", "pwm", "lamp", "contactor"} {
			time.Sleep(time.Until(start.Add(time.Duration(i) * time.Millisecond)))
			chip.Input(change, change != "contactor")
		}
		synctest.Wait()
		time.Sleep(time.Second)
		back, err = r.Suspend(t.Context(), at)
		at := func(ms int) string { return start.Add(time.Duration(ms) * time.Millisecond).Format(time.StampMicro) }
		want := fmt.Sprintf("relays show pilot B, cable in, contactor closed since %s, locked since %s, PWM since %s, lamp lit since %s", at(3), at(0), at(1), at(2))
		if err != nil || back.Observed != want {
			t.Errorf("got  %q, %v;\nwant %q", back.Observed, err, want)
		}
	})
}

func TestACableThatTheStationHoldsStaysIn(t *testing.T) {
	chip, _, r := openSensed(t)
	if _, err := r.Connect(t.Context(), at); err != nil {
		t.Fatal(err)
	}
	chip.Input("lock", true)
	chip.TakeLog()
	if _, err := r.Disconnect(t.Context(), at); !errors.Is(err, rigs.ErrHeld) || !strings.Contains(err.Error(), `"lock"`) {
		t.Errorf("got %v, expected ErrHeld that names the line", err)
	}
	if _, err := r.Unplug(t.Context(), at, rigs.StationEnd); !errors.Is(err, rigs.ErrHeld) {
		t.Errorf("got %v, expected ErrHeld", err)
	}
	if moved := chip.TakeLog(); len(moved) > 0 {
		t.Errorf("%v moved, expected nothing", moved)
	}
	if _, err := r.Unplug(t.Context(), at, rigs.EVEnd); err != nil {
		t.Errorf("the EV's end: %v, expected it to come out", err)
	}
	chip.Input("lock", false)
	if _, err := r.Unplug(t.Context(), at, rigs.StationEnd); err != nil {
		t.Errorf("the station's end once it is free: %v", err)
	}
}

func TestALostEdgeIsAFailureUntilTheRigHasRested(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		chip, holder, r := openSensed(t)
		if _, err := r.Connect(t.Context(), at); err != nil {
			t.Fatal(err)
		}
		toggle := func(n int) {
			holder.Stop()
			for i := range n {
				chip.Input("pwm", i%2 == 0)
			}
			holder.Continue()
			synctest.Wait()
		}
		toggle(gpio.EdgesKept)
		if err := r.Check(t.Context()); err != nil {
			t.Errorf("after %d unread edges: %v, expected none to be lost", gpio.EdgesKept, err)
		}
		toggle(gpio.EdgesKept + 2)
		_, err := r.Suspend(t.Context(), at)
		if !errors.Is(err, gpio.ErrLost) || rigs.Harmless(t.Context(), err) || !strings.Contains(err.Error(), `dropped 2 of input "pwm"`) {
			t.Errorf("got %v, expected 2 lost edges of pwm as a failure of the rig", err)
		}
		if chip.High("cp") || chip.High("ready") {
			t.Error("the pilot is not in state A after the failure")
		}
		if err := r.Check(t.Context()); !errors.Is(err, gpio.ErrLost) {
			t.Errorf("check got %v, expected lost edges", err)
		}
		if err := r.Rest(t.Context()); !errors.Is(err, gpio.ErrLost) {
			t.Errorf("the first rest got %v, expected lost edges", err)
		}
		if err := errors.Join(r.Rest(t.Context()), r.Check(t.Context())); err != nil {
			t.Errorf("after a second rest: %v", err)
		}
	})
}

func TestAChipThatGoesIsAFailureInPlainWords(t *testing.T) {
	chip, _, r := openSensed(t)
	if _, err := r.Connect(t.Context(), at); err != nil {
		t.Fatal(err)
	}
	chip.Unplug()
	for i, err := range []error{act(t, r, rigs.SuspendByEV(at)), r.Rest(t.Context()), r.Check(t.Context())} {
		if !errors.Is(err, gpio.ErrGone) || rigs.Harmless(t.Context(), err) {
			t.Errorf("%s got %v, expected ErrGone as a failure of the rig", []string{"act", "rest", "check"}[i], err)
		}
	}
	if _, err := gpio.New(chip.Holder("again"), sensed); err == nil || errors.Is(err, gpio.ErrGone) || !strings.Contains(err.Error(), "no GPIO line is named") {
		t.Errorf("got %v, expected no such line", err)
	}
}
