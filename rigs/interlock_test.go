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
	if err := i.Do(t.Context(), rigs.Connecting, here, func() error { return stuck }); !errors.Is(err, stuck) || err.Error() != "stuck (tried twice)" {
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

// TestWhatMayBeTriedAgainIsTriedOnceMore: every move but those that a station may have seen although the rig failed.
func TestWhatMayBeTriedAgainIsTriedOnceMore(t *testing.T) {
	for name, c := range map[string]struct {
		move  rigs.Move
		first []rigs.Move
		again bool
	}{
		"connect": {rigs.Connecting, nil, true}, "connect idle": {rigs.ConnectingIdle, nil, true}, "disconnect": {rigs.Disconnecting, []rigs.Move{rigs.Connecting}, true},
		"plug": {rigs.Plugging(rigs.EVEnd), nil, true}, "unplug": {rigs.Unplugging(rigs.EVEnd), []rigs.Move{rigs.Connecting}, true},
		"suspend": {rigs.Suspending, []rigs.Move{rigs.Connecting}, true}, "request": {rigs.Requesting, []rigs.Move{rigs.ConnectingIdle}, true},
		"short": {rigs.Shorting, []rigs.Move{rigs.Connecting}, true}, "show": {rigs.Showing(rigs.PilotD), []rigs.Move{rigs.Connecting}, true},
		"mains off": {rigs.SwitchingOff, nil, true}, "mains on": {rigs.SwitchingOn, []rigs.Move{rigs.SwitchingOff}, true}, "cycle": {rigs.Cycling, nil, false},
		"link cut": {rigs.Cutting, nil, true}, "link restore": {rigs.Restoring, []rigs.Move{rigs.Cutting}, true}, "enter": {rigs.Entering, nil, true},
		"leave": {rigs.Leaving, []rigs.Move{rigs.Entering}, true}, "fault": {rigs.Setting(rigs.Faulted), nil, true}, "mend": {rigs.Clearing(rigs.Faulted), []rigs.Move{rigs.Setting(rigs.Faulted)}, true},
		"present": {rigs.Presenting, nil, false}, "select": {rigs.Selecting, nil, false},
	} {
		for _, err := range []error{errors.New("no answer"), rigs.ErrSkipped, rigs.ErrHeld, rigs.ErrNoAnswer, rigs.ErrNoRig} {
			i, tries := rigs.NewInterlock(), 0
			for _, before := range c.first {
				if err := i.Do(t.Context(), before, here, nothing); err != nil {
					t.Fatalf("%s: %v", name, err)
				}
			}
			got := i.Do(t.Context(), c.move, here, func() error {
				if tries++; tries == 1 {
					return err
				}
				return nil
			})
			if again := c.again && !rigs.Harmless(t.Context(), err); again != (tries == 2) || again != (got == nil) {
				t.Errorf("%s after %q: tried %d times with %v, expected it to be tried again: %t", name, err, tries, got, again)
			}
		}
	}
}

// flaky fails at the first act.
type flaky struct {
	*rigs.Interlock
	tries int
}

func (f *flaky) Connect(ctx context.Context, at rigs.Place) (rigs.ReadBack, error) {
	return rigs.ReadBack{Observed: "pilot B"}, f.Do(ctx, rigs.Connecting, at, func() error {
		if f.tries++; f.tries == 1 {
			return errors.New("a telegram was lost")
		}
		return nil
	})
}
func (f *flaky) ConnectIdle(ctx context.Context, at rigs.Place) (rigs.ReadBack, error) {
	return f.Connect(ctx, at)
}
func (f *flaky) Disconnect(context.Context, rigs.Place) (rigs.ReadBack, error) {
	return rigs.ReadBack{}, nil
}

func TestAnActThatWasTriedAgainSaysSoAndLatchesNothing(t *testing.T) {
	rig := &flaky{Interlock: rigs.NewInterlock()}
	latch := rigs.NewLatch(rigs.Set{Cable: rig})
	back, err := rigs.ConnectEV(here).Do(t.Context(), latch.Set())
	if want := "pilot B; at the second try, for the first failed: a telegram was lost"; err != nil || back.Observed != want || latch.Cause() != nil || rig.tries != 2 {
		t.Errorf("got %q, %v after %d tries, latched %v; expected %q", back.Observed, err, rig.tries, latch.Cause(), want)
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
