package control

import (
	"slices"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/charging"
	"github.com/certbench/certbench/station/site"
	"github.com/certbench/certbench/station/wire"
)

// RequestStart answers use cases F01 and F02. The station supports no smart charging and ignores a chargingProfile
// (F01.FR.12).
func (ct *Control) RequestStart(q ocpp201.RequestStartTransactionRequest) (ocpp201.RequestStartTransactionResponse, error) {
	refused := ocpp201.RequestStartTransactionResponse{Status: ocpp201.RequestStartStopStatusRejected}
	if ct.wire.Registration != wire.Accepted || ct.drivers.IsMasterPass(q.GroupIDToken) { // B02.FR.05, C16.FR.03
		return refused, nil
	}
	s := ct.remoteCandidate(q)
	if s == nil || s.Asking {
		return refused, nil
	}
	s.Asking = true
	r := ocpp201.RequestStartTransactionResponse{Status: ocpp201.RequestStartStopStatusAccepted}
	if s.Tx != nil {
		r.TransactionID = &s.Tx.ID // F01.FR.13
	}
	ct.wire.Then(func() { ct.remoteStart(s, q) })
	return r, nil
}

// remoteCandidate is the session that a remote start goes to, nil when the EVSE is unknown, Unavailable, Faulted, reserved for
// somebody else or taken (F01.FR.21 to FR.24). Without an evseId the station selects one: that which is reserved, or where an EV
// waits, else the first free (F01.FR.20).
func (ct *Control) remoteCandidate(q ocpp201.RequestStartTransactionRequest) *charging.Session {
	if q.EVSEID != nil {
		if e := ct.site.EVSE(*q.EVSEID); e != nil && ct.Decide.MayStart(q, e) {
			return ct.charging.CandidateAt(e)
		}
		return nil
	}
	if e := ct.reservations.Chosen(q.IDToken, q.GroupIDToken); e != nil {
		return ct.charging.CandidateAt(e)
	}
	for _, waiting := range []bool{true, false} {
		for _, e := range ct.site.EVSEs {
			if connected := charging.At(e) != nil && charging.At(e).Connected; connected != waiting || !ct.Decide.MayStart(q, e) {
				continue
			}
			if s := ct.charging.CandidateAt(e); s != nil && !s.Asking {
				return s
			}
		}
	}
	return nil
}

// mayStart tells whether an EVSE can be used by a remote start. Of the group of an idToken the CSMS may tell when it is asked about
// it (part 2, RequestStartTransactionRequest, groupIdToken).
func (ct *Control) mayStart(q ocpp201.RequestStartTransactionRequest, e *site.EVSE) bool {
	told := q.GroupIDToken == nil && ct.reservations.ForGroups() && ct.Decide.AsksAboutRemote(q)
	return told || ct.reservations.MayUse(q.IDToken, q.GroupIDToken, e)
}

func (ct *Control) remoteStart(s *charging.Session, q ocpp201.RequestStartTransactionRequest) {
	start := func(group *ocpp201.IDToken) {
		s.Asking = false
		ct.charging.Authorize(s, q.IDToken, group, &q.RemoteStartID)
		ct.site.UpdateStatuses()
	}
	ask := ct.Decide.AsksAboutRemote(q) && !(ct.product.Capabilities.TrustsReservations && ct.charging.HasReservation(s, q.IDToken))
	// An id of the type Central is the CSMS's own, which it need not be asked about (C03.FR.01, C05.FR.01).
	if !ask || q.IDToken.Type == ocpp201.IDTokenEnumNoAuthorization || q.IDToken.Type == ocpp201.IDTokenEnumCentral {
		start(q.GroupIDToken) // F01.FR.02, F02.FR.10
		return
	}
	ct.Decide.JudgeRemote(s, q, start)
}

func (ct *Control) judgeRemote(s *charging.Session, q ocpp201.RequestStartTransactionRequest, start func(group *ocpp201.IDToken)) {
	ct.drivers.Judge(q.IDToken, func(info ocpp201.IDTokenInfo) { // F01.FR.01, F02.FR.09
		here := len(info.EVSEID) == 0 || slices.Contains(info.EVSEID, s.EVSE)
		if info.Status == ocpp201.AuthorizationStatusAccepted && here && !ct.drivers.IsMasterPass(info.GroupIDToken) { // C16.FR.03
			if info.GroupIDToken == nil {
				info.GroupIDToken = q.GroupIDToken
			}
			if ct.charging.Decide.MayTake(s, q.IDToken, info.GroupIDToken) {
				start(info.GroupIDToken)
				return
			}
		}
		s.Asking = false
		ct.charging.Settle(s)
	})
}

// RequestStop answers use cases F03 and F04.
func (ct *Control) RequestStop(q ocpp201.RequestStopTransactionRequest) (ocpp201.RequestStopTransactionResponse, error) {
	s := ct.charging.FindTransaction(q.TransactionID)
	if s == nil || ct.wire.Registration != wire.Accepted { // F03.FR.08, B02.FR.05
		return ocpp201.RequestStopTransactionResponse{Status: ocpp201.RequestStartStopStatusRejected}, nil
	}
	ct.wire.Then(func() { ct.Decide.StopRemote(s) })
	return ocpp201.RequestStopTransactionResponse{Status: ocpp201.RequestStartStopStatusAccepted}, nil
}

// RemoteStop ends the authorization of a session because the CSMS has asked for it (F03.FR.02, F03.FR.03).
func (ct *Control) RemoteStop(s *charging.Session) {
	if s.Tx == nil {
		return // it ended while the answer was on its way
	}
	ct.charging.Happen(s, charging.Cause{Trigger: ocpp201.TriggerReasonRemoteStop, Reason: ocpp201.ReasonRemote, End: ct.charging.StopEnds()}, func() {
		ct.charging.EndAuthorization(s, ocpp201.ReasonRemote)
	})
	ct.charging.Energize(s, ocpp201.ReasonRemote)
	ct.charging.Settle(s)
	ct.site.UpdateStatuses()
}

// UnlockConnector answers use case F05.
func (ct *Control) UnlockConnector(q ocpp201.UnlockConnectorRequest) (ocpp201.UnlockConnectorResponse, error) {
	c := ct.site.Connector(q.EVSEID, q.ConnectorID)
	switch {
	case c == nil: // F05.FR.03
		return ocpp201.UnlockConnectorResponse{Status: ocpp201.UnlockStatusUnknownConnector}, nil
	case InUse(c): // F05.FR.02
		return ocpp201.UnlockConnectorResponse{Status: ocpp201.UnlockStatusOngoingAuthorizedTransaction}, nil
	case !ct.site.Unlock(c): // F05.FR.05
		return ocpp201.UnlockConnectorResponse{Status: ocpp201.UnlockStatusUnlockFailed}, nil
	}
	s := charging.At(c.EVSE)
	if s != nil && s.Connector == c.ID && s.Tx != nil {
		ct.wire.Then(func() {
			if s.Tx != nil {
				ct.charging.Emit(s, ocpp201.TransactionEventEnumUpdated, charging.Cause{Trigger: ocpp201.TriggerReasonUnlockCommand}) // E02.FR.17
			}
		})
	}
	return ocpp201.UnlockConnectorResponse{Status: ocpp201.UnlockStatusUnlocked}, nil
}

// InUse tells whether an authorized driver uses the connector (F05.FR.02).
func InUse(c *site.Connector) bool {
	s := charging.At(c.EVSE)
	return s != nil && s.Connector == c.ID && s.Authorized
}
