package fleet

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

// Tenancy is what the table says of a lease.
type Tenancy struct {
	Bench   string    `json:"bench"`
	Session string    `json:"session"` // of the agent when the bench was reserved
	Run     string    `json:"run"`
	Who     string    `json:"who"`
	Since   time.Time `json:"since"` // by the runner's clock, for people
	// Fence grows with every reservation of the bench. It is 0 in the first word of a lease, whose own place in the table it is. An
	// agent takes nothing from a runner whose fence is lower than one that it has seen.
	Fence uint64 `json:"fence,omitempty"`
	// Stop says that the play under way is to end in good order.
	Stop bool `json:"stop,omitempty"`
}

// Lease is a bench that is reserved, for as long as it is kept. The holder calls GiveBack.
type Lease struct {
	Tenancy
	fleet *Fleet
	stop  context.CancelFunc
	kept  chan struct{}
	lost  context.Context // ends, with the cause, when somebody else may have the bench

	stopping chan struct{} // the word is to be said that the play under way ends
	revision uint64        // of the goroutine that keeps it
}

// Reserve waits until benches fit that nobody else comes first for, and reserves them: one at least, the wish's Most at most. While it
// waits it holds nothing, so that two runs that want several benches never wait for each other. told is called, where not nil, with
// the number of those who come first whenever that changes. When ctx ends, the error says why each bench was not to be had.
func (f *Fleet) Reserve(ctx context.Context, b *Board, w Wish, told func(ahead int)) ([]*Lease, error) {
	if _, err := parseOn(w.On); err != nil {
		return nil, err
	}
	leave, err := f.queue(ctx, w)
	if err != nil {
		return nil, err
	}
	defer leave()
	last := -1
	for {
		changed := b.Changed()
		leases, err := f.takeAll(ctx, b, w)
		if len(leases) > 0 || err != nil {
			return leases, err
		}
		if ahead := b.ahead(w.Run); ahead != last && told != nil {
			told(ahead)
			last = ahead
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return nil, fmt.Errorf("no bench could be reserved: %w; %s", context.Cause(ctx), b.Why(w))
		}
	}
}

// takeAll reserves what falls to a wish now.
func (f *Fleet) takeAll(ctx context.Context, b *Board, w Wish) (leases []*Lease, err error) {
	for _, bench := range shareOut(b.free(), b.Waiting(), w.Run) {
		l, err := f.take(ctx, bench, w)
		if errors.Is(err, jetstream.ErrKeyExists) { // another was faster
			continue
		}
		if err != nil {
			for _, l := range leases {
				l.GiveBack()
			}
			return nil, err
		}
		leases = append(leases, l)
	}
	return leases, nil
}

// take reserves one bench by compare-and-set: a lease is written where there is none.
func (f *Fleet) take(ctx context.Context, bench Bench, w Wish) (*Lease, error) {
	t := Tenancy{Bench: bench.Name, Session: bench.Session, Run: w.Run, Who: w.Who, Since: time.Now().UTC()}
	text, err := json.Marshal(t)
	if err != nil {
		return nil, err
	}
	ctx, done := context.WithTimeout(ctx, enterWithin)
	defer done()
	revision, err := f.kv[leasesBucket].Create(ctx, keyOf(bench.Name), text)
	if err != nil {
		return nil, fmt.Errorf("the bench %s cannot be reserved: %w", bench.Name, err)
	}
	t.Fence = revision
	l := &Lease{Tenancy: t, fleet: f, kept: make(chan struct{}), stopping: make(chan struct{}, 1), revision: revision}
	keeping, stop := context.WithCancel(context.WithoutCancel(ctx))
	l.stop = stop
	if err := l.renew(ctx); err != nil { // says the fence
		close(l.kept)
		l.GiveBack()
		return nil, fmt.Errorf("the bench %s cannot be reserved: %w", bench.Name, err)
	}
	var lose context.CancelCauseFunc
	l.lost, lose = context.WithCancelCause(context.WithoutCancel(ctx))
	go l.keep(keeping, lose)
	return l, nil
}

