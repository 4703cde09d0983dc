package station

import (
	"strings"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/kernel"
	"github.com/certbench/certbench/station/model"
	"github.com/certbench/certbench/station/panel"
)

// physical is what the firmware knows of its hardware.
type physical struct {
	evses []*evse

	deaf bool // the reader is out of order (only by a defect)

	goingDown bool // a reboot has begun: nothing more comes from what led to it

	siteHooks siteHooks
	availability
	reporting
}

// evse is one EVSE: its connectors share a meter, a contactor and at most one session.
type evse struct {
	id         int
	fixedCable bool
	connectors []*connector
	guest      guest // who stays there, nil when nobody does
	bay        bool  // something stands in the parking bay
	served     bool  // it has had a transaction, which has ended
	offering   bool  // a current is offered by the pilot
	contactor  bool
	reset      evseReset
	entered    bool // only by a defect: the EV in the bay is noticed now
}

// evseReset is a reset of one EVSE that the CSMS has asked for.
type evseReset struct {
	whenIdle bool // after its transaction (B12.FR.01)
	due      bool // as soon as the events are delivered; nobody is served any more
	under    bool // the EVSE starts again
	held     bool // out of service until the station reboots
}

// guest is somebody who stays at an EVSE. A room above says who that is.
type guest interface {
	// stay is what the site needs to know of the guest.
	stay() stay
}

// stay is what the site needs to know of somebody's stay. The zero value is nobody's.
type stay struct {
	connector   int  // 0 while no EV has been connected
	connected   bool // an EV is
	authorized  bool
	transaction bool // one is open
}

// stay is that of the guest at the EVSE.
func (e *evse) stay() stay {
	if e.guest == nil {
		return stay{}
	}
	return e.guest.stay()
}

// siteHooks are what the site tells and asks the rooms above.
type siteHooks struct {
	presented    func(token ocpp201.IDToken, evse int) // a reader has read a token; evse is 0 where one reader serves all
	selected     func(evse int)                        // the display was touched; 0 stands for all
	bayChanged   func(e *evse, occupied bool)
	unplugged    func(c *connector) // the cable has left the connector
	faultChanged func(c *connector, faulted bool)
	pilotChanged func(c *connector, pilot byte)
	freed        func()                                               // a connector has become Available
	power        func(of ocpp201.Component, evse int) *model.Variable // EVSE.Power, of whoever meters it
	coming       func(e *evse) stay                                   // of who is yet to choose an EVSE and may choose this one
}

// connector is one connector as the firmware last saw it.
type connector struct {
	evse        *evse
	id          int
	plugged     bool // the station's end of the cable is in (of a fixed cable: the EV's end)
	pilot       byte
	faulted     bool
	locked      bool
	lockProblem bool
	lossNoticed bool             // only by a defect: the EV is known to be gone now
	shut        bool             // no EV can be connected (AQ-2)
	heldFor     *ocpp201.IDToken // the cable stays locked until this token is shown (E05.FR.11, E09.FR.03)

	status   ocpp201.ConnectorStatus // as last reported or queued
	told     ocpp201.ConnectorStatus // what the CSMS last heard
	unheard  bool                    // the status has changed since then
	deferred bool                    // becomes Inoperative when the transaction has ended (G03.FR.05)
	changed  occasion                // why the next change of its status is one, if it is the CSMS's doing
}

// holdFor keeps the cable locked until the owner shows the token that began the authorization, if there was one to show.
func (c *connector) holdFor(owner *ocpp201.IDToken) {
	if owner.Type != ocpp201.IDTokenEnumNoAuthorization {
		c.heldFor = owner
	}
}

// evConnected tells whether there is an EV at the other end of the cable.
func (c *connector) evConnected() bool { return c.pilot == 'B' || c.pilot == 'C' || c.pilot == 'D' }

func (fw *firmware) setUpPhysical() {
	for _, l := range fw.config.Layout {
		e := &evse{id: l.ID, fixedCable: l.FixedCable}
		for _, id := range l.Connectors {
			e.connectors = append(e.connectors, &connector{evse: e, id: id, pilot: 'A', status: ocpp201.ConnectorStatusAvailable})
		}
		fw.evses = append(fw.evses, e)
	}
}

func (fw *firmware) evse(id int) *evse {
	for _, e := range fw.evses {
		if e.id == id {
			return e
		}
	}
	return nil
}

