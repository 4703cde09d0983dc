package control

import (
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/schemas/ocppj"
	"github.com/certbench/certbench/station/charging"
	"github.com/certbench/certbench/station/defects"
	"github.com/certbench/certbench/station/site"
	"github.com/certbench/certbench/station/wire"
)

// spoilRemoteStart does what defects do instead of asking the CSMS about the idToken of a remote start, and tells whether
// one did.
func (ct *Control) spoilRemoteStart(s *charging.Session, q ocpp201.RequestStartTransactionRequest, start func(group *ocpp201.IDToken)) bool {
	switch {
	case ct.defects.Has(defects.RemoteStartNeverAuthorizes):
		start(q.GroupIDToken)
	case ct.defects.Has(defects.RemoteStartTellsFirst):
		start(q.GroupIDToken)
		ct.kernel.After(time.Second, func() { ct.drivers.Judge(q.IDToken, func(ocpp201.IDTokenInfo) {}) })
	case ct.defects.Has(defects.RemoteStartAuthorizesWrongType):
		asked := q.IDToken
		asked.Type = ocpp201.IDTokenEnumLocal
		ct.drivers.Judge(asked, func(info ocpp201.IDTokenInfo) { start(info.GroupIDToken) })
	case ct.defects.Has(defects.RemoteStartTakenForLocal):
		ct.drivers.Judge(q.IDToken, func(info ocpp201.IDTokenInfo) {
			s.Asking = false
			ct.charging.Authorize(s, q.IDToken, info.GroupIDToken, nil)
			ct.site.UpdateStatuses()
		})
	default:
		return false
	}
	return true
}

// unknownStop answers a remote stop of a transaction that is not open (F03.FR.08).
func (ct *Control) unknownStop() (ocpp201.RequestStopTransactionResponse, error) {
	rejected := ocpp201.RequestStopTransactionResponse{Status: ocpp201.RequestStartStopStatusRejected}
	taken := ocpp201.RequestStopTransactionResponse{Status: ocpp201.RequestStartStopStatusAccepted}
	var open *charging.Session
	for _, s := range ct.charging.Sessions() {
		if s.Tx != nil && open == nil {
			open = s
		}
	}
	switch {
	case ct.defects.Has(defects.UnknownStopAccepted):
		return taken, nil
	case ct.defects.Has(defects.UnknownStopCallError):
		return rejected, &wire.CallError{Code: ocppj.PropertyConstraintViolation, Description: "this transactionId is unknown"}
	case open == nil:
		return rejected, nil
	case ct.defects.Has(defects.UnknownStopStopsAnother):
		ct.wire.Then(func() { ct.remoteStop(open) })
		return taken, nil
	case ct.defects.Has(defects.UnknownStopStopsSilently):
		ct.wire.Then(func() { ct.remoteStop(open) })
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
func (ct *Control) unlockCase(c *site.Connector) unlockCase {
	switch {
	case c == nil:
		return unlockUnknown
	case charging.At(c.EVSE) != nil && charging.At(c.EVSE).Connector == c.ID && charging.At(c.EVSE).Authorized:
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

// spoilUnlock is the answer that a defect gives to UnlockConnector, "" when none does.
func (ct *Control) spoilUnlock(c *site.Connector, now unlockCase) (ocpp201.UnlockStatus, error) {
	for _, f := range unlockFaults {
		if !f.fits(c, now) || !ct.defects.Has(f.defect) {
			continue
		}
		if f.status == "" {
			return "", &wire.CallError{Code: f.code, Description: "this connector cannot be unlocked"}
		}
		if f.stops {
			s := charging.At(c.EVSE)
			ct.wire.Then(func() { ct.remoteStop(s) })
		}
		return f.status, nil
	}
	return "", nil
}
