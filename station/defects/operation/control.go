package operation

import (
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/schemas/ocppj"
	"github.com/certbench/certbench/station"
	"github.com/certbench/certbench/station/charging"
	"github.com/certbench/certbench/station/control"
	"github.com/certbench/certbench/station/defects"
	"github.com/certbench/certbench/station/site"
	"github.com/certbench/certbench/station/wire"
)

// controlPatches are the faults of remote starts and stops, and of unlocking. Those of triggered messages and of resets stand
// in files of their own.
var controlPatches = append(append([]defects.Patch{
	{Of: []defects.Defect{
		defects.PendingAcceptsRemoteStart, defects.RemoteStartRejected, defects.ProfileStartRejected, defects.RemoteStartRefusedAfterTimeout,
		defects.RemoteStartWrongTransactionID, defects.ProfileStartWithoutTransactionID,
	}, Put: remoteStarts},
	{Of: []defects.Defect{
		defects.RemoteStartAuthorizesAnyway, defects.RemoteStartNeverAuthorizes, defects.RemoteStartTellsFirst,
		defects.RemoteStartAuthorizesWrongType, defects.RemoteStartTakenForLocal,
	}, Put: remoteJudgement},
	{Of: []defects.Defect{
		defects.RemoteStopRejected, defects.UnknownStopAccepted, defects.UnknownStopCallError, defects.UnknownStopStopsAnother,
		defects.UnknownStopStopsSilently,
	}, Put: remoteStops},
	{Of: []defects.Defect{defects.RemoteStopLate}, Put: remoteStopLate},
	{Of: defects.Names(unlockFaults), Put: unlocks},
}, triggerPatches...), resetPatches...)

func remoteStarts(fw *station.Firmware, s defects.Set) {
	hasTimedOut, timedOut := false, fw.Charging.Hooks.TimedOut
	fw.Charging.Hooks.TimedOut = func(of *charging.Session) {
		hasTimedOut = true
		timedOut(of)
	}
	wire.Handle(fw.Wire, func(q ocpp201.RequestStartTransactionRequest) (ocpp201.RequestStartTransactionResponse, error) {
		accepted := fw.Wire.Registration == wire.Accepted
		switch {
		case fw.Wire.Registration == wire.Pending && s.Has(defects.PendingAcceptsRemoteStart):
			return ocpp201.RequestStartTransactionResponse{Status: ocpp201.RequestStartStopStatusAccepted}, nil
		case accepted && s.Has(defects.RemoteStartRejected),
			accepted && q.ChargingProfile != nil && s.Has(defects.ProfileStartRejected),
			accepted && hasTimedOut && s.Has(defects.RemoteStartRefusedAfterTimeout):
			return ocpp201.RequestStartTransactionResponse{Status: ocpp201.RequestStartStopStatusRejected}, nil
		}
		r, err := fw.Control.RequestStart(q)
		switch {
		case r.TransactionID == nil:
		case s.Has(defects.RemoteStartWrongTransactionID):
			r.TransactionID = new(ocppj.NewID())
		case q.ChargingProfile != nil && s.Has(defects.ProfileStartWithoutTransactionID):
			r.TransactionID = nil
		}
		return r, err
	})
}

func remoteJudgement(fw *station.Firmware, s defects.Set) {
	asks, judge := fw.Control.Decide.AsksAboutRemote, fw.Control.Decide.JudgeRemote
	fw.Control.Decide.AsksAboutRemote = func(q ocpp201.RequestStartTransactionRequest) bool {
		return asks(q) || s.Has(defects.RemoteStartAuthorizesAnyway)
	}
	fw.Control.Decide.JudgeRemote = func(of *charging.Session, q ocpp201.RequestStartTransactionRequest, start func(group *ocpp201.IDToken)) {
		switch {
		case s.Has(defects.RemoteStartNeverAuthorizes):
			start(q.GroupIDToken)
		case s.Has(defects.RemoteStartTellsFirst):
			start(q.GroupIDToken)
			fw.Kernel.After(time.Second, func() { fw.Drivers.Judge(q.IDToken, func(ocpp201.IDTokenInfo) {}) })
		case s.Has(defects.RemoteStartAuthorizesWrongType):
			asked := q.IDToken
			asked.Type = ocpp201.IDTokenEnumLocal
			fw.Drivers.Judge(asked, func(info ocpp201.IDTokenInfo) { start(info.GroupIDToken) })
		case s.Has(defects.RemoteStartTakenForLocal):
			fw.Drivers.Judge(q.IDToken, func(info ocpp201.IDTokenInfo) {
				of.Asking = false
				fw.Charging.Authorize(of, q.IDToken, info.GroupIDToken, nil)
				fw.Site.UpdateStatuses()
			})
		default:
			judge(of, q, start)
		}
	}
}

func remoteStops(fw *station.Firmware, s defects.Set) {
	wire.Handle(fw.Wire, func(q ocpp201.RequestStopTransactionRequest) (ocpp201.RequestStopTransactionResponse, error) {
		known := fw.Charging.FindTransaction(q.TransactionID) != nil
		switch accepted := fw.Wire.Registration == wire.Accepted; {
		case !accepted:
		case known && s.Has(defects.RemoteStopRejected):
			return ocpp201.RequestStopTransactionResponse{Status: ocpp201.RequestStartStopStatusRejected}, nil
		case !known:
			if r, err, wrong := unknownStop(fw, s); wrong {
				return r, err
			}
		}
		return fw.Control.RequestStop(q)
	})
}