// renew says that the lease is held, by compare-and-set: it fails where another holds it by now.
func (l *Lease) renew(ctx context.Context) error {
	text, err := json.Marshal(l.Tenancy)
	if err != nil {
		return err
	}
	kv, key := l.fleet.kv[leasesBucket], keyOf(l.Bench)
	revision, err := kv.Update(ctx, key, text, l.revision)
	if errors.Is(err, jetstream.ErrKeyExists) { // another's, or this one's whose answer was lost
		var told Tenancy
		now, missing := kv.Get(ctx, key)
		switch {
		case errors.Is(missing, jetstream.ErrKeyNotFound):
			return err // expired
		case missing != nil:
			return missing
		case json.Unmarshal(now.Value(), &told) == nil && l.Fence != 0 && told.Run == l.Run && (told.Fence == l.Fence || now.Revision() == l.Fence):
			revision, err = kv.Update(ctx, key, text, now.Revision())
		}
	}
	if err == nil {
		l.revision = revision
	}
	return err
}

// keep renews the lease. It is lost when another has it, and when it could not be renewed for as long as it lasts: then another may
// have it, whatever this process sees. That is counted by the monotonic clock from before the last renewal was sent.
func (l *Lease) keep(ctx context.Context, lose context.CancelCauseFunc) {
	defer close(l.kept)
	again := time.NewTicker(LeaseLasts / 6)
	defer again.Stop()
	good := time.Now()
	for {
		select {
		case <-ctx.Done():
			return
		case <-again.C:
		case <-l.stopping:
			l.Stop = true
		}
		began := time.Now()
		renewing, done := context.WithTimeout(ctx, LeaseLasts/6)
		err := l.renew(renewing)
		done()
		switch {
		case err == nil:
			good = began
		case ctx.Err() != nil:
			return
		case errors.Is(err, jetstream.ErrKeyExists), time.Since(good) >= LeaseLasts-LeaseLasts/6:
			lose(fmt.Errorf("the lease of bench %s is lost: %w", l.Bench, err))
			return
		}
	}
}

// Interrupt says that the play under way is to end in good order, and nothing is played after it.
func (l *Lease) Interrupt() {
	select {
	case l.stopping <- struct{}{}:
	default:
	}
}

// Lost ends, with the cause, when somebody else may have the bench.
func (l *Lease) Lost() context.Context { return l.lost }

// GiveBack ends the lease, unless another has the bench by now. Where the engine cannot be told, it expires.
func (l *Lease) GiveBack() {
	l.stop()
	<-l.kept
	ctx, done := context.WithTimeout(context.Background(), leaveWithin)
	defer done()
	_ = l.fleet.kv[leasesBucket].Delete(ctx, keyOf(l.Bench), jetstream.LastRevision(l.revision))
}

// queue puts a wish into the queue, and keeps its place until it leaves.
func (f *Fleet) queue(ctx context.Context, w Wish) (leave func(), err error) {
	say := func(ctx context.Context) (uint64, error) {
		text, err := json.Marshal(w)
		if err != nil {
			return 0, err
		}
		return f.kv[wishesBucket].Put(ctx, keyOf(w.Run), text)
	}
	if w.Since, err = say(ctx); err != nil {
		return nil, fmt.Errorf("the queue of the fleet cannot be joined: %w", err)
	}
	ctx, stop := context.WithCancel(ctx)
	var waits sync.WaitGroup
	waits.Go(func() { every(ctx, WishLasts/3, func() { _, _ = say(ctx) }) }) // cut: said again the next time
	return func() {
		stop()
		waits.Wait()
		leaving, done := context.WithTimeout(context.Background(), leaveWithin)
		defer done()
		_ = f.kv[wishesBucket].Delete(leaving, keyOf(w.Run)) // it expires by itself
	}, nil
}

// ahead is how many come before a run.
func (b *Board) ahead(run string) int {
	for i, w := range b.Waiting() {
		if w.Run == run {
			return i
		}
	}
	return len(b.Waiting())
}
