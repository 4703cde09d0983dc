package gpio

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/certbench/certbench/rigs"
)

// act carries out one act in turn. When it fails on the way, every line goes to its safe value at once.
func (r *Rig) act(ctx context.Context, m rigs.Move, at rigs.Place, do func() error) (rigs.ReadBack, error) {
	var back rigs.ReadBack
	err := r.lock.Do(ctx, m, at, func() error {
		err := r.inputs.whole()
		if err == nil {
			err = do()
		}
		if err == nil {
			back = rigs.ReadBack{Rig: r.Name(), At: time.Now()}
			back.Observed, err = r.observe(ctx, at)
		}
		if err == nil || errors.Is(err, rigs.ErrNoRig) || errors.Is(err, rigs.ErrRefused) {
			return err // nothing moved
		}
		if failed := r.all.safe(); failed != nil {
			err = fmt.Errorf("%w; and not every line could be brought to its safe value: %w", err, failed)
		}
		return err
	})
	return back, err
}

// wiring finds the EV simulator of a place.
func (r *Rig) wiring(at rigs.Place) (Wiring, error) {
	for _, w := range r.config.Places {
		if w.At == at {
			return w, nil
		}
	}
	return Wiring{}, fmt.Errorf("%w: no EV simulator is wired to %s", rigs.ErrNoRig, at)
}

// Connect puts the cable in, then connects the EV in state B, then has it ask for energy.
func (r *Rig) Connect(ctx context.Context, at rigs.Place) (rigs.ReadBack, error) {
	return r.act(ctx, rigs.Connecting, at, func() error { return r.connect(ctx, at, true) })
}

// ConnectIdle puts the cable in, then connects the EV in state B, in which it stays.
func (r *Rig) ConnectIdle(ctx context.Context, at rigs.Place) (rigs.ReadBack, error) {
	return r.act(ctx, rigs.ConnectingIdle, at, func() error { return r.pilot(ctx, at, rigs.PilotB, true) })
}

// Disconnect brings the pilot to state A, then takes the cable out.
func (r *Rig) Disconnect(ctx context.Context, at rigs.Place) (rigs.ReadBack, error) {
	return r.act(ctx, rigs.Disconnecting, at, func() error {
		if err := r.free(at); err != nil {
			return err
		}
		return r.pilot(ctx, at, rigs.PilotA, false)
	})
}

// Plug puts in one end of the cable. The EV is connected once both are in; of a fixed cable the one at the station is.
func (r *Rig) Plug(ctx context.Context, at rigs.Place, end rigs.End) (rigs.ReadBack, error) {
	return r.act(ctx, rigs.Plugging(end), at, func() error {
		fixed, err := r.movable(at, end)
		switch {
		case err != nil:
			return err
		case fixed || r.lock.In(at, other(end)):
			return r.connect(ctx, at, end == rigs.EVEnd)
		case end == rigs.StationEnd:
			return r.pilot(ctx, at, rigs.PilotA, true)
		}
		return nil // an end in the EV alone touches no line
	})
}

// Unplug takes out one end of the cable: either way the pilot goes to state A first.
func (r *Rig) Unplug(ctx context.Context, at rigs.Place, end rigs.End) (rigs.ReadBack, error) {
	return r.act(ctx, rigs.Unplugging(end), at, func() error {
		if _, err := r.movable(at, end); err != nil {
			return err
		}
		if end == rigs.StationEnd {
			if err := r.free(at); err != nil {
				return err
			}
		}
		return r.pilot(ctx, at, rigs.PilotA, end == rigs.EVEnd && r.lock.In(at, rigs.StationEnd))
	})
}

// free requires that the station does not hold its end of the cable, where the rig can see that.
func (r *Rig) free(at rigs.Place) error {
	lock := r.inputs.find(Wiring{At: at}.role("lock"))
	if lock == nil {
		return nil
	}
	locked, _, err := lock.read()
	if err == nil && locked {
		err = fmt.Errorf("%w: line %q shows it locked at %s", rigs.ErrHeld, lock.line.Name, at)
	}
	return err
}

func other(end rigs.End) rigs.End {
	if end == rigs.EVEnd {
		return rigs.StationEnd
	}
	return rigs.EVEnd
}

// fixed tells whether the cable of a place has no end of its own at the station: no pp line is wired.
func (r *Rig) fixed(at rigs.Place) (bool, error) {
	w, err := r.wiring(at)
	return err == nil && w.PP.Name == "", err
}

