package charging

import (
	"slices"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/drivers"
	"github.com/certbench/certbench/station/product"
)

// Presented takes a token from the reader of an EVSE, or from the station's one reader (evse 0).
func (ch *Charging) Presented(token ocpp201.IDToken, evse int) {
	ch.closeMenu() // whoever was to select has gone
	if c := ch.heldCable(token, evse); c != nil {
		ch.Decide.FreeHeld(c)
		return
	}
	// E07.FR.01: the token that began an authorization ends it, without asking.
	if s := ch.authorizedBy(token, evse); s != nil {
		ch.Decide.StopByOwner(s, token)
		return
	}
	if ch.waiting(token, evse) == nil && ch.Decide.StopsUnasked(token, evse) {
		return
	}
	if !ch.provisioning.InService() {
		ch.site.Show("Out of service")
		return
	}
	s := ch.candidate(token, evse)
	if why := ch.Decide.Declines(s, token); why != "" {
		ch.site.Show(why)
		return
	}
	if s != nil {
		s.Asking = true
	}
	ch.claim(s, token)
	ch.judge(s, token, func(info ocpp201.IDTokenInfo) {
		if s != nil {
			s.Asking = false
		}
		ch.recognized(s, token, evse, info)
		if s != nil {
			ch.Settle(s)
		}
		ch.site.UpdateStatuses()
	})
}

// declines says why a token need not be judged, because nothing could follow from it, or "".
func (ch *Charging) declines(s *Session, token ocpp201.IDToken) string {
	stoppable := func(s *Session) bool { return s.Authorized || s.Tx != nil && ch.drivers.MasterPassGroup() != "" }
	switch {
	case s != nil && s.Asking:
		return "Please wait"
	case s != nil && spokenFor(s, token) && ch.drivers.MasterPassGroup() == "":
		return "In use"
	case s == nil && !slices.ContainsFunc(ch.Sessions(), stoppable):
		return "Not available"
	case s != nil && !slices.ContainsFunc(ch.Sessions(), stoppable) && ch.keptFromAll(s, token):
		return "Reserved"
	}
	return ""
}

// spokenFor tells whether a transaction has had another driver: it takes no second one, even when the first is no longer
// authorized (C01.FR.23).
func spokenFor(s *Session, token ocpp201.IDToken) bool {
	return s.Tx != nil && s.Token != nil && !drivers.SameToken(s.Token, &token)
}

// recognized acts on the judgement of a presented token. A token of the group of a running authorization ends that one
// (C09), unless an EV waits that it can be meant for.
func (ch *Charging) recognized(s *Session, token ocpp201.IDToken, evse int, info ocpp201.IDTokenInfo) {
	running := ch.Decide.StoppedByGroup(info.GroupIDToken, evse)
	if info.Status != ocpp201.AuthorizationStatusAccepted {
		ch.unclaim(s)
		ch.Decide.Refuse(s, token, running)
		return
	}
	if ch.Decide.IsMasterPass(info.GroupIDToken) {
		ch.masterPass(token)
		return
	}
	if running != nil && ch.waiting(token, evse) == nil {
		ch.StopByToken(running, token)
		return
	}
	if s == nil || s.Authorized || spokenFor(s, token) {
		ch.Decide.TurnAway(s, token)
		return
	}
	if len(info.EVSEID) > 0 && s.EVSE != 0 && !slices.Contains(info.EVSEID, s.EVSE) { // C01.FR.21
		ch.site.Show("Not allowed here")
		return
	}
	if s = ch.reserved(s, token, info.GroupIDToken, evse); !ch.Decide.MayTake(s, token, info.GroupIDToken) {
		ch.site.Show("Reserved") // H03, remark as erratum 2.32 has it: the idToken is not authorized
		return
	}
	s.allowed = info.EVSEID
	ch.Authorize(s, token, info.GroupIDToken, nil)
}

