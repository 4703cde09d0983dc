package rigs_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/certbench/certbench/rigs"
)

// relay is a rig whose next act ends with err.
type relay struct {
	name    string
	err     error
	restErr error
	acts    int
	rests   int
	closes  int
}

func (r *relay) Connect(context.Context, rigs.Place) (rigs.ReadBack, error) {
	r.acts++
	return rigs.ReadBack{Rig: r.name}, r.err
}

func (r *relay) ConnectIdle(ctx context.Context, at rigs.Place) (rigs.ReadBack, error) {
	return r.Connect(ctx, at)
}
func (r *relay) Disconnect(context.Context, rigs.Place) (rigs.ReadBack, error) {
	r.acts++
	return rigs.ReadBack{Rig: r.name}, r.err
}
func (r *relay) Name() string                { return r.name }
func (r *relay) Rest(context.Context) error  { r.rests++; return r.restErr }
func (r *relay) Check(context.Context) error { return nil }
func (r *relay) Close() error                { r.closes++; return r.restErr }

var here = rigs.Place{EVSE: 1, Connector: 1}

// blind is a rig that cannot read the display.
type blind struct {
	relay
	looks int
}

var errFog = errors.New("the camera sees fog")

func (b *blind) Select(context.Context, rigs.Place) (rigs.ReadBack, error) {
	return rigs.ReadBack{}, rigs.ErrNoRig
}

func (b *blind) Look(context.Context, rigs.Place, rigs.Sight, time.Duration) (rigs.ReadBack, error) {
	b.looks++
	return rigs.ReadBack{}, errFog
}

// TestADisplayThatCannotBeReadBreaksNoBench: nothing has moved, so that every rig is where it was.
func TestADisplayThatCannotBeReadBreaksNoBench(t *testing.T) {
	camera, cable := &blind{relay: relay{name: "camera"}}, &relay{name: "cable"}
	l := rigs.NewLatch(rigs.Set{Cable: cable, Display: camera}, cable, camera)
	set := l.Set()
	for range 2 {
		if _, err := rigs.LookAtDisplay(rigs.Sight{Text: "hello"}, time.Second, here).Do(t.Context(), set); !errors.Is(err, errFog) {
			t.Errorf("got %v, expected what the camera has seen", err)
		}
	}
	if _, err := rigs.ConnectEV(here).Do(t.Context(), set); err != nil || l.Cause() != nil || cable.rests != 0 || camera.rests != 0 {
		t.Errorf("got %v, the cause %v, %d and %d rests; expected the bench to go on", err, l.Cause(), cable.rests, camera.rests)
	}
	if camera.looks != 2 {
		t.Errorf("got %d looks, expected two", camera.looks)
	}
	lock, looks := rigs.NewInterlock(), 0 // of the rig itself, which tries again
	if err := lock.Do(t.Context(), rigs.Looking, here, func() error { looks++; return errFog }); !errors.Is(err, errFog) || looks != 2 {
		t.Errorf("got %v after %d looks, expected what the camera has seen after two", err, looks)
	}
	if err := lock.Do(t.Context(), rigs.Connecting, here, func() error { return nil }); err != nil {
		t.Errorf("got %v for an act after that, expected none", err)
	}
}

