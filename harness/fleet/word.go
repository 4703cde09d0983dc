package fleet

import (
	"context"
	"errors"
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

// word is what one process says in a table, again and again, for as long as it is to stand there. One goroutine uses it at a time.
type word struct {
	kv       jetstream.KeyValue
	key      string
	revision uint64 // of what it has said last
}

// Why a word cannot be said again.
var (
	errExpired = errors.New("it has expired")
	errTaken   = errors.New("another has its place")
)

// say says it in the place of the one before, by compare-and-set. mine tells of what stands there whether this process has said it and
// the answer was lost.
func (w *word) say(ctx context.Context, text []byte, mine func(jetstream.KeyValueEntry) bool) error {
	revision, err := w.kv.Update(ctx, w.key, text, w.revision)
	if errors.Is(err, jetstream.ErrKeyExists) {
		now, missing := w.kv.Get(ctx, w.key)
		switch {
		case errors.Is(missing, jetstream.ErrKeyNotFound):
			return errExpired
		case missing != nil:
			return missing
		case !mine(now):
			return errTaken
		}
		revision, err = w.kv.Update(ctx, w.key, text, now.Revision())
	}
	if err == nil {
		w.revision = revision
	}
	return err
}

// retract takes it out of the table, unless another has its place by now. Where the engine cannot be told, it expires.
func (w *word) retract() {
	ctx, done := context.WithTimeout(context.Background(), leaveWithin)
	defer done()
	_ = w.kv.Delete(ctx, w.key, jetstream.LastRevision(w.revision))
}

// again does something every interval, and at once when it is to be done anew, until ctx ends or over is true of what came of it. Each
// time has an interval, no more.
func again(ctx context.Context, interval time.Duration, anew <-chan struct{}, do func(context.Context) error, over func(began time.Time, err error) bool) {
	next := time.NewTicker(interval)
	defer next.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-next.C:
		case <-anew:
		}
		began := time.Now()
		doing, done := context.WithTimeout(ctx, interval)
		err := do(doing)
		done()
		if ctx.Err() != nil || over(began, err) {
			return
		}
	}
}

// nudge says that something is to be done anew. It does not wait.
func nudge(anew chan<- struct{}) {
	select {
	case anew <- struct{}{}:
	default:
	}
}
