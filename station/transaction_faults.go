package station

import (
	"slices"
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/defects"
	"github.com/certbench/certbench/station/product"
)

// spoilStartPoint is what this station makes of TxStartPoint; reached tells whether a transaction should start.
func (fw *firmware) spoilStartPoint(reached bool, c conditions, points []string) bool {
	switch alone(points) {
	case product.PointEnergy:
		return reached || c.connected && c.authorized && fw.defects.Has(defects.EnergyStartAtPlug)
	case product.PointAuthorized:
		return reached && (c.connected || !fw.defects.Has(defects.AuthorizedStartNeedsEV))
	case product.PointEVConnected:
		return reached && (c.authorized || !fw.defects.Has(defects.ConnectedStartNeedsDriver))
	}
	return reached
}

// spoilStopPoint is what this station makes of TxStopPoint; ends tells whether the transaction should end.
func (fw *firmware) spoilStopPoint(ends bool, before, after conditions, why cause, points []string) bool {
	unplugged := before.connected && !after.connected
	has := fw.defects.Has
	switch alone(points) {
	case product.PointPowerPath:
		if unplugged {
			return ends && !has(defects.PathStopNeedsDriver)
		}
		return ends && (!stops(why) || !has(defects.PathStopNeedsUnplug))
	case product.PointAuthorized:
		return ends && (!stops(why) || !has(defects.AuthorizedStopNeedsUnplug))
	case product.PointEnergy:
		if !ends || why.trigger != ocpp201.TriggerReasonChargingStateChanged {
			return ends
		}
		return !has(defects.EnergyStopIgnored) && (why.reason != ocpp201.ReasonStoppedByEV || !has(defects.EnergyStopNotByEV))
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
func (fw *firmware) untold(s *session, why *cause, before ocpp201.ChargingState) bool {
	if s.Tx == nil {
		return false
	}
	switch {
	case why.trigger == ocpp201.TriggerReasonEVCommunicationLost && s.wasStopped():
		return fw.defects.Has(defects.UnplugAfterStopNotTold)
	case why.trigger == ocpp201.TriggerReasonEVDeparted:
		return fw.defects.Has(defects.DepartureNotTold)
	case s.state() == ocpp201.ChargingStateSuspendedEV && before == ocpp201.ChargingStateEVConnected:
		why.end = why.end || fw.defects.Has(defects.NotReadyEnds)
		return fw.defects.Has(defects.NotReadyNotTold)
	}
	return false
}

// noticesLate tells whether a defect notices later that the EV takes no energy any more.
func (fw *firmware) noticesLate(c *connector, pilot byte) bool {
	if c.pilot != 'C' || pilot != 'B' || !fw.defects.Has(defects.EnergyStopToldLate) {
		return false
	}
	fw.kernel.After(time.Minute, func() {
		if c.pilot == 'C' {
			c.pilot = pilot
			fw.followEV(c)
			fw.updateStatuses()
		}
	})
	return true
}

// stopsLate stops a transaction after a minute when a defect says so, and reports whether it does.
func (fw *firmware) stopsLate(s *session, late defects.Defect, stop func()) bool {
	if !fw.defects.Has(late) {
		return false
	}
	fw.kernel.After(time.Minute, func() {
		if s.Authorized {
			stop()
			fw.updateStatuses()
		}
	})
	return true
}

// spoilTimeout does what defects do when no EV was connected in time.
func (fw *firmware) spoilTimeout(token *ocpp201.IDToken) {
	fw.aftermath.timedOut = true
	fw.deaf = fw.defects.Has(defects.NotReadyAfterTimeout)
	if fw.defects.Has(defects.TimeoutKeepsAuthorization) {
		fw.nextPass = token
	}
}

// tellsStopTwice tells whether a defect sends once more what a token has ended.
func (fw *firmware) tellsStopTwice(e *ocpp201.TransactionEventRequest) bool {
	return e.TriggerReason == ocpp201.TriggerReasonStopAuthorized && !endedByMasterPass(e) && fw.defects.Has(defects.LocalStopToldTwice)
}

// sessionFault is a defect of how an event tells of its session.
type sessionFault struct {
	defect defects.Defect
	when   func(fw *firmware, s *session, e *ocpp201.TransactionEventRequest) bool
	spoil  func(*ocpp201.TransactionEventRequest)
}

// spoilSession is an event of a session as this station makes it. Like spoiled it asks for a defect only where that changes
// the event.
func (fw *firmware) spoilSession(s *session, event *ocpp201.TransactionEventRequest) {
	for _, fault := range sessionFaults {
		if fault.when(fw, s, event) {
			*event = spoiled(fw.defects, *event, fault.defect, fault.spoil)
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
func startsAlone(point string) func(*firmware, *session, *ocpp201.TransactionEventRequest) bool {
	return func(fw *firmware, _ *session, e *ocpp201.TransactionEventRequest) bool {
		return e.EventType == ocpp201.TransactionEventEnumStarted && slices.Equal(fw.model.List("TxCtrlr", "TxStartPoint"), []string{point})
	}
}

// authorizedLater tells the event of an authorization in a transaction that the plug has begun.
func authorizedLater(fw *firmware, s *session, e *ocpp201.TransactionEventRequest) bool {
	return e.EventType == ocpp201.TransactionEventEnumUpdated && e.IDToken != nil && s.Starts &&
		slices.Equal(fw.model.List("TxCtrlr", "TxStartPoint"), []string{product.PointEVConnected})
}

// lostSuspended tells the event of an EV that is lost after it had suspended.
func lostSuspended(_ *firmware, s *session, e *ocpp201.TransactionEventRequest) bool {
	return s.lostSuspended && e.TriggerReason == ocpp201.TriggerReasonEVCommunicationLost
}

// unpluggedAfterStop tells the event of an EV that is disconnected after a driver or the CSMS has stopped the transaction.
func unpluggedAfterStop(_ *firmware, s *session, e *ocpp201.TransactionEventRequest) bool {
	return s.wasStopped() && e.TriggerReason == ocpp201.TriggerReasonEVCommunicationLost
}

func (s *session) wasStopped() bool {
	return s.StopReason == ocpp201.ReasonLocal || s.StopReason == ocpp201.ReasonRemote
}

func withoutToken(e *ocpp201.TransactionEventRequest)  { e.IDToken = nil }
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
func (fw *firmware) spoilRemoteTimeout(s *session, wait time.Duration) time.Duration {
	switch {
	case s.RemoteID == nil:
	case fw.defects.Has(defects.RemoteTimeoutIgnored):
		return 0
	case fw.defects.Has(defects.RemoteTimeoutLate):
		return wait + time.Minute
	}
	return wait
}

// keepsTimeout tells whether a defect keeps the end of a remote start, to which no EV came, from the CSMS.
func (fw *firmware) keepsTimeout(s *session, e ocpp201.TransactionEventRequest) bool {
	return s.RemoteID != nil && e.TriggerReason == ocpp201.TriggerReasonEVConnectTimeout && fw.defects.Has(defects.RemoteTimeoutSilent)
}