func TestTheFirstFailureLatchesTheBench(t *testing.T) {
	cable, mains := &relay{name: "cable"}, &relay{name: "mains"}
	l := rigs.NewLatch(rigs.Set{Cable: cable}, cable, mains)
	set := l.Set()
	connect := func() error { _, err := rigs.ConnectEV(here).Do(t.Context(), set); return err }

	for _, harmless := range []error{nil, rigs.ErrSkipped, rigs.ErrNoAnswer, rigs.ErrRefused, fmt.Errorf("x: %w", rigs.ErrNoRig)} {
		cable.err = harmless
		if err := connect(); !errors.Is(err, harmless) || l.Cause() != nil {
			t.Errorf("after %v: got %v and cause %v, expected the bench to go on", harmless, err, l.Cause())
		}
		if err := l.Rest(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	cable.rests, mains.rests = 0, 0
	stuck := errors.New("the contact is stuck")
	cable.err = stuck
	if err := connect(); !errors.Is(err, stuck) {
		t.Errorf("got %v, expected the failure itself", err)
	}
	if cable.rests != 1 || mains.rests != 1 {
		t.Errorf("%d and %d rests after the failure, expected one of each rig", cable.rests, mains.rests)
	}
	cable.err = errors.New("another")
	acts := cable.acts
	for range 2 {
		if err := connect(); !errors.Is(err, rigs.ErrBroken) || !errors.Is(err, stuck) {
			t.Errorf("got %v, expected ErrBroken with the first cause", err)
		}
	}
	if cable.acts != acts {
		t.Errorf("%d acts reached the rig of a broken bench, expected none", cable.acts-acts)
	}
	if err := l.Rest(t.Context()); err != nil || cable.rests != 2 {
		t.Errorf("got %v and %d rests, expected rest to stay possible", err, cable.rests)
	}
	if err := l.Close(); err != nil || cable.closes != 1 || mains.closes != 1 {
		t.Errorf("got %v, %d and %d closes, expected one each", err, cable.closes, mains.closes)
	}
}

func TestAnActGivenUpByItsCallerBreaksNothing(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	cable := &relay{name: "cable", err: context.Canceled}
	l := rigs.NewLatch(rigs.Set{Cable: cable}, cable)
	if _, err := rigs.ConnectEV(here).Do(ctx, l.Set()); !errors.Is(err, context.Canceled) || l.Cause() != nil {
		t.Errorf("got %v and cause %v, expected the cancellation alone", err, l.Cause())
	}
	if _, err := rigs.ConnectEV(here).Do(t.Context(), l.Set()); err == nil || l.Cause() == nil {
		t.Errorf("got %v and cause %v, expected a rig that cancels on its own to count as failed", err, l.Cause())
	}
}

func TestRigsOfOneBenchDoNotContradictEachOther(t *testing.T) {
	for name, c := range map[string]struct {
		before []rigs.Act
		act    rigs.Act
		want   error
	}{
		"a second rig connects the same EV":      {[]rigs.Act{rigs.ConnectEV(here)}, rigs.PlugEnd(rigs.StationEnd, here), rigs.ErrRefused},
		"a pilot moves without a cable":          {nil, rigs.SuspendByEV(here), rigs.ErrRefused},
		"a token before a dark reader":           {[]rigs.Act{rigs.PowerOff()}, rigs.PresentToken(rigs.Token{}, here), rigs.ErrRefused},
		"the mains go off under load":            {[]rigs.Act{rigs.ConnectEV(here)}, rigs.PowerOff(), rigs.ErrUnderLoad},
		"the mains are cycled under load":        {[]rigs.Act{rigs.ConnectEV(here)}, rigs.PowerCycle(), rigs.ErrUnderLoad},
		"the load is at another place":           {[]rigs.Act{rigs.ConnectEV(rigs.Place{EVSE: 2, Connector: 1})}, rigs.PowerCycle(), rigs.ErrUnderLoad},
		"an EV asks again":                       {[]rigs.Act{rigs.ConnectIdleEV(here), rigs.RequestByEV(here)}, rigs.PowerOff(), rigs.ErrUnderLoad},
		"the EV has been suspended":              {[]rigs.Act{rigs.ConnectEV(here), rigs.SuspendByEV(here)}, rigs.PowerCycle(), nil},
		"the pilot is shorted":                   {[]rigs.Act{rigs.ConnectEV(here), rigs.ShortPilot(here)}, rigs.PowerCycle(), nil},
		"the EV never asked":                     {[]rigs.Act{rigs.ConnectIdleEV(here)}, rigs.PowerOff(), nil},
		"the EV is gone":                         {[]rigs.Act{rigs.ConnectEV(here), rigs.DisconnectEV(here)}, rigs.PowerOff(), nil},
		"an EV that came in the dark gets power": {[]rigs.Act{rigs.PowerOff(), rigs.ConnectEV(here)}, rigs.PowerOn(), nil},
	} {
		t.Run(name, func(t *testing.T) {
			set := rigs.Set{Cable: &relay{}, Ends: ends{}, Pilot: pilot{}, Tokens: reader{}, Mains: &contactor{}}
			guarded := rigs.NewLatch(set).Set()
			for _, act := range c.before {
				if _, err := act.Do(t.Context(), guarded); err != nil {
					t.Fatalf("%s: %v", act.Name, err)
				}
			}
			if _, err := c.act.Do(t.Context(), guarded); !errors.Is(err, c.want) {
				t.Errorf("%s: got %v, expected %v", c.act.Name, err, c.want)
			}
			set.MainsSwitchLoad = true
			if c.want != rigs.ErrUnderLoad {
				return
			}
			guarded = rigs.NewLatch(set).Set()
			for _, act := range append(c.before, c.act) {
				if _, err := act.Do(t.Context(), guarded); err != nil {
					t.Errorf("with a contactor made for it: %s: %v", act.Name, err)
				}
			}
		})
	}
}

// TestACutUnderLoadIsNotRun shows that no rig is reached, that the case is NOT RUN, and that the reason says what to write.
func TestACutUnderLoadIsNotRun(t *testing.T) {
	mains := &contactor{}
	set := rigs.NewLatch(rigs.Set{Cable: &relay{}, Mains: mains}).Set()
	if _, err := rigs.ConnectEV(here).Do(t.Context(), set); err != nil {
		t.Fatal(err)
	}
	_, err := rigs.PowerCycle().Do(t.Context(), set)
	if !errors.Is(err, rigs.ErrNoRig) || errors.Is(err, rigs.ErrRefused) || !rigs.Harmless(t.Context(), err) {
		t.Errorf("got %v, expected an ErrNoRig, which is NOT RUN", err)
	}
	for _, words := range []string{"EVSE 1 connector 1 asks for energy", "mains_switches_load: true"} {
		if err == nil || !strings.Contains(err.Error(), words) {
			t.Errorf("got %v, expected it to say %q", err, words)
		}
	}
	if mains.cuts != 0 {
		t.Errorf("the contactor opened %d times, expected never", mains.cuts)
	}
}

type (
	ends      struct{}
	pilot     struct{}
	reader    struct{}
	contactor struct{ cuts int }
)

func (ends) Plug(context.Context, rigs.Place, rigs.End) (back rigs.ReadBack, err error)   { return }
func (ends) Unplug(context.Context, rigs.Place, rigs.End) (back rigs.ReadBack, err error) { return }
func (pilot) Request(context.Context, rigs.Place) (back rigs.ReadBack, err error)         { return }
func (pilot) Suspend(context.Context, rigs.Place) (back rigs.ReadBack, err error)         { return }
func (pilot) Fault(context.Context, rigs.Place) (back rigs.ReadBack, err error)           { return }
func (reader) Present(context.Context, rigs.Token, rigs.Place) (back rigs.ReadBack, err error) {
	return
}
func (c *contactor) Off(context.Context) (back rigs.ReadBack, err error)   { c.cuts++; return }
func (c *contactor) On(context.Context) (back rigs.ReadBack, err error)    { return }
func (c *contactor) Cycle(context.Context) (back rigs.ReadBack, err error) { c.cuts++; return }

// TestAnActThatWaitedForABrokenBenchIsNotDone has one act fail while another waits for its turn.
func TestAnActThatWaitedForABrokenBenchIsNotDone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		acting, stuck := make(chan struct{}), errors.New("stuck")
		cable := &relay{name: "cable", err: stuck}
		mains := &slow{acting: acting}
		set := rigs.NewLatch(rigs.Set{Cable: cable, Bay: mains}, cable).Set()
		first, second := make(chan error, 1), make(chan error, 1)
		go func() { _, err := rigs.DriveIn(here).Do(t.Context(), set); first <- err }()
		synctest.Wait()
		go func() { _, err := rigs.ConnectEV(here).Do(t.Context(), set); second <- err }()
		synctest.Wait()
		mains.err = errors.New("the bay is stuck")
		close(acting)
		if err := <-first; !errors.Is(err, mains.err) {
			t.Errorf("got %v, expected the failure", err)
		}
		if err := <-second; err == nil || errors.Is(err, stuck) || cable.acts != 0 {
			t.Errorf("got %v after %d acts, expected the waiting act to be refused", err, cable.acts)
		}
	})
}

