package gpio

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"
)

// relay is one output that is held.
type relay struct {
	wired
	held   Held
	acting bool
}

// drive moves one relay and reads the line back.
func (r *relay) drive(act bool) error {
	active := r.line.Safe != act
	if err := r.held.Set(active); err != nil {
		return fmt.Errorf("%s: %w", r.role, err)
	}
	r.acting = act
	is, err := r.held.Get()
	if err != nil {
		return fmt.Errorf("%s: %w", r.role, err)
	}
	if is != active {
		return fmt.Errorf("%s: line %q was driven to active = %t but reads %t", r.role, r.line.Name, active, is)
	}
	return nil
}

// relays holds all outputs of a rig in the order in which they go to their safe values.
type relays []*relay

func (all relays) find(role string) *relay {
	for _, r := range all {
		if r.role == role {
			return r
		}
	}
	return nil
}

func (all relays) roles() []string {
	out := make([]string, len(all))
	for i, r := range all {
		out[i] = r.role
	}
	return out
}

// safe brings every relay to its safe value, all of them even when some fail.
func (all relays) safe() error {
	var failed []error
	for _, r := range all {
		failed = append(failed, r.drive(false))
	}
	return errors.Join(failed...)
}

// move brings the relays to a position in which exactly those that acting names act: it breaks first, in the order of
// the relays, then waits, then makes, in reverse order.
func (all relays) move(ctx context.Context, pause time.Duration, acting ...string) error {
	broke := false
	for _, r := range all {
		if r.acting && !slices.Contains(acting, r.role) {
			if err := r.drive(false); err != nil {
				return err
			}
			broke = true
		}
	}
	if broke {
		if err := sleep(ctx, pause); err != nil {
			return err
		}
	}
	for _, r := range slices.Backward(all) {
		if !r.acting && slices.Contains(acting, r.role) {
			if err := ctx.Err(); err != nil {
				return err
			}
			if err := r.drive(true); err != nil {
				return err
			}
		}
	}
	return nil
}

// sleep is a pause that ends early with its context.
func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
