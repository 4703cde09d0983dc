package charging

import (
	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/site"
)

// offeredDuty is the pilot's duty cycle for what the station offers (IEC 61851-1, table A.8): DC has the EV communicate by
// data, which 5 % asks for.
func (ch *Charging) offeredDuty() float64 {
	current := float64(ch.product.Capabilities.MaxCurrent)
	switch {
	case ch.product.Capabilities.DirectCurrent:
		return 5
	case current <= 51:
		return current / 0.6
	}
	return current/2.5 + 64
}

// PilotChanged follows the EV: connected, asking for energy, gone.
func (ch *Charging) PilotChanged(c *site.Connector, pilot byte) {
	c.Pilot = pilot
	ch.FollowEV(c)
}

// FollowEV brings the session into line with what is at the connector. While a fault shorts the pilot nothing is known
// of the EV, unless the cable itself is gone.
func (ch *Charging) FollowEV(c *site.Connector) {
	s := At(c.EVSE)
	here := s != nil && s.Connected && s.Connector == c.ID
	switch {
	case c.EVConnected() && !here:
		ch.evConnected(c)
	case here && !c.EVConnected() && !(c.Faulted && c.Plugged):
		ch.evDisconnected(c)
	case here:
		ch.Energize(s, ocpp201.ReasonStoppedByEV)
	}
}

// evConnected begins or goes on with a session (E01.FR.02, E02, E10).
func (ch *Charging) evConnected(c *site.Connector) {
	if s := At(c.EVSE); s != nil && s.Connected {
		return // E01.FR.14: one connector of an EVSE at a time
	}
	if !ch.provisioning.InService() || c.EVSE.Reset.Due || c.EVSE.Reset.Held || ch.site.Decide.Closed(c.EVSE) {
		return
	}
	s := ch.sessionFor(c.EVSE)
	returns := s.Tx != nil && s.Connector != 0
	uninvited := !s.Authorized && ch.reservations.Decide.Holds(c.EVSE)
	ch.Happen(s, Cause{Trigger: ocpp201.TriggerReasonCablePluggedIn, Returns: returns}, func() {
		ch.kernel.Cancel(s.Timeout)
		s.Connected, s.Connector, s.EVSEDue, s.Disarmed, s.Uninvited = true, c.ID, true, false, uninvited
		ch.chargeWith(s, ch.product.Capabilities.ChargingWithPlug && !returns)
	})
	if s.Tx != nil && ch.product.Capabilities.StateApartFromPlug {
		ch.emitApart(s)
	}
	ch.Hooks.Plugged(s)
	if !ch.drivers.Authorizes() && !s.Authorized && !s.Uninvited {
		ch.letAnybodyCharge(s)
		return
	}
	if !returns || ch.Decide.GoesOn(s) {
		ch.Energize(s, "")
	}
}

// letAnybodyCharge begins an authorization where none are judged (C02.FR.01).
func (ch *Charging) letAnybodyCharge(s *Session) {
	ch.Authorize(s, ocpp201.IDToken{Type: ocpp201.IDTokenEnumNoAuthorization}, nil, nil)
}

// evDisconnected is the loss of the EV at the far end of the cable (E06.FR.02, E09, E10).
func (ch *Charging) evDisconnected(c *site.Connector) {
	s := At(c.EVSE)
	if s == nil || s.Connector != c.ID || !s.Connected || !ch.Decide.NoticesLoss(s, c) {
		return
	}
	if !ch.product.Capabilities.ScheduledUntilEnded {
		ch.site.CarryOut(c) // G01.FR.05: whether the transaction ends or not
	}
	owner := s.Token
	deauthorize := s.Authorized && ch.Decide.LossDeauthorizes() // E09.FR.01
	why := Cause{Trigger: ocpp201.TriggerReasonEVCommunicationLost, Reason: ocpp201.ReasonEVDisconnected}
	ch.Happen(s, why, func() {
		ch.OpenPower(s)
		s.Connected, s.Uninvited = false, false
		if deauthorize {
			ch.EndAuthorization(s, ocpp201.ReasonEVDisconnected)
		}
	})
	switch {
	case s.Authorized && c.EVSE.FixedCable:
		ch.armConnectionTimeout(s) // E10.FR.02
	case deauthorize && c.Locked && !ch.Decide.LossUnlocks():
		c.HoldFor(owner) // E09.FR.03
	}
	ch.Settle(s)
	ch.AnotherPlug(c.EVSE)
}

// AnotherPlug lets an EV that waits at another connector of the EVSE have its turn.
func (ch *Charging) AnotherPlug(e *site.EVSE) {
	if At(e) != nil {
		return
	}
	for _, c := range e.Connectors {
		if c.EVConnected() {
			ch.evConnected(c)
			return
		}
	}
}

// mayOffer tells whether the station offers energy to the session's EV: only after authorization (C01.FR.01), only with
// a locked cable (G05.FR.01), and not while the token is refused (E05.FR.02).
func (ch *Charging) mayOffer(s *Session, c *site.Connector) bool {
	return !c.Faulted && ch.site.Operative(c) && ch.Decide.MayCharge(s) && ch.site.Lock(c)
}

