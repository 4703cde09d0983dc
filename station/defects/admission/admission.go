package admission

import (
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station"
	"github.com/certbench/certbench/station/charging"
	"github.com/certbench/certbench/station/defects"
	"github.com/certbench/certbench/station/drivers"
)

// admissionPatches are the faults of who is let charge, and of what becomes of him.
var admissionPatches = []defects.Patch{
	{Of: []defects.Defect{defects.GroupIgnored}, Put: groupIgnored},
	{Of: []defects.Defect{defects.GroupForgotten}, Put: groupForgotten},
	{Of: []defects.Defect{defects.CachedGroupAskedAnyway, defects.InvalidGroupTokenStops, defects.OtherTokenStopsUnasked}, Put: stopsUnasked},
	{Of: []defects.Defect{
		defects.GroupStopWrongTrigger, defects.GroupStopWrongReason, defects.GroupStopWithoutToken, defects.GroupStopTellsStarter, defects.GroupStopTellsGroup,
		defects.GroupStopsLate, defects.GroupTakesOver,
	}, Put: groupStops},
	{Of: []defects.Defect{
		defects.RefusedIsTold, defects.InvalidGroupTokenStops, defects.RefusedGroupStopsLate, defects.RefusedGroupIsTold, defects.RefusedGroupSuspends,
		defects.RefusedGroupOpensSilently,
	}, Put: refusedTokens},
	{Of: []defects.Defect{
		defects.CachedEventMissing, defects.CachedEventWrongTrigger, defects.CachedEventWithoutToken, defects.CachedEventHashedToken, defects.CachedEventWrongType,
		defects.CachedNotCharged, defects.AskedAgainNotCharged, defects.CachedLostOnPlug, defects.PostAuthorizeCharges,
	}, Put: judgedSessions},
	{Of: []defects.Defect{
		defects.OtherTokenNotAsked, defects.OtherTokenStops, defects.OtherTokenIsTold, defects.OtherTokenEndsUntold,
	}, Put: otherTokens},
	{Of: []defects.Defect{defects.NotReadyAfterTimeout, defects.NotReadyAfterRefusal, defects.NotReadyAfterDeauthorization}, Put: notReady},
	{Of: []defects.Defect{
		defects.MasterPassStarts, defects.MasterPassStopsNothing, defects.MasterPassWithoutSelection, defects.MasterPassMenuWithoutFirst,
		defects.MasterPassMenuTooShort, defects.MasterPassAllStopsNothing, defects.MasterPassSelectionIgnored, defects.MasterPassStopsAnother,
	}, Put: masterPass},
	{Of: []defects.Defect{
		defects.MasterPassSuspendsOthers, defects.MasterPassOpensOthers, defects.MasterPassStopsOnlyFirst, defects.MasterPassStopsInTurn,
	}, Put: masterPassStops},
	{Of: []defects.Defect{
		defects.MasterPassWrongReason, defects.MasterPassStopWrongTrigger, defects.MasterPassStopTellsDriver, defects.MasterPassStopTellsGroup,
		defects.MasterPassReasonForgotten,
	}, Put: masterPassTold},
	{Of: []defects.Defect{defects.TimeoutKeepsAuthorization, defects.MasterPassAuthorizesNext, defects.NeverAskStartsAtPlug}, Put: authorizesNext},
}

func groupIgnored(fw *station.Firmware, s defects.Set) {
	right := fw.Charging.Decide.StoppedByGroup
	fw.Charging.Decide.StoppedByGroup = func(group *ocpp201.IDToken, evse int) *charging.Session {
		if of := right(group, evse); of != nil && !s.Has(defects.GroupIgnored) {
			return of
		}
		return nil
	}
}

// groupForgotten forgets the group of a driver while energy flows.
func groupForgotten(fw *station.Firmware, s defects.Set) {
	right := fw.Charging.Hooks.Energized
	fw.Charging.Hooks.Energized = func(of *charging.Session) {
		if right(of); of.Charging && of.Group != nil && s.Has(defects.GroupForgotten) {
			of.Group = nil
		}
	}
}

// stopsUnasked asks about a token that the cache knows to be of a group, or stops without asking what it should not stop.
func stopsUnasked(fw *station.Firmware, s defects.Set) {
	right := fw.Charging.Decide.StopsUnasked
	fw.Charging.Decide.StopsUnasked = func(token ocpp201.IDToken, evse int) bool {
		info := fw.Drivers.Cached(token)
		asks := info != nil && s.Has(defects.CachedGroupAskedAnyway)
		if !asks && right(token, evse) {
			return true
		}
		if info != nil && !asks && info.Status != ocpp201.AuthorizationStatusAccepted {
			if of := fw.Charging.Decide.StoppedByGroup(info.GroupIDToken, evse); of != nil && s.Has(defects.InvalidGroupTokenStops) {
				fw.Drivers.UsesCache(token)
				fw.Charging.StopByToken(of, token)
				return true
			}
		}
		if of := firstAuthorized(fw); of != nil && s.Has(defects.OtherTokenStopsUnasked) {
			fw.Charging.StopByToken(of, token)
			return true
		}
		return false
	}
}

