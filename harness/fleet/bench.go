package fleet

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"github.com/certbench/certbench/harness/evidence"
)

// Bench is a bench as its agent registers it. It tells what a runner has to know to reserve it, and nothing secret.
type Bench struct {
	Name     string   `json:"name"`
	Session  string   `json:"session"` // of the agent's process: another means that what the one before was playing is cut
	Place    string   `json:"place,omitempty"`
	Labels   []string `json:"labels,omitempty"`
	Product  string   `json:"product"` // product designation of the PICS
	PICS     string   `json:"pics"`    // SHA-256 of the PICS, in hexadecimal
	Station  string   `json:"station"` // its identity
	Vendor   string   `json:"vendor,omitempty"`
	Model    string   `json:"model,omitempty"`
	Firmware string   `json:"firmware,omitempty"`
	Profile  int      `json:"securityProfile,omitempty"`
	Acts     []string `json:"acts,omitempty"` // that need no person
	// Lacks are the plays that the bench has no rig or protocol for, by the reason, as --cases names them.
	Lacks map[string][]string `json:"lacks,omitempty"`
	// Doctor is what certbench doctor has found last on the agent's machine; nil where nobody has asked it.
	Doctor *Examined `json:"doctor,omitempty"`
	// Latched says why the bench plays nothing any more; empty while it does.
	Latched string `json:"latched,omitempty"`
	// Serving is how far the agent is with the lease that it serves, or has served last.
	Serving   Serving `json:"serving,omitzero"`
	Certbench string  `json:"certbench"`
}

// Examined is the last word of certbench doctor on a bench.
type Examined struct {
	At      time.Time        `json:"at"` // by the clock of the agent's machine, for people
	Verdict evidence.Verdict `json:"verdict"`
	Found   string           `json:"found,omitempty"` // what it found first of what is not well
}

// Words say it in short; that nobody has asked, as well.
func (e *Examined) Words() string {
	switch {
	case e == nil:
		return "not asked"
	case e.Found == "":
		return fmt.Sprintf("%s at %s", e.Verdict, e.At.UTC().Format(time.DateTime+"Z"))
	}
	return fmt.Sprintf("%s at %s: %s", e.Verdict, e.At.UTC().Format(time.DateTime+"Z"), e.Found)
}

// Serving is what an agent says of a lease.
type Serving struct {
	Fence uint64 `json:"fence"`
	Plays int    `json:"plays"`          // so many plays are done with
	Over  string `json:"over,omitempty"` // why nothing more is taken by the lease; empty while something is
}

// Registration keeps a bench in the table for as long as its agent lives.
type Registration struct {
	word // of the goroutine that keeps it
	end  context.CancelFunc
	kept chan struct{}
	lost context.Context // ends, with the cause, when another agent has registered the bench

	mu    sync.Mutex
	bench Bench
	said  chan struct{} // something new is to be said
}

// Register puts a bench into the table, and keeps it there until Close. A bench of the name that another process has registered is
// refused while it lives: two agents at one charger would fight for its rig. One that was killed is forgotten after BenchLasts, which is
// waited for.
func (f *Fleet) Register(ctx context.Context, b Bench) (*Registration, error) {
	revision, err := f.enlist(ctx, b)
	if err != nil {
		return nil, err
	}
	lost, lose := context.WithCancelCause(context.WithoutCancel(ctx))
	ctx, end := context.WithCancel(context.WithoutCancel(ctx))
	r := &Registration{word: word{f.kv[benchesBucket], keyOf(b.Name), revision}, end: end, kept: make(chan struct{}), lost: lost, bench: b, said: make(chan struct{}, 1)}
	go r.keep(ctx, lose)
	return r, nil
}

// lookAgain is how often a name that is taken is looked at.
const lookAgain = time.Second

// enlist writes the first word of a bench where there is none.
func (f *Fleet) enlist(ctx context.Context, b Bench) (revision uint64, err error) {
	text, err := json.Marshal(b)
	if err != nil {
		return 0, err
	}
	var seen uint64
	for {
		revision, err := f.kv[benchesBucket].Create(ctx, keyOf(b.Name), text)
		if err == nil {
			return revision, nil
		}
		if !errors.Is(err, jetstream.ErrKeyExists) {
			return 0, fmt.Errorf("the bench %s cannot be registered: %w", b.Name, err)
		}
		if other, err := f.kv[benchesBucket].Get(ctx, keyOf(b.Name)); err == nil {
			if seen != 0 && other.Revision() != seen {
				return 0, fmt.Errorf("another agent has registered the bench %s; end it, or give this bench another name", b.Name)
			}
			seen = other.Revision()
		}
		select {
		case <-ctx.Done():
			return 0, context.Cause(ctx)
		case <-time.After(lookAgain):
		}
	}
}

// Lost ends, with the cause, when another agent has registered the bench, because nothing was heard of this one for too long.
func (r *Registration) Lost() context.Context { return r.lost }

// Tell changes what the table says of the bench.
func (r *Registration) Tell(change func(*Bench)) {
	r.mu.Lock()
	change(&r.bench)
	r.mu.Unlock()
	nudge(r.said)
}

// keep says it again and again. What cannot be said now, because the network is cut, is said the next time.
func (r *Registration) keep(ctx context.Context, lose context.CancelCauseFunc) {
	defer close(r.kept)
	defer lose(nil)
	again(ctx, BenchLasts/3, r.said, r.renew, func(_ time.Time, err error) bool {
		if errors.Is(err, errTaken) {
			lose(fmt.Errorf("another agent has registered the bench %s, because nothing was heard of this one for %v; end one of them", r.bench.Name, BenchLasts))
			return true
		}
		return false
	})
}

// renew says what is to be said now; anew where it has expired.
func (r *Registration) renew(ctx context.Context) error {
	r.mu.Lock()
	text, err := json.Marshal(r.bench)
	r.mu.Unlock()
	if err != nil {
		return err
	}
	err = r.say(ctx, text, func(now jetstream.KeyValueEntry) bool {
		var told Bench
		return json.Unmarshal(now.Value(), &told) == nil && told.Session == r.bench.Session
	})
	if errors.Is(err, errExpired) {
		var revision uint64
		if revision, err = r.kv.Create(ctx, r.key, text); err == nil {
			r.revision = revision
		}
	}
	return err
}

// Close takes the bench out of the table. Where the engine cannot be told, it expires.
func (r *Registration) Close() {
	r.end()
	<-r.kept
	r.retract()
}
