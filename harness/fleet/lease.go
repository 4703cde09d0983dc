package fleet

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
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
	word  // of the goroutine that keeps it
	fleet *Fleet
	stop  context.CancelFunc
	kept  chan struct{}
	lost  context.Context // ends, with the cause, when somebody else may have the bench

	interrupted atomic.Bool
	stopping    chan struct{} // the word is to be said that the play under way ends
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
		changed := b.offers()
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
	began := time.Now()
	revision, err := f.kv[leasesBucket].Create(ctx, keyOf(bench.Name), text)
	if err != nil {
		return nil, fmt.Errorf("the bench %s cannot be reserved: %w", bench.Name, err)
	}
	t.Fence = revision
	keeping, stop := context.WithCancel(context.WithoutCancel(ctx))
	l := &Lease{Tenancy: t, word: word{f.kv[leasesBucket], keyOf(bench.Name), revision}, fleet: f, stop: stop, kept: make(chan struct{}), stopping: make(chan struct{}, 1)}
	var lose context.CancelCauseFunc
	l.lost, lose = context.WithCancelCause(context.WithoutCancel(ctx))
	go l.keep(keeping, began, lose)
	return l, nil
}

// renew says that the lease is held, by compare-and-set: it fails where another holds it by now, and where it has expired.
func (l *Lease) renew(ctx context.Context) error {
	told := l.Tenancy
	told.Stop = l.interrupted.Load()
	text, err := json.Marshal(told)
	if err != nil {
		return err
	}
	return l.say(ctx, text, func(now jetstream.KeyValueEntry) bool {
		var told Tenancy
		return json.Unmarshal(now.Value(), &told) == nil && told.Run == l.Run && (told.Fence == l.Fence || now.Revision() == l.Fence)
	})
}

// keep renews the lease. It is lost when another has it, and when it could not be renewed for as long as it lasts: then another may
// have it, whatever this process sees. That is counted by the monotonic clock from before the last renewal was sent.
func (l *Lease) keep(ctx context.Context, good time.Time, lose context.CancelCauseFunc) {
	defer close(l.kept)
	const interval = LeaseLasts / 6
	again(ctx, interval, l.stopping, l.renew, func(began time.Time, err error) bool {
		switch {
		case err == nil:
			good = began
			return false
		case errors.Is(err, errTaken), errors.Is(err, errExpired), time.Since(good) >= LeaseLasts-interval:
			lose(fmt.Errorf("the lease of bench %s is lost: %w", l.Bench, err))
			return true
		}
		return false
	})
}

// Interrupt says that the play under way is to end in good order, and nothing is played after it.
func (l *Lease) Interrupt() {
	l.interrupted.Store(true)
	nudge(l.stopping)
}

// Lost ends, with the cause, when somebody else may have the bench.
func (l *Lease) Lost() context.Context { return l.lost }

// GiveBack ends the lease, unless another has the bench by now. Where the engine cannot be told, it expires.
func (l *Lease) GiveBack() {
	l.stop()
	<-l.kept
	l.retract()
}

// Release ends the leases of a run whose process is gone, instead of waiting until they expire: its benches end the play under way in
// good order. It returns the benches whose leases it has ended.
func (f *Fleet) Release(b *Board, run string) (benches []string) {
	for _, s := range b.Benches() {
		if s.Tenancy != nil && s.Tenancy.Run == run {
			_, revision := b.lease(s.Bench.Name)
			w := word{f.kv[leasesBucket], keyOf(s.Bench.Name), revision}
			w.retract()
			benches = append(benches, s.Bench.Name)
		}
	}
	return benches
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
