package station

import (
	"slices"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/defects"
	"github.com/certbench/certbench/station/product"
)

// presented takes a token from the reader of an EVSE, or from the station's one reader (evse 0).
func (fw *firmware) presented(token ocpp201.IDToken, evse int) {
	if fw.deaf {
		return
	}
	fw.closeMenu() // whoever was to select has gone
	if c := fw.heldCable(token, evse); c != nil {
		if !fw.keepsHeld(c) {
			fw.unlock(c)
		}
		return
	}
	// E07.FR.01: the token that began an authorization ends it, without asking.
	if s := fw.authorizedBy(token, evse); s != nil {
		if fw.spoilStop(s, token) {
			return
		}
		fw.stopByDriver(s, token)
		return
	}
	if fw.waiting(token, evse) == nil && (fw.stopsByCachedGroup(token, evse) || fw.stopsAnother(token)) {
		return
	}
	if !fw.inService() {
		fw.show("Out of service")
		return
	}
	s := fw.candidate(token, evse)
	if why := fw.declines(s, token); why != "" {
		fw.show(why)
		return
	}
	if s != nil {
		s.asking = true
	}
	fw.judge(token, func(info ocpp201.IDTokenInfo) {
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

// declines says why a token need not be judged, because nothing could follow from it, or "".
func (fw *firmware) declines(s *session, token ocpp201.IDToken) string {
	stoppable := func(s *session) bool { return s.Authorized || s.Tx != nil && fw.masterPassGroup() != "" }
	switch {
	case s != nil && s.asking:
		return "Please wait"
	case s != nil && spokenFor(s, token) && fw.masterPassGroup() == "":
		return "In use"
	case s == nil && !slices.ContainsFunc(fw.sessions(), stoppable):
		return "Not available"
	case s == nil && fw.defects.Has(defects.OtherTokenNotAsked):
		return "In use"
	}
	return ""
}

// spokenFor tells whether a transaction has had another driver: it takes no second one, even when the first is no longer
// authorized (C01.FR.23).
func spokenFor(s *session, token ocpp201.IDToken) bool {
	return s.Tx != nil && s.Token != nil && !sameToken(s.Token, &token)
}

// recognized acts on the judgement of a presented token. A token of the group of a running authorization ends that one
// (C09), unless an EV waits that it can be meant for.
func (fw *firmware) recognized(s *session, token ocpp201.IDToken, evse int, info ocpp201.IDTokenInfo) {
	running := fw.authorizedByGroup(info.GroupIDToken, evse)
	if info.Status != ocpp201.AuthorizationStatusAccepted {
		fw.show("Not accepted") // C09.FR.11
		fw.deaf = fw.defects.Has(defects.NotReadyAfterRefusal)
		fw.spoilRefusal(s)
		if running != nil {
			fw.spoilGroupRefusal(running, token)
		}
		return
	}
	if fw.isMasterPass(info.GroupIDToken) && !fw.defects.Has(defects.MasterPassStarts) {
		fw.masterPass(token)
		return
	}
	if running == nil && s == nil && fw.defects.Has(defects.OtherTokenStops) {
		running = fw.firstAuthorized()
	}
	if running != nil && fw.waiting(token, evse) == nil {
		fw.stopByDriver(running, token)
		return
	}
	if s == nil || s.Authorized || spokenFor(s, token) {
		fw.spoilSecond(token)
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

// authorize begins an authorization. remote is the remoteStartId when the CSMS began it.
func (fw *firmware) authorize(s *session, token ocpp201.IDToken, group *ocpp201.IDToken, remote *int) {
	fw.show("Authorized")
	fw.admit(s, func() {
		s.Authorized, s.Refused, s.Barred, s.disarmed, s.StopReason = true, false, false, false, ""
		s.Token, s.Group, s.TokenDue, s.Starts = &token, group, &token, true
		s.RemoteID, s.RemoteDue = remote, remote != nil
		fw.chargeWith(s, fw.config.Capabilities.ChargingWithAuthorization)
	})
	if s.Connected {
		fw.energize(s, "")
		return
	}
	fw.armConnectionTimeout(s)
}

// endAuthorization takes the authorization away; what was the first reason to is kept for stoppedReason.
func (fw *firmware) endAuthorization(s *session, reason ocpp201.Reason) {
	fw.kernel.Cancel(s.timeout)
	fw.kernel.Cancel(s.limit)
	s.Authorized, s.Refused, s.Barred, s.Withheld, s.Signed = false, false, false, false, false
	if s.StopReason == "" {
		s.StopReason = reason
	}
	if s.Tx == nil { // nothing was told to the CSMS
		s.TokenDue, s.Starts, s.RemoteDue = nil, false, false
	}
}

// stopByDriver ends an authorization by a token (E07).
func (fw *firmware) stopByDriver(s *session, token ocpp201.IDToken) {
	if fw.spoilsGroup(s, token) {
		return
	}
	stop := func() {
		fw.show("Goodbye")
		fw.stop(s, fw.spoilGroupStop(s, told{&token, ocpp201.TriggerReasonStopAuthorized, ocpp201.ReasonLocal}))
	}
	if !fw.stopsLate(s, defects.LocalStopToldLate, stop) {
		stop()
	}
}

// stop ends an authorization by a token, and with it the transaction where TxStopPoint says so (E07).
func (fw *firmware) stop(s *session, by told) {
	fw.happen(s, cause{trigger: by.trigger, reason: by.reason, end: fw.stopEnds()}, func() {
		fw.endAuthorization(s, by.reason)
		if s.Tx != nil {
			s.TokenDue, s.Starts = by.token, false // E07.FR.02
		}
	})
	fw.energize(s, by.reason)
	fw.settle(s)
}

// armConnectionTimeout ends an authorization to which no EV comes within EVConnectionTimeOut (C01.FR.26), and with it
// the transaction, if there is one and the parking bay does not end it (E03.FR.05, FR.15). An EV that was lost and does not
// come back to a fixed cable is the same (E10.FR.02, which leaves that time to the station).
func (fw *firmware) armConnectionTimeout(s *session) {
	reason := ocpp201.ReasonTimeout
	fw.kernel.Cancel(s.timeout)
	if !s.Authorized || fw.defects.Has(defects.ConnectionTimeoutIgnored) {
		return
	}
	if fw.defects.Has(defects.ConnectionTimeoutWrongReason) {
		reason = ocpp201.ReasonLocal
	}
	wait := fw.model.Seconds("TxCtrlr", "EVConnectionTimeOut", "")
	if fw.defects.Has(defects.TimeoutTooEarly) {
		wait /= 2
	}
	if wait = fw.spoilRemoteTimeout(s, wait); wait == 0 {
		return
	}
	trigger := ocpp201.TriggerReasonEVConnectTimeout
	if s.Connector != 0 {
		fw.spoilLossTimeout(&wait, &trigger, &reason)
	}
	token := s.Token
	s.timeout = fw.kernel.After(wait, func() {
		bayEnds := slices.Contains(fw.model.List("TxCtrlr", "TxStopPoint"), product.PointParkingBay)
		fw.happen(s, cause{trigger: trigger, reason: reason, end: !bayEnds}, func() { fw.endAuthorization(s, reason) })
		fw.settle(s)
		fw.spoilTimeout(token)
		fw.updateStatuses()
	})
}

// stopEnds tells whether a stop ends the transaction at once: F03.FR.03 names these two points, whether or not the
// transaction was ever authorized.
func (fw *firmware) stopEnds() bool {
	stops := fw.model.List("TxCtrlr", "TxStopPoint")
	return slices.Contains(stops, product.PointAuthorized) || slices.Contains(stops, product.PointPowerPath)
}