// unknownStop is what faults answer to a remote stop of a transaction that is not open, and whether one does.
func unknownStop(fw *station.Firmware, s defects.Set) (r ocpp201.RequestStopTransactionResponse, err error, wrong bool) {
	var open *charging.Session
	for _, of := range fw.Charging.Sessions() {
		if of.Tx != nil && open == nil {
			open = of
		}
	}
	stop := func() { fw.Control.RemoteStop(open) }
	r.Status = ocpp201.RequestStartStopStatusAccepted
	switch {
	case s.Has(defects.UnknownStopAccepted):
		return r, nil, true
	case s.Has(defects.UnknownStopCallError):
		return r, &wire.CallError{Code: ocppj.PropertyConstraintViolation, Description: "this transactionId is unknown"}, true
	case open == nil:
	case s.Has(defects.UnknownStopStopsAnother):
		fw.Wire.Then(stop)
		return r, nil, true
	case s.Has(defects.UnknownStopStopsSilently):
		fw.Wire.Then(stop)
	}
	return r, nil, false
}

func remoteStopLate(fw *station.Firmware, s defects.Set) {
	right := fw.Control.Decide.StopRemote
	fw.Control.Decide.StopRemote = func(of *charging.Session) {
		if !s.Has(defects.RemoteStopLate) {
			right(of)
			return
		}
		fw.Kernel.After(time.Minute, func() {
			if of.Authorized {
				right(of)
				fw.Site.UpdateStatuses()
			}
		})
	}
}

// unlockFault is a defect that answers UnlockConnector otherwise.
type unlockFault struct {
	defect defects.Defect
	when   unlockCase
	status ocpp201.UnlockStatus // "" with an error
	code   ocppj.ErrorCode
	stops  bool // the transaction at the connector is stopped
}

func (f unlockFault) Name() defects.Defect { return f.defect }

// unlockCase is what stands against unlocking a connector.
type unlockCase int

const (
	unlockFree    unlockCase = iota // nothing
	unlockInUse                     // an authorized transaction (F05.FR.02)
	unlockUnknown                   // there is no such connector (F05.FR.03)
	unlockHeld                      // the cable waits for the token of its owner
)

var unlockFaults = []unlockFault{
	{defect: defects.UnlockInTransactionUnlocks, when: unlockInUse, status: ocpp201.UnlockStatusUnlocked},
	{defect: defects.UnlockInTransactionFails, when: unlockInUse, status: ocpp201.UnlockStatusUnlockFailed},
	{defect: defects.UnlockInTransactionStops, when: unlockInUse, status: ocpp201.UnlockStatusOngoingAuthorizedTransaction, stops: true},
	{defect: defects.UnlockWithoutCableFails, when: unlockFree, status: ocpp201.UnlockStatusUnlockFailed},
	{defect: defects.UnlockIdleCalledOngoing, when: unlockFree, status: ocpp201.UnlockStatusOngoingAuthorizedTransaction},
	{defect: defects.UnlockCountsFromZero, when: unlockFree, status: ocpp201.UnlockStatusUnknownConnector},
	{defect: defects.UnlockCountsFromZero, when: unlockInUse, status: ocpp201.UnlockStatusUnknownConnector},
	{defect: defects.UnlockNotSupported, when: unlockFree, code: ocppj.NotSupported},
	{defect: defects.UnlockNotSupported, when: unlockInUse, code: ocppj.NotSupported},
	{defect: defects.UnknownConnectorFails, when: unlockUnknown, status: ocpp201.UnlockStatusUnlockFailed},
	{defect: defects.UnknownConnectorUnlocks, when: unlockUnknown, status: ocpp201.UnlockStatusUnlocked},
	{defect: defects.UnknownConnectorCallError, when: unlockUnknown, code: ocppj.PropertyConstraintViolation},
	{defect: defects.HeldCableNotUnlocked, when: unlockHeld, status: ocpp201.UnlockStatusUnlockFailed},
	{defect: defects.HeldCableCalledAuthorized, when: unlockHeld, status: ocpp201.UnlockStatusOngoingAuthorizedTransaction},
}

func unlocks(fw *station.Firmware, s defects.Set) {
	faults := defects.Wanted(s, unlockFaults)
	wire.Handle(fw.Wire, func(q ocpp201.UnlockConnectorRequest) (ocpp201.UnlockConnectorResponse, error) {
		c := fw.Site.Connector(q.EVSEID, q.ConnectorID)
		now := unlockCaseOf(c)
		for _, f := range faults {
			if !f.fits(c, now) || !s.Has(f.defect) {
				continue
			}
			if f.status == "" {
				return ocpp201.UnlockConnectorResponse{}, &wire.CallError{Code: f.code, Description: "this connector cannot be unlocked"}
			}
			if f.stops {
				of := charging.At(c.EVSE)
				fw.Wire.Then(func() { fw.Control.RemoteStop(of) })
			}
			return ocpp201.UnlockConnectorResponse{Status: f.status}, nil
		}
		return fw.Control.UnlockConnector(q)
	})
}

// unlockCaseOf tells what stands against unlocking a connector, which may be nil.
func unlockCaseOf(c *site.Connector) unlockCase {
	switch {
	case c == nil:
		return unlockUnknown
	case control.InUse(c):
		return unlockInUse
	case c.HeldFor != nil:
		return unlockHeld
	}
	return unlockFree
}

// fits tells whether the defect answers otherwise than a good station.
func (f unlockFault) fits(c *site.Connector, now unlockCase) bool {
	switch {
	case f.when != now:
		return false
	case f.defect == defects.UnlockWithoutCableFails:
		return !c.Plugged
	case f.defect == defects.UnlockCountsFromZero:
		return c == c.EVSE.Connectors[len(c.EVSE.Connectors)-1]
	}
	return true
}
