package calls

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"net"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/certbench/certbench/rigs"
)

// readPoll is how often a read-back is asked for that does not show yet what it is to show.
const readPoll = 200 * time.Millisecond

// Rig does its acts by calls, one at a time. It knows what it did, and nothing of what it found: at the first Rest, and
// after a failure, it therefore undoes everything that it can undo.
type Rig struct {
	rigs.Called
	config Config
	lock   *rigs.Interlock
	client *http.Client
	cover  *strings.Replacer // of secrets, see covering
	fresh  bool              // the bench has not been brought to rest yet and may be in any state
}

// New makes the rig; nothing is called yet.
func New(c Config) (*Rig, error) {
	if err := c.Validate(); err != nil {
		return nil, fmt.Errorf("the calls of the %s rig: %w", c.By, err)
	}
	c.Timeout, c.Dark = cmp.Or(c.Timeout, defaultTimeout), cmp.Or(c.Dark, defaultDark)
	if c.Dial == nil {
		c.Dial = new(net.Dialer).DialContext
	}
	return &Rig{config: c, lock: rigs.NewInterlock(), client: newClient(c.Dial), cover: c.covering(), fresh: true}, nil
}

// Name names the rig as a bench file does.
func (r *Rig) Name() string { return r.Or(string(r.config.By)) }

// Can tells which kinds of acts are written down.
func (r *Rig) Can(k rigs.Kind) bool { return r.config.Can(k) }

// Rest undoes what the rig did: cables first, mains and network last. It is done within the limits of the calls, even when
// ctx has ended: after SIGTERM that is what matters.
func (r *Rig) Rest(ctx context.Context) error {
	ctx = context.WithoutCancel(ctx)
	return r.lock.Rest(ctx, func(h rigs.Held) error { return r.rest(ctx, h) })
}

// RestLimit is how long Rest can take: every undoing that is written down, at every place, as long as its limit.
func (r *Rig) RestLimit() (most time.Duration) {
	perPlace := []Verb{Disconnect, ClearFaulted, ClearUnlockFailed, Leave}
	for _, v := range append(perPlace, PowerOn, Restore, Rest) {
		a, written := r.config.Acts[v]
		if !written {
			continue
		}
		times := 1
		if slices.Contains(perPlace, v) {
			times = max(1, len(r.config.Places))
		}
		most += time.Duration(times) * cmp.Or(a.Timeout, r.config.Timeout)
	}
	return most
}

// Check asks what check asks. Without it, it finds out whether every program exists, or every device listens.
func (r *Rig) Check(ctx context.Context) error {
	return r.lock.Open(ctx, func() error {
		if _, written := r.config.Acts[Check]; written {
			_, err := r.call(ctx, Check, values{})
			return err
		}
		limited, cancel := r.limited(ctx, 0)
		defer cancel()
		var all []error
		for _, v := range slices.Sorted(maps.Keys(r.config.Acts)) {
			a := r.config.Acts[v]
			for _, call := range append([]Call{a.Call}, reads(a)...) {
				err := call.findable()
				if r.config.By == Requests {
					err = call.reachable(limited, r.config.Dial)
				}
				if err != nil {
					all = append(all, fmt.Errorf("%s: %w", v, r.covered(err)))
				}
			}
		}
		return errors.Join(all...)
	})
}

func reads(a Act) []Call {
	if a.Read == nil {
		return nil
	}
	return []Call{*a.Read}
}

// Close rests and lets go of the connections.
func (r *Rig) Close() error {
	rest := func(h rigs.Held) error { return r.rest(context.Background(), h) }
	return r.lock.Close(rest, func() error {
		r.client.CloseIdleConnections()
		return nil
	})
}

// rest goes on after an error, so that a socket which does not answer keeps no cable in.
func (r *Rig) rest(ctx context.Context, h rigs.Held) error {
	everything := h.Unknown || r.fresh
	var all []error
	undo := func(needed bool, v Verb, about values) {
		if _, written := r.config.Acts[v]; needed && written {
			_, err := r.call(ctx, v, about)
			var said *refusal
			if errors.As(err, &said) && said.code == r.config.Acts[v].Nothing {
				err = nil
			}
			all = append(all, err)
		}
	}
	for _, at := range r.places(h.Connected, everything) {
		undo(true, Disconnect, valuesOf(at))
	}
	for _, at := range r.places(slices.Collect(maps.Keys(h.Defects)), everything) {
		undo(everything || slices.Contains(h.Defects[at], rigs.Faulted), ClearFaulted, valuesOf(at))
		undo(everything || slices.Contains(h.Defects[at], rigs.UnlockFailed), ClearUnlockFailed, valuesOf(at))
	}
	for _, at := range r.places(h.Bays, everything) {
		undo(true, Leave, valuesOf(at))
	}
	undo(everything || h.Dark, PowerOn, values{})
	undo(everything || h.Cut, Restore, values{})
	undo(everything, Rest, values{})
	err := errors.Join(all...)
	r.fresh = r.fresh && err != nil
	return err
}

