package rigs

import (
	"context"
	"errors"
	"fmt"
)

// Kind is one kind of physical act, as a bench file binds it.
type Kind string

// The kinds of acts, named as the bench file names them.
const (
	KindCable  Kind = "cable"
	KindPilot  Kind = "pilot"
	KindTokens Kind = "tokens"
	KindMains  Kind = "mains"
	KindBay    Kind = "bay"
	KindLink   Kind = "link"
)

// Kinds lists every kind of act in the order in which bench files and reports show them.
func Kinds() []Kind {
	return []Kind{KindCable, KindPilot, KindTokens, KindMains, KindBay, KindLink}
}

// ErrNoRig says that the bench has no rig for an act. The case is NOT RUN, never failed.
var ErrNoRig = errors.New("no rig is bound")

// Act is one manual action of a test case as a value: its name for programs, its sentence for a person, its place and
// token for the record. Do carries it out on a bench's rigs.
type Act struct {
	Name     string `json:"name"`
	Kind     Kind   `json:"kind"`
	Sentence string `json:"sentence"`
	At       Place  `json:"at"`
	Token    *Token `json:"token,omitempty"`

	do func(ctx context.Context, rigs Set) (ReadBack, error)
}

// Do carries the act out. It returns ErrNoRig, wrapped with the kind, when the bench has nothing bound to it.
func (a Act) Do(ctx context.Context, on Set) (ReadBack, error) {
	if !on.Has(a.Kind) {
		return ReadBack{}, fmt.Errorf("%w to %q, needed to %s", ErrNoRig, a.Kind, a.Sentence)
	}
	back, err := a.do(ctx, on)
	if err != nil {
		return back, fmt.Errorf("%s: %w", a.Name, err)
	}
	return back, nil
}

// Has tells whether an act of the kind can be done.
func (s Set) Has(k Kind) bool {
	switch k {
	case KindCable:
		return s.Cable != nil
	case KindPilot:
		return s.Pilot != nil
	case KindTokens:
		return s.Tokens != nil
	case KindMains:
		return s.Mains != nil
	case KindBay:
		return s.Bay != nil
	case KindLink:
		return s.Link != nil
	}
	return false
}

// ConnectEV connects the EV and the EVSE; the EV asks for energy once the station offers it.
func ConnectEV(at Place) Act {
	return Act{Name: "ConnectEV", Kind: KindCable, At: at, Sentence: "Connect the EV and EVSE.",
		do: func(ctx context.Context, on Set) (ReadBack, error) { return on.Cable.Connect(ctx, at) }}
}

// DisconnectEV disconnects the EV and the EVSE.
func DisconnectEV(at Place) Act {
	return Act{Name: "DisconnectEV", Kind: KindCable, At: at, Sentence: "Disconnect the EV and EVSE.",
		do: func(ctx context.Context, on Set) (ReadBack, error) { return on.Cable.Disconnect(ctx, at) }}
}

// PresentToken holds an idToken to the reader that serves the place.
func PresentToken(t Token, at Place) Act {
	return Act{Name: "PresentToken", Kind: KindTokens, At: at, Token: &t,
		Sentence: fmt.Sprintf("Present idToken %s (%s).", t.ID, t.Type),
		do:       func(ctx context.Context, on Set) (ReadBack, error) { return on.Tokens.Present(ctx, t, at) }}
}

// SuspendByEV has the connected EV stop asking for energy (control pilot to state B).
func SuspendByEV(at Place) Act {
	return Act{Name: "SuspendByEV", Kind: KindPilot, At: at, Sentence: "The EV suspends the energy transfer.",
		do: func(ctx context.Context, on Set) (ReadBack, error) { return on.Pilot.Suspend(ctx, at) }}
}

// DriveIn moves the EV into the parking bay.
func DriveIn(at Place) Act {
	return Act{Name: "DriveIn", Kind: KindBay, At: at, Sentence: "Drive EV into parking bay.",
		do: func(ctx context.Context, on Set) (ReadBack, error) { return on.Bay.Enter(ctx, at) }}
}

// DriveOut moves the EV out of the parking bay.
func DriveOut(at Place) Act {
	return Act{Name: "DriveOut", Kind: KindBay, At: at, Sentence: "Drive EV out of parking bay.",
		do: func(ctx context.Context, on Set) (ReadBack, error) { return on.Bay.Leave(ctx, at) }}
}

// PowerCycle cuts the mains of the station and restores them: the read-back is that of the restored supply.
func PowerCycle() Act {
	return Act{Name: "PowerCycle", Kind: KindMains, Sentence: "Power cycle the Charging Station.",
		do: func(ctx context.Context, on Set) (ReadBack, error) {
			if back, err := on.Mains.Off(ctx); err != nil {
				return back, err
			}
			return on.Mains.On(ctx)
		}}
}