// Authorize begins an authorization. remote is the remoteStartId when the CSMS began it.
func (ch *Charging) Authorize(s *Session, token ocpp201.IDToken, group *ocpp201.IDToken, remote *int) {
	ch.site.Show("Authorized")
	used := ch.useReservation(s, token, group)
	ch.Decide.Admit(s, func() {
		s.Uninvited, s.Reserved, s.ReservedDue = false, used, used != nil
		s.Authorized, s.Refused, s.Barred, s.Disarmed, s.StopReason = true, false, false, false, ""
		s.Token, s.Group, s.TokenDue, s.Starts = &token, group, &token, true
		s.RemoteID, s.RemoteDue = remote, remote != nil
		ch.chargeWith(s, ch.product.Capabilities.ChargingWithAuthorization)
	})
	if s.Connected {
		ch.Energize(s, "")
		return
	}
	ch.armConnectionTimeout(s)
}

// EndAuthorization takes the authorization away; what was the first reason to is kept for stoppedReason.
func (ch *Charging) EndAuthorization(s *Session, reason ocpp201.Reason) {
	ch.kernel.Cancel(s.Timeout)
	ch.kernel.Cancel(s.limit)
	s.Authorized, s.Refused, s.Barred, s.Withheld, s.Signed = false, false, false, false, false
	if s.StopReason == "" {
		s.StopReason = reason
	}
	if s.Tx == nil { // nothing was told to the CSMS
		s.TokenDue, s.Starts, s.RemoteDue, s.ReservedDue = nil, false, false, false
	}
}

// StopByToken ends an authorization by a token (E07).
func (ch *Charging) StopByToken(s *Session, token ocpp201.IDToken) {
	ch.Decide.StopByDriver(s, Told{&token, ocpp201.TriggerReasonStopAuthorized, ocpp201.ReasonLocal})
}

func (ch *Charging) stoppedByDriver(s *Session, by Told) {
	ch.site.Show("Goodbye")
	ch.Stop(s, by)
}

// Told is how an event tells of a stop by a token.
type Told struct {
	Token   *ocpp201.IDToken // nil for none
	Trigger ocpp201.TriggerReason
	Reason  ocpp201.Reason
}

// Stop ends an authorization by a token, and with it the transaction where TxStopPoint says so (E07).
func (ch *Charging) Stop(s *Session, by Told) {
	ch.Happen(s, Cause{Trigger: by.Trigger, Reason: by.Reason, End: ch.StopEnds()}, func() {
		ch.EndAuthorization(s, by.Reason)
		if s.Tx != nil {
			s.TokenDue, s.Starts = by.Token, false // E07.FR.02
		}
	})
	ch.Energize(s, by.Reason)
	ch.Settle(s)
}

// armConnectionTimeout ends an authorization to which no EV comes within EVConnectionTimeOut (C01.FR.26), and with it
// the transaction, if there is one and the parking bay does not end it (E03.FR.05, FR.15). An EV that was lost and does not
// come back to a fixed cable is the same (E10.FR.02, which leaves that time to the station).
func (ch *Charging) armConnectionTimeout(s *Session) {
	ch.kernel.Cancel(s.Timeout)
	if !s.Authorized {
		return
	}
	wait, why := ch.Decide.Waits(s)
	if wait == 0 {
		return
	}
	s.Timeout = ch.kernel.After(wait, func() {
		why.End = !slices.Contains(ch.model.List("TxCtrlr", "TxStopPoint"), product.PointParkingBay)
		ch.Happen(s, why, func() { ch.EndAuthorization(s, why.Reason) })
		ch.Settle(s)
		ch.Hooks.TimedOut(s)
		ch.site.UpdateStatuses()
	})
}

// StopEnds tells whether a stop ends the transaction at once: F03.FR.03 names these two points, whether or not the
// transaction was ever authorized.
func (ch *Charging) StopEnds() bool {
	stops := ch.model.List("TxCtrlr", "TxStopPoint")
	return slices.Contains(stops, product.PointAuthorized) || slices.Contains(stops, product.PointPowerPath)
}
