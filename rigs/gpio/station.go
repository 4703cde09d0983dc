package gpio

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/certbench/certbench/rigs"
)

// Off cuts the mains.
func (r *Rig) Off(ctx context.Context) (rigs.ReadBack, error) {
	return r.act(ctx, rigs.SwitchingOff, rigs.Place{}, func() error { return r.mains(ctx, false) })
}

// On restores the mains.
func (r *Rig) On(ctx context.Context) (rigs.ReadBack, error) {
	return r.act(ctx, rigs.SwitchingOn, rigs.Place{}, func() error { return r.mains(ctx, true) })
}

// Cycle cuts the mains, waits until the station is dark, and restores them.
func (r *Rig) Cycle(ctx context.Context) (rigs.ReadBack, error) {
	return r.act(ctx, rigs.Cycling, rigs.Place{}, func() error {
		if err := r.mains(ctx, false); err != nil {
			return err
		}
		if err := rigs.Sleep(ctx, r.config.Timing.Dark); err != nil {
			return err
		}
		return r.mains(ctx, true)
	})
}

// mains switches the contactor and waits until it follows.
func (r *Rig) mains(ctx context.Context, on bool) error {
	if !on {
		if err := r.unload(ctx); err != nil {
			return err
		}
	}
	if err := r.single("mains", !on); err != nil {
		return err
	}
	return r.follow(ctx, on)
}

// unload waits until the station has opened its contactors at the EVs that do not ask. Whether the mains may be cut while
// one asks was decided before (rigs.Latch).
func (r *Rig) unload(ctx context.Context) error {
	for _, w := range r.config.Places {
		if r.asking(w) {
			continue
		}
		pilot, _ := r.all.find(w.role("cp"))
		if err := rigs.Sleep(ctx, time.Until(pilot.broke.Add(r.config.Timing.Unload))); err != nil {
			return err
		}
		contactor := r.inputs.find(w.role("contactor"))
		if contactor == nil {
			continue
		}
		closed, _, err := contactor.read()
		if err == nil && closed {
			err = fmt.Errorf("%w: input %q shows the contactor at %s closed, although no EV has asked for %s", rigs.ErrUnderLoad,
				contactor.line.Name, w.At, r.config.Timing.Unload)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// follow waits until the feedback shows the mains as they should be. Without feedback there is nothing to wait for.
func (r *Rig) follow(ctx context.Context, on bool) error {
	feedback := r.inputs.find("mains_feedback")
	if feedback == nil {
		return nil
	}
	limited, cancel := context.WithTimeout(ctx, r.config.Timing.Feedback)
	defer cancel()
	is, err := feedback.await(limited, on)
	if err != nil || is == on {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	return fmt.Errorf("the mains do not follow: line %q still reads active = %t after %s; look for a welded or missing contact",
		feedback.line.Name, is, r.config.Timing.Feedback)
}

// single moves one relay; those that are held with it stay.
func (r *Rig) single(role string, act bool) error {
	group, own := r.all.find(role)
	if group == nil {
		return fmt.Errorf("%w: no line is wired for %s", rigs.ErrNoRig, role)
	}
	return group.drive(func(r *relay) bool { return r == own && act || r != own && r.acting })
}

// Enter has the sensor of the place's parking bay see an EV.
func (r *Rig) Enter(ctx context.Context, at rigs.Place) (rigs.ReadBack, error) {
	return r.act(ctx, rigs.Entering, at, func() error { return r.bay(at, true) })
}

// Leave has the sensor of the place's parking bay see nothing.
func (r *Rig) Leave(ctx context.Context, at rigs.Place) (rigs.ReadBack, error) {
	return r.act(ctx, rigs.Leaving, at, func() error { return r.bay(at, false) })
}

func (r *Rig) bay(at rigs.Place, occupied bool) error {
	role, err := r.own(at, "bay")
	if err != nil {
		return err
	}
	return r.single(role, occupied)
}

// own is the role of a line as the place has it, or as the station as a whole does.
func (r *Rig) own(at rigs.Place, role string) (string, error) {
	place := Wiring{At: at}.role(role)
	switch {
	case r.all.has(place):
		return place, nil
	case r.all.has(role):
		return role, nil
	}
	return "", fmt.Errorf("%w: no line is wired for %q at %s; there are %s", rigs.ErrNoRig, role, at, strings.Join(r.all.roles(), ", "))
}

// Set puts a connector out of order.
func (r *Rig) Set(ctx context.Context, at rigs.Place, defect rigs.Defect) (rigs.ReadBack, error) {
	return r.act(ctx, rigs.Setting(defect), at, func() error { return r.defect(at, defect, true) })
}

// Clear puts a connector back in order.
func (r *Rig) Clear(ctx context.Context, at rigs.Place, defect rigs.Defect) (rigs.ReadBack, error) {
	return r.act(ctx, rigs.Clearing(defect), at, func() error { return r.defect(at, defect, false) })
}

// makes names the line that makes each hardware fault.
var makes = map[rigs.Defect]string{rigs.Faulted: "fault", rigs.UnlockFailed: "unlock_failed", rigs.DiodeShorted: "diode"}

func (r *Rig) defect(at rigs.Place, defect rigs.Defect, act bool) error {
	w, err := r.wiring(at)
	if err != nil {
		return err
	}
	return r.single(w.role(makes[defect]), act)
}
