package gpio

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/certbench/certbench/rigs"
)

// relay is one output that is held.
type relay struct {
	wired
	acting bool
}

// group is the relays of one request: they move at once.
type group struct {
	held   Outputs
	relays []*relay
	broke  time.Time // when the last relay of it opened
}

// hold requests the relays of a group at their safe values.
func hold(chip Chip, lines []wired) (*group, error) {
	g := &group{}
	var all []Line
	var safe []bool
	for _, w := range lines {
		all, safe = append(all, w.line), append(safe, w.line.Safe)
		g.relays = append(g.relays, &relay{wired: w})
	}
	held, err := chip.Output(all, safe...)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", lines[0].role, err)
	}
	g.held = held
	return g, nil
}

// drive moves the group to the position in which exactly those relays act that act names, and reads the lines back.
func (g *group) drive(act func(*relay) bool) error {
	active := make([]bool, len(g.relays))
	for i, r := range g.relays {
		active[i] = r.line.Safe != act(r)
	}
	if err := g.held.Set(active...); err != nil {
		return fmt.Errorf("%s: %w", g.relays[0].role, err)
	}
	for i, r := range g.relays {
		acts := active[i] != r.line.Safe
		if r.acting && !acts {
			g.broke = time.Now()
		}
		r.acting = acts
	}
	is, err := g.read()
	if err != nil {
		return err
	}
	for i, r := range g.relays {
		if is[i] != active[i] {
			return fmt.Errorf("%s: line %q was driven to active = %t but reads %t", r.role, r.line.Name, active[i], is[i])
		}
	}
	return nil
}

// acts tells whether the relay of a role is in the group and acts.
func (g *group) acts(role string) bool {
	return slices.ContainsFunc(g.relays, func(r *relay) bool { return r.acting && r.role == role })
}

// read tells which lines are active.
func (g *group) read() ([]bool, error) {
	active, err := g.held.Get()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", g.relays[0].role, err)
	}
	return active, nil
}

// relays holds all outputs of a rig in the order in which they go to their safe values.
type relays []*group

// find returns the relay of a role and the group that it moves in, or nil.
func (all relays) find(role string) (*group, *relay) {
	for _, g := range all {
		for _, r := range g.relays {
			if r.role == role {
				return g, r
			}
		}
	}
	return nil, nil
}

func (all relays) has(role string) bool { g, _ := all.find(role); return g != nil }

func (all relays) roles() []string {
	var out []string
	for _, g := range all {
		for _, r := range g.relays {
			out = append(out, r.role)
		}
	}
	return out
}

// safe brings every relay to its safe value, all of them even when some fail.
func (all relays) safe() error {
	var failed []error
	for _, g := range all {
		failed = append(failed, g.drive(func(*relay) bool { return false }))
	}
	return errors.Join(failed...)
}

// move brings the relays to a position in which exactly those that acting names act: it breaks first, in the order of
// the groups, then waits, then makes, in reverse order.
func (all relays) move(ctx context.Context, pause time.Duration, acting ...string) error {
	named := func(r *relay) bool { return slices.Contains(acting, r.role) }
	broke := false
	for _, g := range all {
		if !slices.ContainsFunc(g.relays, func(r *relay) bool { return r.acting && !named(r) }) {
			continue
		}
		if err := g.drive(func(r *relay) bool { return r.acting && named(r) }); err != nil {
			return err
		}
		broke = true
	}
	if broke {
		if err := rigs.Sleep(ctx, pause); err != nil {
			return err
		}
	}
	for _, g := range slices.Backward(all) {
		if !slices.ContainsFunc(g.relays, func(r *relay) bool { return !r.acting && named(r) }) {
			continue
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := g.drive(named); err != nil {
			return err
		}
	}
	return nil
}
