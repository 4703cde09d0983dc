package charging

import (
	"slices"
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/defects"
	"github.com/certbench/certbench/station/product"
	"github.com/certbench/certbench/station/site"
)

// spoilStartPoint is what this station makes of TxStartPoint; reached tells whether a transaction should start.
func (ch *Charging) spoilStartPoint(reached bool, c conditions, points []string) bool {
	switch alone(points) {
	case product.PointEnergy:
		return reached || c.connected && c.authorized && ch.defects.Has(defects.EnergyStartAtPlug)
	case product.PointAuthorized:
		return reached && (c.connected || !ch.defects.Has(defects.AuthorizedStartNeedsEV))
	case product.PointEVConnected:
		return reached && (c.authorized || !ch.defects.Has(defects.ConnectedStartNeedsDriver))
	}
	return reached
}

// spoilStopPoint is what this station makes of TxStopPoint; ends tells whether the transaction should end.
func (ch *Charging) spoilStopPoint(ends bool, before, after conditions, why Cause, points []string) bool {
	unplugged := before.connected && !after.connected
	has := ch.defects.Has
	switch alone(points) {
	case product.PointPowerPath:
		if unplugged {
			return ends && !has(defects.PathStopNeedsDriver)
		}
		return ends && (!stops(why) || !has(defects.PathStopNeedsUnplug))
	case product.PointAuthorized:
		return ends && (!stops(why) || !has(defects.AuthorizedStopNeedsUnplug))
	case product.PointEnergy:
		if !ends || why.Trigger != ocpp201.TriggerReasonChargingStateChanged {
			return ends
		}
		return !has(defects.EnergyStopIgnored) && (why.Reason != ocpp201.ReasonStoppedByEV || !has(defects.EnergyStopNotByEV))
	case product.PointEVConnected:
		return ends && (!unplugged || !has(defects.ConnectedStopIgnored))
	case product.PointParkingBay:
		if ends {
			return !before.bay || after.bay || !has(defects.BayStopIgnored)
		}
		return unplugged && has(defects.BayStopAtUnplug)
	}
	return ends
}

// alone is the only point of a list, "" when there are more.
func alone(points []string) string {
	if len(points) != 1 {
		return ""
	}
	return points[0]
}

// untold tells whether a defect keeps what has happened to a transaction from the CSMS, or ends the transaction for it.
func (ch *Charging) untold(s *Session, why *Cause, before ocpp201.ChargingState) bool {
	if s.Tx == nil {
		return false
	}
	switch {
	case why.Trigger == ocpp201.TriggerReasonEVCommunicationLost && s.wasStopped():
		return ch.defects.Has(defects.UnplugAfterStopNotTold)
	case why.Trigger == ocpp201.TriggerReasonEVDeparted:
		return ch.defects.Has(defects.DepartureNotTold)
	case s.state() == ocpp201.ChargingStateSuspendedEV && before == ocpp201.ChargingStateEVConnected:
		why.End = why.End || ch.defects.Has(defects.NotReadyEnds)
		return ch.defects.Has(defects.NotReadyNotTold)
	}
	return false
}

// noticesLate tells whether a defect notices later that the EV takes no energy any more.
func (ch *Charging) noticesLate(c *site.Connector, pilot byte) bool {
	if c.Pilot != 'C' || pilot != 'B' || !ch.defects.Has(defects.EnergyStopToldLate) {
		return false
	}
	ch.kernel.After(time.Minute, func() {
		if c.Pilot == 'C' {
			c.Pilot = pilot
			ch.FollowEV(c)
			ch.site.UpdateStatuses()
		}
	})
	return true
}

// stopsLate stops a transaction after a minute when a defect says so, and reports whether it does.
func (ch *Charging) StopsLate(s *Session, late defects.Defect, stop func()) bool {
	if !ch.defects.Has(late) {
		return false
	}
	ch.kernel.After(time.Minute, func() {
		if s.Authorized {
			stop()
			ch.site.UpdateStatuses()
		}
	})
	return true
}

// spoilTimeout does what defects do when no EV was connected in time.
func (ch *Charging) spoilTimeout(token *ocpp201.IDToken) {
	ch.Aftermath.TimedOut = true
	ch.site.Deaf = ch.defects.Has(defects.NotReadyAfterTimeout)
	if ch.defects.Has(defects.TimeoutKeepsAuthorization) {
		ch.drivers.NextPass = token
	}
}

// tellsStopTwice tells whether a defect sends once more what a token has ended.
func (ch *Charging) tellsStopTwice(e *ocpp201.TransactionEventRequest) bool {
	return e.TriggerReason == ocpp201.TriggerReasonStopAuthorized && !endedByMasterPass(e) && ch.defects.Has(defects.LocalStopToldTwice)
}

// sessionFault is a defect of how an event tells of its session.
type sessionFault struct {
	defect defects.Defect
	when   func(ch *Charging, s *Session, e *ocpp201.TransactionEventRequest) bool
	spoil  func(*ocpp201.TransactionEventRequest)
}

// spoilSession is an event of a session as this station makes it. Like spoiled it asks for a defect only where that changes
// the event.
func (ch *Charging) spoilSession(s *Session, event *ocpp201.TransactionEventRequest) {
	for _, fault := range sessionFaults {
		if fault.when(ch, s, event) {
			*event = defects.Spoiled(ch.defects, *event, fault.defect, fault.spoil)
		}
	}
}