// groupStops carries out or tells otherwise a stop by another token of the group.
func groupStops(fw *station.Firmware, s defects.Set) {
	right := fw.Charging.Decide.StopByDriver
	fw.Charging.Decide.StopByDriver = func(of *charging.Session, by charging.Told) {
		token := by.Token
		switch {
		case of.Token == nil || drivers.SameToken(of.Token, token):
		case s.Has(defects.GroupStopsLate):
			fw.Kernel.After(time.Minute, func() {
				fw.Charging.Stop(of, by)
				fw.Site.UpdateStatuses()
			})
			return
		case s.Has(defects.GroupTakesOver):
			fw.Charging.Happen(of, charging.Cause{Trigger: ocpp201.TriggerReasonAuthorized}, func() { of.Token, of.TokenDue = token, token })
			return
		case s.Has(defects.GroupStopWrongTrigger):
			by.Trigger = ocpp201.TriggerReasonDeauthorized
		case s.Has(defects.GroupStopWrongReason):
			by.Reason = ocpp201.ReasonDeAuthorized
		case s.Has(defects.GroupStopWithoutToken):
			by.Token = nil
		case s.Has(defects.GroupStopTellsStarter):
			by.Token = of.Token
		case of.Group != nil && s.Has(defects.GroupStopTellsGroup):
			by.Token = of.Group
		}
		right(of, by)
	}
}

// refusedTokens have consequences that they should not have.
func refusedTokens(fw *station.Firmware, s defects.Set) {
	right := fw.Charging.Decide.Refuse
	fw.Charging.Decide.Refuse = func(of *charging.Session, token ocpp201.IDToken, running *charging.Session) {
		right(of, token, running)
		if of != nil && s.Has(defects.RefusedIsTold) {
			fw.Charging.Happen(of, charging.Cause{Trigger: ocpp201.TriggerReasonDeauthorized}, func() {})
		}
		switch {
		case running == nil:
		case s.Has(defects.InvalidGroupTokenStops):
			fw.Charging.StopByToken(running, token)
		case s.Has(defects.RefusedGroupStopsLate):
			fw.Kernel.After(3*time.Second, func() {
				fw.Charging.StopByToken(running, token)
				fw.Site.UpdateStatuses()
			})
		case s.Has(defects.RefusedGroupIsTold):
			fw.Charging.Happen(running, charging.Cause{Trigger: ocpp201.TriggerReasonDeauthorized}, func() { running.TokenDue, running.Starts = &token, false })
		case s.Has(defects.RefusedGroupSuspends):
			suspend(fw, running)
		case s.Has(defects.RefusedGroupOpensSilently):
			openSilently(fw, running)
		}
	}
}

// suspend withdraws the offer from an authorized driver, and tells so.
func suspend(fw *station.Firmware, of *charging.Session) {
	of.Barred = true
	fw.Charging.Energize(of, "")
}

// openSilently withdraws the offer and tells nobody.
func openSilently(fw *station.Firmware, of *charging.Session) {
	of.Barred = true
	fw.Charging.OpenPower(of)
	of.Withheld = true
}

// judgedSessions have the faults of sessions whose token the cache has accepted, or the CSMS although the cache had it as
// something else.
func judgedSessions(fw *station.Firmware, s defects.Set) {
	by, judged := drivers.ByCSMS, map[*charging.Session]drivers.Judge{}
	fw.Drivers.Seam.AddJudged(func(j drivers.Judgement, done func(drivers.Judgement)) {
		by = j.By
		done(j)
		by = drivers.ByCSMS
	})
	cached := func(of *charging.Session) bool { return judged[of] == drivers.ByCache }
	admit := fw.Charging.Decide.Admit
	fw.Charging.Decide.Admit = func(of *charging.Session, change func()) {
		judged[of] = by
		if cached(of) && s.Has(defects.CachedEventMissing) {
			change()
			return
		}
		admit(of, change)
	}
	refuse := fw.Charging.Decide.Refuse
	fw.Charging.Decide.Refuse = func(of *charging.Session, token ocpp201.IDToken, running *charging.Session) {
		if refuse(of, token, running); of != nil && of.Connected && by == drivers.ByCache && s.Has(defects.PostAuthorizeCharges) {
			c := fw.Site.Connector(of.EVSE, of.Connector)
			fw.Charging.Happen(of, charging.Cause{Trigger: ocpp201.TriggerReasonChargingStateChanged}, func() { fw.Charging.ClosePower(of, c) })
		}
	}
	mayCharge := fw.Charging.Decide.MayCharge
	fw.Charging.Decide.MayCharge = func(of *charging.Session) bool {
		return mayCharge(of) && !(cached(of) && s.Has(defects.CachedNotCharged)) &&
			!(judged[of] == drivers.ByCSMSAgain && s.Has(defects.AskedAgainNotCharged))
	}
	plugged := fw.Charging.Hooks.Plugged
	fw.Charging.Hooks.Plugged = func(of *charging.Session) {
		if plugged(of); cached(of) && s.Has(defects.CachedLostOnPlug) {
			fw.Charging.EndAuthorization(of, ocpp201.ReasonOther)
		}
	}
	fw.Charging.Seam.AddComposed(func(of *charging.Session, e ocpp201.TransactionEventRequest) ocpp201.TransactionEventRequest {
		if cached(of) {
			return cachedEvent(s, e)
		}
		return e
	})
}

