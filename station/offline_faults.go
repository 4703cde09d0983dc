package station

import (
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/defects"
)

// offlineFaults are the defects of events that happened offline, and of those that follow a refusal.
var offlineFaults = []eventFault{
	{defects.OfflineTokenLost, func(e *ocpp201.TransactionEventRequest) {
		if isOffline(e) {
			e.IDToken = nil
		}
	}},
	{defects.OfflineTokenWrongType, func(e *ocpp201.TransactionEventRequest) {
		if isOffline(e) && e.IDToken != nil {
			e.IDToken = &ocpp201.IDToken{IDToken: e.IDToken.IDToken, Type: ocpp201.IDTokenEnumLocal}
		}
	}},
	{defects.OfflineAuthorizedOnline, func(e *ocpp201.TransactionEventRequest) {
		if e.TriggerReason == ocpp201.TriggerReasonAuthorized {
			e.Offline = nil
		}
	}},
	{defects.OfflineChargingOnline, func(e *ocpp201.TransactionEventRequest) {
		if tells(e, ocpp201.ChargingStateCharging) {
			e.Offline = nil
		}
	}},
	{defects.DeauthorizedMarkedOffline, deauthorized(func(e *ocpp201.TransactionEventRequest) { e.Offline = new(true) })},
	{defects.DeauthorizedAsUpdated, deauthorized(func(e *ocpp201.TransactionEventRequest) { e.EventType = ocpp201.TransactionEventEnumUpdated })},
	{defects.DeauthorizedAsEnded, deauthorized(func(e *ocpp201.TransactionEventRequest) { e.EventType = ocpp201.TransactionEventEnumEnded })},
	{defects.DeauthorizedStillCharging, deauthorized(func(e *ocpp201.TransactionEventRequest) {
		if tells(e, ocpp201.ChargingStateEVConnected) {
			e.TransactionInfo.ChargingState = new(ocpp201.ChargingStateCharging)
		}
	})},
	{defects.DeauthorizedWithoutReason, func(e *ocpp201.TransactionEventRequest) {
		if r := e.TransactionInfo.StoppedReason; r != nil && *r == ocpp201.ReasonDeAuthorized {
			e.TransactionInfo.StoppedReason = nil
		}
	}},
	{defects.RefusedAsEnded, func(e *ocpp201.TransactionEventRequest) {
		if e.EventType == ocpp201.TransactionEventEnumUpdated && tells(e, ocpp201.ChargingStateSuspendedEVSE) {
			e.EventType = ocpp201.TransactionEventEnumEnded
		}
	}},
	{defects.RefusedWithoutState, func(e *ocpp201.TransactionEventRequest) {
		if tells(e, ocpp201.ChargingStateSuspendedEVSE) {
			e.TransactionInfo.ChargingState = nil
		}
	}},
	{defects.AuthorizedAsStarted, func(e *ocpp201.TransactionEventRequest) {
		if e.TriggerReason == ocpp201.TriggerReasonAuthorized {
			e.EventType = ocpp201.TransactionEventEnumStarted
		}
	}},
}

func isOffline(e *ocpp201.TransactionEventRequest) bool { return e.Offline != nil && *e.Offline }

// deauthorized spoils only the event that tells that an authorization was taken away.
func deauthorized(spoil func(*ocpp201.TransactionEventRequest)) func(*ocpp201.TransactionEventRequest) {
	return func(e *ocpp201.TransactionEventRequest) {
		if e.TriggerReason == ocpp201.TriggerReasonDeauthorized {
			spoil(e)
		}
	}
}

// aftermath is what only defects remember.
type aftermath struct {
	queueHeld bool    // events of an offline period wait for another one
	firstID   string  // of the first transaction of this life
	timedOut  bool    // an authorization has ended because no EV came
	lastTold  *queued // the last event that was answered in this life
}

// waitsForCSMS tells whether a defect leaves an EV alone until the connection is back.
func (fw *firmware) waitsForCSMS(c *connector) bool {
	return !fw.wire.Online() && !c.evse.offering && fw.defects.Has(defects.OfflineNeverCharges)
}

// backOnline is where defects act when the connection is back.
func (fw *firmware) backOnline() {
	fw.spoilDelivery()
	for _, s := range fw.sessions() {
		if s.Connected && s.Authorized && fw.defects.Has(defects.OfflineNeverCharges) {
			fw.energize(s, "")
		}
	}
}

// spoilQueue does what defects do to the queue before an event joins it.
func (fw *firmware) spoilQueue() {
	switch {
	case fw.wire.Online():
		fw.aftermath.queueHeld = false
	case fw.defects.Has(defects.OfflineQueueLastOnly):
		fw.queue.entries = nil
	case fw.defects.Has(defects.OfflineQueueWaits):
		fw.aftermath.queueHeld = true
	}
}

// deauthorizesLate tells whether a defect takes its time with a refusal, and then goes on with act.
func (fw *firmware) deauthorizesLate(s *session, act func(*session)) bool {
	return fw.later(s, defects.DeauthorizedLate, act)
}

// suspendsLate is the same where the energy stops and the transaction goes on.
func (fw *firmware) suspendsLate(s *session, act func(*session)) bool {
	return fw.later(s, defects.RefusedSuspendsLate, act)
}

func (fw *firmware) later(s *session, defect defects.Defect, act func(*session)) bool {
	if !fw.defects.Has(defect) {
		return false
	}
	tx := s.Tx
	fw.kernel.After(time.Minute, func() {
		if s.Tx != nil && s.Tx == tx && s.Authorized {
			act(s)
			fw.updateStatuses()
		}
	})
	return true
}

// spoilBar lets the energy of a refused token flow again, by a defect.
func (fw *firmware) spoilBar(s *session) {
	if !fw.defects.Has(defects.RefusedResumes) {
		return
	}
	fw.kernel.After(time.Second, func() {
		s.Refused, s.Barred = false, false
		fw.energize(s, "")
	})
}

// spoilAllowance tells of a refusal that has no consequence yet, by a defect.
func (fw *firmware) spoilAllowance(s *session) {
	if fw.defects.Has(defects.MaxEnergyDeauthorizes) {
		fw.happen(s, cause{trigger: ocpp201.TriggerReasonDeauthorized}, func() {})
	}
}

// spoilStop does what defects do when a refused token is to stop its transaction, and reports whether that is all.
func (fw *firmware) spoilStop(s *session, token ocpp201.IDToken) bool {
	switch {
	case !s.Refused:
	case fw.defects.Has(defects.RefusedStopsNoMore):
		fw.show("Not accepted")
		return true
	case fw.defects.Has(defects.RefusedStopAsked):
		fw.ask(token, func(ocpp201.IDTokenInfo) { fw.stopByDriver(s, token) })
		return true
	}
	return false
}

// transactionID is the id of a transaction that begins. A random UUID is never generated twice, whatever the station
// forgets (E01.FR.08).
func (fw *firmware) transactionID(fresh string) string {
	if fw.aftermath.firstID == "" {
		fw.aftermath.firstID = fresh
		return fresh
	}
	if fw.defects.Has(defects.TransactionIDReused) {
		return fw.aftermath.firstID
	}
	return fresh
}
