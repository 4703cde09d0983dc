package rigs

import (
	"context"
	"time"
)

// One guarded twin for every kind of act; each verb goes through the latch and its interlock.
type (
	latchedCable     struct{ l *Latch }
	latchedEnds      struct{ l *Latch }
	latchedPilot     struct{ l *Latch }
	latchedTokens    struct{ l *Latch }
	latchedDisplay   struct{ l *Latch }
	latchedCustomers struct{ l *Latch }
	latchedMains     struct{ l *Latch }
	latchedBay       struct{ l *Latch }
	latchedLink      struct{ l *Latch }
	latchedFaults    struct{ l *Latch }
)

func (g latchedCable) Connect(ctx context.Context, at Place) (ReadBack, error) {
	return g.l.do(ctx, Connecting, at, func() (ReadBack, error) { return g.l.set.Cable.Connect(ctx, at) })
}

func (g latchedCable) ConnectIdle(ctx context.Context, at Place) (ReadBack, error) {
	return g.l.do(ctx, ConnectingIdle, at, func() (ReadBack, error) { return g.l.set.Cable.ConnectIdle(ctx, at) })
}

func (g latchedCable) Disconnect(ctx context.Context, at Place) (ReadBack, error) {
	return g.l.do(ctx, Disconnecting, at, func() (ReadBack, error) { return g.l.set.Cable.Disconnect(ctx, at) })
}

func (g latchedEnds) Plug(ctx context.Context, at Place, end End) (ReadBack, error) {
	return g.l.do(ctx, Plugging(end), at, func() (ReadBack, error) { return g.l.set.Ends.Plug(ctx, at, end) })
}

func (g latchedEnds) Unplug(ctx context.Context, at Place, end End) (ReadBack, error) {
	return g.l.do(ctx, Unplugging(end), at, func() (ReadBack, error) { return g.l.set.Ends.Unplug(ctx, at, end) })
}

func (g latchedPilot) Request(ctx context.Context, at Place) (ReadBack, error) {
	return g.l.do(ctx, Requesting, at, func() (ReadBack, error) { return g.l.set.Pilot.Request(ctx, at) })
}

func (g latchedPilot) Suspend(ctx context.Context, at Place) (ReadBack, error) {
	return g.l.do(ctx, Suspending, at, func() (ReadBack, error) { return g.l.set.Pilot.Suspend(ctx, at) })
}

func (g latchedPilot) Fault(ctx context.Context, at Place) (ReadBack, error) {
	return g.l.do(ctx, Shorting, at, func() (ReadBack, error) { return g.l.set.Pilot.Fault(ctx, at) })
}

func (g latchedPilot) Show(ctx context.Context, at Place, state PilotState) (ReadBack, error) {
	return g.l.do(ctx, Showing(state), at, func() (ReadBack, error) { return show(ctx, g.l.set.Pilot, at, state) })
}

func (g latchedTokens) Present(ctx context.Context, token Token, at Place) (ReadBack, error) {
	return g.l.do(ctx, Presenting, at, func() (ReadBack, error) { return g.l.set.Tokens.Present(ctx, token, at) })
}

func (g latchedDisplay) Select(ctx context.Context, at Place) (ReadBack, error) {
	return g.l.do(ctx, Selecting, at, func() (ReadBack, error) { return g.l.set.Display.Select(ctx, at) })
}

func (g latchedDisplay) Look(ctx context.Context, at Place, sight Sight, within time.Duration) (ReadBack, error) {
	return g.l.do(ctx, Looking, at, func() (ReadBack, error) { return g.l.set.Display.Look(ctx, at, sight, within) })
}

func (g latchedCustomers) Store(ctx context.Context, identifier string) (ReadBack, error) {
	return g.l.do(ctx, Storing, Place{}, func() (ReadBack, error) { return g.l.set.Customers.Store(ctx, identifier) })
}

func (g latchedMains) Off(ctx context.Context) (ReadBack, error) {
	return g.l.do(ctx, SwitchingOff, Place{}, func() (ReadBack, error) { return g.l.set.Mains.Off(ctx) })
}

func (g latchedMains) On(ctx context.Context) (ReadBack, error) {
	return g.l.do(ctx, SwitchingOn, Place{}, func() (ReadBack, error) { return g.l.set.Mains.On(ctx) })
}

func (g latchedMains) Cycle(ctx context.Context) (ReadBack, error) {
	return g.l.do(ctx, Cycling, Place{}, func() (ReadBack, error) { return g.l.set.Mains.Cycle(ctx) })
}

func (g latchedBay) Enter(ctx context.Context, at Place) (ReadBack, error) {
	return g.l.do(ctx, Entering, at, func() (ReadBack, error) { return g.l.set.Bay.Enter(ctx, at) })
}

func (g latchedBay) Leave(ctx context.Context, at Place) (ReadBack, error) {
	return g.l.do(ctx, Leaving, at, func() (ReadBack, error) { return g.l.set.Bay.Leave(ctx, at) })
}

func (g latchedLink) Cut(ctx context.Context) (ReadBack, error) {
	return g.l.do(ctx, Cutting, Place{}, func() (ReadBack, error) { return g.l.set.Link.Cut(ctx) })
}

func (g latchedLink) Restore(ctx context.Context) (ReadBack, error) {
	return g.l.do(ctx, Restoring, Place{}, func() (ReadBack, error) { return g.l.set.Link.Restore(ctx) })
}

func (g latchedFaults) Set(ctx context.Context, at Place, defect Defect) (ReadBack, error) {
	return g.l.do(ctx, Setting(defect), at, func() (ReadBack, error) { return g.l.set.Faults.Set(ctx, at, defect) })
}

func (g latchedFaults) Clear(ctx context.Context, at Place, defect Defect) (ReadBack, error) {
	return g.l.do(ctx, Clearing(defect), at, func() (ReadBack, error) { return g.l.set.Faults.Clear(ctx, at, defect) })
}
