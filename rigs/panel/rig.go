package panel

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"time"

	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/station/panel"
)

// Rig acts on a panel. It keeps no position of its own: the panel itself refuses what contradicts its state, whoever
// brought it there. Every refusal wraps rigs.ErrRefused, for a panel moves wholly or not at all.
type Rig struct {
	panel  *panel.Panel
	closed atomic.Bool
}

// New makes the rig of a panel.
func New(p *panel.Panel) *Rig { return &Rig{panel: p} }

// Name names the rig as a bench file does.
func (r *Rig) Name() string { return "panel" }

// Connect puts both ends of the cable in.
func (r *Rig) Connect(ctx context.Context, at rigs.Place) (rigs.ReadBack, error) {
	return r.act(ctx, at, func() error { return r.panel.PlugIn(at.EVSE, at.Connector, false) })
}

// ConnectIdle puts both ends of the cable in, and the EV does not ask for energy.
func (r *Rig) ConnectIdle(ctx context.Context, at rigs.Place) (rigs.ReadBack, error) {
	return r.act(ctx, at, func() error { return r.panel.PlugInIdle(at.EVSE, at.Connector) })
}

// Disconnect takes the cable out. It is refused while the station holds it locked.
func (r *Rig) Disconnect(ctx context.Context, at rigs.Place) (rigs.ReadBack, error) {
	return r.act(ctx, at, func() error { return r.panel.PlugOut(at.EVSE, at.Connector) })
}

// Plug puts one end of the cable in.
func (r *Rig) Plug(ctx context.Context, at rigs.Place, end rigs.End) (rigs.ReadBack, error) {
	return r.act(ctx, at, func() error {
		switch end {
		case rigs.EVEnd:
			return r.panel.PlugInEV(at.EVSE, at.Connector)
		case rigs.StationEnd:
			return r.panel.PlugIn(at.EVSE, at.Connector, true)
		}
		return fmt.Errorf("a cable has no %q end", end)
	})
}

// Unplug takes one end of the cable out.
func (r *Rig) Unplug(ctx context.Context, at rigs.Place, end rigs.End) (rigs.ReadBack, error) {
	return r.act(ctx, at, func() error {
		switch end {
		case rigs.EVEnd:
			return r.panel.PlugOutEV(at.EVSE, at.Connector)
		case rigs.StationEnd:
			return r.panel.PlugOutStation(at.EVSE, at.Connector)
		}
		return fmt.Errorf("a cable has no %q end", end)
	})
}

// Request has the EV ask for energy, and ends a shorted pilot.
func (r *Rig) Request(ctx context.Context, at rigs.Place) (rigs.ReadBack, error) {
	return r.act(ctx, at, func() error { return r.panel.SetEVReady(at.EVSE, at.Connector, true) })
}

// Suspend has the EV stop asking for energy, and ends a shorted pilot.
func (r *Rig) Suspend(ctx context.Context, at rigs.Place) (rigs.ReadBack, error) {
	return r.act(ctx, at, func() error { return r.panel.SetEVReady(at.EVSE, at.Connector, false) })
}

// Fault shorts the pilot of a connected EV.
func (r *Rig) Fault(ctx context.Context, at rigs.Place) (rigs.ReadBack, error) {
	return r.act(ctx, at, func() error { return r.panel.ShortPilot(at.EVSE, at.Connector) })
}

// Present holds a token to the reader of the place.
func (r *Rig) Present(ctx context.Context, token rigs.Token, at rigs.Place) (rigs.ReadBack, error) {
	return r.act(ctx, at, func() error {
		return r.panel.PresentToken(panel.Token{ID: token.ID, Type: token.Type}, at.EVSE, at.Connector)
	})
}

// Select chooses on the display. What the display does not offer is ErrNotOffered.
func (r *Rig) Select(ctx context.Context, at rigs.Place) (rigs.ReadBack, error) {
	return r.act(ctx, at, func() error {
		err := r.panel.Select(at.EVSE)
		if errors.Is(err, panel.ErrNotOffered) {
			err = fmt.Errorf("%w: %w", rigs.ErrNotOffered, err)
		}
		return err
	})
}

// Look reads the display until it shows the sight.
func (r *Rig) Look(ctx context.Context, at rigs.Place, sight rigs.Sight, within time.Duration) (rigs.ReadBack, error) {
	if err := r.open(ctx); err != nil {
		return rigs.ReadBack{}, err
	}
	seen, err := sight.Watch(ctx, within, func(context.Context) (string, error) {
		reading := r.panel.Read()
		if !reading.Mains {
			return "", fmt.Errorf("%w: the mains are off, and the display is dark", rigs.ErrRefused)
		}
		return reading.Display, nil
	})
	if err != nil {
		return rigs.ReadBack{}, err
	}
	return rigs.ReadBack{Rig: r.Name(), Observed: seen.Observed, Shown: seen.Shown, Cut: seen.Cut, At: time.Now()}, nil
}

