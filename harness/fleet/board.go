package fleet

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

// Board is what a process knows of a fleet: the tables, followed as they change. All methods may be called concurrently.
type Board struct {
	fleet   *Fleet
	stop    context.CancelFunc
	follows sync.WaitGroup

	mu      sync.Mutex
	any     bell            // rung with every change
	offer   bell            // rung with a change in who may have which bench
	of      map[string]bell // by the keys of benches, rung with a change in what is told of one
	benches map[string]Bench
	unheard map[string]*unheard // by the keys of benches
	anew    time.Time           // when the table of benches was followed again after a cut; zero before one
	leases  map[string]held
	wishes  map[string]Wish
	drains  map[string]Drain
}

// bell is closed when it rings; nil where nobody waits for it.
type bell chan struct{}

func (b *bell) wait() <-chan struct{} {
	if *b == nil {
		*b = make(bell)
	}
	return *b
}

func (b *bell) ring() {
	if *b != nil {
		close(*b)
		*b = nil
	}
}

// unheard is a bench that the table held before the engine was cut off, and does not hold after it, or of which the engine says soon after that
// its word has expired. Nobody could say it again meanwhile: whoever lives says it within BenchLasts.
type unheard struct {
	Bench
	over *time.Timer
}

// held is a lease as the table has it now.
type held struct {
	Tenancy
	revision uint64
	said     time.Time // last, by the engine's clock
}

// Drain is the word that a bench ends after the play under way, and takes no other.
type Drain struct {
	Bench string `json:"bench"`
	Who   string `json:"who"`
}

// Words say that the bench was taken out.
func (d Drain) Words() string { return drainedBy(d.Who) }

func newBoard(f *Fleet, stop context.CancelFunc) *Board {
	return &Board{fleet: f, stop: stop, of: map[string]bell{}, benches: map[string]Bench{}, unheard: map[string]*unheard{}, leases: map[string]held{}, wishes: map[string]Wish{}, drains: map[string]Drain{}}
}

// Watch follows the tables until Close. It returns when it knows what they hold now.
func (f *Fleet) Watch(ctx context.Context) (*Board, error) {
	following, stop := context.WithCancel(context.WithoutCancel(ctx))
	b := newBoard(f, stop)
	var known sync.WaitGroup
	failed := make(chan error, len(buckets))
	for _, table := range buckets {
		known.Add(1)
		b.follows.Go(func() {
			b.follow(following, table, sync.OnceFunc(known.Done), func(err error) { failed <- err })
		})
	}
	all := make(chan struct{})
	go func() { known.Wait(); close(all) }()
	select {
	case <-all:
		return b, nil
	case err := <-failed:
		b.Close()
		return nil, err
	case <-ctx.Done():
		b.Close()
		return nil, context.Cause(ctx)
	}
}

// Close stops following.
func (b *Board) Close() {
	b.stop()
	b.follows.Wait()
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, u := range b.unheard {
		u.over.Stop()
	}
}

// followAgain is how long a table that cannot be followed is left alone, and inVain how often that is tried on a connection that stands.
const (
	followAgain = 500 * time.Millisecond
	inVain      = 3
)

// follow follows a table until ctx ends. After a cut connection it begins anew: an engine that was started again knows nothing of who
// followed what. What cannot be followed although the connection stands is told; before anything was known of the table, it is given up.
func (b *Board) follow(ctx context.Context, table bucket, known func(), failed func(error)) {
	defer known()
	for vain := 0; ctx.Err() == nil; {
		cut := b.fleet.cut()
		b.begins(table.name)
		watch, err := b.fleet.kv[table.name].Watch(ctx, ">")
		if err == nil {
			vain = 0
			b.read(ctx, table.name, watch, cut, known)
			_ = watch.Stop() // the subscription ends, also where the engine cannot be told
			continue
		}
		if b.fleet.conn.IsConnected() && ctx.Err() == nil {
			if vain++; vain == inVain {
				err = fmt.Errorf("the table of %s cannot be followed: %w", table.what, err)
				b.fleet.trouble(err)
				failed(err)
			}
		}
		select {
		case <-ctx.Done():
		case <-time.After(followAgain):
		}
	}
}

// begins notes that a table is followed, and when it was before.
func (b *Board) begins(table string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if table == benchesBucket && len(b.benches)+len(b.unheard) > 0 {
		b.anew = time.Now()
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
				b.forget(table, held)
				known()
			default:
				held[entry.Key()] = true
				b.take(table, entry)
			}
		case <-cut:
			return
		case <-ctx.Done():
			return
		}
	}
}

// forget forgets all entries of a table but some.
func (b *Board) forget(table string, keys map[string]bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch table {
	case benchesBucket:
		for key, bench := range b.benches {
			if !keys[key] {
				b.awaits(key, bench)
			}
		}
		forget(b, b.benches, keys)
	case leasesBucket:
		forget(b, b.leases, keys)
	case wishesBucket:
		forget(b, b.wishes, keys)
	case drainsBucket:
		forget(b, b.drains, keys)
	}
}

// awaits gives a bench the time to say its word again. The caller holds mu.
func (b *Board) awaits(key string, bench Bench) {
	u := &unheard{Bench: bench}
	u.over = time.AfterFunc(BenchLasts, func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		if b.unheard[key] == u {
			delete(b.unheard, key)
			b.rings(key, false)
		}
	})
	b.unheard[key] = u
}

