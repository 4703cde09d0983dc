package station

import (
	"errors"
	"slices"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/defects"
)

// presented takes a token from the reader of an EVSE, or from the station's one reader (evse 0).
func (fw *firmware) presented(token ocpp201.IDToken, evse int) {
	if fw.deaf {
		return
	}
	if c := fw.heldCable(token, evse); c != nil {
		fw.unlock(c)
		return
	}
	// E07.FR.01: the token that began an authorization ends it, without asking.
	if s := fw.authorizedBy(token, evse); s != nil {
		fw.stopByDriver(s, token)
		return
	}
	if !fw.inService() {
		fw.show("Out of service")
		return
	}
	s := fw.candidate(evse)
	switch {
	case s != nil && s.asking:
		return
	case s != nil && s.Tx != nil && s.Token != nil && !sameToken(s.Token, &token):
		fw.show("In use") // C01.FR.23
		return
	case s == nil && !slices.ContainsFunc(fw.sessions(), func(s *session) bool { return s.Authorized }):
		fw.show("Not available")
		return
	}
	if s != nil {
		s.asking = true
	}
	fw.ask(token, func(info ocpp201.IDTokenInfo) {
		if s != nil {
			s.asking = false
		}
		fw.recognized(s, token, evse, info)
		if s != nil {
			fw.settle(s)
		}
		fw.updateStatuses()
	})
}

// heldCable is a cable that waits for its owner's token (E05.FR.11, E09.FR.03).
func (fw *firmware) heldCable(token ocpp201.IDToken, evse int) *connector {
	for _, c := range fw.connectors() {
		if (evse == 0 || evse == c.evse.id) && sameToken(c.heldFor, &token) {
			return c
		}
	}
	return nil
}

func (fw *firmware) authorizedBy(token ocpp201.IDToken, evse int) *session {
	for _, s := range fw.sessions() {
		if s.Authorized && sameToken(s.Token, &token) && (evse == 0 || s.EVSE == 0 || s.EVSE == evse) {
			return s
		}
	}
	return nil
}

// candidate is the session that a new authorization would go to, made when needed: at the reader's EVSE, or else where
// an EV waits, or at the only EVSE, or floating until the driver plugs in. nil means that nothing is free.
func (fw *firmware) candidate(evse int) *session {
	if e := fw.evse(evse); e != nil {
		return fw.candidateAt(e)
	}
	for _, e := range fw.evses {
		if e.session != nil && e.session.Connected && fw.free(e) && !e.session.Authorized {
			return e.session
		}
	}
	for _, e := range fw.evses {
		if e.session != nil && e.bay && fw.free(e) && !e.session.Authorized {
			return e.session // its transaction began in the bay
		}
	}
	if len(fw.evses) == 1 {
		return fw.candidateAt(fw.evses[0])
	}
	if fw.floating != nil {
		if fw.floating.Authorized {
			return nil
		}
		return fw.floating
	}
	for _, e := range fw.evses {
		if e.session == nil && fw.free(e) {
			fw.floating = &session{}
			return fw.floating
		}
	}
	return nil
}

// candidateAt is the same for a known EVSE.
func (fw *firmware) candidateAt(e *evse) *session {
	switch {
	case !fw.free(e):
		return nil
	case e.session == nil && fw.floating != nil && !fw.floating.Authorized:
		fw.place(fw.floating, e)
	case e.session == nil:
		fw.place(&session{}, e)
	}
	if e.session.Authorized {
		return nil
	}
	return e.session
}

// ask has the CSMS judge a token (C01.FR.02). Without a connection the token counts as Accepted when unknown tokens are
// allowed offline (C15.FR.08) and as Unknown otherwise.
func (fw *firmware) ask(token ocpp201.IDToken, done func(ocpp201.IDTokenInfo)) {
	if fw.defects.Has(defects.AuthorizeSkipped) {
		done(ocpp201.IDTokenInfo{Status: ocpp201.AuthorizationStatusAccepted})
		return
	}
	if !fw.online() {
		done(fw.offlineJudgement())
		return
	}
	request := ocpp201.AuthorizeRequest{IDToken: token}
	if fw.defects.Has(defects.AuthorizeWrongTokenType) {
		request.IDToken.Type = ocpp201.IDTokenEnumLocal
	}
	if fw.defects.Has(defects.AuthorizeWrongToken) {
		request.IDToken.IDToken = anotherToken
	}
	fw.calls = append(fw.calls, newCall(fw, request, func(r ocpp201.AuthorizeResponse) {
		done(fw.judged(r.IDTokenInfo))
	}, func(reason error) {
		if errors.Is(reason, errLost) {
			done(fw.offlineJudgement())
			return
		}
		done(ocpp201.IDTokenInfo{Status: ocpp201.AuthorizationStatusUnknown})
	}))
}

func (fw *firmware) offlineJudgement() ocpp201.IDTokenInfo {
	if fw.config.Capabilities.OfflineTxForUnknownID && fw.model.boolean("AuthCtrlr", "OfflineTxForUnknownIdEnabled") {
		return ocpp201.IDTokenInfo{Status: ocpp201.AuthorizationStatusAccepted}
	}
	return ocpp201.IDTokenInfo{Status: ocpp201.AuthorizationStatusUnknown}
}

// judged is the CSMS's judgement as a sound station takes it.
func (fw *firmware) judged(info ocpp201.IDTokenInfo) ocpp201.IDTokenInfo {
	if info.Status == ocpp201.AuthorizationStatusInvalid && fw.defects.Has(defects.InvalidTokenStarts) ||
		info.Status == ocpp201.AuthorizationStatusBlocked && fw.defects.Has(defects.BlockedTokenStarts) {
		info.Status = ocpp201.AuthorizationStatusAccepted
	}
	return info
}

