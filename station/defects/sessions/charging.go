package sessions

import (
	"slices"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/schemas/ocppj"
	"github.com/certbench/certbench/station"
	"github.com/certbench/certbench/station/charging"
	"github.com/certbench/certbench/station/defects"
	"github.com/certbench/certbench/station/product"
	"github.com/certbench/certbench/station/site"
	"github.com/certbench/certbench/station/wire"
)

// chargingPatches are the faults of transactions and of their events.
var chargingPatches = []defects.Patch{
	{Of: []defects.Defect{defects.EnergyStartAtPlug, defects.AuthorizedStartNeedsEV, defects.ConnectedStartNeedsDriver, defects.StartsTooEarly, defects.SignedStartNever}, Put: startPoint},
	{Of: []defects.Defect{
		defects.PathStopNeedsDriver, defects.PathStopNeedsUnplug, defects.AuthorizedStopNeedsUnplug, defects.EnergyStopIgnored,
		defects.EnergyStopNotByEV, defects.ConnectedStopIgnored, defects.BayStopIgnored, defects.BayStopAtUnplug,
	}, Put: stopPoint},
	{Of: defects.Names(sessionFaults), Put: sessionEvents},
	{Of: []defects.Defect{defects.RemoteTimeoutSilent}, Put: timeoutKept},
	{Of: []defects.Defect{defects.MasterPassEndsTwice, defects.LocalStopToldTwice}, Put: endsTwice},
	{Of: []defects.Defect{
		defects.ReturnNotTold, defects.SuspendedLossNotTold, defects.UnplugAfterStopNotTold, defects.DepartureNotTold,
		defects.NotReadyNotTold, defects.NotReadyEnds,
	}, Put: untold},
	{Of: []defects.Defect{defects.TransactionIDReused}, Put: idReused},
	{Of: []defects.Defect{defects.TransactionIDTooLong}, Put: idTooLong},
	{Of: []defects.Defect{defects.StopKeepsCharging, defects.NeverCharging}, Put: offers},
	{Of: []defects.Defect{defects.ProfileStartIDMistaken, defects.ProfileStartNotCharging}, Put: profileStart},
	{Of: []defects.Defect{
		defects.QueueNotReported, defects.QueueAlwaysReported, defects.StatusWithoutIDRefused, defects.OngoingWithoutID,
		defects.StatusOfUnknownRefused, defects.StatusOfUnknownWithoutOngoing, defects.OngoingAsQueued,
		defects.OngoingNotReported, defects.EndedStillOngoing, defects.UnknownTransactionOngoing,
	}, Put: transactionStatus},
}

