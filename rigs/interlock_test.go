package rigs_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/certbench/certbench/rigs"
	"pgregory.net/rapid"
)

func nothing() error { return nil }

func TestAFailedActLeavesAnUnknownPositionUntilRest(t *testing.T) {
	i := rigs.NewInterlock()
	stuck := errors.New("stuck")
	if err := i.Do(t.Context(), rigs.Connecting, here, func() error { return stuck }); err != stuck {
		t.Errorf("got %v, expected the failure", err)
	}
	if err := i.Do(t.Context(), rigs.Connecting, here, nothing); !errors.Is(err, rigs.ErrRefused) {
		t.Errorf("got %v, expected ErrRefused", err)
	}
	var held rigs.Held
	rest := func(h rigs.Held) error { held = h; return nil }
	if err := i.Rest(t.Context(), rest); err != nil || !held.Unknown || held.Nothing() {
		t.Errorf("rest got %v and was told %+v, expected an unknown position", err, held)
	}
	if err := i.Do(t.Context(), rigs.Connecting, here, nothing); err != nil {
		t.Errorf("got %v after rest, expected none", err)
	}
}

func TestASkippedActLeavesThePositionAsItWas(t *testing.T) {
	i := rigs.NewInterlock()
	if err := i.Do(t.Context(), rigs.Connecting, here, func() error { return rigs.ErrSkipped }); !errors.Is(err, rigs.ErrSkipped) {
		t.Errorf("got %v, expected ErrSkipped", err)
	}
	if err := i.Do(t.Context(), rigs.Disconnecting, here, nothing); !errors.Is(err, rigs.ErrRefused) {
		t.Errorf("got %v, expected nothing to be connected", err)
	}
}

func TestWaitingForTheTurnEndsWithTheContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		i := rigs.NewInterlock()
		busy, free := make(chan struct{}), make(chan struct{})
		go func() {
			err := i.Do(t.Context(), rigs.Cycling, rigs.Place{}, func() error { close(busy); <-free; return nil })
			if err != nil {
				t.Error(err)
			}
		}()
		<-busy
		ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
		defer cancel()
		if err := i.Do(ctx, rigs.Connecting, here, nothing); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v, expected the end of the context", err)
		}
		close(free)
		synctest.Wait()
		if err := i.Do(t.Context(), rigs.Connecting, here, nothing); err != nil {
			t.Errorf("got %v once the turn was free, expected none", err)
		}
	})
}

func TestCloseReleasesEvenWhatDoesNotRest(t *testing.T) {
	i := rigs.NewInterlock()
	stuck, released := errors.New("stuck"), 0
	rest := func(rigs.Held) error { return stuck }
	release := func() error { released++; return nil }
	if err := i.Close(rest, release); !errors.Is(err, stuck) || released != 1 {
		t.Errorf("got %v and %d releases, expected the failure and one release", err, released)
	}
	if err := i.Close(rest, release); err != nil || released != 1 {
		t.Errorf("a second Close gave %v and %d releases, expected nothing", err, released)
	}
}

// TestNoOrderOfActsReachesAContradiction plays random acts and follows them with a model that knows four bits.
func TestNoOrderOfActsReachesAContradiction(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		i := rigs.NewInterlock()
		var ev, station, dark, bay bool
		moves := map[string]struct {
			move    rigs.Move
			allowed func() bool
			then    func()
		}{
			"connect":      {rigs.Connecting, func() bool { return !(ev && station) }, func() { ev, station = true, true }},
			"disconnect":   {rigs.Disconnecting, func() bool { return ev || station }, func() { ev, station = false, false }},
			"plug EV":      {rigs.Plugging(rigs.EVEnd), func() bool { return !ev }, func() { ev = true }},
			"plug station": {rigs.Plugging(rigs.StationEnd), func() bool { return !station }, func() { station = true }},
			"unplug EV":    {rigs.Unplugging(rigs.EVEnd), func() bool { return ev }, func() { ev = false }},
			"off":          {rigs.SwitchingOff, func() bool { return !dark }, func() { dark = true }},
			"on":           {rigs.SwitchingOn, func() bool { return dark }, func() { dark = false }},
			"cycle":        {rigs.Cycling, func() bool { return !dark }, func() {}},
			"present":      {rigs.Presenting, func() bool { return !dark }, func() {}},
			"drive in":     {rigs.Entering, func() bool { return !bay }, func() { bay = true }},
			"drive out":    {rigs.Leaving, func() bool { return bay }, func() { bay = false }},
		}
		names := []string{"connect", "disconnect", "plug EV", "plug station", "unplug EV", "off", "on", "cycle", "present", "drive in", "drive out"}
		for range rapid.IntRange(0, 40).Draw(t, "acts") {
			name := rapid.SampledFrom(names).Draw(t, "act")
			m := moves[name]
			allowed := m.allowed()
			err := i.Do(context.Background(), m.move, here, nothing)
			if allowed != (err == nil) || err != nil && !errors.Is(err, rigs.ErrRefused) {
				t.Fatalf("%s with EV end %t, station end %t, dark %t, bay %t: got %v, expected allowed = %t", name, ev, station, dark, bay, err, allowed)
			}
			if allowed {
				m.then()
			}
		}
	})
}
