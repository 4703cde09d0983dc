package station

import (
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/schemas/ocppj"
	"github.com/certbench/certbench/station/defects"
	"github.com/certbench/certbench/station/wire"
)

// spoilRemoteStart does what defects do instead of asking the CSMS about the idToken of a remote start, and tells whether
// one did.
func (fw *firmware) spoilRemoteStart(s *session, q ocpp201.RequestStartTransactionRequest, start func(group *ocpp201.IDToken)) bool {
	switch {
	case fw.defects.Has(defects.RemoteStartNeverAuthorizes):
		start(q.GroupIDToken)
	case fw.defects.Has(defects.RemoteStartTellsFirst):
		start(q.GroupIDToken)
		fw.kernel.After(time.Second, func() { fw.judge(q.IDToken, func(ocpp201.IDTokenInfo) {}) })
	case fw.defects.Has(defects.RemoteStartAuthorizesWrongType):
		asked := q.IDToken
		asked.Type = ocpp201.IDTokenEnumLocal
		fw.judge(asked, func(info ocpp201.IDTokenInfo) { start(info.GroupIDToken) })
	case fw.defects.Has(defects.RemoteStartTakenForLocal):
		fw.judge(q.IDToken, func(info ocpp201.IDTokenInfo) {
			s.asking = false
			fw.authorize(s, q.IDToken, info.GroupIDToken, nil)
			fw.updateStatuses()
		})
	default:
		return false
	}
	return true
}

// unknownStop answers a remote stop of a transaction that is not open (F03.FR.08).
func (fw *firmware) unknownStop() (ocpp201.RequestStopTransactionResponse, error) {
	rejected := ocpp201.RequestStopTransactionResponse{Status: ocpp201.RequestStartStopStatusRejected}
	taken := ocpp201.RequestStopTransactionResponse{Status: ocpp201.RequestStartStopStatusAccepted}
	var open *session
	for _, s := range fw.sessions() {
		if s.Tx != nil && open == nil {
			open = s
		}
	}
	switch {
	case fw.defects.Has(defects.UnknownStopAccepted):
		return taken, nil
	case fw.defects.Has(defects.UnknownStopCallError):
		return rejected, &wire.CallError{Code: ocppj.PropertyConstraintViolation, Description: "this transactionId is unknown"}
	case open == nil:
		return rejected, nil
	case fw.defects.Has(defects.UnknownStopStopsAnother):
		fw.wire.Then(func() { fw.remoteStop(open) })
		return taken, nil
	case fw.defects.Has(defects.UnknownStopStopsSilently):
		fw.wire.Then(func() { fw.remoteStop(open) })
	}
	return rejected, nil
}

// unlockFault is a defect that answers UnlockConnector otherwise.
type unlockFault struct {
	defect defects.Defect
	when   unlockCase
	status ocpp201.UnlockStatus // "" with an error
	code   ocppj.ErrorCode
	stops  bool // the transaction at the connector is stopped
}

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

// unlockCase tells what stands against unlocking a connector, which may be nil.
func (fw *firmware) unlockCase(c *connector) unlockCase {
	switch {
	case c == nil:
		return unlockUnknown
	case at(c.evse) != nil && at(c.evse).Connector == c.id && at(c.evse).Authorized:
		return unlockInUse
	case c.heldFor != nil:
		return unlockHeld
	}
	return unlockFree
}

// fits tells whether the defect answers otherwise than a good station.
func (f unlockFault) fits(c *connector, now unlockCase) bool {
	switch {
	case f.when != now:
		return false
	case f.defect == defects.UnlockWithoutCableFails:
		return !c.plugged
	case f.defect == defects.UnlockCountsFromZero:
		return c == c.evse.connectors[len(c.evse.connectors)-1]
	}
	return true
}

// spoilUnlock is the answer that a defect gives to UnlockConnector, "" when none does.
func (fw *firmware) spoilUnlock(c *connector, now unlockCase) (ocpp201.UnlockStatus, error) {
	for _, f := range unlockFaults {
		if !f.fits(c, now) || !fw.defects.Has(f.defect) {
			continue
		}
		if f.status == "" {
			return "", &wire.CallError{Code: f.code, Description: "this connector cannot be unlocked"}
		}
		if f.stops {
			s := at(c.evse)
			fw.wire.Then(func() { fw.remoteStop(s) })
		}
		return f.status, nil
	}
	return "", nil
}
