package rigs

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
)

// Interlock lets a rig do one act at a time and refuses the acts that contradict the position the rig is in: no EV is
// connected twice, no pilot is moved without an EV, nothing is presented to a dark reader. It knows what its rig did,
// not what others did to the station. An act that failed leaves an unknown position: until the rig has been brought to
// rest, every act is refused.
//
// A rig has an interlock of its own; the Latch has another over all rigs of a bench, which knows that an EV connected by
// one of them contradicts what another is to do.
type Interlock struct {
	turn   chan struct{} // holds the one turn while nobody acts
	unload bool          // the mains are cut only while no EV asks for energy
	once   bool          // nothing is tried again: the interlock of a bench, whose rigs have seen to that
	pos    position
	lost   error
	closed bool
}

// position is what a rig holds. The zero position is at rest.
type position struct {
	dark   bool
	cut    bool
	places map[Place]holding
}

type holding struct {
	bay     bool // an EV stands in the parking bay
	ends    map[End]bool
	idle    bool // the EV does not ask for energy
	shorted bool
	defects map[Defect]bool
}

// NewInterlock makes the interlock of a rig that is at rest.
func NewInterlock() *Interlock {
	i := &Interlock{turn: make(chan struct{}, 1)}
	i.turn <- struct{}{}
	return i
}

// Move is one act as the interlock sees it: why it may be impossible, and where it leads.
type Move struct {
	name   string
	refuse func(p *position, h *holding) string
	settle func(p *position, h *holding)
	breaks bool // it cuts the mains
	// single is a move that may not be tried again when it failed, because nobody knows whether the station has seen it: a card
	// that is held to the reader once more stops what it has started, mains that are cycled once more are a second boot, and a
	// choice on the display may have been made. Every other one brings a line, a plug or a switch into a position, and a
	// second time into the same.
	single bool
	// looks is a move that moves nothing: where it fails, all is where it was.
	looks bool
}

// Do waits for its turn, then refuses the move or carries it out. The errors of act count as a failure of the rig
// unless nothing moved (ErrSkipped, ErrRefused, ErrNoRig, or a move that only looks).
func (i *Interlock) Do(ctx context.Context, m Move, at Place, act func() error) error {
	if err := i.enter(ctx); err != nil {
		return err
	}
	defer i.leave()
	if i.closed {
		return ErrClosed
	}
	if i.lost != nil {
		return fmt.Errorf("%w until the rig has been brought to rest, because an earlier act failed: %v", ErrRefused, i.lost)
	}
	h := i.pos.at(at)
	if why := m.refuse(&i.pos, &h); why != "" {
		return fmt.Errorf("%w: cannot %s at %s: %s", ErrRefused, m.name, at, why)
	}
	if load := i.pos.load(); i.unload && m.breaks && load != nil {
		return fmt.Errorf("%w, for the EV at %s asks for energy: have it stop asking first, or write mains_switches_load: true at the rig of the mains if its contactor is made to switch that load", ErrUnderLoad, load)
	}
	if err := i.tried(ctx, m, act); err != nil {
		if !m.looks && !errors.Is(err, ErrSkipped) && !errors.Is(err, ErrRefused) && !errors.Is(err, ErrNoRig) {
			i.lost = err
		}
		return err
	}
	m.settle(&i.pos, &h)
	i.pos.put(at, h)
	return nil
}

// tried does an act, and once more where the rig failed at it and the move may be repeated: one lost telegram is no reason to
// end a night's run.
func (i *Interlock) tried(ctx context.Context, m Move, act func() error) error {
	first := act()
	if i.once || m.single || Harmless(ctx, first) || ctx.Err() != nil {
		return first
	}
	noteRepeat(ctx, first)
	switch again := act(); {
	case again == nil:
		return nil
	case again.Error() == first.Error():
		return fmt.Errorf("%w (tried twice)", again)
	default:
		return fmt.Errorf("%w (tried again after: %v)", again, first)
	}
}

// In tells whether an end of the cable of a place is in. It may be called from within the functions given to Do only.
func (i *Interlock) In(at Place, end End) bool { return i.pos.places[at].ends[end] }

