package rigs_test

import (
	"context"
	"testing"
	"time"

	"github.com/certbench/certbench/rigs"
)

// lasting is a rig that comes to rest when it is let.
type lasting struct{ begun, let chan struct{} }

func (s *lasting) Name() string                { return "lasting" }
func (s *lasting) Check(context.Context) error { return nil }
func (s *lasting) Close() error                { return nil }
func (s *lasting) RestLimit() time.Duration    { return time.Minute }
func (s *lasting) Rest(context.Context) error {
	close(s.begun)
	<-s.let
	return nil
}

func TestALatchTellsWhichRigItBringsToRestAndForHowLongAtMost(t *testing.T) {
	rig := &lasting{make(chan struct{}), make(chan struct{})}
	latch := rigs.NewLatch(rigs.Set{}, rig)
	if r, is := latch.Resting(); is {
		t.Errorf("expected no rig on its way, got %+v", r)
	}
	done := make(chan error)
	go func() { done <- latch.Rest(t.Context()) }()
	<-rig.begun
	if r, is := latch.Resting(); !is || r.Rig != "lasting" || r.Most != time.Minute || r.Since.IsZero() {
		t.Errorf("expected the rig with the limits of its own acts, got %+v, %t", r, is)
	}
	close(rig.let)
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	if r, is := latch.Resting(); is {
		t.Errorf("expected no rig on its way any more, got %+v", r)
	}
}
