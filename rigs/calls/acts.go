package calls

import (
	"context"
	"fmt"
	"time"

	"github.com/certbench/certbench/rigs"
)

// act carries out one act in turn.
func (r *Rig) act(ctx context.Context, m rigs.Move, at rigs.Place, v Verb, about values) (rigs.ReadBack, error) {
	if err := r.config.stands(v, at); err != nil {
		return rigs.ReadBack{}, err
	}
	return r.turn(ctx, m, at, func() (string, error) { return r.call(ctx, v, about) })
}

func (r *Rig) turn(ctx context.Context, m rigs.Move, at rigs.Place, do func() (string, error)) (rigs.ReadBack, error) {
	var back rigs.ReadBack
	err := r.lock.Do(ctx, m, at, func() error {
		observed, err := do()
		if err == nil {
			back = rigs.ReadBack{Rig: r.Name(), Observed: observed, At: time.Now()}
		}
		return err
	})
	return back, err
}

// Connect calls connect.
func (r *Rig) Connect(ctx context.Context, at rigs.Place) (rigs.ReadBack, error) {
	return r.act(ctx, rigs.Connecting, at, Connect, valuesOf(at))
}

// ConnectIdle calls connect_idle.
func (r *Rig) ConnectIdle(ctx context.Context, at rigs.Place) (rigs.ReadBack, error) {
	return r.act(ctx, rigs.ConnectingIdle, at, ConnectIdle, valuesOf(at))
}

// Disconnect calls disconnect.
func (r *Rig) Disconnect(ctx context.Context, at rigs.Place) (rigs.ReadBack, error) {
	return r.act(ctx, rigs.Disconnecting, at, Disconnect, valuesOf(at))
}

// Plug calls plug; {end} is ev or station.
func (r *Rig) Plug(ctx context.Context, at rigs.Place, end rigs.End) (rigs.ReadBack, error) {
	return r.act(ctx, rigs.Plugging(end), at, Plug, valuesOf(at).with("end", word(end)))
}

// Unplug calls unplug; {end} is ev or station.
func (r *Rig) Unplug(ctx context.Context, at rigs.Place, end rigs.End) (rigs.ReadBack, error) {
	return r.act(ctx, rigs.Unplugging(end), at, Unplug, valuesOf(at).with("end", word(end)))
}

// word names an end as {end} does: one word, for command lines.
func word(end rigs.End) string {
	if end == rigs.EVEnd {
		return "ev"
	}
	return "station"
}

// Request calls request.
func (r *Rig) Request(ctx context.Context, at rigs.Place) (rigs.ReadBack, error) {
	return r.act(ctx, rigs.Requesting, at, Request, valuesOf(at))
}

// Suspend calls suspend.
func (r *Rig) Suspend(ctx context.Context, at rigs.Place) (rigs.ReadBack, error) {
	return r.act(ctx, rigs.Suspending, at, Suspend, valuesOf(at))
}

// Fault calls short.
func (r *Rig) Fault(ctx context.Context, at rigs.Place) (rigs.ReadBack, error) {
	return r.act(ctx, rigs.Shorting, at, Short, valuesOf(at))
}

// Present calls present; {token} is the id, {type} its type.
func (r *Rig) Present(ctx context.Context, token rigs.Token, at rigs.Place) (rigs.ReadBack, error) {
	return r.act(ctx, rigs.Presenting, at, Present, valuesOf(at).with("token", token.ID).with("type", token.Type))
}

// Select calls select; {evse} is 0 for all transactions.
func (r *Rig) Select(ctx context.Context, at rigs.Place) (rigs.ReadBack, error) {
	return r.act(ctx, rigs.Selecting, at, Select, valuesOf(at))
}

// Look calls look again and again, whose output is what the display shows; {text} is what is looked for. Where it is never seen whole, and look has
// said of any moment that the display had room for a part only, that is what has been seen.
func (r *Rig) Look(ctx context.Context, at rigs.Place, sight rigs.Sight, within time.Duration) (rigs.ReadBack, error) {
	if err := sight.Readable(); err != nil {
		return rigs.ReadBack{}, err
	}
	var seen rigs.Watched
	var part bool
	back, err := r.turn(ctx, rigs.Looking, at, func() (observed string, err error) {
		seen, err = sight.Watch(ctx, within, func(ctx context.Context) (text string, err error) {
			text, cut, err := r.reads(ctx, Look, valuesOf(at).with("text", sight.Text))
			part = part || cut
			return text, err
		})
		return seen.Observed, err
	})
	if err == nil {
		back.Shown, back.Cut = seen.Shown, !seen.Shown && (seen.Cut || part)
	}
	return back, err
}

// Store calls store; {customer} is the identifier.
func (r *Rig) Store(ctx context.Context, identifier string) (rigs.ReadBack, error) {
	return r.act(ctx, rigs.Storing, rigs.Place{}, Store, values{}.with("customer", identifier))
}

// Off calls power_off.
func (r *Rig) Off(ctx context.Context) (rigs.ReadBack, error) {
	return r.act(ctx, rigs.SwitchingOff, rigs.Place{}, PowerOff, values{})
}

// On calls power_on.
func (r *Rig) On(ctx context.Context) (rigs.ReadBack, error) {
	return r.act(ctx, rigs.SwitchingOn, rigs.Place{}, PowerOn, values{})
}

// Cycle calls power_cycle, or power_off and power_on with a pause.
func (r *Rig) Cycle(ctx context.Context) (rigs.ReadBack, error) {
	if _, written := r.config.Acts[PowerCycle]; written {
		return r.act(ctx, rigs.Cycling, rigs.Place{}, PowerCycle, values{})
	}
	return r.turn(ctx, rigs.Cycling, rigs.Place{}, func() (string, error) {
		if seen, err := r.call(ctx, PowerOff, values{}); err != nil {
			return seen, err
		}
		if pause(ctx, r.config.Dark); ctx.Err() != nil {
			return "", ctx.Err()
		}
		return r.call(ctx, PowerOn, values{})
	})
}

// Enter calls enter.
func (r *Rig) Enter(ctx context.Context, at rigs.Place) (rigs.ReadBack, error) {
	return r.act(ctx, rigs.Entering, at, Enter, valuesOf(at))
}

// Leave calls leave.
func (r *Rig) Leave(ctx context.Context, at rigs.Place) (rigs.ReadBack, error) {
	return r.act(ctx, rigs.Leaving, at, Leave, valuesOf(at))
}

// Cut calls cut.
func (r *Rig) Cut(ctx context.Context) (rigs.ReadBack, error) {
	return r.act(ctx, rigs.Cutting, rigs.Place{}, Cut, values{})
}

// Restore calls restore.
func (r *Rig) Restore(ctx context.Context) (rigs.ReadBack, error) {
	return r.act(ctx, rigs.Restoring, rigs.Place{}, Restore, values{})
}

// Set calls set_faulted or set_unlock_failed.
func (r *Rig) Set(ctx context.Context, at rigs.Place, defect rigs.Defect) (rigs.ReadBack, error) {
	return r.act(ctx, rigs.Setting(defect), at, Verb(fmt.Sprintf("set_%s", defect)), valuesOf(at))
}

// Clear calls clear_faulted or clear_unlock_failed.
func (r *Rig) Clear(ctx context.Context, at rigs.Place, defect rigs.Defect) (rigs.ReadBack, error) {
	return r.act(ctx, rigs.Clearing(defect), at, Verb(fmt.Sprintf("clear_%s", defect)), valuesOf(at))
}
