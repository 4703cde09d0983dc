package station

import (
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/defects"
)

// told is how an event tells of a stop by a token: nil for no idToken.
type told struct {
	token   *ocpp201.IDToken
	trigger ocpp201.TriggerReason
	reason  ocpp201.Reason
}

// spoilGroupStop is how this station tells of a stop by another token of the group.
func (fw *firmware) spoilGroupStop(s *session, t told) told {
	switch {
	case s.Token == nil || sameToken(s.Token, t.token):
	case fw.defects.Has(defects.GroupStopWrongTrigger):
		t.trigger = ocpp201.TriggerReasonDeauthorized
	case fw.defects.Has(defects.GroupStopWrongReason):
		t.reason = ocpp201.ReasonDeAuthorized
	case fw.defects.Has(defects.GroupStopWithoutToken):
		t.token = nil
	case fw.defects.Has(defects.GroupStopTellsStarter):
		t.token = s.Token
	case s.Group != nil && fw.defects.Has(defects.GroupStopTellsGroup):
		t.token = s.Group
	}
	return t
}

// spoilMasterStop is how this station tells of a stop by a Master Pass.
func (fw *firmware) spoilMasterStop(s *session, t told) told {
	switch {
	case fw.defects.Has(defects.MasterPassWrongReason):
		t.reason = ocpp201.ReasonLocal
	case fw.defects.Has(defects.MasterPassStopWrongTrigger):
		t.trigger = ocpp201.TriggerReasonDeauthorized
	case s.Token != nil && fw.defects.Has(defects.MasterPassStopTellsDriver):
		t.token = s.Token
	case fw.defects.Has(defects.MasterPassStopTellsGroup):
		t.token = &ocpp201.IDToken{IDToken: fw.masterPassGroup(), Type: ocpp201.IDTokenEnumCentral}
	}
	return t
}

// spoilsGroup does what defects do when another token of the group is to stop a transaction, and reports whether that is
// all.
func (fw *firmware) spoilsGroup(s *session, token ocpp201.IDToken) bool {
	switch {
	case s.Token == nil || sameToken(s.Token, &token):
		return false
	case fw.defects.Has(defects.GroupStopsLate):
		fw.kernel.After(time.Minute, func() {
			fw.stop(s, told{&token, ocpp201.TriggerReasonStopAuthorized, ocpp201.ReasonLocal})
			fw.updateStatuses()
		})
	case fw.defects.Has(defects.GroupTakesOver):
		fw.happen(s, cause{trigger: ocpp201.TriggerReasonAuthorized}, func() { s.Token, s.TokenDue = &token, &token })
	default:
		return false
	}
	return true
}

// spoilGroupRefusal does what defects do when a token of the group of a running authorization is not Accepted.
func (fw *firmware) spoilGroupRefusal(s *session, token ocpp201.IDToken) {
	switch {
	case fw.defects.Has(defects.InvalidGroupTokenStops):
		fw.stopByDriver(s, token)
	case fw.defects.Has(defects.RefusedGroupStopsLate):
		fw.kernel.After(3*time.Second, func() {
			fw.stopByDriver(s, token)
			fw.updateStatuses()
		})
	case fw.defects.Has(defects.RefusedGroupIsTold):
		fw.happen(s, cause{trigger: ocpp201.TriggerReasonDeauthorized}, func() { s.TokenDue, s.Starts = &token, false })
	case fw.defects.Has(defects.RefusedGroupSuspends):
		fw.suspend(s)
	case fw.defects.Has(defects.RefusedGroupOpensSilently):
		fw.openSilently(s)
	}
}

// spoilOthers does what defects do to the transactions that a Master Pass has not selected.
func (fw *firmware) spoilOthers(s *session) {
	switch {
	case fw.defects.Has(defects.MasterPassSuspendsOthers):
		fw.suspend(s)
	case fw.defects.Has(defects.MasterPassOpensOthers):
		fw.openSilently(s)
	}
}

// spoilsNext does what defects do when a Master Pass is to stop one transaction more, and reports whether that is all.
func (fw *firmware) spoilsNext(s *session, token ocpp201.IDToken, stopped int) bool {
	switch {
	case fw.defects.Has(defects.MasterPassStopsOnlyFirst):
	case fw.defects.Has(defects.MasterPassStopsInTurn):
		fw.kernel.After(time.Duration(stopped)*time.Minute, func() {
			fw.stopByMasterPass(s, token)
			fw.updateStatuses()
		})
	default:
		return false
	}
	return true
}

// suspend withdraws the offer from an authorized driver, and tells so.
func (fw *firmware) suspend(s *session) {
	s.Barred = true
	fw.energize(s, "")
}

// openSilently withdraws the offer and tells nobody.
func (fw *firmware) openSilently(s *session) {
	s.Barred = true
	fw.openPower(s)
	s.Withheld = true
}

// spoilOffer is the EVSEs that the display offers to a Master Pass.
func (fw *firmware) spoilOffer(evses []int) []int {
	if fw.defects.Has(defects.MasterPassMenuWithoutFirst) {
		return evses[1:]
	}
	return evses
}

// spoilPatience is how long the display offers a selection.
func (fw *firmware) spoilPatience() time.Duration {
	if fw.defects.Has(defects.MasterPassMenuTooShort) {
		return selectionTimeout / 600
	}
	return selectionTimeout
}

// spoilSelection is the EVSE whose transaction a selection stops, 0 for all, and whether it stops any.
func (fw *firmware) spoilSelection(evse int) (int, bool) {
	switch {
	case evse == 0:
		return 0, !fw.defects.Has(defects.MasterPassAllStopsNothing)
	case fw.defects.Has(defects.MasterPassSelectionIgnored):
		return 0, true
	case fw.defects.Has(defects.MasterPassStopsAnother):
		return evse + 1, true
	}
	return evse, true
}

// masterPassFaults are the defects of the event that ends a transaction which a Master Pass has stopped.
var masterPassFaults = []eventFault{
	{defects.MasterPassReasonOmitted, func(e *ocpp201.TransactionEventRequest) {
		if endedByMasterPass(e) {
			e.TransactionInfo.StoppedReason = nil
		}
	}},
}

// spoilEnd sends the event that ends a transaction once more.
func (fw *firmware) spoilEnd(event ocpp201.TransactionEventRequest) {
	if event.EventType != ocpp201.TransactionEventEnumEnded {
		return
	}
	if endedByMasterPass(&event) && fw.defects.Has(defects.MasterPassEndsTwice) || fw.tellsStopTwice(&event) {
		event.SeqNo++
		fw.enqueue(event, false)
	}
}

// spoilStart does what defects do when energy has begun to flow.
func (fw *firmware) spoilStart(s *session) {
	if s.Charging && s.Group != nil && fw.defects.Has(defects.GroupForgotten) {
		s.Group = nil
	}
}

// spoilPlug does what defects do when an EV has been connected.
func (fw *firmware) spoilPlug(s *session) {
	if fw.nextPass == nil {
		return
	}
	token := *fw.nextPass
	fw.nextPass = nil
	fw.authorize(s, token, nil, nil)
}

func endedByMasterPass(e *ocpp201.TransactionEventRequest) bool {
	reason := e.TransactionInfo.StoppedReason
	return reason != nil && *reason == ocpp201.ReasonMasterPass
}
