package station

import (
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/defects"
)

// offeredDuty is the pilot's duty cycle for what the station offers (IEC 61851-1, table A.8): DC has the EV communicate by
// data, which 5 % asks for.
func (fw *firmware) offeredDuty() float64 {
	current := float64(fw.config.Capabilities.MaxCurrent)
	switch {
	case fw.config.Capabilities.DirectCurrent:
		return 5
	case current <= 51:
		return current / 0.6
	}
	return current/2.5 + 64
}

// pilotChanged follows the EV: connected, asking for energy, gone.
func (fw *firmware) pilotChanged(c *connector, pilot byte) {
	if fw.noticesLate(c, pilot) {
		return
	}
	c.pilot = pilot
	fw.followEV(c)
}

// followEV brings the session into line with what is at the connector. While a fault shorts the pilot nothing is known
// of the EV, unless the cable itself is gone.
func (fw *firmware) followEV(c *connector) {
	s := at(c.evse)
	here := s != nil && s.Connected && s.Connector == c.id
	switch {
	case c.evConnected() && !here:
		fw.evConnected(c)
	case here && !c.evConnected() && !(c.faulted && c.plugged):
		fw.evDisconnected(c)
	case here:
		fw.energize(s, ocpp201.ReasonStoppedByEV)
	}
}

// evConnected begins or goes on with a session (E01.FR.02, E02, E10).
func (fw *firmware) evConnected(c *connector) {
	if s := at(c.evse); s != nil && s.Connected {
		return // E01.FR.14: one connector of an EVSE at a time
	}
	if !fw.inService() || c.evse.reset.due || c.evse.reset.held {
		return
	}
	s := fw.sessionFor(c.evse)
	returns := s.Tx != nil && s.Connector != 0
	fw.happen(s, fw.spoilReturn(returns, cause{trigger: ocpp201.TriggerReasonCablePluggedIn}), func() {
		fw.kernel.Cancel(s.timeout)
		s.Connected, s.Connector, s.EVSEDue, s.disarmed = true, c.id, true, false
		fw.chargeWith(s, fw.config.Capabilities.ChargingWithPlug && !returns)
		fw.spoilReturned(returns, s)
	})
	if s.Tx != nil && fw.config.Capabilities.StateApartFromPlug {
		fw.emitApart(s)
	}
	if s.judgedBy == byCache && fw.defects.Has(defects.CachedLostOnPlug) {
		fw.endAuthorization(s, ocpp201.ReasonOther)
	}
	if !fw.authorizes() && !s.Authorized {
		fw.authorize(s, ocpp201.IDToken{Type: ocpp201.IDTokenEnumNoAuthorization}, nil, nil) // C02.FR.01
		return
	}
	fw.spoilPlug(s)
	if returns && fw.defects.Has(defects.ReturnStaysIdle) {
		return
	}
	fw.energize(s, "")
}

// evDisconnected is the loss of the EV at the far end of the cable (E06.FR.02, E09, E10).
func (fw *firmware) evDisconnected(c *connector) {
	s := at(c.evse)
	if s == nil || s.Connector != c.id || !s.Connected || fw.noticesLossLate(s, c) {
		return
	}
	fw.operativeByUnplug(c)
	if !fw.config.Capabilities.ScheduledUntilEnded {
		fw.carryOut(c) // G01.FR.05: whether the transaction ends or not
	}
	owner := s.Token
	deauthorize := s.Authorized && fw.spoilDeauthorize(fw.model.Boolean("TxCtrlr", "StopTxOnEVSideDisconnect")) // E09.FR.01
	why := cause{trigger: ocpp201.TriggerReasonEVCommunicationLost, reason: ocpp201.ReasonEVDisconnected}
	why.untold = s.Authorized && !deauthorize && fw.defects.Has(defects.SuspendedLossNotTold)
	fw.happen(s, why, func() {
		s.lostSuspended = s.Suspended
		fw.openPower(s)
		s.Connected = false
		if deauthorize {
			fw.endAuthorization(s, ocpp201.ReasonEVDisconnected)
		}
	})
	switch {
	case s.Authorized && c.evse.fixedCable:
		fw.armConnectionTimeout(s) // E10.FR.02
	case deauthorize && c.locked && !fw.spoilUnlockOnLoss(fw.model.Boolean("OCPPCommCtrlr", "UnlockOnEVSideDisconnect")):
		c.holdFor(owner) // E09.FR.03
	}
	fw.settle(s)
	fw.anotherPlug(c.evse)
}

// anotherPlug lets an EV that waits at another connector of the EVSE have its turn.
func (fw *firmware) anotherPlug(e *evse) {
	if at(e) != nil {
		return
	}
	for _, c := range e.connectors {
		if c.evConnected() {
			fw.evConnected(c)
			return
		}
	}
}

// mayOffer tells whether the station offers energy to the session's EV: only after authorization (C01.FR.01), only with
// a locked cable (G05.FR.01), and not while the token is refused (E05.FR.02).
func (fw *firmware) mayOffer(s *session, c *connector) bool {
	return s.Authorized && !s.Barred && !c.faulted && fw.operative(c) && !fw.withholds(s) && !s.starved && fw.lock(c)
}