func (fw *firmware) connector(evse, id int) *connector {
	if e := fw.evse(evse); e != nil {
		for _, c := range e.connectors {
			if c.id == id {
				return c
			}
		}
	}
	return nil
}

func (fw *firmware) connectors() []*connector {
	var all []*connector
	for _, e := range fw.evses {
		all = append(all, e.connectors...)
	}
	return all
}

// pwmNone is the steady pilot that offers no current.
const pwmNone = 100.0

// lookAround takes over what the panel shows at boot, and brings the outputs into their safe state.
func (fw *firmware) lookAround() {
	reading := fw.panel.Read()
	for _, c := range fw.connectors() {
		seen, _ := reading.At(c.evse.id, c.id) // New has compared the layouts
		c.evse.bay = seen.Bay
		c.plugged = seen.Plugged || seen.Halfway
		c.pilot, c.faulted, c.locked, c.shut = seen.Pilot[0], seen.Faulted, seen.Locked, seen.Shut
	}
	for _, e := range fw.evses {
		fw.hardware(fw.panel.SetContactor(e.id, false))
		fw.hardware(fw.panel.SetPWM(e.id, pwmNone))
	}
	for _, c := range fw.connectors() {
		c.status = fw.connectorStatus(c)
	}
	fw.panel.Offer() // a menu of an earlier life
	fw.show("Welcome")
}

// noticed takes an input of the panel.
func (fw *firmware) noticed(in panel.Input) {
	c := fw.connector(in.EVSE, in.Connector)
	switch in.Kind {
	case panel.MainsOff:
		fw.kernel.End(kernel.Ending{Reason: string(ocpp201.BootReasonPowerUp), Abrupt: true})
		return
	case panel.TokenPresented:
		evse := in.EVSE
		if fw.config.Capabilities.SingleReader {
			evse = 0
		}
		id := in.Token.ID
		if fw.config.Capabilities.LowerCaseIDTokens {
			id = strings.ToLower(id)
		}
		fw.siteHooks.presented(ocpp201.IDToken{IDToken: id, Type: ocpp201.IDTokenEnum(in.Token.Type)}, evse)
	case panel.Selected:
		fw.siteHooks.selected(in.EVSE)
	case panel.BayChanged:
		fw.siteHooks.bayChanged(fw.evse(in.EVSE), in.On)
	case panel.Plugged, panel.Unplugged:
		c.plugged = in.Kind == panel.Plugged
		if !c.plugged {
			c.heldFor, c.locked, c.lockProblem = nil, false, false
			fw.siteHooks.unplugged(c)
		}
	case panel.FaultChanged:
		fw.siteHooks.faultChanged(c, in.On)
	case panel.Pilot:
		fw.siteHooks.pilotChanged(c, in.Pilot)
	}
	fw.updateStatuses()
}

func (fw *firmware) anyFault() bool {
	for _, e := range fw.evses {
		if fw.evseFault(e.id) {
			return true
		}
	}
	return false
}

func (fw *firmware) evseFault(id int) bool {
	for _, c := range fw.evse(id).connectors {
		if c.faulted {
			return true
		}
	}
	return false
}

// lock locks a cable and reports a lock that fails (G05.FR.01, FR.02). A fixed cable needs none.
func (fw *firmware) lock(c *connector) bool {
	if c.evse.fixedCable || c.locked {
		return true
	}
	err := fw.panel.SetLock(c.evse.id, c.id, true)
	c.locked = err == nil
	fw.setLockProblem(c, err != nil)
	fw.hardware(err)
	return c.locked
}

// unlock releases a cable and tells whether it is free.
func (fw *firmware) unlock(c *connector) bool {
	if c.evse.fixedCable {
		return true
	}
	err := fw.panel.SetLock(c.evse.id, c.id, false)
	fw.hardware(err)
	if err == nil {
		c.locked, c.heldFor = false, nil
	}
	return err == nil
}

func (fw *firmware) setLockProblem(c *connector, problem bool) {
	if c.lockProblem == problem {
		return
	}
	c.lockProblem = problem
	if problem {
		fw.notifyEvent(componentAt("ConnectorPlugRetentionLock", c), "Problem", "true")
	}
}

// show puts a text on the display.
func (fw *firmware) show(message string) { fw.panel.Show(message) }
