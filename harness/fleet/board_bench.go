package fleet

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

// How often what the tables say of a bench is looked at though no word has come, for what expires says none, and how soon it is looked
// at again after a word: the engine may tell of it before it has it, and of one that it then refuses.
var (
	lookAnyway = LeaseLasts / 3
	lookSoon   = []time.Duration{0, 20 * time.Millisecond, 100 * time.Millisecond, 500 * time.Millisecond}
)

// watchBench follows what the tables say of the lease of one bench, and whether it is drained, which is all that its agent needs. It hears
// of a word as anybody does, and asks for what stands: no agent needs a reader of a table at the engine, which costs a fleet of a thousand
// the most, nor the right to make one.
func (f *Fleet) watchBench(ctx context.Context, name string) (*Board, error) {
	following, stop := context.WithCancel(context.WithoutCancel(ctx))
	b := newBoard(f, stop)
	ctx, done := context.WithTimeout(ctx, enterWithin)
	defer done()
	for _, table := range []string{leasesBucket, drainsBucket} {
		said := make(chan struct{}, 1)
		words, err := f.conn.Subscribe("$KV."+table+"."+keyOf(name), func(*nats.Msg) { nudge(said) })
		if err == nil {
			err = f.conn.FlushWithContext(ctx)
		}
		var known uint64
		if err == nil {
			known, err = b.look(ctx, table, keyOf(name))
		}
		if err != nil {
			b.Close()
			return nil, fmt.Errorf("the lease of bench %s cannot be followed: %w", name, err)
		}
		b.follows.Go(func() {
			b.keepLooking(following, table, keyOf(name), known, said)
			_ = words.Unsubscribe() // of a connection that may be closed
		})
	}
	return b, nil
}

// look asks what a table says of a key now, and returns its place in the table; 0 where it says nothing.
func (b *Board) look(ctx context.Context, table, key string) (revision uint64, err error) {
	ctx, done := context.WithTimeout(ctx, enterWithin)
	defer done()
	entry, err := b.fleet.kv[table].Get(ctx, key)
	if errors.Is(err, jetstream.ErrKeyNotFound) {
		b.forget(table, nil)
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	b.take(table, entry)
	return entry.Revision(), nil
}

func (b *Board) keepLooking(ctx context.Context, table, key string, known uint64, said <-chan struct{}) {
	anyway := time.NewTicker(lookAnyway)
	defer anyway.Stop()
	for {
		cut := b.fleet.cut()
		select {
		case <-ctx.Done():
			return
		case <-said:
		case <-cut:
		case <-anyway.C:
		}
		for _, soon := range lookSoon {
			select {
			case <-ctx.Done():
				return
			case <-time.After(soon):
			}
			now, err := b.look(ctx, table, key)
			if err != nil {
				continue // cut: looked at again when the network is there
			}
			if now != known {
				known = now
				break
			}
		}
	}
}