// energize brings pilot and contactor into line with the session and reports what that changes (E01.FR.18). reason is
// why the energy stops, if it does.
func (fw *firmware) energize(s *session, reason ocpp201.Reason) {
	c := fw.connector(s.EVSE, s.Connector)
	if c == nil || !s.Connected {
		return
	}
	if fw.waitsForCSMS(c) {
		return
	}
	offer := fw.mayOffer(s, c)
	if offer {
		fw.retrieveSigned(s)
	}
	if offer && !c.evse.offering && fw.config.Capabilities.SuspendedFirst {
		fw.offerFirst(s, c)
	}
	keep := !offer && !s.Authorized && c.evse.offering && fw.defects.Has(defects.StopKeepsCharging)
	fw.happen(s, cause{trigger: ocpp201.TriggerReasonChargingStateChanged, reason: reason, onlyOnChange: true}, func() {
		if offer && !fw.defects.Has(defects.NeverCharging) || keep {
			fw.closePower(s, c)
		} else {
			fw.openPower(s)
		}
		s.Withheld = s.Authorized && !offer
	})
	fw.spoilStart(s)
	fw.limitEnergy(s)
	fw.settle(s)
}

// chargeWith lets the EV charge while what makes that possible happens, so that one event tells of both. A transaction that
// only the energy starts has no such event.
func (fw *firmware) chargeWith(s *session, does bool) {
	c := fw.connector(s.EVSE, s.Connector)
	if !does || s.Tx == nil || c == nil || !s.Connected || !fw.mayOffer(s, c) {
		return
	}
	if fw.closePower(s, c); !s.Charging {
		fw.openPower(s) // an EV that takes nothing is told of by itself
	}
}

// offerFirst offers the current and reports it before the EV's answer is looked at.
func (fw *firmware) offerFirst(s *session, c *connector) {
	fw.happen(s, cause{trigger: ocpp201.TriggerReasonChargingStateChanged, onlyOnChange: true}, func() {
		fw.hardware(fw.panel.SetPWM(c.evse.id, fw.offeredDuty()))
		c.evse.offering, s.Suspended, s.Withheld = true, true, false
	})
}

// closePower offers the current and closes the contactor when the EV asks for energy.
func (fw *firmware) closePower(s *session, c *connector) {
	e := c.evse
	if !e.offering {
		fw.hardware(fw.panel.SetPWM(e.id, fw.offeredDuty()))
		e.offering = true
		// The EV's answer to the offer is looked at now, so that it is not reported as Suspended for an instant.
		if seen, ok := fw.panel.Read().At(e.id, c.id); ok && (seen.Pilot == "B" || seen.Pilot == "C" || seen.Pilot == "D") {
			c.pilot = seen.Pilot[0]
		}
	}
	fw.switchContactor(s, e, c.pilot == 'C' || c.pilot == 'D')
	s.Suspended = !s.Charging
}

// openPower withdraws the offer.
func (fw *firmware) openPower(s *session) {
	s.Suspended, s.Withheld = false, false
	e := fw.evse(s.EVSE)
	if e == nil {
		return
	}
	fw.switchContactor(s, e, false)
	if e.offering {
		fw.hardware(fw.panel.SetPWM(e.id, pwmNone))
		e.offering = false
		if c := fw.connector(s.EVSE, s.Connector); c != nil && c.evConnected() {
			c.pilot = 'B'
		}
	}
}

func (fw *firmware) switchContactor(s *session, e *evse, closed bool) {
	if e.contactor != closed {
		fw.hardware(fw.panel.SetContactor(e.id, closed))
		e.contactor = closed
		fw.meters[e.id].draw(fw.chargingPower(closed), time.Now())
	}
	if s.Charging != closed {
		s.Charging = closed
		if s.Tx != nil {
			s.Tx.energy(closed, fw.kernel.Now())
		}
	}
}

// faultChanged ends a transaction at the connector that has failed (E06.FR.16).
func (fw *firmware) faultChanged(c *connector, faulted bool) {
	c.faulted = faulted
	s := at(c.evse)
	if s == nil || s.Connector != c.id {
		return
	}
	if !faulted {
		return // the pilot that comes back tells of the EV
	}
	fw.happen(s, cause{trigger: ocpp201.TriggerReasonAbnormalCondition, reason: ocpp201.ReasonOther, end: true}, func() {
		fw.openPower(s)
		fw.endAuthorization(s, ocpp201.ReasonOther)
	})
	fw.settle(s)
}

// reconcile gives EVs that came while drivers could not be served their turn.
func (fw *firmware) reconcile() {
	for _, c := range fw.connectors() {
		if c.evConnected() {
			fw.evConnected(c)
		}
	}
	for _, e := range fw.evses {
		if e.bay && !e.served && at(e) == nil {
			fw.bayChanged(e, true)
		}
	}
}
