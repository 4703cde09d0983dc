package gpio

import (
	"context"
	"errors"
	"fmt"

	"github.com/certbench/certbench/rigs"
)

// Rig holds all its lines from New to Close, at their safe values unless an act moved them. One act runs at a time. An
// act that fails, or whose context ends on the way, leaves every line at its safe value.
type Rig struct {
	rigs.Called
	config Config
	chip   Chip
	lock   *rigs.Interlock
	all    relays
	inputs senses
}

// New requests every line at its safe value; when one cannot be had it lets go of the others. chip is usually Kernel().
func New(chip Chip, c Config) (*Rig, error) {
	if err := c.Validate(); err != nil {
		return nil, fmt.Errorf("wiring of the gpio rig: %w", err)
	}
	c = c.Expanded()
	c.Timing = c.Timing.withDefaults()
	r := &Rig{config: c, chip: chip, lock: rigs.NewInterlock()}
	for _, lines := range c.outputs() {
		g, err := hold(chip, lines)
		if err != nil {
			return nil, errors.Join(err, r.release())
		}
		r.all = append(r.all, g)
	}
	for _, w := range c.inputs() {
		s, err := watch(chip, w)
		if err != nil {
			return nil, errors.Join(err, r.release())
		}
		r.inputs = append(r.inputs, s)
	}
	return r, nil
}

// Name names the rig as a bench file does.
func (r *Rig) Name() string { return r.Or("gpio") }

// Can tells which kinds of acts are wired.
func (r *Rig) Can(k rigs.Kind) bool { return r.config.Can(k) }

// Rest waits for an act under way, brings every line to its safe value, pilots to state A first and mains last, and
// waits until the mains follow. It goes on after an error, and drives the lines even when ctx has ended: after SIGTERM
// that is what matters. Edges that were lost are an error of the one Rest that follows.
func (r *Rig) Rest(ctx context.Context) error {
	return r.lock.Rest(context.WithoutCancel(ctx), func(rigs.Held) error { return r.rest(ctx) })
}

func (r *Rig) rest(ctx context.Context) error {
	err := r.all.safe()
	if err == nil {
		err = r.follow(ctx, true)
	}
	err = errors.Join(err, r.inputs.whole())
	r.inputs.forget()
	return err
}

// Check reads every line back and compares it with what it was driven to, the mains with their feedback, and what the
// inputs show with what the pilots allow: a contactor that stays closed without an EV is welded. Lost edges are an error.
func (r *Rig) Check(ctx context.Context) error {
	return r.lock.Open(ctx, func() error {
		for _, s := range r.inputs {
			if _, _, err := s.read(); err != nil {
				return err
			}
		}
		if err := r.inputs.whole(); err != nil {
			return err
		}
		for _, w := range r.config.duties() {
			if _, err := look(ctx, r.chip, w); err != nil {
				return err
			}
		}
		if err := r.wrong(ctx); err != nil {
			return err
		}
		_, mains := r.all.find("mains")
		return r.follow(ctx, mains == nil || !mains.acting)
	})
}

// wrong is the first finding that no run can live with.
func (r *Rig) wrong(ctx context.Context) error {
	found, err := r.stuck()
	for _, w := range r.config.Places {
		if err != nil || len(found) > 0 {
			break
		}
		var contactor *rigs.Finding
		if contactor, err = r.seenContactor(ctx, w, false); contactor != nil {
			found = append(found, *contactor)
		}
	}
	if err == nil && len(found) > 0 {
		err = fmt.Errorf("%s; %s", found[0], found[0].Do)
	}
	return err
}

// Close brings every line to its safe value, then lets go of all of them.
func (r *Rig) Close() error {
	rest := func(rigs.Held) error { return r.rest(context.Background()) } // bounded by Timing.Feedback
	return r.lock.Close(rest, r.release)
}

func (r *Rig) release() error {
	var failed []error
	for _, g := range r.all {
		failed = append(failed, g.held.Close())
	}
	for _, s := range r.inputs {
		failed = append(failed, s.held.Close())
	}
	return errors.Join(failed...)
}