// heard ends the waiting for a bench, of which the table says something, or begins it where the table says that the word could not be said
// again. The caller holds mu.
func (b *Board) heard(entry jetstream.KeyValueEntry) {
	key := entry.Key()
	bench, known := b.benches[key]
	if entry.Operation() == jetstream.KeyValuePurge && !b.anew.IsZero() && time.Since(b.anew) < BenchLasts {
		if known {
			b.awaits(key, bench)
		}
		return
	}
	if u := b.unheard[key]; u != nil {
		u.over.Stop()
		delete(b.unheard, key)
	}
}

func forget[Kept any](b *Board, from map[string]Kept, keys map[string]bool) {
	for key := range from {
		if !keys[key] {
			delete(from, key)
			b.rings(key, true)
		}
	}
}

// take reads an entry. One that is none of ours counts as none: whoever may write into a table can do no more than be absent from it.
func (b *Board) take(table string, entry jetstream.KeyValueEntry) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch table {
	case benchesBucket:
		b.heard(entry)
		keep(b, b.benches, entry, func(v Bench) (string, Bench) { return v.Name, v }, sameOffer)
	case leasesBucket:
		keep(b, b.leases, entry, func(v Tenancy) (string, held) {
			v.Fence = cmp.Or(v.Fence, entry.Revision())
			return v.Bench, held{v, entry.Revision(), entry.Created()}
		}, func(was, is held) bool {
			return was.Fence == is.Fence && was.Run == is.Run && was.Session == is.Session
		})
	case wishesBucket:
		keep(b, b.wishes, entry, func(v Wish) (string, Wish) {
			v.Since = cmp.Or(v.Since, entry.Revision())
			return v.Run, v
		}, func(was, is Wish) bool { return was == is })
	case drainsBucket:
		keep(b, b.drains, entry, func(v Drain) (string, Drain) { return v.Bench, v }, func(was, is Drain) bool { return was == is })
	}
}

// sameOffer tells whether a bench is to be had as before: how far its agent is with a lease changes nothing in that, and it is told with
// every play.
func sameOffer(was, is Bench) bool {
	was.Serving, is.Serving = Serving{}, Serving{}
	return reflect.DeepEqual(was, is)
}

// keep keeps what an entry says, or forgets what is gone and what is nothing.
func keep[Told, Kept any](b *Board, into map[string]Kept, entry jetstream.KeyValueEntry, as func(Told) (string, Kept), same func(was, is Kept) bool) {
	var told Told
	was, known := into[entry.Key()]
	if entry.Operation() == jetstream.KeyValuePut && json.Unmarshal(entry.Value(), &told) == nil {
		if name, is := as(told); keyOf(name) == entry.Key() {
			into[entry.Key()] = is
			b.rings(entry.Key(), !known || !same(was, is))
			return
		}
	}
	delete(into, entry.Key())
	b.rings(entry.Key(), known)
}

// rings tells who waits for a change. The caller holds mu.
func (b *Board) rings(key string, offer bool) {
	b.any.ring()
	if offer {
		b.offer.ring()
	}
	if of, waited := b.of[key]; waited {
		of.ring()
		delete(b.of, key)
	}
}

// Standing is a bench, who has it, and whether it takes anything new.
type Standing struct {
	Bench   Bench    `json:"bench"`
	Tenancy *Tenancy `json:"tenancy,omitempty"` // nil for a bench that is free
	// Until is when the lease ends unless its holder renews it, by the engine's clock; zero for a bench that is free.
	Until time.Time `json:"until,omitzero"`
	Drain *Drain    `json:"drain,omitempty"`
}

// Words say how the bench stands.
func (s Standing) Words() string {
	var words []string
	if s.Tenancy != nil {
		words = append(words, fmt.Sprintf("%s has it for run %s until %s unless renewed", s.Tenancy.Who, s.Tenancy.Run, s.Until.UTC().Format(time.TimeOnly+"Z")))
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
			s.Tenancy, s.Until = &h.Tenancy, h.said.Add(LeaseLasts)
		}
		if d, ok := b.drains[key]; ok {
			s.Drain = &d
		}
		all = append(all, s)
	}
	return all
}

// Out are the drains of benches that no agent is beside any more, by their names.
func (b *Board) Out() []Drain {
	b.mu.Lock()
	defer b.mu.Unlock()
	var all []Drain
	for _, key := range slices.Sorted(maps.Keys(b.drains)) {
		if _, there := b.benches[key]; !there {
			all = append(all, b.drains[key])
		}
	}
	return all
}

// Waiting are those who wait, the next first.
func (b *Board) Waiting() []Wish {
	b.mu.Lock()
	defer b.mu.Unlock()
	return slices.SortedFunc(maps.Values(b.wishes), before)
}

// bench is what an agent has told last of its bench, for whoever has a lease of it; false where the agent is gone. After a cut that may be
// known a while later.
func (b *Board) bench(name string) (Bench, bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if u := b.unheard[keyOf(name)]; u != nil {
		return u.Bench, true
	}
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
	return b.any.wait()
}

// offers is closed when something has changed in who may have which bench. Of a fleet whose benches play, that is little of what changes.
func (b *Board) offers() <-chan struct{} {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.offer.wait()
}

// changedOf is closed when something has changed in what is told of one bench: of a thousand that play, each is waited for by itself.
func (b *Board) changedOf(bench string) <-chan struct{} {
	b.mu.Lock()
	defer b.mu.Unlock()
	of := b.of[keyOf(bench)]
	changed := of.wait()
	b.of[keyOf(bench)] = of
	return changed
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
