package rigs

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"
)

// restLimit bounds the way to rest after a failure. A person may have to be asked.
const restLimit = 2 * time.Minute

// Latch guards the rigs of a bench: after the first failure of a rig it brings all of them to rest and refuses every
// later act with that first cause, so that no case is played on a bench that does not do what it is told. What only a
// person or an interlock refused is no failure (see Harmless). Only a new Latch, after somebody has looked at the
// bench, works again.
//
// It is also the interlock of the bench as a whole, whichever rigs do the acts, and it cuts the mains under load only
// where the set says that they may be (see Set.MainsSwitchLoad).
type Latch struct {
	set  Set
	rigs []Rig
	lock *Interlock

	mu      sync.Mutex
	cause   error
	resting *Resting // nil while no rig is brought to rest

	once    sync.Once
	limit   time.Duration   // of Hurry, set before hurried ends
	hurried context.Context // ends when the limit of Hurry is over
	hurry   context.CancelCauseFunc
}

// NewLatch guards set; rigs are all the rigs behind it, each once.
func NewLatch(set Set, rigs ...Rig) *Latch {
	l := &Latch{set: set, rigs: rigs, lock: NewInterlock()}
	l.hurried, l.hurry = context.WithCancelCause(context.Background())
	l.lock.unload, l.lock.once = !set.MainsSwitchLoad, true
	return l
}

// Resting is a rig that is being brought to rest.
type Resting struct {
	Rig   string
	Since time.Time
	Most  time.Duration // that it can take by the limits of its own acts; 0 where it does not say
}

// RestBounded is a rig that knows how long it can take to come to rest, all limits of its acts together.
type RestBounded interface{ RestLimit() time.Duration }

// Resting tells which rig is being brought to rest, or closed, which is the same first; false while none is.
func (l *Latch) Resting() (Resting, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.resting == nil {
		return Resting{}, false
	}
	return *l.resting, true
}

// Rests notes that a rig is being brought to rest, until the caller calls over.
func (l *Latch) Rests(r Rig) (over func()) {
	now := &Resting{Rig: r.Name(), Since: time.Now()}
	if bounded, knows := r.(RestBounded); knows {
		now.Most = bounded.RestLimit()
	}
	l.mu.Lock()
	l.resting = now
	l.mu.Unlock()
	return func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		if l.resting == now {
			l.resting = nil
		}
	}
}

// Cause returns the failure that broke the bench, wrapped in ErrBroken, or nil.
func (l *Latch) Cause() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.cause == nil {
		return nil
	}
	return fmt.Errorf("%w since %w", ErrBroken, l.cause)
}

// Trip latches the bench broken for a cause found elsewhere, such as a station that does not come back to rest. The
// first cause stays.
func (l *Latch) Trip(cause error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.cause == nil {
		l.cause = cause
	}
}

// Hurry has no rig waited for longer than the limit from now on when it is brought to rest, the one under way included: who
// does not answer is given up and named in the error, and those after it are asked all the same. It may be called at any time;
// the first call counts.
func (l *Latch) Hurry(limit time.Duration) {
	l.once.Do(func() {
		l.limit = limit
		time.AfterFunc(limit, func() { l.hurry(errHurried) })
	})
}

// errHurried is why a rig is not waited for any more.
var errHurried = fmt.Errorf("%w in the time that was left", ErrNoAnswer)

// AtRest tells whether the rigs hold nothing, as far as is known.
func (l *Latch) AtRest(ctx context.Context) (nothing bool) {
	err := l.lock.Open(ctx, func() error {
		nothing = l.lock.held().Nothing()
		return nil
	})
	return err == nil && nothing
}

// Rest brings every rig to rest, also those of a broken bench, and all of them even when one fails. It waits for an act
// under way and, as rigs do, goes on when ctx has ended. A failure latches the bench broken.
func (l *Latch) Rest(ctx context.Context) error {
	return l.lock.Rest(context.WithoutCancel(ctx), func(Held) error { return l.rest(ctx) })
}

