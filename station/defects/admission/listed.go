package admission

import (
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station"
	"github.com/certbench/certbench/station/charging"
	"github.com/certbench/certbench/station/defects"
	"github.com/certbench/certbench/station/drivers"
	"github.com/certbench/certbench/station/locallist"
	"github.com/certbench/certbench/station/wire"
)

// listedPatches are the faults of judging idTokens by the Local Authorization List.
var listedPatches = []defects.Patch{
	{Of: []defects.Defect{defects.ListedInvalidStarts, defects.ListedBlockedStarts, defects.ListedExpiredStarts}, Put: trustsListed},
	{Of: []defects.Defect{defects.ListedAskedAnyway}, Put: preAuthorizesListed},
	{Of: []defects.Defect{
		defects.ListedInvalidFinal, defects.ListedBlockedFinal, defects.ListedExpiredFinal, defects.ListPostAuthorizeIgnored,
	}, Put: refusesListed},
	{Of: []defects.Defect{defects.ListBelowCache}, Put: listBelowCache},
	{Of: []defects.Defect{defects.ListedAskedLate, defects.ListedAskedWrongType}, Put: asksAboutListed},
	{Of: []defects.Defect{
		defects.ListedStartsLate, defects.ListedNeedsEV, defects.ListPostAuthorizeAccepts, defects.ListPostAuthorizeOnlyLate, defects.ListedAskedInVain,
	}, Put: judgedByList},
	{Of: []defects.Defect{
		defects.ListedRefusedOffline, defects.ListedInvalidStartsOffline, defects.ListedBlockedStartsOffline, defects.ListedExpiredStartsOffline,
		defects.ListedUnknownOffline, defects.ListedStartsWhenBack,
	}, Put: judgedByListAlone},
	{Of: []defects.Defect{defects.ListedNotCharged, defects.ListedAskedNotCharged}, Put: listedSessions},
	{Of: []defects.Defect{defects.ListedGroupAskedAnyway, defects.ListedInvalidGroupStops}, Put: listedGroups},
	{Of: []defects.Defect{defects.ListedGroupForgotten}, Put: listForgetsGroup},
}

func trustsListed(fw *station.Firmware, s defects.Set) {
	right := fw.Drivers.Decide.TrustsListed
	fw.Drivers.Decide.TrustsListed = func(info ocpp201.IDTokenInfo) bool {
		return right(info) || hasFor(s, info.Status, defects.ListedInvalidStarts, defects.ListedBlockedStarts, defects.ListedExpiredStarts)
	}
}

func preAuthorizesListed(fw *station.Firmware, s defects.Set) {
	right := fw.Drivers.Decide.PreAuthorizesListed
	fw.Drivers.Decide.PreAuthorizesListed = func(info ocpp201.IDTokenInfo) bool {
		return right(info) && !s.Has(defects.ListedAskedAnyway)
	}
}

func refusesListed(fw *station.Firmware, s defects.Set) {
	right := fw.Drivers.Decide.RefusesListed
	fw.Drivers.Decide.RefusesListed = func(info ocpp201.IDTokenInfo) bool {
		if right(info) {
			return !s.Has(defects.ListPostAuthorizeIgnored)
		}
		return hasFor(s, info.Status, defects.ListedInvalidFinal, defects.ListedBlockedFinal, defects.ListedExpiredFinal)
	}
}

func listBelowCache(fw *station.Firmware, s defects.Set) {
	right := fw.Drivers.Decide.Listed
	fw.Drivers.Decide.Listed = func(token ocpp201.IDToken) *ocpp201.IDTokenInfo {
		info := right(token)
		if info != nil && fw.Drivers.Cached(token) != nil && s.Has(defects.ListBelowCache) {
			return nil
		}
		return info
	}
}

// asksAboutListed ask late, or about another token.
func asksAboutListed(fw *station.Firmware, s defects.Set) {
	right := fw.Drivers.Decide.Ask
	fw.Drivers.Decide.Ask = func(token ocpp201.IDToken, done func(ocpp201.IDTokenInfo)) {
		if fw.Drivers.Listed(token) != nil && s.Has(defects.ListedAskedLate) {
			fw.Kernel.After(time.Minute, func() { right(token, done) })
			return
		}
		right(token, done)
	}
	fw.Wire.Seam.Requests.Add(func(m wire.Message, pass wire.Pass) {
		if q, ok := m.Body.(ocpp201.AuthorizeRequest); ok && fw.Drivers.Listed(q.IDToken) != nil && s.Has(defects.ListedAskedWrongType) {
			q.IDToken.Type = ocpp201.IDTokenEnumCentral
			m.Body = q
		}
		pass(m)
	})
}

