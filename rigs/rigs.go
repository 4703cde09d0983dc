package rigs

import (
	"context"
	"fmt"
	"time"
)

// Place is where an act happens. EVSE and Connector count from 1 as in OCPP; EVSE 0 is the station as a whole,
// such as its only card reader.
type Place struct {
	EVSE      int `json:"evse"`
	Connector int `json:"connector,omitempty"`
}

func (p Place) String() string {
	if p.EVSE == 0 {
		return "the charging station"
	}
	return fmt.Sprintf("EVSE %d connector %d", p.EVSE, p.Connector)
}

// Token is what a driver holds to the reader. Type is an IdTokenEnumType value such as "ISO14443".
type Token struct {
	ID   string `json:"id"`
	Type string `json:"type"`
}

// ReadBack is what the rig saw after the act, so that evidence never rests on a command alone. Observed is empty when
// the rig has no way to look.
type ReadBack struct {
	Rig      string    `json:"rig"`
	Observed string    `json:"observed,omitempty"`
	Shown    bool      `json:"shown,omitempty"` // of a look: the display showed what was looked for
	Cut      bool      `json:"cut,omitempty"`   // of a look: it had no room for the whole of it, so that not to have seen it proves nothing
	At       time.Time `json:"at"`
}

// PilotState is a state of the control pilot, IEC 61851-1: A no EV, B connected, C ready, D ready with ventilation,
// E shorted, F station not available.
type PilotState byte

// The pilot states. An EV makes A to E, of which E is a fault; F is the station's own word that it is not available,
// which a rig can only see.
const (
	PilotA PilotState = 'A'
	PilotB PilotState = 'B'
	PilotC PilotState = 'C'
	PilotD PilotState = 'D'
	PilotE PilotState = 'E'
	PilotF PilotState = 'F'
)

func (s PilotState) String() string { return string(rune(s)) }

// Cable connects and disconnects the EV and the EVSE. After Connect the EV asks for energy as soon as it is offered.
// Connecting what is connected, and disconnecting what is not, is an error. ConnectIdle connects an EV that does not ask
// for energy, state B: a rig whose EV always asks answers with ErrNoRig.
type Cable interface {
	Connect(ctx context.Context, at Place) (ReadBack, error)
	ConnectIdle(ctx context.Context, at Place) (ReadBack, error)
	Disconnect(ctx context.Context, at Place) (ReadBack, error)
}

// End is one end of a loose cable.
type End string

// The ends of a loose cable, as part 6 tells them apart: "on EV side" and "on Charging Station side".
const (
	EVEnd      End = "EV"
	StationEnd End = "Charging Station"
)

// Ends moves one end of a loose cable alone, as TC_E_17_CS and its neighbours need it. Plugging in what is in, and
// unplugging what is out, is an error. Where the cable is part of the station, its only end is the one at the EV.
type Ends interface {
	Plug(ctx context.Context, at Place, end End) (ReadBack, error)
	Unplug(ctx context.Context, at Place, end End) (ReadBack, error)
}

// Pilot moves the control pilot of a connected EV: Request asks for energy (state C), Suspend stops asking (state B),
// Fault shorts the pilot (state E).
type Pilot interface {
	Request(ctx context.Context, at Place) (ReadBack, error)
	Suspend(ctx context.Context, at Place) (ReadBack, error)
	Fault(ctx context.Context, at Place) (ReadBack, error)
}

// Shower is a Pilot that shows any state which its EV can make, B to E, for whoever is at the bench: no test case asks
// for state D.
type Shower interface {
	Show(ctx context.Context, at Place, state PilotState) (ReadBack, error)
}

// Tokens presents an idToken to the reader that serves the place.
type Tokens interface {
	Present(ctx context.Context, token Token, at Place) (ReadBack, error)
}

// Display is the station's display. Select makes the choice that it offers to the holder of a Master Pass (part 2, C16.FR.01):
// the transaction of the place's EVSE, or with the zero Place all of them. A display that does not offer it is ErrNotOffered.
//
// Look watches the display that serves the place until it shows the sight, and for as long as within, in which all of its messages
// come round: ReadBack.Shown is whether it did. A text that moves over the display, or comes page by page, is shown; where only a part of it ever
// is, that is ReadBack.Cut. A sight that stays is watched for all of the time, and ReadBack.Shown is whether the display went on to show it; Cut is
// that nobody can tell, and a rig that only tells whether something is shown answers with ErrNoRig. That a display does not show something is no error. A rig that has only one of the verbs answers the other with
// ErrNoRig.
type Display interface {
	Select(ctx context.Context, at Place) (ReadBack, error)
	Look(ctx context.Context, at Place, sight Sight, within time.Duration) (ReadBack, error)
}

