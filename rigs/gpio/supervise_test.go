package gpio_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/rigs/gpio"
)

func TestTheSupervisorTakesTheLinesOfAKilledHolder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newMachine()
		holder := m.Holder("certbench")
		r, err := gpio.New(holder, wiring)
		if err != nil {
			t.Fatal(err)
		}
		for _, a := range []rigs.Act{rigs.ConnectEV(at), rigs.PowerOff(), rigs.DriveIn(at)} {
			if err := act(t, r, a); err != nil {
				t.Fatal(err)
			}
		}
		ctx, cancel := context.WithCancel(t.Context())
		ended, secured, done := make(chan struct{}), make(chan error, 1), make(chan error, 1)
		go func() {
			done <- gpio.Supervise(ctx, m.Holder("supervisor"), wiring.Outputs(), ended, func(err error) { secured <- err })
		}()
		synctest.Wait()
		if got := m.state(); got != "C" || m.HeldBy("cp") != "certbench" {
			t.Fatalf("pilot %s held by %q while the holder lives, expected C by certbench", got, m.HeldBy("cp"))
		}
		m.TakeLog()
		close(ended)                                     // the process is gone,
		time.AfterFunc(25*time.Millisecond, holder.Kill) // and the kernel lets go of its lines a little later
		if err := <-secured; err != nil {
			t.Fatal(err)
		}
		want := "ready high, cp high, pp high, bay low, mains high"
		if got := strings.Join(m.TakeLog(), ", "); got != want || m.HeldBy("mains") != "supervisor" {
			t.Errorf("the supervisor %q moved %q, expected %q", m.HeldBy("mains"), got, want)
		}
		cancel()
		if err := <-done; err != nil || len(m.Held()) > 0 {
			t.Errorf("got %v with %v held, expected an end that holds nothing", err, m.Held())
		}
	})
}

func TestTheSupervisorSecuresWhatItCan(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newMachine()
		if _, err := m.Holder("somebody").Output([]gpio.Line{{Name: "cp"}}, false); err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan struct{})
		close(ended)
		var secured error
		err := gpio.Supervise(ctx, m.Holder("supervisor"), wiring.Outputs(), ended, func(err error) { secured = err; cancel() })
		if !errors.Is(err, gpio.ErrBusy) || !errors.Is(secured, gpio.ErrBusy) || !strings.Contains(err.Error(), `"cp"`) || strings.Contains(err.Error(), "mains") {
			t.Errorf("got %v and told %v, expected only the line that somebody else holds", err, secured)
		}
		if !m.High("mains") || !m.High("ready") {
			t.Error("the other lines are not at their safe values")
		}
	})
}

func TestASupervisorThatIsStoppedFirstTouchesNothing(t *testing.T) {
	m := newMachine()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	err := gpio.Supervise(ctx, m.Holder("supervisor"), wiring.Outputs(), make(chan struct{}), func(error) { t.Error("it secured lines") })
	if !errors.Is(err, context.Canceled) || len(m.Held()) > 0 || len(m.TakeLog()) > 0 {
		t.Errorf("got %v with %v held, expected nothing to be touched", err, m.Held())
	}
}