// judgedByList does otherwise than the list says while the CSMS could be asked, or than the CSMS says of a listed token.
func judgedByList(fw *station.Firmware, s defects.Set) {
	fw.Drivers.Seam.AddJudged(func(j drivers.Judgement, done func(drivers.Judgement)) {
		listed, accepted := j.By == drivers.ByList, j.Info.Status == ocpp201.AuthorizationStatusAccepted
		switch {
		case j.By == drivers.ByCSMSListed && s.Has(defects.ListedAskedInVain):
			j.Info = *j.Known
		case listed && accepted && s.Has(defects.ListedStartsLate):
			fw.Kernel.After(time.Minute, func() { done(j) })
			return
		case listed && accepted && !anyConnected(fw) && s.Has(defects.ListedNeedsEV):
			j.Info = infoUnknown
		case listed && !accepted && s.Has(defects.ListPostAuthorizeAccepts):
			j.Info.Status = ocpp201.AuthorizationStatusAccepted
		case listed && !accepted && s.Has(defects.ListPostAuthorizeOnlyLate):
			fw.Kernel.After(20*time.Second, func() { fw.Drivers.Ask(j.Token, func(ocpp201.IDTokenInfo) {}) })
		}
		done(j)
	})
}

// judgedByListAlone does otherwise than the list says offline.
func judgedByListAlone(fw *station.Firmware, s defects.Set) {
	var waits func() // for the connection
	fw.Drivers.Seam.AddJudged(func(j drivers.Judgement, done func(drivers.Judgement)) {
		if j.By != drivers.ByListAlone {
			done(j)
			return
		}
		accepted := j.Info.Status == ocpp201.AuthorizationStatusAccepted
		switch {
		case accepted && s.Has(defects.ListedRefusedOffline):
			j.Info = infoUnknown
		case hasFor(s, j.Info.Status, defects.ListedInvalidStartsOffline, defects.ListedBlockedStartsOffline, defects.ListedExpiredStartsOffline),
			!accepted && fw.Model.Enabled("AuthCtrlr", "OfflineTxForUnknownIdEnabled") && s.Has(defects.ListedUnknownOffline):
			j.Info.Status = ocpp201.AuthorizationStatusAccepted
		case !accepted && s.Has(defects.ListedStartsWhenBack):
			j.Info.Status = ocpp201.AuthorizationStatusAccepted
			waits = func() { done(j) }
			return
		}
		done(j)
	})
	defects.WhenBack(fw, func() {
		if start := waits; start != nil {
			waits = nil
			start()
		}
	})
}

// listedSessions have the faults of sessions whose token the list has accepted, or the CSMS although the list has it as something
// else.
func listedSessions(fw *station.Firmware, s defects.Set) {
	by, judged := drivers.ByCSMS, map[*charging.Session]drivers.Judge{}
	fw.Drivers.Seam.AddJudged(func(j drivers.Judgement, done func(drivers.Judgement)) {
		by = j.By
		done(j)
		by = drivers.ByCSMS
	})
	admit := fw.Charging.Decide.Admit
	fw.Charging.Decide.Admit = func(of *charging.Session, change func()) {
		judged[of] = by
		admit(of, change)
	}
	mayCharge := fw.Charging.Decide.MayCharge
	fw.Charging.Decide.MayCharge = func(of *charging.Session) bool {
		return mayCharge(of) && !(judged[of] == drivers.ByList && s.Has(defects.ListedNotCharged)) &&
			!(judged[of] == drivers.ByCSMSListed && s.Has(defects.ListedAskedNotCharged))
	}
}

// listedGroups ask about a token that the list knows to be of a group, or stop without asking what they should not stop.
func listedGroups(fw *station.Firmware, s defects.Set) {
	right := fw.Charging.Decide.StopsUnasked
	fw.Charging.Decide.StopsUnasked = func(token ocpp201.IDToken, evse int) bool {
		info := fw.Drivers.Listed(token)
		if info == nil {
			return right(token, evse)
		}
		of := fw.Charging.Decide.StoppedByGroup(info.GroupIDToken, evse)
		accepted := info.Status == ocpp201.AuthorizationStatusAccepted
		switch {
		case of != nil && accepted && s.Has(defects.ListedGroupAskedAnyway):
			fw.Drivers.Ask(token, func(info ocpp201.IDTokenInfo) {
				if info.Status == ocpp201.AuthorizationStatusAccepted {
					fw.Charging.StopByToken(of, token)
				}
			})
			return true
		case of != nil && !accepted && s.Has(defects.ListedInvalidGroupStops):
			fw.Charging.StopByToken(of, token)
			return true
		}
		return right(token, evse)
	}
}

func listForgetsGroup(fw *station.Firmware, s defects.Set) {
	right := fw.LocalList.Decide.Apply
	fw.LocalList.Decide.Apply = func(l *locallist.List, q ocpp201.SendLocalListRequest) {
		right(l, q)
		for i := range l.Entries {
			if l.Entries[i].Info.GroupIDToken != nil && s.Has(defects.ListedGroupForgotten) {
				l.Entries[i].Info.GroupIDToken = nil
			}
		}
	}
}