// places adds to those where something is held those where something may be.
func (r *Rig) places(held []rigs.Place, everything bool) []rigs.Place {
	if everything {
		for _, at := range r.config.Places {
			if !slices.Contains(held, at) {
				held = append(held, at)
			}
		}
	}
	return held
}

func (r *Rig) limited(ctx context.Context, limit time.Duration) (context.Context, context.CancelFunc) {
	limit = cmp.Or(limit, r.config.Timeout)
	return context.WithTimeoutCause(ctx, limit, fmt.Errorf("its time limit is %s", limit))
}

// reads does a call whose output is what it is for, whole and with no secret in it. part is whether it says that this is only a part.
func (r *Rig) reads(ctx context.Context, v Verb, about values) (out string, part bool, err error) {
	a, written := r.config.Acts[v]
	if !written {
		return "", false, fmt.Errorf("%w: the %s rig has no call for %s", rigs.ErrNoRig, r.config.By, v)
	}
	limited, cancel := r.limited(ctx, a.Timeout)
	defer cancel()
	call := a.Call
	call.part = a.Part
	out, err = r.do(limited, call, http.MethodGet, about)
	var said *refusal
	if errors.As(err, &said) && a.Part != 0 && said.code == a.Part {
		return r.cover.Replace(said.printed), true, nil
	}
	if err != nil {
		return "", false, fmt.Errorf("%s: %w", v, err)
	}
	return r.cover.Replace(out), false, nil
}

// call does one act and looks at what came of it; it returns what it saw.
func (r *Rig) call(ctx context.Context, v Verb, about values) (observed string, err error) {
	a, written := r.config.Acts[v]
	if !written {
		return "", fmt.Errorf("%w: the %s rig has no call for %s", rigs.ErrNoRig, r.config.By, v)
	}
	limited, cancel := r.limited(ctx, a.Timeout)
	defer cancel()
	if _, err := r.do(limited, a.Call, http.MethodPost, about); err != nil {
		return "", fmt.Errorf("%s: %w", v, err)
	}
	if a.Read == nil {
		return "", nil
	}
	observed, err = r.look(limited, a, about)
	if err != nil {
		return observed, fmt.Errorf("%s: %w", v, err)
	}
	return observed, nil
}

func (r *Rig) do(ctx context.Context, c Call, method string, about values) (string, error) {
	var out string
	var err error
	if r.config.By == Commands {
		out, err = c.run(ctx, about, r.cover)
	} else {
		out, err = c.send(ctx, r.client, method, about, r.cover)
	}
	return out, r.covered(err)
}

// covered is an error that says no secret, such as one in the name of a device that nobody finds.
func (r *Rig) covered(err error) error {
	if err == nil {
		return nil
	}
	return &covered{r.cover.Replace(err.Error()), err}
}

type covered struct {
	text string
	error
}

func (c *covered) Error() string { return c.text }
func (c *covered) Unwrap() error { return c.error }

// look asks for the read-back until it shows what is expected.
func (r *Rig) look(ctx context.Context, a Act, about values) (string, error) {
	want := regexp.MustCompile(filled(a.Expect, regexp.QuoteMeta, about))
	last := ""
	for {
		seen, err := r.do(ctx, *a.Read, http.MethodGet, about)
		switch {
		case err != nil && ctx.Err() != nil && last != "":
			return "", fmt.Errorf("the read-back shows %q, expected what matches %s: %w", last, told(a.Expect, about), context.Cause(ctx))
		case err != nil:
			return "", fmt.Errorf("read-back: %w", err)
		case want.MatchString(strings.TrimSpace(seen)):
			return quote(r.cover.Replace(seen)), nil
		}
		last = quote(r.cover.Replace(seen))
		pause(ctx, readPoll)
	}
}

// pause ends early with its context.
func pause(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}
