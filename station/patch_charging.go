package station

import (
	"slices"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/charging"
	"github.com/certbench/certbench/station/defects"
	"github.com/certbench/certbench/station/product"
)

// chargingPatches are the faults of transactions and of their events.
var chargingPatches = []patch{
	{of: []defects.Defect{defects.EnergyStartAtPlug, defects.AuthorizedStartNeedsEV, defects.ConnectedStartNeedsDriver, defects.StartsTooEarly}, put: startPoint},
	{of: []defects.Defect{
		defects.PathStopNeedsDriver, defects.PathStopNeedsUnplug, defects.AuthorizedStopNeedsUnplug, defects.EnergyStopIgnored,
		defects.EnergyStopNotByEV, defects.ConnectedStopIgnored, defects.BayStopIgnored, defects.BayStopAtUnplug,
	}, put: stopPoint},
	{of: defectsOf(sessionFaults), put: sessionEvents},
	{of: []defects.Defect{defects.RemoteTimeoutSilent}, put: timeoutKept},
	{of: []defects.Defect{defects.MasterPassEndsTwice, defects.LocalStopToldTwice}, put: endsTwice},
}

func startPoint(fw *Firmware, s defects.Set) {
	right := fw.Charging.Decide.StartPointReached
	fw.Charging.Decide.StartPointReached = func(now charging.Conditions, points []string) bool {
		reached := right(now, points)
		switch alone(points) {
		case product.PointEnergy:
			reached = reached || now.Connected && now.Authorized && s.Has(defects.EnergyStartAtPlug)
		case product.PointAuthorized:
			reached = reached && (now.Connected || !s.Has(defects.AuthorizedStartNeedsEV))
		case product.PointEVConnected:
			reached = reached && (now.Authorized || !s.Has(defects.ConnectedStartNeedsDriver))
		}
		return reached || now.Connected && s.Has(defects.StartsTooEarly)
	}
}

func stopPoint(fw *Firmware, s defects.Set) {
	right := fw.Charging.Decide.StopPointLeft
	fw.Charging.Decide.StopPointLeft = func(before, now charging.Conditions, why charging.Cause, points []string) bool {
		ends, unplugged := right(before, now, why, points), before.Connected && !now.Connected
		switch alone(points) {
		case product.PointPowerPath:
			if unplugged {
				return ends && !s.Has(defects.PathStopNeedsDriver)
			}
			return ends && (!charging.Stops(why) || !s.Has(defects.PathStopNeedsUnplug))
		case product.PointAuthorized:
			return ends && (!charging.Stops(why) || !s.Has(defects.AuthorizedStopNeedsUnplug))
		case product.PointEnergy:
			if !ends || why.Trigger != ocpp201.TriggerReasonChargingStateChanged {
				return ends
			}
			return !s.Has(defects.EnergyStopIgnored) && (why.Reason != ocpp201.ReasonStoppedByEV || !s.Has(defects.EnergyStopNotByEV))
		case product.PointEVConnected:
			return ends && (!unplugged || !s.Has(defects.ConnectedStopIgnored))
		case product.PointParkingBay:
			if ends {
				return !before.Bay || now.Bay || !s.Has(defects.BayStopIgnored)
			}
			return unplugged && s.Has(defects.BayStopAtUnplug)
		}
		return ends
	}
}

// alone is the only point of a list, "" when there are more.
func alone(points []string) string {
	if len(points) != 1 {
		return ""
	}
	return points[0]
}

// timeoutKept keeps the end of a remote start, to which no EV came, from the CSMS.
func timeoutKept(fw *Firmware, s defects.Set) {
	fw.Charging.Seam.AddEntering(func(of *charging.Session, e charging.Event, enter func(charging.Event)) {
		timeout := e.Request.TriggerReason == ocpp201.TriggerReasonEVConnectTimeout
		if of.RemoteID == nil || !timeout || !s.Has(defects.RemoteTimeoutSilent) {
			enter(e)
		}
	})
}

// endsTwice sends the event that ends a transaction once more.
func endsTwice(fw *Firmware, s defects.Set) {
	fw.Charging.Seam.AddEntering(func(_ *charging.Session, e charging.Event, enter func(charging.Event)) {
		enter(e)
		switch pass := endedByMasterPass(&e.Request); {
		case e.Request.EventType != ocpp201.TransactionEventEnumEnded:
			return
		case pass && s.Has(defects.MasterPassEndsTwice),
			!pass && e.Request.TriggerReason == ocpp201.TriggerReasonStopAuthorized && s.Has(defects.LocalStopToldTwice):
			e.Request.SeqNo++
			enter(charging.Event{Request: e.Request})
		}
	})
}

// sessionEvents have the faults of how an event tells of its session.
func sessionEvents(fw *Firmware, s defects.Set) {
	faults := wanted(s, sessionFaults)
	fw.Charging.Seam.AddComposed(func(of *charging.Session, event ocpp201.TransactionEventRequest) ocpp201.TransactionEventRequest {
		for _, fault := range faults {
			if fault.when(fw, of, &event) {
				event = defects.Spoiled(s, event, fault.defect, fault.spoil)
			}
		}
		return event
	})
}

// sessionFault is a defect of how an event tells of its session.
type sessionFault struct {
	defect defects.Defect
	when   func(fw *Firmware, s *charging.Session, e *ocpp201.TransactionEventRequest) bool
	spoil  func(*ocpp201.TransactionEventRequest)
}

func (f sessionFault) name() defects.Defect { return f.defect }

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
func startsAlone(point string) func(*Firmware, *charging.Session, *ocpp201.TransactionEventRequest) bool {
	return func(fw *Firmware, _ *charging.Session, e *ocpp201.TransactionEventRequest) bool {
		return e.EventType == ocpp201.TransactionEventEnumStarted && slices.Equal(fw.Model.List("TxCtrlr", "TxStartPoint"), []string{point})
	}
}

// authorizedLater tells the event of an authorization in a transaction that the plug has begun.
func authorizedLater(fw *Firmware, s *charging.Session, e *ocpp201.TransactionEventRequest) bool {
	return e.EventType == ocpp201.TransactionEventEnumUpdated && e.IDToken != nil && s.Starts &&
		slices.Equal(fw.Model.List("TxCtrlr", "TxStartPoint"), []string{product.PointEVConnected})
}

// lostSuspended tells the event of an EV that is lost after it had suspended.
func lostSuspended(fw *Firmware, s *charging.Session, e *ocpp201.TransactionEventRequest) bool {
	return s.LostSuspended && e.TriggerReason == ocpp201.TriggerReasonEVCommunicationLost
}

// unpluggedAfterStop tells the event of an EV that is disconnected after a driver or the CSMS has stopped the transaction.
func unpluggedAfterStop(fw *Firmware, s *charging.Session, e *ocpp201.TransactionEventRequest) bool {
	return wasStopped(s) && e.TriggerReason == ocpp201.TriggerReasonEVCommunicationLost
}

func wasStopped(s *charging.Session) bool {
	return s.StopReason == ocpp201.ReasonLocal || s.StopReason == ocpp201.ReasonRemote
}
