package gpio

import (
	"context"
	"fmt"
	"time"

	"github.com/certbench/certbench/rigs"
)

// Examine holds every line against the position of the rig: outputs against what they were driven to, inputs against what
// the pilot of the place allows. It waits as long as the station may take to follow.
func (r *Rig) Examine(ctx context.Context, at rigs.Place, charging bool) ([]rigs.Finding, error) {
	var all []rigs.Finding
	err := r.lock.Open(ctx, func() (err error) {
		all, err = r.examine(ctx, at, charging)
		return err
	})
	return all, err
}

func (r *Rig) examine(ctx context.Context, at rigs.Place, charging bool) ([]rigs.Finding, error) {
	all, err := r.stuck()
	if err != nil {
		return all, err
	}
	for _, w := range r.config.Places {
		if at != (rigs.Place{}) && at != w.At {
			continue
		}
		for _, look := range []func(context.Context, Wiring, bool) (*rigs.Finding, error){r.seenContactor, r.seenLock, r.seenPWM, r.seenPilot} {
			found, err := look(ctx, w, charging)
			if err != nil {
				return all, err
			}
			if found != nil {
				all = append(all, *found)
			}
		}
	}
	return all, nil
}

// stuck finds the outputs that read another value than they are driven to.
func (r *Rig) stuck() ([]rigs.Finding, error) {
	var all []rigs.Finding
	for _, g := range r.all {
		is, err := g.read()
		if err != nil {
			return all, err
		}
		for i, relay := range g.relays {
			if want := relay.line.Safe != relay.acting; is[i] != want {
				all = append(all, rigs.Finding{What: relay.role,
					Found: fmt.Sprintf("the relay is stuck: line %q reads active = %t, expected %t", relay.line.Name, is[i], want),
					Do:    fmt.Sprintf("look for a short of line %q to ground or supply, for a wire on the wrong pin, and for a relay board without supply", relay.line.Name)})
			}
		}
	}
	return all, nil
}

// asking tells whether the EV of a place asks for energy, by the relays.
func (r *Rig) asking(w Wiring) bool {
	pilot, _ := r.all.find(w.role("cp"))
	return pilot.acts(w.role("ready")) || pilot.acts(w.role("ventilation"))
}

// seenContactor: the power path is open unless an EV asks (IEC 61851-1), and closed while it is supplied.
func (r *Rig) seenContactor(ctx context.Context, w Wiring, charging bool) (*rigs.Finding, error) {
	input := r.inputs.find(w.role("contactor"))
	if input == nil {
		return nil, nil
	}
	asks := r.asking(w)
	if asks && !charging {
		return nil, nil // whether it closes is for the station to decide
	}
	limit := r.config.Timing.Unload
	if asks {
		limit = r.config.Timing.Feedback // IEC 61851-1 gives the station 3 s
	}
	closed, err := awaited(ctx, input, limit, asks)
	if err != nil || closed == asks {
		return nil, err
	}
	f := &rigs.Finding{What: w.role("contactor"),
		Found: fmt.Sprintf("the contactor reads closed although no EV asks for energy: it is welded, or input %q is wired or written upside down", input.line.Name),
		Do:    "cut the mains by hand and measure the contactor before anything else; if it is open, turn active_low of the input round or move its wire to the other contact"}
	if asks {
		f.Found = fmt.Sprintf("the contactor does not close: the station says that it charges, and input %q reads open after %s", input.line.Name, limit)
		f.Do = "look at the auxiliary contact and its wire to the input, then at the contactor and its coil"
	}
	return f, nil
}

// awaited waits for a while until an input has a value, and returns the one that it has.
func awaited(ctx context.Context, input *sense, limit time.Duration, want bool) (bool, error) {
	limited, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	is, err := input.await(limited, want)
	if err == nil {
		err = ctx.Err()
	}
	return is, err
}

// seenLock: a loose cable is locked while it is under power, and nothing is while no cable is in.
func (r *Rig) seenLock(ctx context.Context, w Wiring, charging bool) (*rigs.Finding, error) {
	input := r.inputs.find(w.role("lock"))
	_, plug := r.all.find(w.role("pp"))
	if input == nil || plug == nil || plug.acting && !charging {
		return nil, nil
	}
	locked, err := awaited(ctx, input, r.config.Timing.Feedback, charging)
	if err != nil || locked == charging {
		return nil, err
	}
	f := &rigs.Finding{What: w.role("lock"), Doubt: true,
		Found: fmt.Sprintf("input %q reads locked although no cable is in", input.line.Name),
		Do:    "turn active_low of the input round, unless the station keeps its lock closed while nothing is plugged in"}
	if charging {
		f.Found, f.Doubt = fmt.Sprintf("the cable is not locked: the station says that it charges, and input %q reads unlocked", input.line.Name), false
		f.Do = "look at the switch of the lock and its wire to the input; then at the resistor of the pp relay, without which a station sees no plug"
	}
	return f, nil
}

// seenPWM: the oscillator runs while an EV is supplied, and only a station with an EV has it run.
func (r *Rig) seenPWM(ctx context.Context, w Wiring, charging bool) (*rigs.Finding, error) {
	input := r.inputs.find(w.role("pwm"))
	_, cp := r.all.find(w.role("cp"))
	if input == nil || cp.acting && !charging {
		return nil, nil // in state B and C a station may wait with its oscillator until the driver is authorized
	}
	on, err := awaited(ctx, input, r.config.Timing.Feedback, charging)
	if err != nil || on == charging {
		return nil, err
	}
	return pwmFinding(w.role("pwm"), input.line, charging), nil
}

func pwmFinding(role string, line Line, charging bool) *rigs.Finding {
	if charging {
		return &rigs.Finding{What: role,
			Found: fmt.Sprintf("there is no PWM on the pilot: the station says that it charges, and input %q sees none", line.Name),
			Do:    "look at the wire from the pilot to the detector and at their common earth"}
	}
	return &rigs.Finding{What: role, Doubt: true,
		Found: fmt.Sprintf("input %q sees PWM although no EV is connected", line.Name),
		Do:    "turn active_low of the input round, or look for the wire of another EVSE at the detector"}
}

// seenPilot looks at the pilot itself: +12 V that stands still without an EV (state A), and PWM with a current while one is
// supplied.
func (r *Rig) seenPilot(ctx context.Context, w Wiring, charging bool) (*rigs.Finding, error) {
	_, cp := r.all.find(w.role("cp"))
	if w.Duty.Name == "" || cp.acting && !charging {
		return nil, nil
	}
	seen, err := look(ctx, r.chip, wired{w.role("duty"), w.Duty})
	switch {
	case err != nil:
		return nil, err
	case charging && (seen.Cycles == 0 || offered(100*seen.Duty) == ""):
		f := pwmFinding(w.role("duty"), w.Duty, true)
		f.Found = fmt.Sprintf("the pilot offers no current: the station says that it charges, and input %q sees %s", w.Duty.Name, seen)
		return f, nil
	case !charging && seen.Cycles > 0:
		return pwmFinding(w.role("duty"), w.Duty, false), nil
	case !charging && !seen.Positive:
		return &rigs.Finding{What: w.role("duty"), Doubt: true,
			Found: fmt.Sprintf("the pilot of a free connector is not at +12 V: input %q sees 0 V or -12 V", w.Duty.Name),
			Do:    "look whether the station is in service, whether the pilot wire and earth reach the board, and whether the short relay has let go"}, nil
	}
	return nil, nil
}