// movable requires that an end of the cable can be moved.
func (r *Rig) movable(at rigs.Place, end rigs.End) (fixed bool, err error) {
	fixed, err = r.fixed(at)
	if fixed && end == rigs.StationEnd {
		err = fmt.Errorf("%w: no pp line is wired to %s, so its cable has no end of its own at the station", rigs.ErrNoRig, at)
	}
	return fixed, err
}

// whole requires that both ends of a loose cable are in: the pilot of an EV does not reach the station by one.
func (r *Rig) whole(at rigs.Place) error {
	if fixed, err := r.fixed(at); err != nil || fixed || r.lock.In(at, rigs.StationEnd) {
		return err
	}
	return fmt.Errorf("%w: the cable at %s is in at the EV only; plug in its end at the station first", rigs.ErrRefused, at)
}

// connect goes by way of state B, as an EV does. A new EV asks for energy; one that was there before shows what it showed.
func (r *Rig) connect(ctx context.Context, at rigs.Place, anew bool) error {
	if err := r.pilot(ctx, at, rigs.PilotB, true); err != nil {
		return err
	}
	if err := rigs.Sleep(ctx, r.config.Timing.Ready); err != nil {
		return err
	}
	if shows := r.lock.Shows(at); !anew && shows != rigs.PilotC {
		return r.pilot(ctx, at, shows, true)
	}
	return r.ask(ctx, at)
}

// ask moves the pilot to the state in which the EV asks.
func (r *Rig) ask(ctx context.Context, at rigs.Place) error {
	w, err := r.wiring(at)
	if err != nil {
		return err
	}
	return r.pilot(ctx, at, w.asks(), true)
}

// Request has the EV ask for energy.
func (r *Rig) Request(ctx context.Context, at rigs.Place) (rigs.ReadBack, error) {
	return r.act(ctx, rigs.Requesting, at, func() error {
		if err := r.whole(at); err != nil {
			return err
		}
		return r.ask(ctx, at)
	})
}

// Suspend has the EV stop asking for energy.
func (r *Rig) Suspend(ctx context.Context, at rigs.Place) (rigs.ReadBack, error) {
	return r.act(ctx, rigs.Suspending, at, func() error {
		if err := r.whole(at); err != nil {
			return err
		}
		return r.pilot(ctx, at, rigs.PilotB, true)
	})
}

// Fault shorts the pilot or, where no line does that, the diode.
func (r *Rig) Fault(ctx context.Context, at rigs.Place) (rigs.ReadBack, error) {
	return r.act(ctx, rigs.Shorting, at, func() error {
		if err := r.whole(at); err != nil {
			return err
		}
		return r.pilot(ctx, at, rigs.PilotE, true)
	})
}

// Show has the EV make a state of the pilot, B to E, where the lines for it are wired.
func (r *Rig) Show(ctx context.Context, at rigs.Place, state rigs.PilotState) (rigs.ReadBack, error) {
	return r.act(ctx, rigs.Showing(state), at, func() error {
		if err := r.whole(at); err != nil {
			return err
		}
		return r.pilot(ctx, at, state, true)
	})
}

// pilot moves the simulator of a place to a state of the pilot, with the station's end of the cable in or out. What makes
// hardware faults stays as it is.
func (r *Rig) pilot(ctx context.Context, at rigs.Place, state rigs.PilotState, cable bool) error {
	w, err := r.wiring(at)
	if err != nil {
		return err
	}
	var acting []string
	for _, closed := range w.contacts(state) {
		if !r.all.has(w.role(closed)) {
			return fmt.Errorf("%w: no line is wired to %s that makes state %s of the pilot: %s", rigs.ErrNoRig, at, state, closed)
		}
		acting = append(acting, w.role(closed))
	}
	if cable {
		acting = append(acting, w.role("pp"))
	}
	if r.lock.Defective(at, rigs.DiodeShorted) {
		acting = append(acting, w.role("diode"))
	}
	var own relays
	for _, lines := range w.simulator() {
		g, _ := r.all.find(w.role(lines[0].role))
		own = append(own, g)
	}
	if err := own.move(ctx, r.config.Timing.Break, acting...); err != nil {
		return err
	}
	return rigs.Sleep(ctx, r.config.Timing.Settle)
}