// Customers stores a customer at the station, by whatever way its maker has for that (part 6, TC_N_62_CS: "the tester needs to manually
// store" an identifier).
type Customers interface {
	Store(ctx context.Context, identifier string) (ReadBack, error)
}

// Mains cuts and restores the supply of the station. Cycle does both, with the pause that the station needs to go
// dark; it is a verb of its own because a rig may be able to reboot a station but not to keep it off: such a rig
// answers Off and On with ErrNoRig.
type Mains interface {
	Off(ctx context.Context) (ReadBack, error)
	On(ctx context.Context) (ReadBack, error)
	Cycle(ctx context.Context) (ReadBack, error)
}

// Bay moves the EV into and out of the parking bay of an EVSE.
type Bay interface {
	Enter(ctx context.Context, at Place) (ReadBack, error)
	Leave(ctx context.Context, at Place) (ReadBack, error)
}

// Link cuts and restores the network between station and CSMS below TCP.
type Link interface {
	Cut(ctx context.Context) (ReadBack, error)
	Restore(ctx context.Context) (ReadBack, error)
}

// Defect is a hardware fault that a rig can make. (Deliberate faults of the reference station's firmware are in
// station/defects.)
type Defect string

// The hardware faults: those that test cases ask for, a connector out of order and a lock that does not open, and an EV
// whose diode lets both halves of the pilot pass, which a station must not charge (IEC 61851-1).
const (
	Faulted      Defect = "faulted"
	UnlockFailed Defect = "unlock_failed"
	DiodeShorted Defect = "diode_shorted"
)

// Defects lists all hardware faults.
func Defects() []Defect { return []Defect{Faulted, UnlockFailed, DiodeShorted} }

// Faults makes and clears hardware faults of a connector.
type Faults interface {
	Set(ctx context.Context, at Place, defect Defect) (ReadBack, error)
	Clear(ctx context.Context, at Place, defect Defect) (ReadBack, error)
}

// Rig is what every rig is besides its acts. Rest brings all it holds into the safe state: EV disconnected, pilot in
// state A, mains on, link up; it is called at the start, at the end, after every error and on SIGTERM, and may be
// called at any time and more than once. Check looks whether the rig can act at all (the doctor's question). Close
// rests and lets go of the hardware.
type Rig interface {
	Name() string
	Rest(ctx context.Context) error
	Check(ctx context.Context) error
	Close() error
}

// Set binds each kind of act to the rig that does it. A nil entry means that the bench cannot do it: cases that need
// it are NOT RUN.
type Set struct {
	Cable     Cable
	Ends      Ends
	Pilot     Pilot
	Tokens    Tokens
	Display   Display
	Customers Customers
	Mains     Mains
	Bay       Bay
	Link      Link
	Faults    Faults

	// MainsSwitchLoad says that the contactor of the mains is made to switch the load of a charging EV. Without it the mains
	// are cut only while no EV asks for energy: a contactor that is not made for it welds.
	MainsSwitchLoad bool
}

// Limited is a rig that has the verbs of a kind but may lack what they need: a relay, an address.
type Limited interface {
	Can(k Kind) bool
}

// Bind binds every kind of act that the rig can do and that nothing is bound to yet.
func (s *Set) Bind(rig Rig) {
	bind(&s.Cable, KindCable, rig)
	bind(&s.Ends, KindEnds, rig)
	bind(&s.Pilot, KindPilot, rig)
	bind(&s.Tokens, KindTokens, rig)
	bind(&s.Display, KindDisplay, rig)
	bind(&s.Customers, KindCustomers, rig)
	bind(&s.Mains, KindMains, rig)
	bind(&s.Bay, KindBay, rig)
	bind(&s.Link, KindLink, rig)
	bind(&s.Faults, KindFaults, rig)
}

func bind[T comparable](slot *T, k Kind, rig Rig) {
	var none T
	if limited, ok := rig.(Limited); ok && !limited.Can(k) {
		return
	}
	if acts, ok := rig.(T); ok && *slot == none {
		*slot = acts
	}
}

// Finding is something that a rig sees wrong with itself or with what it is wired to. Doubt marks what a run can live with.
type Finding struct {
	What  string // such as "EVSE 1 connector 1 contactor"
	Found string // what is wrong, in plain words
	Do    string // what to do about it
	Doubt bool
}

func (f Finding) String() string { return f.What + ": " + f.Found }

// Examiner is a Rig that can hold what it reads against the position that it is in. Examine moves nothing. The zero Place is
// every place of the rig. charging says that the station supplies energy there; without that, not much can be expected of it.
type Examiner interface {
	Examine(ctx context.Context, at Place, charging bool) ([]Finding, error)
}