// recognized acts on the judgement of a presented token. A token of the group of a running authorization ends that one
// (C09), unless an EV waits that it can be meant for.
func (fw *firmware) recognized(s *session, token ocpp201.IDToken, evse int, info ocpp201.IDTokenInfo) {
	if info.Status != ocpp201.AuthorizationStatusAccepted {
		fw.show("Not accepted")
		return
	}
	waits := s != nil && s.Connected
	if running := fw.authorizedByGroup(info.GroupIDToken, evse); running != nil && !waits {
		fw.stopByDriver(running, token)
		return
	}
	if s == nil || s.Authorized {
		fw.show("In use")
		return
	}
	if len(info.EVSEID) > 0 && s.EVSE != 0 && !slices.Contains(info.EVSEID, s.EVSE) { // C01.FR.21
		fw.show("Not allowed here")
		return
	}
	s.allowed = info.EVSEID
	fw.authorize(s, token, info.GroupIDToken, nil)
}

func (fw *firmware) authorizedByGroup(group *ocpp201.IDToken, evse int) *session {
	for _, s := range fw.sessions() {
		if s.Authorized && sameToken(s.Group, group) && (evse == 0 || s.EVSE == evse) {
			return s
		}
	}
	return nil
}

// authorize begins an authorization. remote is the remoteStartId when the CSMS began it.
func (fw *firmware) authorize(s *session, token ocpp201.IDToken, group *ocpp201.IDToken, remote *int) {
	fw.show("Authorized")
	fw.happen(s, cause{trigger: ocpp201.TriggerReasonAuthorized}, func() {
		s.Authorized, s.Barred, s.disarmed, s.StopReason = true, false, false, ""
		s.Token, s.Group, s.TokenDue, s.Starts = &token, group, &token, true
		s.RemoteID, s.RemoteDue = remote, remote != nil
	})
	if s.Connected {
		fw.energize(s, "")
		return
	}
	fw.armConnectionTimeout(s, ocpp201.TriggerReasonEVConnectTimeout, ocpp201.ReasonTimeout)
}

// endAuthorization takes the authorization away; what was the first reason to is kept for stoppedReason.
func (fw *firmware) endAuthorization(s *session, reason ocpp201.Reason) {
	fw.alarms.cancel(s.timeout)
	s.Authorized, s.Barred, s.Withheld = false, false, false
	if s.StopReason == "" {
		s.StopReason = reason
	}
	if s.Tx == nil { // nothing was told to the CSMS
		s.TokenDue, s.Starts, s.RemoteDue = nil, false, false
	}
}

// stopByDriver ends an authorization by a token (E07).
func (fw *firmware) stopByDriver(s *session, token ocpp201.IDToken) {
	fw.show("Goodbye")
	fw.happen(s, cause{trigger: ocpp201.TriggerReasonStopAuthorized, reason: ocpp201.ReasonLocal}, func() {
		fw.endAuthorization(s, ocpp201.ReasonLocal)
		if s.Tx != nil {
			s.TokenDue, s.Starts = &token, false // E07.FR.02
		}
	})
	fw.energize(s, ocpp201.ReasonLocal)
	fw.settle(s)
}

// armConnectionTimeout ends an authorization to which no EV comes within EVConnectionTimeOut (C01.FR.26), and with it
// the transaction, if there is one and the parking bay does not end it (E03.FR.05, FR.15).
func (fw *firmware) armConnectionTimeout(s *session, trigger ocpp201.TriggerReason, reason ocpp201.Reason) {
	fw.alarms.cancel(s.timeout)
	if !s.Authorized || fw.defects.Has(defects.ConnectionTimeoutIgnored) {
		return
	}
	if fw.defects.Has(defects.ConnectionTimeoutWrongReason) {
		reason = ocpp201.ReasonLocal
	}
	wait := fw.model.seconds("TxCtrlr", "EVConnectionTimeOut", "")
	if fw.defects.Has(defects.TimeoutTooEarly) {
		wait /= 2
	}
	s.timeout = fw.alarms.after(wait, func() {
		bayEnds := slices.Contains(fw.model.list("TxCtrlr", "TxStopPoint"), pointParkingBay)
		fw.happen(s, cause{trigger: trigger, reason: reason, end: !bayEnds}, func() { fw.endAuthorization(s, reason) })
		fw.settle(s)
		fw.deaf = fw.defects.Has(defects.NotReadyAfterTimeout)
		fw.updateStatuses()
	})
}

// tokenRefused is called when a TransactionEventResponse does not accept the token that began an authorization (E05).
func (fw *firmware) tokenRefused(s *session) {
	stops := fw.model.list("TxCtrlr", "TxStopPoint")
	if !fw.model.boolean("TxCtrlr", "StopTxOnInvalidId") {
		// E05.FR.02: energy stops; MaxEnergyOnInvalidId is not implemented. With EnergyTransfer in TxStopPoint the
		// transaction ends by that.
		s.Barred = true
		fw.energize(s, ocpp201.ReasonDeAuthorized)
		return
	}
	end := slices.Contains(stops, pointAuthorized) || slices.Contains(stops, pointPowerPath) || slices.Contains(stops, pointEnergy)
	owner := s.Token
	fw.happen(s, cause{trigger: ocpp201.TriggerReasonDeauthorized, reason: ocpp201.ReasonDeAuthorized, end: end}, func() { // E05.FR.09, FR.10
		fw.openPower(s)
		fw.endAuthorization(s, ocpp201.ReasonDeAuthorized)
	})
	if c := fw.connector(s.EVSE, s.Connector); c != nil && c.locked {
		c.heldFor = owner // E05.FR.11
	}
	fw.settle(s)
}
