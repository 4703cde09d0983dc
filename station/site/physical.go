package site

import (
	"slices"
	"strings"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/kernel"
	"github.com/certbench/certbench/station/panel"
)

// EVSE is one EVSE: its connectors share a meter, a contactor and at most one session.
type EVSE struct {
	ID         int
	FixedCable bool
	Connectors []*Connector
	Guest      Guest // who stays there, nil when nobody does
	Bay        bool  // something stands in the parking bay
	Served     bool  // it has had a transaction, which has ended
	Offering   bool  // a current is offered by the pilot
	Contactor  bool
	Reset      EVSEReset
	Updating   bool // out of service for a firmware update
}

// EVSEReset is a reset of one EVSE that the CSMS has asked for.
type EVSEReset struct {
	WhenIdle bool // after its transaction (B12.FR.01)
	Due      bool // as soon as the events are delivered; nobody is served any more
	Under    bool // the EVSE starts again
	Held     bool // out of service until the station reboots
}

// Guest is somebody who stays at an EVSE. A room above says who that is.
type Guest interface {
	// Stay is what the site needs to know of the guest.
	Stay() Stay
}

// Stay is what the site needs to know of somebody's stay. The zero value is nobody's.
type Stay struct {
	Connector   int  // 0 while no EV has been connected
	Connected   bool // an EV is
	Authorized  bool
	Transaction bool // one is open

	Uninvited     bool // his EV was connected to an EVSE that is kept for somebody else
	ByReservation bool // he is the one for whom an EVSE was kept
}

// Stay is that of the guest at the EVSE.
func (e *EVSE) Stay() Stay {
	if e.Guest == nil {
		return Stay{}
	}
	return e.Guest.Stay()
}

// Connector is one connector as the firmware last saw it.
type Connector struct {
	EVSE        *EVSE
	ID          int
	Type        string // a value of ConnectorEnumType
	Plugged     bool   // the station's end of the cable is in (of a fixed cable: the EV's end)
	Pilot       byte
	Faulted     bool
	Locked      bool
	lockProblem bool
	Shut        bool             // no EV can be connected (AQ-2)
	HeldFor     *ocpp201.IDToken // the cable stays locked until this token is shown (E05.FR.11, E09.FR.03)

	status   ocpp201.ConnectorStatus // as last reported or queued, or about to be when it has been so for long enough
	told     ocpp201.ConnectorStatus // as last reported or queued
	changed  *kernel.Alarm           // goes off when that will have been so for long enough
	Unheard  bool                    // the status has changed since the CSMS last heard of it
	Deferred bool                    // becomes Inoperative when the transaction has ended (G03.FR.05)
}

// HoldFor keeps the cable locked until the owner shows the token that began the authorization, if there was one to show.
func (c *Connector) HoldFor(owner *ocpp201.IDToken) {
	if owner.Type != ocpp201.IDTokenEnumNoAuthorization {
		c.HeldFor = owner
	}
}

// EVConnected tells whether there is an EV at the other end of the cable.
func (c *Connector) EVConnected() bool { return c.Pilot == 'B' || c.Pilot == 'C' || c.Pilot == 'D' }

// Has tells whether a connector of the EVSE is of a type.
func (e *EVSE) Has(connectorType string) bool {
	return slices.ContainsFunc(e.Connectors, func(c *Connector) bool { return c.Type == connectorType })
}

// EVSE finds an EVSE, nil when there is none with that id.
func (st *Site) EVSE(id int) *EVSE {
	for _, e := range st.EVSEs {
		if e.ID == id {
			return e
		}
	}
	return nil
}

// Connector finds a connector, nil when there is none with these ids.
func (st *Site) Connector(evse, id int) *Connector {
	if e := st.EVSE(evse); e != nil {
		for _, c := range e.Connectors {
			if c.ID == id {
				return c
			}
		}
	}
	return nil
}

// Connectors are all of them, EVSE by EVSE.
func (st *Site) Connectors() []*Connector {
	var all []*Connector
	for _, e := range st.EVSEs {
		all = append(all, e.Connectors...)
	}
	return all
}

// pwmNone is the steady pilot that offers no current.
const PwmNone = 100.0