func startPoint(fw *station.Firmware, s defects.Set) {
	right := fw.Charging.Decide.StartPointReached
	fw.Charging.Decide.StartPointReached = func(now charging.Conditions, points []string) bool {
		reached := right(now, points)
		if unsigned := now; reached && now.Signed {
			unsigned.Signed = false
			reached = right(unsigned, points) || !s.Has(defects.SignedStartNever)
		}
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

func stopPoint(fw *station.Firmware, s defects.Set) {
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
func timeoutKept(fw *station.Firmware, s defects.Set) {
	fw.Charging.Seam.AddEntering(func(of *charging.Session, e charging.Event, enter func(charging.Event)) {
		timeout := e.Request.TriggerReason == ocpp201.TriggerReasonEVConnectTimeout
		if of.RemoteID == nil || !timeout || !s.Has(defects.RemoteTimeoutSilent) {
			enter(e)
		}
	})
}

// endsTwice sends the event that ends a transaction once more.
func endsTwice(fw *station.Firmware, s defects.Set) {
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
func sessionEvents(fw *station.Firmware, s defects.Set) {
	faults := defects.Wanted(s, sessionFaults)
	see := &sessionView{fw: fw, suspended: map[*charging.Session]bool{}}
	fw.Charging.Seam.AddHappened(func(h charging.Happening, tell func(charging.Happening)) {
		if h.Trigger == ocpp201.TriggerReasonEVCommunicationLost {
			see.suspended[h.Session] = h.Before == ocpp201.ChargingStateSuspendedEV
		}
		tell(h)
	})
	fw.Charging.Seam.AddComposed(func(of *charging.Session, event ocpp201.TransactionEventRequest) ocpp201.TransactionEventRequest {
		for _, fault := range faults {
			if fault.when(see, of, &event) {
				event = defects.Spoiled(s, event, fault.defect, fault.spoil)
			}
		}
		return event
	})
}

// sessionFault is a defect of how an event tells of its session.
type sessionFault struct {
	defect defects.Defect
	when   func(see *sessionView, s *charging.Session, e *ocpp201.TransactionEventRequest) bool
	spoil  func(*ocpp201.TransactionEventRequest)
}

// sessionView is what such faults go by.
type sessionView struct {
	fw        *station.Firmware
	suspended map[*charging.Session]bool // their EV had suspended when it was lost
}

func (f sessionFault) Name() defects.Defect { return f.defect }

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
func startsAlone(point string) func(*sessionView, *charging.Session, *ocpp201.TransactionEventRequest) bool {
	return func(see *sessionView, _ *charging.Session, e *ocpp201.TransactionEventRequest) bool {
		return e.EventType == ocpp201.TransactionEventEnumStarted && slices.Equal(see.fw.Model.List("TxCtrlr", "TxStartPoint"), []string{point})
	}
}

// authorizedLater tells the event of an authorization in a transaction that the plug has begun.
func authorizedLater(see *sessionView, s *charging.Session, e *ocpp201.TransactionEventRequest) bool {
	return e.EventType == ocpp201.TransactionEventEnumUpdated && e.IDToken != nil && s.Starts &&
		slices.Equal(see.fw.Model.List("TxCtrlr", "TxStartPoint"), []string{product.PointEVConnected})
}

// lostSuspended tells the event of an EV that is lost after it had suspended.
func lostSuspended(see *sessionView, s *charging.Session, e *ocpp201.TransactionEventRequest) bool {
	return see.suspended[s] && e.TriggerReason == ocpp201.TriggerReasonEVCommunicationLost
}

// unpluggedAfterStop tells the event of an EV that is disconnected after a driver or the CSMS has stopped the transaction.
func unpluggedAfterStop(_ *sessionView, s *charging.Session, e *ocpp201.TransactionEventRequest) bool {
	return wasStopped(s) && e.TriggerReason == ocpp201.TriggerReasonEVCommunicationLost
}

func wasStopped(s *charging.Session) bool {
	return s.StopReason == ocpp201.ReasonLocal || s.StopReason == ocpp201.ReasonRemote
}

// untold keeps what has happened to a session from its transaction, or ends the transaction for it.
func untold(fw *station.Firmware, s defects.Set) {
	fw.Charging.Seam.AddHappened(func(h charging.Happening, tell func(charging.Happening)) {
		of, lost := h.Session, h.Trigger == ocpp201.TriggerReasonEVCommunicationLost
		if h.Returns && s.Has(defects.ReturnNotTold) || lost && of.Authorized && s.Has(defects.SuspendedLossNotTold) {
			return
		}
		silent := false
		switch {
		case of.Tx == nil:
		case lost && wasStopped(of):
			silent = s.Has(defects.UnplugAfterStopNotTold)
		case h.Trigger == ocpp201.TriggerReasonEVDeparted:
			silent = s.Has(defects.DepartureNotTold)
		case of.State() == ocpp201.ChargingStateSuspendedEV && h.Before == ocpp201.ChargingStateEVConnected:
			h.End = h.End || s.Has(defects.NotReadyEnds)
			silent = s.Has(defects.NotReadyNotTold)
		}
		if !silent {
			tell(h)
		}
	})
}

// idReused gives each transaction of a life the id of the first.
func idReused(fw *station.Firmware, s defects.Set) {
	first, right := "", fw.Charging.Decide.NewID
	fw.Charging.Decide.NewID = func() string {
		fresh := right()
		if first == "" {
			first = fresh
		}
		if fresh != first && s.Has(defects.TransactionIDReused) {
			return first
		}
		return fresh
	}
}

// idTooLong gives a UUID, which is as long as part 2 has a transactionId (TransactionType), one character more.
func idTooLong(fw *station.Firmware, s defects.Set) {
	right := fw.Charging.Decide.NewID
	fw.Charging.Decide.NewID = func() string {
		id := right()
		if s.Has(defects.TransactionIDTooLong) {
			id += "0"
		}
		return id
	}
}

// offers offers energy when it should not, or never.
func offers(fw *station.Firmware, s defects.Set) {
	right := fw.Charging.Decide.Offers
	fw.Charging.Decide.Offers = func(of *charging.Session, c *site.Connector, may bool) bool {
		if right(of, c, may) {
			return !s.Has(defects.NeverCharging)
		}
		return !of.Authorized && c.EVSE.Offering && s.Has(defects.StopKeepsCharging)
	}
}

// profileStart mistakes the chargingProfile of a remote start.
func profileStart(fw *station.Firmware, s defects.Set) {
	profiled := map[int]bool{} // the ids of remote starts with one
	fw.Wire.Seam.Calls.Add(func(m wire.Message, pass wire.Pass) {
		if q, ok := m.Body.(ocpp201.RequestStartTransactionRequest); ok && q.ChargingProfile != nil {
			profiled[q.RemoteStartID] = true
			if q.ChargingProfile.ID != q.RemoteStartID && s.Has(defects.ProfileStartIDMistaken) {
				q.RemoteStartID = q.ChargingProfile.ID
				m.Body = q
			}
		}
		pass(m)
	})
	right := fw.Charging.Decide.MayCharge
	fw.Charging.Decide.MayCharge = func(of *charging.Session) bool {
		return right(of) && (of.RemoteID == nil || !profiled[*of.RemoteID] || !s.Has(defects.ProfileStartNotCharging))
	}
}

// transactionStatus says wrong things of a transaction (E14).
func transactionStatus(fw *station.Firmware, s defects.Set) {
	ended := map[string]bool{}
	fw.Charging.Seam.AddEntering(func(_ *charging.Session, e charging.Event, enter func(charging.Event)) {
		if e.Request.EventType == ocpp201.TransactionEventEnumEnded {
			ended[e.Request.TransactionInfo.TransactionID] = true
		}
		enter(e)
	})
	fw.Wire.Seam.Answers.Add(func(m wire.Message, pass wire.Pass) {
		r, ok := m.Body.(ocpp201.GetTransactionStatusResponse)
		q, asked := m.Request.(ocpp201.GetTransactionStatusRequest)
		if ok && asked && m.Refusal == nil {
			r = queueAnswer(s, r)
			if q.TransactionID == nil {
				m.Body, m.Refusal = statusWithoutID(s, r)
			} else {
				m.Body, m.Refusal = statusOf(fw, s, *q.TransactionID, ended, r)
			}
		}
		pass(m)
	})
}

func queueAnswer(s defects.Set, r ocpp201.GetTransactionStatusResponse) ocpp201.GetTransactionStatusResponse {
	switch {
	case r.MessagesInQueue && s.Has(defects.QueueNotReported):
		r.MessagesInQueue = false
	case !r.MessagesInQueue && s.Has(defects.QueueAlwaysReported):
		r.MessagesInQueue = true
	}
	return r
}

func statusWithoutID(s defects.Set, r ocpp201.GetTransactionStatusResponse) (ocpp201.GetTransactionStatusResponse, *wire.CallError) {
	switch {
	case s.Has(defects.StatusWithoutIDRefused):
		return r, noTransaction
	case s.Has(defects.OngoingWithoutID):
		r.OngoingIndicator = new(false)
	}
	return r, nil
}

func statusOf(fw *station.Firmware, s defects.Set, id string, ended map[string]bool, r ocpp201.GetTransactionStatusResponse) (ocpp201.GetTransactionStatusResponse, *wire.CallError) {
	queued, open := fw.Charging.Queue.Has(id), fw.Charging.FindTransaction(id) != nil
	var ongoing bool
	switch {
	case open:
		ongoing = !s.Has(defects.OngoingNotReported)
	case ended[id]:
		ongoing = s.Has(defects.EndedStillOngoing)
	default:
		ongoing = s.Has(defects.UnknownTransactionOngoing)
	}
	r.OngoingIndicator = &ongoing
	unknown := !open && !queued
	switch {
	case unknown && s.Has(defects.StatusOfUnknownRefused):
		return r, noTransaction
	case unknown && s.Has(defects.StatusOfUnknownWithoutOngoing):
		r.OngoingIndicator = nil
	case ongoing != queued && s.Has(defects.OngoingAsQueued):
		r.OngoingIndicator = &queued
	}
	return r, nil
}

var noTransaction = &wire.CallError{Code: ocppj.InternalError, Description: "there is no such transaction"}