type slow struct {
	acting chan struct{}
	err    error
}

func (s *slow) Enter(context.Context, rigs.Place) (back rigs.ReadBack, err error) {
	<-s.acting
	return back, s.err
}
func (s *slow) Leave(context.Context, rigs.Place) (back rigs.ReadBack, err error) { return }

func TestARigThatDoesNotRestLatchesTheBench(t *testing.T) {
	one, two := &relay{name: "one", restErr: errors.New("welded")}, &relay{name: "two", restErr: rigs.ErrNoAnswer}
	l := rigs.NewLatch(rigs.Set{Cable: one}, one, two)
	err := l.Rest(t.Context())
	if !errors.Is(err, one.restErr) || !errors.Is(err, rigs.ErrNoAnswer) || one.rests != 1 || two.rests != 1 {
		t.Errorf("got %v, %d and %d rests; expected both rigs to be tried and both errors", err, one.rests, two.rests)
	}
	if cause := l.Cause(); cause == nil || !strings.Contains(cause.Error(), "rig one does not come to rest: welded") {
		t.Errorf("got cause %v, expected the rig that failed", cause)
	}
	l.Trip(errors.New("later"))
	if !errors.Is(l.Cause(), one.restErr) {
		t.Errorf("got cause %v, expected the first one to stay", l.Cause())
	}
}