// Reach is Rest for a bench that is being put together: a rig that cannot be reached yet has not failed, and latches nothing.
func (l *Latch) Reach(ctx context.Context) error {
	return l.lock.Rest(context.WithoutCancel(ctx), func(Held) error {
		return l.each(func(r Rig) error { return r.Rest(ctx) })
	})
}

func (l *Latch) rest(ctx context.Context) error {
	return l.each(func(r Rig) error {
		err := l.hurrying(ctx, r.Rest)
		if !Harmless(ctx, err) {
			l.Trip(fmt.Errorf("rig %s does not come to rest: %w", r.Name(), err))
		}
		return err
	})
}

// hurrying brings one rig to rest, within the limit of Hurry where there is one.
func (l *Latch) hurrying(ctx context.Context, rest func(context.Context) error) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	if l.hurried.Err() == nil {
		defer context.AfterFunc(l.hurried, func() { cancel(errHurried) })()
	} else {
		limit := time.AfterFunc(l.limit, func() { cancel(errHurried) })
		defer limit.Stop()
	}
	err := rest(ctx)
	if err == nil || !errors.Is(context.Cause(ctx), errHurried) {
		return err
	}
	if !errors.Is(err, errHurried) {
		err = fmt.Errorf("%w: %w", errHurried, err)
	}
	return fmt.Errorf("not at rest %s after the run was asked to end again: %w", l.limit, err)
}

// Close closes every rig, the last one first, even when one fails.
func (l *Latch) Close() error { return l.each(Rig.Close) }

func (l *Latch) each(do func(Rig) error) error {
	var all []error
	for i := len(l.rigs) - 1; i >= 0; i-- {
		over := l.Rests(l.rigs[i])
		err := do(l.rigs[i])
		over()
		if err != nil {
			all = append(all, fmt.Errorf("rig %s: %w", l.rigs[i].Name(), err))
		}
	}
	return errors.Join(all...)
}

// do carries out one act of a bench that is not broken.
func (l *Latch) do(ctx context.Context, m Move, at Place, act func() (ReadBack, error)) (back ReadBack, err error) {
	if err := l.Cause(); err != nil {
		return ReadBack{}, err
	}
	err = l.lock.Do(ctx, m, at, func() error {
		if err := l.Cause(); err != nil {
			return err // it broke while this act waited for its turn
		}
		back, err = act()
		return err
	})
	if m.looks || Harmless(ctx, err) {
		return back, err
	}
	if act, is := Current(ctx); is {
		if rig, is := l.set.by(act.Kind).(Rig); is {
			err = fmt.Errorf("rig %s: %w", rig.Name(), err)
		}
	}
	l.Trip(err)
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), restLimit)
	defer cancel()
	if failed := l.Rest(ctx); failed != nil {
		err = fmt.Errorf("%w; and the rigs could not be brought to rest: %w", err, failed)
	}
	return back, err
}

// Set returns the guarded acts, bound as the set that NewLatch was given.
func (l *Latch) Set() Set {
	s := Set{MainsSwitchLoad: l.set.MainsSwitchLoad}
	if l.set.Cable != nil {
		s.Cable = latchedCable{l}
	}
	if l.set.Ends != nil {
		s.Ends = latchedEnds{l}
	}
	if l.set.Pilot != nil {
		s.Pilot = latchedPilot{l}
	}
	if l.set.Tokens != nil {
		s.Tokens = latchedTokens{l}
	}
	if l.set.Display != nil {
		s.Display = latchedDisplay{l}
	}
	if l.set.Customers != nil {
		s.Customers = latchedCustomers{l}
	}
	if l.set.Mains != nil {
		s.Mains = latchedMains{l}
	}
	if l.set.Bay != nil {
		s.Bay = latchedBay{l}
	}
	if l.set.Link != nil {
		s.Link = latchedLink{l}
	}
	if l.set.Faults != nil {
		s.Faults = latchedFaults{l}
	}
	return s
}