// cachedEvent is an event of a session whose token the cache has accepted.
func cachedEvent(s defects.Set, e ocpp201.TransactionEventRequest) ocpp201.TransactionEventRequest {
	if e.TriggerReason == ocpp201.TriggerReasonAuthorized && s.Has(defects.CachedEventWrongTrigger) {
		e.TriggerReason = ocpp201.TriggerReasonTrigger
	}
	if e.IDToken == nil {
		return e
	}
	told := *e.IDToken
	switch {
	case s.Has(defects.CachedEventWithoutToken):
		e.IDToken = nil
		return e
	case s.Has(defects.CachedEventHashedToken):
		told.IDToken = hashed(told)
	case s.Has(defects.CachedEventWrongType):
		told.Type = ocpp201.IDTokenEnumLocal
	}
	e.IDToken = &told
	return e
}

// otherTokens do something to the authorization of another driver, or are not asked about because of it.
func otherTokens(fw *station.Firmware, s defects.Set) {
	declines, turnAway := fw.Charging.Decide.Declines, fw.Charging.Decide.TurnAway
	fw.Charging.Decide.Declines = func(of *charging.Session, token ocpp201.IDToken) string {
		why := declines(of, token)
		if why == "" && of == nil && s.Has(defects.OtherTokenNotAsked) {
			return "In use"
		}
		return why
	}
	fw.Charging.Decide.TurnAway = func(of *charging.Session, token ocpp201.IDToken) {
		first := firstAuthorized(fw)
		switch {
		case first == nil:
		case of == nil && s.Has(defects.OtherTokenStops):
			fw.Charging.StopByToken(first, token)
			return
		case s.Has(defects.OtherTokenIsTold):
			first.TokenDue = &token
			fw.Charging.Happen(first, charging.Cause{Trigger: ocpp201.TriggerReasonAuthorized}, func() {})
		case s.Has(defects.OtherTokenEndsUntold):
			fw.Charging.Happen(first, charging.Cause{Trigger: ocpp201.TriggerReasonDeauthorized, Reason: ocpp201.ReasonDeAuthorized, End: true}, func() {
				fw.Charging.OpenPower(first)
				fw.Charging.EndAuthorization(first, ocpp201.ReasonDeAuthorized)
			})
		}
		turnAway(of, token)
	}
}

// notReady reads no token any more.
func notReady(fw *station.Firmware, s defects.Set) {
	deaf, presented := false, fw.Site.Hooks.Presented
	fw.Site.Hooks.Presented = func(token ocpp201.IDToken, evse int) {
		if !deaf {
			presented(token, evse)
		}
	}
	timedOut := fw.Charging.Hooks.TimedOut
	fw.Charging.Hooks.TimedOut = func(of *charging.Session) {
		timedOut(of)
		deaf = s.Has(defects.NotReadyAfterTimeout)
	}
	refuse := fw.Charging.Decide.Refuse
	fw.Charging.Decide.Refuse = func(of *charging.Session, token ocpp201.IDToken, running *charging.Session) {
		deaf = s.Has(defects.NotReadyAfterRefusal)
		refuse(of, token, running)
	}
	deauthorize := fw.Charging.Decide.Deauthorize
	fw.Charging.Decide.Deauthorize = func(of *charging.Session) {
		deauthorize(of)
		deaf = deaf || s.Has(defects.NotReadyAfterDeauthorization)
	}
}

