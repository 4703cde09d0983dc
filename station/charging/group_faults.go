package charging

import (
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/defects"
	"github.com/certbench/certbench/station/drivers"
)

// spoilGroupStop is how this station tells of a stop by another token of the group.
func (ch *Charging) spoilGroupStop(s *Session, t Told) Told {
	switch {
	case s.Token == nil || drivers.SameToken(s.Token, t.Token):
	case ch.defects.Has(defects.GroupStopWrongTrigger):
		t.Trigger = ocpp201.TriggerReasonDeauthorized
	case ch.defects.Has(defects.GroupStopWrongReason):
		t.Reason = ocpp201.ReasonDeAuthorized
	case ch.defects.Has(defects.GroupStopWithoutToken):
		t.Token = nil
	case ch.defects.Has(defects.GroupStopTellsStarter):
		t.Token = s.Token
	case s.Group != nil && ch.defects.Has(defects.GroupStopTellsGroup):
		t.Token = s.Group
	}
	return t
}

// spoilMasterStop is how this station tells of a stop by a Master Pass.
func (ch *Charging) spoilMasterStop(s *Session, t Told) Told {
	switch {
	case ch.defects.Has(defects.MasterPassWrongReason):
		t.Reason = ocpp201.ReasonLocal
	case ch.defects.Has(defects.MasterPassStopWrongTrigger):
		t.Trigger = ocpp201.TriggerReasonDeauthorized
	case s.Token != nil && ch.defects.Has(defects.MasterPassStopTellsDriver):
		t.Token = s.Token
	case ch.defects.Has(defects.MasterPassStopTellsGroup):
		t.Token = &ocpp201.IDToken{IDToken: ch.drivers.MasterPassGroup(), Type: ocpp201.IDTokenEnumCentral}
	}
	return t
}

// spoilsGroup does what defects do when another token of the group is to stop a transaction, and reports whether that is
// all.
func (ch *Charging) spoilsGroup(s *Session, token ocpp201.IDToken) bool {
	switch {
	case s.Token == nil || drivers.SameToken(s.Token, &token):
		return false
	case ch.defects.Has(defects.GroupStopsLate):
		ch.kernel.After(time.Minute, func() {
			ch.stop(s, Told{&token, ocpp201.TriggerReasonStopAuthorized, ocpp201.ReasonLocal})
			ch.site.UpdateStatuses()
		})
	case ch.defects.Has(defects.GroupTakesOver):
		ch.Happen(s, Cause{Trigger: ocpp201.TriggerReasonAuthorized}, func() { s.Token, s.TokenDue = &token, &token })
	default:
		return false
	}
	return true
}

// spoilGroupRefusal does what defects do when a token of the group of a running authorization is not Accepted.
func (ch *Charging) spoilGroupRefusal(s *Session, token ocpp201.IDToken) {
	switch {
	case ch.defects.Has(defects.InvalidGroupTokenStops):
		ch.stopByDriver(s, token)
	case ch.defects.Has(defects.RefusedGroupStopsLate):
		ch.kernel.After(3*time.Second, func() {
			ch.stopByDriver(s, token)
			ch.site.UpdateStatuses()
		})
	case ch.defects.Has(defects.RefusedGroupIsTold):
		ch.Happen(s, Cause{Trigger: ocpp201.TriggerReasonDeauthorized}, func() { s.TokenDue, s.Starts = &token, false })
	case ch.defects.Has(defects.RefusedGroupSuspends):
		ch.suspend(s)
	case ch.defects.Has(defects.RefusedGroupOpensSilently):
		ch.openSilently(s)
	}
}

// spoilOthers does what defects do to the transactions that a Master Pass has not selected.
func (ch *Charging) spoilOthers(s *Session) {
	switch {
	case ch.defects.Has(defects.MasterPassSuspendsOthers):
		ch.suspend(s)
	case ch.defects.Has(defects.MasterPassOpensOthers):
		ch.openSilently(s)
	}
}

// spoilsNext does what defects do when a Master Pass is to stop one transaction more, and reports whether that is all.
func (ch *Charging) spoilsNext(s *Session, token ocpp201.IDToken, stopped int) bool {
	switch {
	case ch.defects.Has(defects.MasterPassStopsOnlyFirst):
	case ch.defects.Has(defects.MasterPassStopsInTurn):
		ch.kernel.After(time.Duration(stopped)*time.Minute, func() {
			ch.stopByMasterPass(s, token)
			ch.site.UpdateStatuses()
		})
	default:
		return false
	}
	return true
}

// suspend withdraws the offer from an authorized driver, and tells so.
func (ch *Charging) suspend(s *Session) {
	s.Barred = true
	ch.Energize(s, "")
}

// openSilently withdraws the offer and tells nobody.
func (ch *Charging) openSilently(s *Session) {
	s.Barred = true
	ch.OpenPower(s)
	s.Withheld = true
}

// spoilOffer is the EVSEs that the display offers to a Master Pass.
func (ch *Charging) spoilOffer(evses []int) []int {
	if ch.defects.Has(defects.MasterPassMenuWithoutFirst) {
		return evses[1:]
	}
	return evses
}

// spoilPatience is how long the display offers a selection.
func (ch *Charging) spoilPatience() time.Duration {
	if ch.defects.Has(defects.MasterPassMenuTooShort) {
		return selectionTimeout / 600
	}
	return selectionTimeout
}

// spoilSelection is the EVSE whose transaction a selection stops, 0 for all, and whether it stops any.
func (ch *Charging) spoilSelection(evse int) (int, bool) {
	switch {
	case evse == 0:
		return 0, !ch.defects.Has(defects.MasterPassAllStopsNothing)
	case ch.defects.Has(defects.MasterPassSelectionIgnored):
		return 0, true
	case ch.defects.Has(defects.MasterPassStopsAnother):
		return evse + 1, true
	}
	return evse, true
}

// spoilStart does what defects do when energy has begun to flow.
func (ch *Charging) spoilStart(s *Session) {
	if s.Charging && s.Group != nil && ch.defects.Has(defects.GroupForgotten) {
		s.Group = nil
	}
}

// spoilPlug does what defects do when an EV has been connected.
func (ch *Charging) spoilPlug(s *Session) {
	if ch.drivers.NextPass == nil {
		return
	}
	token := *ch.drivers.NextPass
	ch.drivers.NextPass = nil
	ch.Authorize(s, token, nil, nil)
}
