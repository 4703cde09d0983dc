package rigs_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

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
	}
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
