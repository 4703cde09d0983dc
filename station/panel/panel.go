package panel

import (
	"errors"
	"fmt"
	"slices"
	"sync"
)

// ErrPlace says that the station has no such EVSE or connector. It is wrapped with the place and what there is.
var ErrPlace = errors.New("no such place")

// ErrValue says that a value could never be right, whatever the state: an empty token, a duty cycle above 100 %. Every
// other error of an act means that it is impossible in the present state.
var ErrValue = errors.New("unusable value")

// Panel is the physical side of one station. All methods may be called concurrently; none blocks but Next. It starts
// no goroutine and uses no system call, so that it runs inside a testing/synctest bubble.
type Panel struct {
	mu      sync.Mutex
	mains   bool
	display string
	offered []int // EVSEs on the display of which one can be selected
	evses   []*evse
	inputs  []Input
	wake    chan struct{}
}

type evse struct {
	id        int
	fixed     bool
	bay       bool // an EV stands in its parking bay
	duty      float64
	contactor bool
	sockets   []*socket
}

// socket is one connector. It holds the two ends of its cable apart, because test cases move them apart: "on EV side"
// and "on Charging Station side" (part 6, TC_E_17_CS, TC_E_39_CS). The station's end of a fixed cable is always in.
type socket struct {
	evse       *evse
	id         int
	stationEnd bool
	evEnd      bool
	evReady    bool
	evShort    bool
	locked     bool
	jammed     bool
	shut       bool
	faulted    bool
	pilot      byte
}

// New makes a panel with the mains on, the bay free and nothing plugged. It panics when layout.Validate finds a fault.
func New(layout Layout) *Panel {
	if err := layout.Validate(); err != nil {
		panic("panel.New: " + err.Error())
	}
	p := &Panel{mains: true, wake: make(chan struct{})}
	for _, l := range layout {
		e := &evse{id: l.ID, fixed: l.FixedCable}
		for _, id := range l.Connectors {
			e.sockets = append(e.sockets, &socket{evse: e, id: id, stationEnd: l.FixedCable, pilot: 'A'})
		}
		p.evses = append(p.evses, e)
	}
	return p
}

// Reading is a snapshot of everything that can be seen or measured from outside. Selection lists the EVSEs that the
// display offers for selection.
type Reading struct {
	Mains      bool        `json:"mains"`
	Connectors []Connector `json:"connectors"`
	Display    string      `json:"display"`
	Selection  []int       `json:"selection,omitempty"`
}

// Connector is what can be seen at one connector. Plugged means both ends of the cable are in; Halfway means that only
// the end at the station is. Shut means that nothing can be connected before authorization. PWMDuty is in percent, 100 being the steady +12 V of a station that offers nothing.
type Connector struct {
	EVSE      int     `json:"evse"`
	Connector int     `json:"connector"`
	Plugged   bool    `json:"plugged"`
	Halfway   bool    `json:"halfway"`
	EVReady   bool    `json:"evReady"`
	Pilot     string  `json:"pilot"`
	PWMDuty   float64 `json:"pwmDuty"`
	Contactor bool    `json:"contactor"`
	Locked    bool    `json:"locked"`
	Faulted   bool    `json:"faulted"`
	Bay       bool    `json:"bay"` // of the EVSE
	Shut      bool    `json:"shut,omitempty"`
}

// At finds the connector of a place in the reading.
func (r Reading) At(evse, connector int) (Connector, bool) {
	for _, c := range r.Connectors {
		if c.EVSE == evse && c.Connector == connector {
			return c, true
		}
	}
	return Connector{}, false
}

// Read takes a snapshot.
func (p *Panel) Read() Reading {
	p.mu.Lock()
	defer p.mu.Unlock()
	r := Reading{Mains: p.mains, Display: p.display, Selection: slices.Clone(p.offered)}
	for _, e := range p.evses {
		for _, c := range e.sockets {
			r.Connectors = append(r.Connectors, Connector{
				EVSE: e.id, Connector: c.id,
				Plugged: c.plugged(), Halfway: !e.fixed && c.stationEnd && !c.evEnd,
				EVReady: c.evReady, Pilot: string(rune(c.pilot)), PWMDuty: e.duty,
				Contactor: e.contactor, Locked: c.locked, Faulted: c.faulted, Bay: e.bay, Shut: c.shut,
			})
		}
	}
	return r
}

func (c *socket) plugged() bool { return c.stationEnd && c.evEnd }

func (c *socket) String() string {
	return fmt.Sprintf("EVSE %d connector %d", c.evse.id, c.id)
}

// Duty cycles within which IEC 61851-1 offers a current that an EV may draw, and those by which it has the EV communicate
// by data, in percent.
const (
	minOfferedDuty = 10
	maxOfferedDuty = 96
	minDataDuty    = 3
	maxDataDuty    = 7
)

// level is the pilot state that the physics make (IEC 61851-1): E while the pilot is shorted or the station has no
// supply, A without an EV, C when a ready EV is offered a current, B otherwise.
func (c *socket) level(mains bool) byte {
	switch {
	case c.faulted || !mains || c.plugged() && c.evShort:
		return 'E'
	case !c.plugged():
		return 'A'
	case c.evReady && offers(c.evse.duty):
		return 'C'
	}
	return 'B'
}

// offers tells whether a duty cycle offers a current, or data by which one is (IEC 61851-1, table A.7).
func offers(duty float64) bool {
	return duty >= minOfferedDuty && duty <= maxOfferedDuty || duty >= minDataDuty && duty <= maxDataDuty
}

// settle brings the pilot of a connector to its level and tells the firmware when that is new.
func (p *Panel) settle(c *socket) {
	level := c.level(p.mains)
	if level == c.pilot {
		return
	}
	c.pilot = level
	p.push(Input{Kind: Pilot, EVSE: c.evse.id, Connector: c.id, Pilot: level})
}

// level brings every pilot to its level silently, for a firmware that is not running.
func (p *Panel) level() {
	p.each(func(c *socket) { c.pilot = c.level(p.mains) })
}

func (p *Panel) evse(id int) (*evse, error) {
	for _, e := range p.evses {
		if e.id == id {
			return e, nil
		}
	}
	return nil, fmt.Errorf("EVSE %d: %w: the station has EVSEs %s", id, ErrPlace, p.places())
}

func (p *Panel) socket(evseID, id int) (*socket, error) {
	e, err := p.evse(evseID)
	if err != nil {
		return nil, err
	}
	for _, c := range e.sockets {
		if c.id == id {
			return c, nil
		}
	}
	return nil, fmt.Errorf("EVSE %d connector %d: %w: the station has EVSEs %s", evseID, id, ErrPlace, p.places())
}

// places lists what there is, for the errors about what there is not.
func (p *Panel) places() string {
	text := ""
	for _, e := range p.evses {
		ids := []int{}
		for _, c := range e.sockets {
			ids = append(ids, c.id)
		}
		if text != "" {
			text += ", "
		}
		text += fmt.Sprintf("%d with connectors %v", e.id, ids)
	}
	return text
}