// masterPass is used otherwise.
func masterPass(fw *station.Firmware, s defects.Set) {
	decide := &fw.Charging.Decide
	is, use, selects, menu, stopSelected := decide.IsMasterPass, decide.UseMasterPass, decide.Selects, decide.Menu, decide.StopSelected
	decide.IsMasterPass = func(group *ocpp201.IDToken) bool { return is(group) && !s.Has(defects.MasterPassStarts) }
	decide.UseMasterPass = func(token ocpp201.IDToken, evses []int) {
		if len(evses) > 0 && s.Has(defects.MasterPassStopsNothing) {
			fw.Site.Show("Not accepted")
			return
		}
		use(token, evses)
	}
	decide.Selects = func() bool { return selects() && !s.Has(defects.MasterPassWithoutSelection) }
	decide.Menu = func(evses []int) ([]int, time.Duration) {
		offered, patience := menu(evses)
		if s.Has(defects.MasterPassMenuWithoutFirst) {
			offered = offered[1:]
		}
		if s.Has(defects.MasterPassMenuTooShort) {
			patience /= 600
		}
		return offered, patience
	}
	decide.StopSelected = func(evse int, token ocpp201.IDToken) {
		switch {
		case evse == 0 && s.Has(defects.MasterPassAllStopsNothing):
			return
		case evse == 0:
		case s.Has(defects.MasterPassSelectionIgnored):
			evse = 0
		case s.Has(defects.MasterPassStopsAnother):
			evse++
		}
		stopSelected(evse, token)
	}
}

// masterPassStops stops not all that was selected, or does something to what was not.
func masterPassStops(fw *station.Firmware, s defects.Set) {
	fw.Charging.Decide.StopAt = func(evse int, token ocpp201.IDToken) {
		stopped := 0
		for _, of := range fw.Charging.Sessions() {
			others := evse != 0 && of.EVSE != evse
			switch {
			case of.Tx == nil:
			case others && s.Has(defects.MasterPassSuspendsOthers):
				suspend(fw, of)
			case others && s.Has(defects.MasterPassOpensOthers):
				openSilently(fw, of)
			case others, stopped > 0 && s.Has(defects.MasterPassStopsOnlyFirst):
			case stopped > 0 && s.Has(defects.MasterPassStopsInTurn):
				fw.Kernel.After(time.Duration(stopped)*time.Minute, func() {
					fw.Charging.StopByMasterPass(of, token)
					fw.Site.UpdateStatuses()
				})
			default:
				fw.Charging.StopByMasterPass(of, token)
				stopped++
			}
		}
		fw.Site.UpdateStatuses()
	}
}

// masterPassTold tells otherwise of a stop by a Master Pass.
func masterPassTold(fw *station.Firmware, s defects.Set) {
	right := fw.Charging.Decide.StopByMasterPass
	fw.Charging.Decide.StopByMasterPass = func(of *charging.Session, by charging.Told) {
		switch {
		case s.Has(defects.MasterPassWrongReason):
			by.Reason = ocpp201.ReasonLocal
		case s.Has(defects.MasterPassStopWrongTrigger):
			by.Trigger = ocpp201.TriggerReasonDeauthorized
		case of.Token != nil && s.Has(defects.MasterPassStopTellsDriver):
			by.Token = of.Token
		case s.Has(defects.MasterPassStopTellsGroup):
			by.Token = &ocpp201.IDToken{IDToken: fw.Drivers.MasterPassGroup(), Type: ocpp201.IDTokenEnumCentral}
		}
		if right(of, by); of.Tx != nil && s.Has(defects.MasterPassReasonForgotten) {
			of.StopReason = ""
		}
	}
}

// authorizesNext keeps an authorization for whoever connects next.
func authorizesNext(fw *station.Firmware, s defects.Set) {
	var next *ocpp201.IDToken
	timedOut, use, plugged := fw.Charging.Hooks.TimedOut, fw.Charging.Decide.UseMasterPass, fw.Charging.Hooks.Plugged
	fw.Charging.Hooks.TimedOut = func(of *charging.Session) {
		if timedOut(of); s.Has(defects.TimeoutKeepsAuthorization) {
			next = of.Token
		}
	}
	fw.Charging.Decide.UseMasterPass = func(token ocpp201.IDToken, evses []int) {
		if use(token, evses); len(evses) == 0 && s.Has(defects.MasterPassAuthorizesNext) {
			next = &token
		}
	}
	fw.Drivers.Seam.AddJudged(func(j drivers.Judgement, done func(drivers.Judgement)) {
		if j.By == drivers.ByStation && s.Has(defects.NeverAskStartsAtPlug) {
			next = &j.Token
		}
		done(j)
	})
	fw.Charging.Hooks.Plugged = func(of *charging.Session) {
		plugged(of)
		if next == nil || !fw.Drivers.Authorizes() && !of.Authorized {
			return
		}
		token := *next
		next = nil
		fw.Charging.Authorize(of, token, nil, nil)
	}
}