func TestARigThatCannotBeReachedYetLatchesNothing(t *testing.T) {
	late := &relay{name: "late", restErr: errors.New("connection refused")}
	l := rigs.NewLatch(rigs.Set{Cable: late}, late)
	if err := l.Reach(t.Context()); !errors.Is(err, late.restErr) {
		t.Errorf("got %v, expected what the rig says", err)
	}
	late.restErr = nil
	if err := l.Reach(t.Context()); err != nil || l.Cause() != nil {
		t.Errorf("once it is there: got %v, cause %v; expected none", err, l.Cause())
	}
	if _, err := rigs.ConnectEV(here).Do(t.Context(), l.Set()); err != nil {
		t.Errorf("its first act: %v", err)
	}
}

func TestALatchBindsWhatItsSetBinds(t *testing.T) {
	if got := rigs.NewLatch(rigs.Set{}).Set(); got != (rigs.Set{}) {
		t.Errorf("got %+v, expected an empty set", got)
	}
	var set rigs.Set
	set.Bind(&relay{name: "cable"})
	for _, k := range rigs.Kinds() {
		if got := rigs.NewLatch(set).Set().Has(k); got != (k == rigs.KindCable) {
			t.Errorf("the latched set has %q = %t, expected the cable only", k, got)
		}
	}
	if _, err := rigs.PowerCycle().Do(t.Context(), set); !errors.Is(err, rigs.ErrNoRig) {
		t.Errorf("got %v, expected ErrNoRig", err)
	}
}

// hung is a rig that does not answer until nobody waits for it any more.
type hung struct{ relay }

func (h *hung) Rest(ctx context.Context) error {
	h.rests++
	<-ctx.Done()
	return fmt.Errorf("no answer: %w", ctx.Err())
}

// TestARigThatHangsIsNotWaitedForInAHurry has a rig that hangs asked first, and one that answers after it.
func TestARigThatHangsIsNotWaitedForInAHurry(t *testing.T) {
	const limit = 4 * time.Second
	for name, hurry := range map[string]bool{"in a hurry": true, "with time": false} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				other, server := &relay{name: "other"}, &hung{relay{name: "server"}}
				l := rigs.NewLatch(rigs.Set{}, other, server)
				ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
				defer cancel()
				if hurry {
					time.AfterFunc(time.Second, func() { l.Hurry(limit); l.Hurry(time.Hour) })
				}
				for turn := range 2 {
					began := time.Now()
					err := l.Rest(ctx)
					took := time.Since(began)
					if hurry && (took > time.Second+limit || !errors.Is(err, rigs.ErrNoAnswer) || !strings.Contains(err.Error(), "rig server: ") || strings.Contains(err.Error(), "rig other: ")) {
						t.Errorf("turn %d: expected the rig that hangs to be named and given up within %s, got %v after %s", turn, limit, err, took)
					}
					if !hurry && turn == 0 && took != time.Minute {
						t.Errorf("expected it to be waited for, got %v after %s", err, took)
					}
				}
				if other.rests != 2 || server.rests != 2 {
					t.Errorf("expected every rig to be asked each time, got %d and %d", other.rests, server.rests)
				}
			})
		})
	}
}