var sessionFaults = []sessionFault{
	{defects.AuthorizedStartWrongTrigger, startsAlone(product.PointAuthorized), trigger(ocpp201.TriggerReasonAuthorized, ocpp201.TriggerReasonCablePluggedIn)},
	{defects.AuthorizedStartWrongTokenType, startsAlone(product.PointAuthorized), func(e *ocpp201.TransactionEventRequest) {
		if e.IDToken != nil {
			e.IDToken = &ocpp201.IDToken{IDToken: e.IDToken.IDToken, Type: ocpp201.IDTokenEnumLocal}
		}
	}},
	{defects.ConnectedStartWrongState, startsAlone(product.PointEVConnected), tellsState(ocpp201.ChargingStateIdle)},
	{defects.ConnectedStartWrongConnector, startsAlone(product.PointEVConnected), func(e *ocpp201.TransactionEventRequest) {
		if e.EVSE != nil {
			e.EVSE = &ocpp201.EVSE{ID: e.EVSE.ID, ConnectorID: new(*e.EVSE.ConnectorID + 1)}
		}
	}},
	{defects.AuthorizedLaterWithoutToken, authorizedLater, withoutToken},
	{defects.AuthorizedLaterAsStarted, authorizedLater, func(e *ocpp201.TransactionEventRequest) { e.EventType = ocpp201.TransactionEventEnumStarted }},
	{defects.LostEVReasonLocal, lostSuspended, endsFor(ocpp201.ReasonLocal)},
	{defects.LostEVReasonOmitted, lostSuspended, withoutReason},
	{defects.LostEVWithoutState, lostSuspended, func(e *ocpp201.TransactionEventRequest) { e.TransactionInfo.ChargingState = nil }},
	{defects.LostEVStillSuspended, lostSuspended, tellsState(ocpp201.ChargingStateSuspendedEV)},
	{defects.LostEVWrongTrigger, lostSuspended, trigger(ocpp201.TriggerReasonEVCommunicationLost, ocpp201.TriggerReasonChargingStateChanged)},
	{defects.UnplugAfterStopAsUpdated, unpluggedAfterStop, func(e *ocpp201.TransactionEventRequest) {
		if e.EventType == ocpp201.TransactionEventEnumEnded {
			e.EventType = ocpp201.TransactionEventEnumUpdated
		}
	}},
	{defects.UnplugAfterStopReasonTimeout, unpluggedAfterStop, endsFor(ocpp201.ReasonTimeout)},
	{defects.UnplugAfterStopAnotherID, unpluggedAfterStop, func(e *ocpp201.TransactionEventRequest) {
		e.TransactionInfo.TransactionID = "another-transaction"
	}},
}

// startsAlone tells an event that begins a transaction where the point is the only one.
func startsAlone(point string) func(*Charging, *Session, *ocpp201.TransactionEventRequest) bool {
	return func(ch *Charging, _ *Session, e *ocpp201.TransactionEventRequest) bool {
		return e.EventType == ocpp201.TransactionEventEnumStarted && slices.Equal(ch.model.List("TxCtrlr", "TxStartPoint"), []string{point})
	}
}

// authorizedLater tells the event of an authorization in a transaction that the plug has begun.
func authorizedLater(ch *Charging, s *Session, e *ocpp201.TransactionEventRequest) bool {
	return e.EventType == ocpp201.TransactionEventEnumUpdated && e.IDToken != nil && s.Starts &&
		slices.Equal(ch.model.List("TxCtrlr", "TxStartPoint"), []string{product.PointEVConnected})
}

// lostSuspended tells the event of an EV that is lost after it had suspended.
func lostSuspended(ch *Charging, s *Session, e *ocpp201.TransactionEventRequest) bool {
	return s.lostSuspended && e.TriggerReason == ocpp201.TriggerReasonEVCommunicationLost
}

// unpluggedAfterStop tells the event of an EV that is disconnected after a driver or the CSMS has stopped the transaction.
func unpluggedAfterStop(ch *Charging, s *Session, e *ocpp201.TransactionEventRequest) bool {
	return s.wasStopped() && e.TriggerReason == ocpp201.TriggerReasonEVCommunicationLost
}

func (s *Session) wasStopped() bool {
	return s.StopReason == ocpp201.ReasonLocal || s.StopReason == ocpp201.ReasonRemote
}

func withoutToken(e *ocpp201.TransactionEventRequest) { e.IDToken = nil }

func withoutReason(e *ocpp201.TransactionEventRequest) { e.TransactionInfo.StoppedReason = nil }

func tellsState(state ocpp201.ChargingState) func(*ocpp201.TransactionEventRequest) {
	return func(e *ocpp201.TransactionEventRequest) { e.TransactionInfo.ChargingState = &state }
}

// endsFor gives an event that ends a transaction another reason.
func endsFor(reason ocpp201.Reason) func(*ocpp201.TransactionEventRequest) {
	return func(e *ocpp201.TransactionEventRequest) {
		if e.EventType == ocpp201.TransactionEventEnumEnded {
			e.TransactionInfo.StoppedReason = &reason
		}
	}
}

// spoilRemoteTimeout is how long this station waits for the EV of a remote start, 0 for ever.
func (ch *Charging) spoilRemoteTimeout(s *Session, wait time.Duration) time.Duration {
	switch {
	case s.RemoteID == nil:
	case ch.defects.Has(defects.RemoteTimeoutIgnored):
		return 0
	case ch.defects.Has(defects.RemoteTimeoutLate):
		return wait + time.Minute
	}
	return wait
}

// keepsTimeout tells whether a defect keeps the end of a remote start, to which no EV came, from the CSMS.
func (ch *Charging) keepsTimeout(s *Session, e ocpp201.TransactionEventRequest) bool {
	return s.RemoteID != nil && e.TriggerReason == ocpp201.TriggerReasonEVConnectTimeout && ch.defects.Has(defects.RemoteTimeoutSilent)
}