// LookAround takes over what the panel shows at boot, and brings the outputs into their safe state.
func (st *Site) LookAround() {
	reading := st.panel.Read()
	for _, c := range st.Connectors() {
		seen, _ := reading.At(c.EVSE.ID, c.ID) // New has compared the layouts
		c.EVSE.Bay = seen.Bay
		c.Plugged = seen.Plugged || seen.Halfway
		c.Pilot, c.Faulted, c.Locked, c.Shut = seen.Pilot[0], seen.Faulted, seen.Locked, seen.Shut
	}
	for _, e := range st.EVSEs {
		st.Hardware(st.panel.SetContactor(e.ID, false))
		st.Hardware(st.panel.SetPWM(e.ID, PwmNone))
	}
	for _, c := range st.Connectors() {
		c.status = st.connectorStatus(c)
	}
	st.panel.Offer() // a menu of an earlier life
	st.Show("Welcome")
}

// noticed takes an input of the panel.
func (st *Site) noticed(in panel.Input) {
	c := st.Connector(in.EVSE, in.Connector)
	switch in.Kind {
	case panel.MainsOff:
		st.kernel.End(kernel.Ending{Reason: string(ocpp201.BootReasonPowerUp), Abrupt: true})
		return
	case panel.TokenPresented:
		evse := in.EVSE
		if st.product.Capabilities.SingleReader {
			evse = 0
		}
		id := in.Token.ID
		if st.product.Capabilities.LowerCaseIDTokens {
			id = strings.ToLower(id)
		}
		st.Hooks.Presented(ocpp201.IDToken{IDToken: id, Type: ocpp201.IDTokenEnum(in.Token.Type)}, evse)
	case panel.Selected:
		st.Hooks.Selected(in.EVSE)
	case panel.CustomerStored:
		st.Hooks.CustomerStored(in.Customer)
	case panel.BayChanged:
		st.Hooks.BayChanged(st.EVSE(in.EVSE), in.On)
	case panel.Plugged, panel.Unplugged:
		c.Plugged = in.Kind == panel.Plugged
		if !c.Plugged {
			c.HeldFor, c.Locked, c.lockProblem = nil, false, false
			st.Hooks.Unplugged(c)
		}
	case panel.FaultChanged:
		st.Hooks.FaultChanged(c, in.On)
		if in.On && st.product.Capabilities.HardWiredMonitor {
			st.notifyEvent(componentAt("Connector", c), "Problem", "true")
		}
	case panel.Pilot:
		st.Hooks.PilotChanged(c, in.Pilot)
	}
	st.UpdateStatuses()
}

func (st *Site) anyFault() bool {
	for _, e := range st.EVSEs {
		if st.evseFault(e.ID) {
			return true
		}
	}
	return false
}

func (st *Site) evseFault(id int) bool {
	for _, c := range st.EVSE(id).Connectors {
		if c.Faulted {
			return true
		}
	}
	return false
}

// Lock locks a cable and reports a lock that fails (G05.FR.01, FR.02). A fixed cable needs none.
func (st *Site) Lock(c *Connector) bool {
	if c.EVSE.FixedCable || c.Locked {
		return true
	}
	err := st.panel.SetLock(c.EVSE.ID, c.ID, true)
	c.Locked = err == nil
	st.setLockProblem(c, err != nil)
	st.Hardware(err)
	return c.Locked
}

// Unlock releases a cable and tells whether it is free.
func (st *Site) Unlock(c *Connector) bool {
	if c.EVSE.FixedCable {
		return true
	}
	err := st.panel.SetLock(c.EVSE.ID, c.ID, false)
	st.Hardware(err)
	if err == nil {
		c.Locked, c.HeldFor = false, nil
	}
	return err == nil
}

func (st *Site) setLockProblem(c *Connector, problem bool) {
	if c.lockProblem == problem {
		return
	}
	c.lockProblem = problem
	if problem {
		st.notifyEvent(componentAt("ConnectorPlugRetentionLock", c), "Problem", "true")
	}
}

// Show puts a text on the display.
func (st *Site) Show(message string) { st.Hooks.Shown(message) }
