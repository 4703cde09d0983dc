package rigs

import (
	"context"
	"fmt"
	"strings"
	"time"
)

// Kind is one kind of physical act, as a bench file binds it.
type Kind string

// The kinds of acts, named as the bench file names them.
const (
	KindCable     Kind = "cable"
	KindEnds      Kind = "ends"
	KindPilot     Kind = "pilot"
	KindTokens    Kind = "tokens"
	KindDisplay   Kind = "display"
	KindCustomers Kind = "customers"
	KindMains     Kind = "mains"
	KindBay       Kind = "bay"
	KindLink      Kind = "link"
	KindFaults    Kind = "faults"
)

// Kinds lists every kind of act in the order in which bench files and reports show them.
func Kinds() []Kind {
	return []Kind{KindCable, KindEnds, KindPilot, KindTokens, KindDisplay, KindCustomers, KindMains, KindBay, KindLink, KindFaults}
}

// Act is one manual action of a test case as a value: its name for programs, its sentence for a person, its place and
// token for the record. Detail is which end, state or fault it is about, where the name leaves that open. Do carries it out
// on a bench's rigs.
type Act struct {
	Name     string `json:"name"`
	Kind     Kind   `json:"kind"`
	Detail   string `json:"detail,omitempty"`
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
	var failed error // the first time, where it was done once more
	ctx = context.WithValue(context.WithValue(ctx, actKey{}, a), repeatKey{}, &failed)
	back, err := a.do(ctx, on)
	if err != nil {
		return back, fmt.Errorf("%s: %w", a.Name, err)
	}
	if failed != nil {
		back.Observed = strings.TrimPrefix(fmt.Sprintf("%s; at the second try, for the first failed: %v", back.Observed, failed), "; ")
	}
	return back, nil
}

type repeatKey struct{}

// noteRepeat says that the act which is being done under ctx is done once more, and why.
func noteRepeat(ctx context.Context, failed error) {
	if at, ok := ctx.Value(repeatKey{}).(*error); ok {
		*at = failed
	}
}

type actKey struct{}

// Current returns the act that is being done under ctx, so that a rig made of a person can show its very sentence.
func Current(ctx context.Context) (Act, bool) {
	a, ok := ctx.Value(actKey{}).(Act)
	return a, ok
}

// Say replaces the sentence of an act by the document's own, such as "Present the same idToken as used to start the
// transaction."
func (a Act) Say(sentence string) Act {
	a.Sentence = sentence
	return a
}

// Has tells whether an act of the kind can be done.
func (s Set) Has(k Kind) bool { return s.by(k) != nil }

// by is what does a kind of act, nil for nothing.
func (s Set) by(k Kind) any {
	switch k {
	case KindCable:
		return s.Cable
	case KindEnds:
		return s.Ends
	case KindPilot:
		return s.Pilot
	case KindTokens:
		return s.Tokens
	case KindDisplay:
		return s.Display
	case KindCustomers:
		return s.Customers
	case KindMains:
		return s.Mains
	case KindBay:
		return s.Bay
	case KindLink:
		return s.Link
	case KindFaults:
		return s.Faults
	}
	return nil
}

// Take takes what does one kind of act over from another set; from the empty set that is nothing.
func (s *Set) Take(kind Kind, from Set) {
	switch kind {
	case KindCable:
		s.Cable = from.Cable
	case KindEnds:
		s.Ends = from.Ends
	case KindPilot:
		s.Pilot = from.Pilot
	case KindTokens:
		s.Tokens = from.Tokens
	case KindDisplay:
		s.Display = from.Display
	case KindCustomers:
		s.Customers = from.Customers
	case KindMains:
		s.Mains = from.Mains
	case KindBay:
		s.Bay = from.Bay
	case KindLink:
		s.Link = from.Link
	case KindFaults:
		s.Faults = from.Faults
	}
}

// ConnectEV connects the EV and the EVSE; the EV asks for energy once the station offers it.
func ConnectEV(at Place) Act {
	return Act{Name: "ConnectEV", Kind: KindCable, At: at, Sentence: "Connect the EV and EVSE.",
		do: func(ctx context.Context, on Set) (ReadBack, error) { return on.Cable.Connect(ctx, at) }}
}

// ConnectIdleEV connects the EV and the EVSE; the EV is not ready for energy transfer, whatever the station offers
// (control pilot in state B).
func ConnectIdleEV(at Place) Act {
	return Act{Name: "ConnectIdleEV", Kind: KindCable, At: at, Sentence: "Connect the EV and EVSE, with an EV that is not ready for energy transfer.",
		do: func(ctx context.Context, on Set) (ReadBack, error) { return on.Cable.ConnectIdle(ctx, at) }}
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

// StopAllTransactions selects on the display that every transaction is to be stopped.
func StopAllTransactions() Act {
	return Act{Name: "StopAllTransactions", Kind: KindDisplay, Sentence: "Select to stop all transactions.",
		do: func(ctx context.Context, on Set) (ReadBack, error) { return on.Display.Select(ctx, Place{}) }}
}

// StopTransactionAt selects on the display that the transaction of one EVSE is to be stopped.
func StopTransactionAt(at Place) Act {
	return Act{Name: "StopTransactionAt", Kind: KindDisplay, At: at,
		Sentence: fmt.Sprintf("Select to stop the transaction on EVSE %d.", at.EVSE),
		do:       func(ctx context.Context, on Set) (ReadBack, error) { return on.Display.Select(ctx, at) }}
}

// LookAtDisplay looks whether the display shows something within a time, in which all that it shows comes round.
func LookAtDisplay(sight Sight, within time.Duration, at Place) Act {
	sentence := "Look whether the display shows %s."
	if sight.Stays {
		sentence = "Look whether the display shows %s all the time, and nothing in turns with it."
	}
	return Act{Name: "LookAtDisplay", Kind: KindDisplay, At: at,
		Sentence: fmt.Sprintf(sentence, sight),
		do:       func(ctx context.Context, on Set) (ReadBack, error) { return on.Display.Look(ctx, at, sight, within) }}
}

// StoreCustomer stores a customer at the station, by an identifier.
func StoreCustomer(identifier string) Act {
	return Act{Name: "StoreCustomer", Kind: KindCustomers,
		Sentence: fmt.Sprintf("Store the customer identifier %q at the Charging Station.", identifier),
		do:       func(ctx context.Context, on Set) (ReadBack, error) { return on.Customers.Store(ctx, identifier) }}
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
		do: func(ctx context.Context, on Set) (ReadBack, error) { return on.Mains.Cycle(ctx) }}
}