// Store stores a customer, as by a service tool.
func (r *Rig) Store(ctx context.Context, identifier string) (rigs.ReadBack, error) {
	return r.act(ctx, rigs.Place{}, func() error { return r.panel.StoreCustomer(identifier) })
}

// Off cuts the mains.
func (r *Rig) Off(ctx context.Context) (rigs.ReadBack, error) {
	return r.act(ctx, rigs.Place{}, r.panel.PowerOff)
}

// On restores the mains.
func (r *Rig) On(ctx context.Context) (rigs.ReadBack, error) {
	return r.act(ctx, rigs.Place{}, r.panel.PowerOn)
}

// Cycle cuts the mains and restores them.
func (r *Rig) Cycle(ctx context.Context) (rigs.ReadBack, error) {
	return r.act(ctx, rigs.Place{}, r.panel.Reboot)
}

// Enter drives the EV into the bay of the EVSE.
func (r *Rig) Enter(ctx context.Context, at rigs.Place) (rigs.ReadBack, error) {
	return r.act(ctx, at, func() error { return r.panel.Bay(at.EVSE, true) })
}

// Leave drives the EV out of the bay.
func (r *Rig) Leave(ctx context.Context, at rigs.Place) (rigs.ReadBack, error) {
	return r.act(ctx, at, func() error { return r.panel.Bay(at.EVSE, false) })
}

// Set makes a hardware fault.
func (r *Rig) Set(ctx context.Context, at rigs.Place, defect rigs.Defect) (rigs.ReadBack, error) {
	return r.defect(ctx, at, defect, true)
}

// Clear clears a hardware fault.
func (r *Rig) Clear(ctx context.Context, at rigs.Place, defect rigs.Defect) (rigs.ReadBack, error) {
	return r.defect(ctx, at, defect, false)
}

func (r *Rig) defect(ctx context.Context, at rigs.Place, defect rigs.Defect, on bool) (rigs.ReadBack, error) {
	switch defect {
	case rigs.Faulted:
		return r.act(ctx, at, func() error { return r.panel.Fault(at.EVSE, at.Connector, on) })
	case rigs.UnlockFailed:
		return r.act(ctx, at, func() error { return r.panel.FailUnlock(at.EVSE, at.Connector, on) })
	}
	return rigs.ReadBack{}, fmt.Errorf("%w: the panel of the reference station cannot make the fault %q", rigs.ErrNoRig, defect)
}

// open says why nothing can be done any more.
func (r *Rig) open(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if r.closed.Load() {
		return rigs.ErrClosed
	}
	return nil
}

// act does one act and reads the panel back.
func (r *Rig) act(ctx context.Context, at rigs.Place, do func() error) (rigs.ReadBack, error) {
	if err := r.open(ctx); err != nil {
		return rigs.ReadBack{}, err
	}
	switch err := do(); {
	case errors.Is(err, panel.ErrLocked):
		return rigs.ReadBack{}, fmt.Errorf("%w: %w", rigs.ErrHeld, err)
	case err != nil && r.shut(at):
		return rigs.ReadBack{}, fmt.Errorf("%w: %w", rigs.ErrBarred, err)
	case err != nil:
		return rigs.ReadBack{}, fmt.Errorf("%w: %w", rigs.ErrRefused, err)
	}
	return rigs.ReadBack{Rig: r.Name(), Observed: observe(r.panel.Read(), at), At: time.Now()}, nil
}

// shut tells whether nothing can be connected at a place before authorization.
func (r *Rig) shut(at rigs.Place) bool {
	c, ok := r.panel.Read().At(at.EVSE, at.Connector)
	return ok && c.Shut
}

// observe puts into words what is seen at a place, or at the station as a whole.
func observe(seen panel.Reading, at rigs.Place) string {
	var words []string
	c, ok := seen.At(at.EVSE, at.Connector)
	switch {
	case ok && c.Plugged:
		words = append(words, "EV connected")
	case ok && c.Halfway:
		words = append(words, "cable in at the station only")
	case ok:
		words = append(words, "no EV connected")
	}
	if ok {
		words = append(words, "pilot "+c.Pilot)
	}
	if c.Locked {
		words = append(words, "locked")
	}
	words = append(words, map[bool]string{true: "mains on", false: "mains off"}[seen.Mains])
	if c.Bay {
		words = append(words, "bay occupied")
	}
	return strings.Join(words, ", ")
}

// Rest takes the EVs off first, so that every pilot is at A, then restores the mains, clears what was broken and
// empties sockets and bay. A cable that the station holds locked stays in at the station's end: the pilot is at A and
// the next Connect starts from there.
func (r *Rig) Rest(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if r.closed.Load() {
		return rigs.ErrClosed
	}
	r.panel.Rest()
	return nil
}

// Check finds nothing to complain about while the rig is open: a panel in memory cannot fail.
func (r *Rig) Check(ctx context.Context) error {
	if r.closed.Load() {
		return rigs.ErrClosed
	}
	return ctx.Err()
}

// Close rests and lets go of the panel.
func (r *Rig) Close() error {
	if r.closed.Swap(true) {
		return nil
	}
	r.panel.Rest()
	return nil
}
