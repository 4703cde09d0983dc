package fleet

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

// Board is what a process knows of a fleet: the tables, followed as they change. All methods may be called concurrently.
type Board struct {
	fleet   *Fleet
	only    string // the key of the bench that alone is followed; empty for all
	stop    context.CancelFunc
	follows sync.WaitGroup

	mu      sync.Mutex
	changed chan struct{} // closed and made anew with each change
	benches map[string]Bench
	leases  map[string]held
	wishes  map[string]Wish
	drains  map[string]Drain
}

// held is a lease as the table has it now.
type held struct {
	Tenancy
	revision uint64
}

// Drain is the word that a bench ends after the play under way, and takes no other.
type Drain struct {
	Bench string `json:"bench"`
	Who   string `json:"who"`
}

// Watch follows the tables until Close. It returns when it knows what they hold now.
func (f *Fleet) Watch(ctx context.Context) (*Board, error) { return f.watch(ctx, "", buckets...) }

// watchBench follows what the tables say of one bench, which is all that its agent needs: what a fleet costs grows with its benches, and
// not with their square.
func (f *Fleet) watchBench(ctx context.Context, name string) (*Board, error) {
	var told []bucket
	for _, b := range buckets {
		if b.name == leasesBucket || b.name == drainsBucket {
			told = append(told, b)
		}
	}
	return f.watch(ctx, keyOf(name), told...)
}

func (f *Fleet) watch(ctx context.Context, only string, tables ...bucket) (*Board, error) {
	following, stop := context.WithCancel(context.WithoutCancel(ctx))
	b := &Board{fleet: f, only: only, stop: stop, changed: make(chan struct{}), benches: map[string]Bench{}, leases: map[string]held{}, wishes: map[string]Wish{}, drains: map[string]Drain{}}
	var known sync.WaitGroup
	for _, table := range tables {
		known.Add(1)
		b.follows.Go(func() { b.follow(following, table.name, sync.OnceFunc(known.Done)) })
	}
	all := make(chan struct{})
	go func() { known.Wait(); close(all) }()
	select {
	case <-all:
		return b, nil
	case <-ctx.Done():
		b.Close()
		return nil, context.Cause(ctx)
	}
}

// Close stops following.
func (b *Board) Close() {
	b.stop()
	b.follows.Wait()
}

// followAgain is how long a table that cannot be followed is left alone.
const followAgain = 500 * time.Millisecond

// follow follows a table until ctx ends. After a cut connection it begins anew: an engine that was started again knows nothing of who
// followed what.
func (b *Board) follow(ctx context.Context, table string, known func()) {
	defer known()
	for ctx.Err() == nil {
		cut := b.fleet.cut()
		watch, err := b.fleet.kv[table].Watch(ctx, cmp.Or(b.only, ">"))
		if err != nil {
			select {
			case <-ctx.Done():
			case <-time.After(followAgain):
			}
			continue
		}
		b.read(ctx, table, watch, cut, known)
		_ = watch.Stop() // the subscription ends, also where the engine cannot be told
	}
}

// read reads what a table holds, and then what changes, until the connection was cut. What it held before and does not hold now is gone.
func (b *Board) read(ctx context.Context, table string, watch jetstream.KeyWatcher, cut <-chan struct{}, known func()) {
	held := map[string]bool{}
	for {
		select {
		case entry, open := <-watch.Updates():
			switch {
			case !open:
				return
			case entry == nil: // all that the table held
				b.change(func() { b.forget(table, held) })
				known()
			default:
				held[entry.Key()] = true
				b.change(func() { b.take(table, entry) })
			}
		case <-cut:
			return
		case <-ctx.Done():
			return
		}
	}
}

func (b *Board) change(do func()) {
	b.mu.Lock()
	defer b.mu.Unlock()
	do()
	close(b.changed)
	b.changed = make(chan struct{})
}

// forget forgets all entries of a table but some.
func (b *Board) forget(table string, keys map[string]bool) {
	switch table {
	case benchesBucket:
		maps.DeleteFunc(b.benches, func(key string, _ Bench) bool { return !keys[key] })
	case leasesBucket:
		maps.DeleteFunc(b.leases, func(key string, _ held) bool { return !keys[key] })
	case wishesBucket:
		maps.DeleteFunc(b.wishes, func(key string, _ Wish) bool { return !keys[key] })
	case drainsBucket:
		maps.DeleteFunc(b.drains, func(key string, _ Drain) bool { return !keys[key] })
	}
}