// PowerOff cuts the mains of the station and leaves them off.
func PowerOff() Act {
	return Act{Name: "PowerOff", Kind: KindMains, Sentence: "Switch the mains of the Charging Station off.",
		do: func(ctx context.Context, on Set) (ReadBack, error) { return on.Mains.Off(ctx) }}
}

// PowerOn restores the mains of the station.
func PowerOn() Act {
	return Act{Name: "PowerOn", Kind: KindMains, Sentence: "Switch the mains of the Charging Station on.",
		do: func(ctx context.Context, on Set) (ReadBack, error) { return on.Mains.On(ctx) }}
}

// CutLink takes the station off the network, below TCP.
func CutLink() Act {
	return Act{Name: "CutLink", Kind: KindLink, Sentence: "Take Charging Station offline.",
		do: func(ctx context.Context, on Set) (ReadBack, error) { return on.Link.Cut(ctx) }}
}

// RestoreLink puts the station back on the network.
func RestoreLink() Act {
	return Act{Name: "RestoreLink", Kind: KindLink, Sentence: "Bring Charging Station back online.",
		do: func(ctx context.Context, on Set) (ReadBack, error) { return on.Link.Restore(ctx) }}
}

// PlugEnd puts in one end of a loose cable, the other staying as it is.
func PlugEnd(end End, at Place) Act {
	return Act{Name: "PlugEnd", Kind: KindEnds, Detail: string(end), At: at,
		Sentence: fmt.Sprintf("Connect the EV and EVSE on %s side.", end),
		do:       func(ctx context.Context, on Set) (ReadBack, error) { return on.Ends.Plug(ctx, at, end) }}
}

// UnplugEnd takes out one end of a loose cable, the other staying as it is.
func UnplugEnd(end End, at Place) Act {
	return Act{Name: "UnplugEnd", Kind: KindEnds, Detail: string(end), At: at,
		Sentence: fmt.Sprintf("Disconnect the EV and EVSE on %s side.", end),
		do:       func(ctx context.Context, on Set) (ReadBack, error) { return on.Ends.Unplug(ctx, at, end) }}
}

// RequestByEV has the connected EV ask for energy again (control pilot to state C once a current is offered).
func RequestByEV(at Place) Act {
	return Act{Name: "RequestByEV", Kind: KindPilot, At: at, Sentence: "The EV asks for energy.",
		do: func(ctx context.Context, on Set) (ReadBack, error) { return on.Pilot.Request(ctx, at) }}
}

// ShortPilot has the connected EV short the control pilot (state E).
func ShortPilot(at Place) Act {
	return Act{Name: "ShortPilot", Kind: KindPilot, At: at, Sentence: "The EV shorts the control pilot.",
		do: func(ctx context.Context, on Set) (ReadBack, error) { return on.Pilot.Fault(ctx, at) }}
}

// ShowPilot has the connected EV show a state of the pilot, B to E.
func ShowPilot(state PilotState, at Place) Act {
	return Act{Name: "ShowPilot", Kind: KindPilot, Detail: state.String(), At: at, Sentence: fmt.Sprintf("The EV makes state %s of the control pilot.", state),
		do: func(ctx context.Context, on Set) (ReadBack, error) { return show(ctx, on.Pilot, at, state) }}
}

// show uses the verbs that every pilot has where the rig has no verb for all states.
func show(ctx context.Context, on Pilot, at Place, state PilotState) (ReadBack, error) {
	if s, ok := on.(Shower); ok {
		return s.Show(ctx, at, state)
	}
	switch state {
	case PilotB:
		return on.Suspend(ctx, at)
	case PilotC:
		return on.Request(ctx, at)
	case PilotE:
		return on.Fault(ctx, at)
	}
	return ReadBack{}, fmt.Errorf("%w to show state %s of the pilot: the rig has no such verb", ErrNoRig, state)
}

// faults has the sentences that make and clear each hardware fault.
var faults = map[Defect][2]string{
	Faulted:      {"Set the Charging Station to state Faulted.", "Set the Charging Station back to state Available."},
	UnlockFailed: {"Jam the lock of the connector.", "Free the lock of the connector."},
	DiodeShorted: {"Bridge the diode of the EV.", "Take the bridge off the diode of the EV."},
}

// SetFault makes a hardware fault of a connector.
func SetFault(defect Defect, at Place) Act {
	return Act{Name: "SetFault", Kind: KindFaults, Detail: string(defect), At: at, Sentence: faults[defect][0],
		do: func(ctx context.Context, on Set) (ReadBack, error) { return on.Faults.Set(ctx, at, defect) }}
}

// ClearFault clears a hardware fault of a connector.
func ClearFault(defect Defect, at Place) Act {
	return Act{Name: "ClearFault", Kind: KindFaults, Detail: string(defect), At: at, Sentence: faults[defect][1],
		do: func(ctx context.Context, on Set) (ReadBack, error) { return on.Faults.Clear(ctx, at, defect) }}
}