// Energize brings pilot and contactor into line with the session and reports what that changes (E01.FR.18). reason is
// why the energy stops, if it does.
func (ch *Charging) Energize(s *Session, reason ocpp201.Reason) {
	c := ch.site.Connector(s.EVSE, s.Connector)
	if c == nil || !s.Connected {
		return
	}
	if !ch.Decide.Attends(c) {
		return
	}
	offer := ch.mayOffer(s, c)
	if offer {
		ch.retrieveSigned(s)
	}
	if offer && !c.EVSE.Offering && ch.product.Capabilities.SuspendedFirst {
		ch.offerFirst(s, c)
	}
	ch.Happen(s, Cause{Trigger: ocpp201.TriggerReasonChargingStateChanged, Reason: reason, onlyOnChange: true}, func() {
		if ch.Decide.Offers(s, c, offer) {
			ch.ClosePower(s, c)
		} else {
			ch.OpenPower(s)
		}
		s.Withheld = s.Authorized && !offer
	})
	ch.Hooks.Energized(s)
	ch.limitEnergy(s)
	ch.Settle(s)
}

// chargeWith lets the EV charge while what makes that possible happens, so that one event tells of both. A transaction that
// only the energy starts has no such event.
func (ch *Charging) chargeWith(s *Session, does bool) {
	c := ch.site.Connector(s.EVSE, s.Connector)
	if !does || s.Tx == nil || c == nil || !s.Connected || !ch.mayOffer(s, c) {
		return
	}
	if ch.ClosePower(s, c); !s.Charging {
		ch.OpenPower(s) // an EV that takes nothing is told of by itself
	}
}

// offerFirst offers the current and reports it before the EV's answer is looked at.
func (ch *Charging) offerFirst(s *Session, c *site.Connector) {
	ch.Happen(s, Cause{Trigger: ocpp201.TriggerReasonChargingStateChanged, onlyOnChange: true}, func() {
		ch.site.Hardware(ch.panel.SetPWM(c.EVSE.ID, ch.offeredDuty()))
		c.EVSE.Offering, s.Suspended, s.Withheld = true, true, false
	})
}

// ClosePower offers the current and closes the contactor when the EV asks for energy.
func (ch *Charging) ClosePower(s *Session, c *site.Connector) {
	e := c.EVSE
	if !e.Offering {
		ch.site.Hardware(ch.panel.SetPWM(e.ID, ch.offeredDuty()))
		e.Offering = true
		// The EV's answer to the offer is looked at now, so that it is not reported as Suspended for an instant.
		if seen, ok := ch.panel.Read().At(e.ID, c.ID); ok && (seen.Pilot == "B" || seen.Pilot == "C" || seen.Pilot == "D") {
			c.Pilot = seen.Pilot[0]
		}
	}
	ch.switchContactor(s, e, c.Pilot == 'C' || c.Pilot == 'D')
	s.Suspended = !s.Charging
}

// OpenPower withdraws the offer.
func (ch *Charging) OpenPower(s *Session) {
	s.Suspended, s.Withheld = false, false
	e := ch.site.EVSE(s.EVSE)
	if e == nil {
		return
	}
	ch.switchContactor(s, e, false)
	if e.Offering {
		ch.site.Hardware(ch.panel.SetPWM(e.ID, site.PwmNone))
		e.Offering = false
		if c := ch.site.Connector(s.EVSE, s.Connector); c != nil && c.EVConnected() {
			c.Pilot = 'B'
		}
	}
}

func (ch *Charging) switchContactor(s *Session, e *site.EVSE, closed bool) {
	if e.Contactor != closed {
		ch.site.Hardware(ch.panel.SetContactor(e.ID, closed))
		e.Contactor = closed
		ch.meters.Draw(e.ID, closed)
	}
	if s.Charging != closed {
		s.Charging = closed
		if s.Tx != nil {
			s.Tx.energy(closed, ch.kernel.Now())
		}
	}
}

// FaultChanged ends a transaction at the connector that has failed (E06.FR.16).
func (ch *Charging) FaultChanged(c *site.Connector, faulted bool) {
	c.Faulted = faulted
	s := At(c.EVSE)
	if s == nil || s.Connector != c.ID {
		return
	}
	if !faulted {
		return // the pilot that comes back tells of the EV
	}
	ch.Happen(s, Cause{Trigger: ocpp201.TriggerReasonAbnormalCondition, Reason: ocpp201.ReasonOther, End: true}, func() {
		ch.OpenPower(s)
		ch.EndAuthorization(s, ocpp201.ReasonOther)
	})
	ch.Settle(s)
}

// Reconcile gives EVs that came while drivers could not be served their turn.
func (ch *Charging) Reconcile() {
	for _, c := range ch.site.Connectors() {
		if c.EVConnected() {
			ch.evConnected(c)
		}
	}
	for _, e := range ch.site.EVSEs {
		if e.Bay && !e.Served && At(e) == nil {
			ch.BayChanged(e, true)
		}
	}
}
