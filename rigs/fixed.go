package rigs

import (
	"context"
	"fmt"
)

// FixedCable is what moves the ends of a cable that the station holds for good, on a bench that only connects and disconnects
// EVs: the end at the EV is all that can be moved, and taking it out is what disconnects the EV. The end at the station is
// nobody's to take out, an ErrNoRig. An EV that is plugged in asks for energy, as one that is connected does.
func FixedCable(cable Cable) Ends { return fixedCable{cable} }

type fixedCable struct{ cable Cable }

func (f fixedCable) Plug(ctx context.Context, at Place, end End) (ReadBack, error) {
	if end != EVEnd {
		return ReadBack{}, f.never(end)
	}
	return f.cable.Connect(ctx, at)
}

func (f fixedCable) Unplug(ctx context.Context, at Place, end End) (ReadBack, error) {
	if end != EVEnd {
		return ReadBack{}, f.never(end)
	}
	return f.cable.Disconnect(ctx, at)
}

func (fixedCable) never(end End) error {
	return fmt.Errorf("%w to %q, to move the cable on %s side: it is fixed there", ErrNoRig, KindEnds, end)
}
