package station

import (
	"slices"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/schemas/ocppj"
	"github.com/certbench/certbench/station/defects"
	"github.com/certbench/certbench/station/wire"
)

// requestStart answers use cases F01 and F02. The station supports no smart charging and ignores a chargingProfile
// (F01.FR.12).
func (fw *firmware) requestStart(q ocpp201.RequestStartTransactionRequest) (ocpp201.RequestStartTransactionResponse, error) {
	refused := ocpp201.RequestStartTransactionResponse{Status: ocpp201.RequestStartStopStatusRejected}
	if fw.wire.Registration != wire.Accepted { // B02.FR.05
		if fw.wire.Registration == wire.Pending && fw.defects.Has(defects.PendingAcceptsRemoteStart) {
			return ocpp201.RequestStartTransactionResponse{Status: ocpp201.RequestStartStopStatusAccepted}, nil
		}
		return refused, nil
	}
	if fw.defects.Has(defects.RemoteStartRejected) || fw.isMasterPass(q.GroupIDToken) { // C16.FR.03
		return refused, nil
	}
	s := fw.remoteCandidate(q.EVSEID)
	refuses := q.ChargingProfile != nil && fw.defects.Has(defects.ProfileStartRejected) ||
		fw.aftermath.timedOut && fw.defects.Has(defects.RemoteStartRefusedAfterTimeout)
	if s == nil || s.asking || refuses {
		return refused, nil
	}
	fw.spoilProfile(s, &q)
	s.asking = true
	r := ocpp201.RequestStartTransactionResponse{Status: ocpp201.RequestStartStopStatusAccepted}
	if s.Tx != nil {
		r.TransactionID = &s.Tx.ID // F01.FR.13
		switch {
		case fw.defects.Has(defects.RemoteStartWrongTransactionID):
			r.TransactionID = new(ocppj.NewID())
		case q.ChargingProfile != nil && fw.defects.Has(defects.ProfileStartWithoutTransactionID):
			r.TransactionID = nil
		}
	}
	fw.wire.Then(func() { fw.remoteStart(s, q) })
	return r, nil
}

// remoteCandidate is the session that a remote start goes to, nil when the EVSE is unknown, Unavailable, Faulted or taken
// (F01.FR.23, FR.24). Without an evseId the station selects one: where an EV waits, else the first free (F01.FR.20).
func (fw *firmware) remoteCandidate(id *int) *session {
	if id != nil {
		if e := fw.evse(*id); e != nil {
			return fw.candidateAt(e)
		}
		return nil
	}
	for _, waiting := range []bool{true, false} {
		for _, e := range fw.evses {
			if connected := at(e) != nil && at(e).Connected; connected != waiting {
				continue
			}
			if s := fw.candidateAt(e); s != nil && !s.asking {
				return s
			}
		}
	}
	return nil
}

func (fw *firmware) remoteStart(s *session, q ocpp201.RequestStartTransactionRequest) {
	start := func(group *ocpp201.IDToken) {
		s.asking = false
		fw.authorize(s, q.IDToken, group, &q.RemoteStartID)
		fw.updateStatuses()
	}
	ask := fw.model.Boolean("AuthCtrlr", "AuthorizeRemoteStart") || fw.defects.Has(defects.RemoteStartAuthorizesAnyway)
	// An id of the type Central is the CSMS's own, which it need not be asked about (C03.FR.01, C05.FR.01).
	if !ask || q.IDToken.Type == ocpp201.IDTokenEnumNoAuthorization || q.IDToken.Type == ocpp201.IDTokenEnumCentral {
		start(q.GroupIDToken) // F01.FR.02, F02.FR.10
		return
	}
	if fw.spoilRemoteStart(s, q, start) {
		return
	}
	fw.judge(q.IDToken, func(info ocpp201.IDTokenInfo) { // F01.FR.01, F02.FR.09
		here := len(info.EVSEID) == 0 || slices.Contains(info.EVSEID, s.EVSE)
		if info.Status == ocpp201.AuthorizationStatusAccepted && here && !fw.isMasterPass(info.GroupIDToken) { // C16.FR.03
			if info.GroupIDToken == nil {
				info.GroupIDToken = q.GroupIDToken
			}
			start(info.GroupIDToken)
			return
		}
		s.asking = false
		fw.settle(s)
	})
}

// requestStop answers use cases F03 and F04.
func (fw *firmware) requestStop(q ocpp201.RequestStopTransactionRequest) (ocpp201.RequestStopTransactionResponse, error) {
	s := fw.findTransaction(q.TransactionID)
	if s == nil && fw.wire.Registration == wire.Accepted {
		return fw.unknownStop()
	}
	if s == nil || fw.wire.Registration != wire.Accepted || fw.defects.Has(defects.RemoteStopRejected) { // B02.FR.05
		return ocpp201.RequestStopTransactionResponse{Status: ocpp201.RequestStartStopStatusRejected}, nil
	}
	fw.wire.Then(func() {
		if !fw.stopsLate(s, defects.RemoteStopLate, func() { fw.remoteStop(s) }) {
			fw.remoteStop(s)
		}
	})
	return ocpp201.RequestStopTransactionResponse{Status: ocpp201.RequestStartStopStatusAccepted}, nil
}

func (fw *firmware) remoteStop(s *session) {
	if s.Tx == nil {
		return // it ended while the answer was on its way
	}
	fw.happen(s, cause{trigger: ocpp201.TriggerReasonRemoteStop, reason: ocpp201.ReasonRemote, end: fw.stopEnds()}, func() {
		fw.endAuthorization(s, ocpp201.ReasonRemote)
	})
	fw.energize(s, ocpp201.ReasonRemote)
	fw.settle(s)
	fw.updateStatuses()
}

// unlockConnector answers use case F05.
func (fw *firmware) unlockConnector(q ocpp201.UnlockConnectorRequest) (ocpp201.UnlockConnectorResponse, error) {
	c := fw.connector(q.EVSEID, q.ConnectorID)
	now := fw.unlockCase(c)
	if wrong, err := fw.spoilUnlock(c, now); wrong != "" || err != nil {
		return ocpp201.UnlockConnectorResponse{Status: wrong}, err
	}
	switch {
	case now == unlockUnknown: // F05.FR.03
		return ocpp201.UnlockConnectorResponse{Status: ocpp201.UnlockStatusUnknownConnector}, nil
	case now == unlockInUse: // F05.FR.02
		return ocpp201.UnlockConnectorResponse{Status: ocpp201.UnlockStatusOngoingAuthorizedTransaction}, nil
	case !fw.unlock(c): // F05.FR.05
		return ocpp201.UnlockConnectorResponse{Status: ocpp201.UnlockStatusUnlockFailed}, nil
	}
	s := at(c.evse)
	if s != nil && s.Connector == c.id && s.Tx != nil {
		fw.wire.Then(func() {
			if s.Tx != nil {
				fw.emit(s, ocpp201.TransactionEventEnumUpdated, cause{trigger: ocpp201.TriggerReasonUnlockCommand}) // E02.FR.17
			}
		})
	}
	return ocpp201.UnlockConnectorResponse{Status: ocpp201.UnlockStatusUnlocked}, nil
}