// Shows tells what an EV shows once both ends of its cable are in: it keeps to what it did before an end was taken out at
// the station. It may be called from within the functions given to Do only.
func (i *Interlock) Shows(at Place) PilotState {
	switch h := i.pos.places[at]; {
	case h.shorted:
		return PilotE
	case h.idle:
		return PilotB
	}
	return PilotC
}

// Defective tells whether a hardware fault of a place is set. It may be called where In may be.
func (i *Interlock) Defective(at Place, d Defect) bool { return i.pos.places[at].defects[d] }

// Held tells Rest and Close what the rig holds, as far as it knows. Unknown says that an act failed half-way.
type Held struct {
	Connected []Place // places with at least one end of a cable in
	Bays      []Place // places with an EV in the parking bay
	Defects   map[Place][]Defect
	Dark      bool
	Cut       bool
	Unknown   bool
}

// Nothing tells whether the rig is at rest.
func (h Held) Nothing() bool {
	return len(h.Connected) == 0 && len(h.Bays) == 0 && len(h.Defects) == 0 && !h.Dark && !h.Cut && !h.Unknown
}

// Rest waits for its turn and brings the rig to rest with the given function, which is told what is held.
func (i *Interlock) Rest(ctx context.Context, rest func(Held) error) error {
	if err := i.enter(ctx); err != nil {
		return err
	}
	defer i.leave()
	if i.closed {
		return ErrClosed
	}
	return i.rest(rest)
}

func (i *Interlock) rest(rest func(Held) error) error {
	if err := rest(i.held()); err != nil {
		i.lost = err
		return err
	}
	i.pos, i.lost = position{}, nil
	return nil
}

// Close waits for an act under way, brings the rig to rest and lets go of it. Later acts are refused with ErrClosed; a
// second Close does nothing.
func (i *Interlock) Close(rest func(Held) error, release func() error) error {
	<-i.turn
	defer i.leave()
	if i.closed {
		return nil
	}
	i.closed = true
	return errors.Join(i.rest(rest), release())
}

// Open runs something that needs the rig to be open and nobody to act, but moves nothing.
func (i *Interlock) Open(ctx context.Context, look func() error) error {
	if err := i.enter(ctx); err != nil {
		return err
	}
	defer i.leave()
	if i.closed {
		return ErrClosed
	}
	return look()
}

func (i *Interlock) enter(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	select {
	case <-i.turn:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (i *Interlock) leave() { i.turn <- struct{}{} }

func (i *Interlock) held() Held {
	h := Held{Dark: i.pos.dark, Cut: i.pos.cut, Unknown: i.lost != nil, Defects: map[Place][]Defect{}}
	for at, holding := range i.pos.places {
		if holding.connected() {
			h.Connected = append(h.Connected, at)
		}
		if holding.bay {
			h.Bays = append(h.Bays, at)
		}
		if len(holding.defects) > 0 {
			h.Defects[at] = slices.Sorted(maps.Keys(holding.defects))
		}
	}
	slices.SortFunc(h.Connected, byNumber)
	slices.SortFunc(h.Bays, byNumber)
	return h
}

// load is a place whose EV asks for energy, so that the station's contactor may be closed; nil without one. An EV in the
// dark is none: a contactor without supply is open.
func (p *position) load() *Place {
	for _, at := range slices.SortedFunc(maps.Keys(p.places), byNumber) {
		if h := p.places[at]; h.ends[EVEnd] && !h.idle && !h.shorted && !p.dark {
			return &at
		}
	}
	return nil
}

func byNumber(a, b Place) int {
	return cmp.Or(a.EVSE-b.EVSE, a.Connector-b.Connector)
}

// at returns a copy of what is held at a place, so that a refused or failed move leaves no trace.
func (p *position) at(at Place) holding {
	h := p.places[at]
	h.ends, h.defects = maps.Clone(h.ends), maps.Clone(h.defects)
	if h.ends == nil {
		h.ends = map[End]bool{}
	}
	if h.defects == nil {
		h.defects = map[Defect]bool{}
	}
	return h
}

func (p *position) put(at Place, h holding) {
	if p.places == nil {
		p.places = map[Place]holding{}
	}
	p.places[at] = h
}

func (h *holding) connected() bool { return h.ends[EVEnd] || h.ends[StationEnd] }