// take reads an entry. One that is none of ours counts as none: whoever may write into a table can do no more than be absent from it.
func (b *Board) take(table string, entry jetstream.KeyValueEntry) {
	gone := entry.Operation() != jetstream.KeyValuePut
	switch table {
	case benchesBucket:
		keep(b.benches, entry, gone, func(v Bench) (string, Bench) { return v.Name, v })
	case leasesBucket:
		keep(b.leases, entry, gone, func(v Tenancy) (string, held) { return v.Bench, held{v, entry.Revision()} })
	case wishesBucket:
		keep(b.wishes, entry, gone, func(v Wish) (string, Wish) {
			v.Since = cmp.Or(v.Since, entry.Revision())
			return v.Run, v
		})
	case drainsBucket:
		keep(b.drains, entry, gone, func(v Drain) (string, Drain) { return v.Bench, v })
	}
}

func keep[Told, Kept any](into map[string]Kept, entry jetstream.KeyValueEntry, gone bool, as func(Told) (string, Kept)) {
	var told Told
	if gone || json.Unmarshal(entry.Value(), &told) != nil {
		delete(into, entry.Key())
		return
	}
	name, kept := as(told)
	if keyOf(name) != entry.Key() {
		delete(into, entry.Key())
		return
	}
	into[entry.Key()] = kept
}

// Standing is a bench, who has it, and whether it takes anything new.
type Standing struct {
	Bench   Bench    `json:"bench"`
	Tenancy *Tenancy `json:"tenancy,omitempty"` // nil for a bench that is free
	Drain   *Drain   `json:"drain,omitempty"`
}

// Words say how the bench stands.
func (s Standing) Words() string {
	var words []string
	if s.Tenancy != nil {
		words = append(words, fmt.Sprintf("%s has it for run %s", s.Tenancy.Who, s.Tenancy.Run))
	}
	if s.Drain != nil {
		words = append(words, drainedBy(s.Drain.Who))
	} else if s.Bench.Latched != "" {
		words = append(words, "broken: "+s.Bench.Latched)
	}
	if len(words) == 0 {
		return "free"
	}
	return strings.Join(words, "; ")
}

// Benches are those that are registered, by their names.
func (b *Board) Benches() []Standing {
	b.mu.Lock()
	defer b.mu.Unlock()
	var all []Standing
	for _, key := range slices.Sorted(maps.Keys(b.benches)) {
		s := Standing{Bench: b.benches[key]}
		if h, ok := b.leases[key]; ok {
			s.Tenancy = &h.Tenancy
		}
		if d, ok := b.drains[key]; ok {
			s.Drain = &d
		}
		all = append(all, s)
	}
	return all
}

// Waiting are those who wait, the next first.
func (b *Board) Waiting() []Wish {
	b.mu.Lock()
	defer b.mu.Unlock()
	return slices.SortedFunc(maps.Values(b.wishes), before)
}

func (b *Board) bench(name string) (Bench, bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	bench, ok := b.benches[keyOf(name)]
	return bench, ok
}

func (b *Board) drained(name string) (Drain, bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	d, ok := b.drains[keyOf(name)]
	return d, ok
}

// Changed is closed when anything has changed since it was asked for.
func (b *Board) Changed() <-chan struct{} {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.changed
}

// free are the benches that nobody holds, and that take something new.
func (b *Board) free() []Bench {
	var all []Bench
	for _, s := range b.Benches() {
		if s.Tenancy == nil && s.Drain == nil {
			all = append(all, s.Bench)
		}
	}
	return all
}

// Why says of every bench why a wish does not have it, for whoever waits in vain.
func (b *Board) Why(w Wish) string {
	var reasons []string
	for _, s := range b.Benches() {
		why := w.Misfit(s.Bench)
		switch {
		case why != "":
		case s.Drain != nil:
			why = s.Drain.Who + " takes it out of the fleet"
		case s.Tenancy != nil:
			why = fmt.Sprintf("%s has it, for run %s", s.Tenancy.Who, s.Tenancy.Run)
		default:
			why = "it is free, and others come first"
		}
		reasons = append(reasons, s.Bench.Name+": "+why)
	}
	if len(reasons) == 0 {
		return "no bench is registered"
	}
	return strings.Join(reasons, "; ")
}
