package admission

import (
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/schemas/ocppj"
	"github.com/certbench/certbench/station"
	"github.com/certbench/certbench/station/charging"
	"github.com/certbench/certbench/station/defects"
	"github.com/certbench/certbench/station/drivers"
	"github.com/certbench/certbench/station/wire"
)

// judgingPatches are the faults of judging idTokens, and of the Authorization Cache.
var judgingPatches = []defects.Patch{
	{Of: []defects.Defect{defects.CachedInvalidStarts, defects.CachedBlockedStarts, defects.CachedExpiredStarts}, Put: trustsCached},
	{Of: []defects.Defect{
		defects.CachedTokenAskedAnyway, defects.CachedGroupAskedAnyway, defects.LocalPreAuthorizeIgnored, defects.PreAuthorizeNeedsReboot,
		defects.PreAuthorizeLostOnReboot,
	}, Put: preAuthorizes},
	{Of: []defects.Defect{
		defects.CachedTokenRefusedUnasked, defects.DisablePostAuthorizeIgnored, defects.CachedInvalidFinal, defects.CachedBlockedFinal, defects.CachedExpiredFinal,
	}, Put: refusesCached},
	{Of: []defects.Defect{defects.AskedAgainLate, defects.OtherTokenAskedLate}, Put: asksLate},
	{Of: []defects.Defect{
		defects.InvalidTokenStarts, defects.BlockedTokenStarts, defects.ExpiredTokenStarts, defects.UnknownTokenStarts, defects.AskedAgainInVain, defects.RefusedStartsLate,
	}, Put: judgedByCSMS},
	{Of: []defects.Defect{defects.CachedStartsLate, defects.CachedNeedsEV, defects.PostAuthorizeAccepts, defects.PostAuthorizeOnlyLate}, Put: judgedByCache},
	{Of: []defects.Defect{defects.NeverAskAsks, defects.NeverAskAccepts, defects.NeverAskAsksLate}, Put: judgedAlone},
	{Of: []defects.Defect{defects.OfflineAuthorizedAgainLater, defects.OfflineCachedRefused, defects.OfflineUnknownRefused}, Put: judgedOffline},
	{Of: []defects.Defect{defects.FirstTokenAskedAfterBoot, defects.PreAuthorizeOffRefuses}, Put: judgedOtherwise},
	{Of: []defects.Defect{defects.ExpiredEntryRefused, defects.ClearedTokenRefused}, Put: refusedForEver},
	{Of: []defects.Defect{defects.AuthorizeSkipped}, Put: authorizeSkipped},
	{Of: []defects.Defect{
		defects.AuthorizeWrongTokenType, defects.AuthorizeWrongToken, defects.AuthorizeTruncated, defects.AskedAgainHashed, defects.AskedAgainWrongType,
		defects.OtherTokenAskedAsFirst, defects.OtherTokenAskedWrongType, defects.AuthorizeRepeated,
	}, Put: authorizeRequests},
	{Of: []defects.Defect{defects.MasterPassGroupTruncated}, Put: groupTruncated},

	{Of: []defects.Defect{defects.CacheLostOnReboot, defects.CacheLostOnPowerCut, defects.CacheStatusLostOnReboot}, Put: cacheRestored},
	{Of: []defects.Defect{defects.CacheIgnoresLifeTime, defects.LifeTimeInMinutes, defects.LifeTimeDoubled, defects.LifeTimeNeedsReboot}, Put: cacheLifeTime},
	{Of: []defects.Defect{
		defects.CacheIgnoresAuthorize, defects.CacheIgnoresTransactionEvent, defects.CacheOnlyAccepted, defects.CacheNeverUpdated, defects.GroupNotCached,
	}, Put: cacheKeeps},
	{Of: []defects.Defect{defects.CacheForgetsAfterTransaction}, Put: cacheForgets},
	{Of: []defects.Defect{
		defects.ClearCacheNotSupported, defects.ClearCacheErrorWhenDisabled, defects.ClearCacheKeepsLastUsed, defects.ClearCacheLate,
		defects.ClearCacheRejected, defects.ClearCacheAcceptedWhenDisabled, defects.ClearCacheKeepsEntries,
	}, Put: clearsCache},
}

var (
	infoAccepted = ocpp201.IDTokenInfo{Status: ocpp201.AuthorizationStatusAccepted}
	infoUnknown  = ocpp201.IDTokenInfo{Status: ocpp201.AuthorizationStatusUnknown}
)

// hasFor tells whether the station has that of the faults which is about the status, and asks about no other.
func hasFor(s defects.Set, status ocpp201.AuthorizationStatus, invalid, blocked, expired defects.Defect) bool {
	switch status {
	case ocpp201.AuthorizationStatusInvalid:
		return s.Has(invalid)
	case ocpp201.AuthorizationStatusBlocked:
		return s.Has(blocked)
	case ocpp201.AuthorizationStatusExpired:
		return s.Has(expired)
	}
	return false
}

// firstAuthorized is any session with an authorization, for faults that do not ask whose; nil when there is none.
func firstAuthorized(fw *station.Firmware) *charging.Session {
	for _, s := range fw.Charging.Sessions() {
		if s.Authorized {
			return s
		}
	}
	return nil
}

// trustsCached takes a cached status for Accepted.
func trustsCached(fw *station.Firmware, s defects.Set) {
	right := fw.Drivers.Decide.Trusts
	fw.Drivers.Decide.Trusts = func(info ocpp201.IDTokenInfo) bool {
		return right(info) || hasFor(s, info.Status, defects.CachedInvalidStarts, defects.CachedBlockedStarts, defects.CachedExpiredStarts)
	}
}

func preAuthorizes(fw *station.Firmware, s defects.Set) {
	atBoot, restored, right := false, fw.Drivers.Hooks.Restored, fw.Drivers.Decide.PreAuthorizes
	fw.Drivers.Hooks.Restored = func() {
		restored()
		atBoot = fw.Model.Boolean("AuthCtrlr", "LocalPreAuthorize")
		if atBoot && s.Has(defects.PreAuthorizeLostOnReboot) {
			atBoot = false
			fw.Model.Controller("AuthCtrlr", "LocalPreAuthorize", "").Value = "false"
		}
	}
	fw.Drivers.Decide.PreAuthorizes = func(info ocpp201.IDTokenInfo) bool {
		on := right(info)
		if on != atBoot && s.Has(defects.PreAuthorizeNeedsReboot) {
			on = atBoot
		}
		if on = on || s.Has(defects.LocalPreAuthorizeIgnored); !on || s.Has(defects.CachedTokenAskedAnyway) {
			return false
		}
		stops := fw.Charging.Decide.StoppedByGroup(info.GroupIDToken, 0) != nil
		return !stops || !s.Has(defects.CachedGroupAskedAnyway)
	}
}

// refusesCached refuses without asking when it should ask, or asks when it should not.
func refusesCached(fw *station.Firmware, s defects.Set) {
	right := fw.Drivers.Decide.RefusesCached
	fw.Drivers.Decide.RefusesCached = func(info ocpp201.IDTokenInfo) bool {
		refuses := s.Has(defects.CachedTokenRefusedUnasked) || right(info) && !s.Has(defects.DisablePostAuthorizeIgnored)
		return refuses || hasFor(s, info.Status, defects.CachedInvalidFinal, defects.CachedBlockedFinal, defects.CachedExpiredFinal)
	}
}

func asksLate(fw *station.Firmware, s defects.Set) {
	right := fw.Drivers.Decide.Ask
	fw.Drivers.Decide.Ask = func(token ocpp201.IDToken, done func(ocpp201.IDTokenInfo)) {
		late := fw.Drivers.Cached(token) != nil && s.Has(defects.AskedAgainLate) || firstAuthorized(fw) != nil && s.Has(defects.OtherTokenAskedLate)
		if late {
			fw.Kernel.After(time.Minute, func() { right(token, done) })
			return
		}
		right(token, done)
	}
}

// judgedByCSMS takes the CSMS's judgement for another.
func judgedByCSMS(fw *station.Firmware, s defects.Set) {
	taken := map[ocpp201.AuthorizationStatus]defects.Defect{
		ocpp201.AuthorizationStatusInvalid: defects.InvalidTokenStarts, ocpp201.AuthorizationStatusBlocked: defects.BlockedTokenStarts,
		ocpp201.AuthorizationStatusExpired: defects.ExpiredTokenStarts, ocpp201.AuthorizationStatusUnknown: defects.UnknownTokenStarts,
	}
	fw.Drivers.Seam.AddJudged(func(j drivers.Judgement, done func(drivers.Judgement)) {
		if !j.By.OfCSMS() {
			done(j)
			return
		}
		if wrong, found := taken[j.Info.Status]; found && s.Has(wrong) {
			j.Info.Status = ocpp201.AuthorizationStatusAccepted
		}
		if j.By == drivers.ByCSMSAgain && s.Has(defects.AskedAgainInVain) {
			j.Info = *j.Known
		}
		if j.Info.Status != ocpp201.AuthorizationStatusAccepted && s.Has(defects.RefusedStartsLate) {
			j.Info, j.By = infoAccepted, drivers.ByCSMS
			fw.Kernel.After(20*time.Second, func() { done(j) })
			return
		}
		done(j)
	})
}

// judgedByCache does otherwise than the cache says, where the CSMS need not be asked.
func judgedByCache(fw *station.Firmware, s defects.Set) {
	fw.Drivers.Seam.AddJudged(func(j drivers.Judgement, done func(drivers.Judgement)) {
		if j.By != drivers.ByCache {
			done(j)
			return
		}
		accepted := j.Info.Status == ocpp201.AuthorizationStatusAccepted
		switch {
		case accepted && s.Has(defects.CachedStartsLate):
			fw.Kernel.After(time.Minute, func() { done(j) })
			return
		case accepted && !anyConnected(fw) && s.Has(defects.CachedNeedsEV):
			j.Info, j.By = infoUnknown, drivers.ByCSMS
		case !accepted:
			if s.Has(defects.PostAuthorizeAccepts) {
				j.Info.Status = ocpp201.AuthorizationStatusAccepted
			}
			if s.Has(defects.PostAuthorizeOnlyLate) {
				fw.Kernel.After(20*time.Second, func() { fw.Drivers.Ask(j.Token, func(ocpp201.IDTokenInfo) {}) })
			}
		}
		done(j)
	})
}

func anyConnected(fw *station.Firmware) bool {
	for _, e := range fw.Site.EVSEs {
		if e.Stay().Connected {
			return true
		}
	}
	return false
}

// judgedAlone does something else with a token about which the station may not ask.
func judgedAlone(fw *station.Firmware, s defects.Set) {
	fw.Drivers.Seam.AddJudged(func(j drivers.Judgement, done func(drivers.Judgement)) {
		ask := func() {
			fw.Drivers.Ask(j.Token, func(info ocpp201.IDTokenInfo) {
				j.Info = info
				done(j)
			})
		}
		switch {
		case j.By != drivers.ByStation:
			done(j)
		case s.Has(defects.NeverAskAsks):
			ask()
		case s.Has(defects.NeverAskAccepts):
			j.Info = infoAccepted
			done(j)
		case s.Has(defects.NeverAskAsksLate):
			fw.Kernel.After(10*time.Second, ask)
		default:
			done(j)
		}
	})
}

// judgedOffline refuses what it should accept, or asks about it when the connection is back.
func judgedOffline(fw *station.Firmware, s defects.Set) {
	var askLater *ocpp201.IDToken
	fw.Drivers.Seam.AddJudged(func(j drivers.Judgement, done func(drivers.Judgement)) {
		if j.By != drivers.ByCacheAlone && j.By != drivers.ByNobody {
			done(j)
			return
		}
		if s.Has(defects.OfflineAuthorizedAgainLater) {
			askLater = &j.Token
		}
		cached := j.By == drivers.ByCacheAlone
		switch {
		case cached && fw.Model.Boolean("AuthCtrlr", "LocalAuthorizeOffline") && s.Has(defects.OfflineCachedRefused),
			!cached && fw.Model.Enabled("AuthCtrlr", "OfflineTxForUnknownIdEnabled") && s.Has(defects.OfflineUnknownRefused):
			j.Info = infoUnknown
		}
		done(j)
	})
	defects.WhenBack(fw, func() {
		if token := askLater; token != nil {
			askLater = nil
			wire.Send(fw.Wire, ocpp201.AuthorizeRequest{IDToken: *token}, wire.Sending{})
		}
	})
}

// judgedOtherwise asks about a token that the cache knows, or refuses it.
func judgedOtherwise(fw *station.Firmware, s defects.Set) {
	judged, right := false, fw.Drivers.Decide.Judge
	fw.Drivers.Decide.Judge = func(token ocpp201.IDToken, done func(ocpp201.IDTokenInfo)) {
		if !fw.Drivers.Authorizes() || !fw.Wire.Online() {
			right(token, done)
			return
		}
		first := !judged
		judged = true
		info := fw.Drivers.Cached(token)
		valid := info != nil && info.Status == ocpp201.AuthorizationStatusAccepted
		switch {
		case valid && first && s.Has(defects.FirstTokenAskedAfterBoot):
			fw.Drivers.Ask(token, done)
		case valid && !fw.Model.Boolean("AuthCtrlr", "LocalPreAuthorize") && s.Has(defects.PreAuthorizeOffRefuses):
			done(infoUnknown)
		default:
			right(token, done)
		}
	}
}

// refusedForEver refuses, as long as the station lives, tokens that the cache has had and lost.
func refusedForEver(fw *station.Firmware, s defects.Set) {
	barred := map[string]bool{} // keys of the cache
	expired, right := fw.Drivers.Hooks.Expired, fw.Drivers.Decide.Judge
	fw.Drivers.Hooks.Expired = func(token ocpp201.IDToken) {
		if expired(token); s.Has(defects.ExpiredEntryRefused) {
			barred[drivers.CacheKey(token)] = true
		}
	}
	fw.Drivers.Decide.Judge = func(token ocpp201.IDToken, done func(ocpp201.IDTokenInfo)) {
		if fw.Drivers.Authorizes() && fw.Wire.Online() {
			fw.Drivers.Cached(token) // finds out whether its time is over
			if barred[drivers.CacheKey(token)] {
				done(infoUnknown)
				return
			}
		}
		right(token, done)
	}
	fw.Wire.Seam.Calls.Add(func(m wire.Message, pass wire.Pass) {
		if _, clears := m.Body.(ocpp201.ClearCacheRequest); clears && fw.Drivers.CacheEnabled() {
			for _, e := range fw.Drivers.Cache.Entries {
				if s.Has(defects.ClearedTokenRefused) {
					barred[e.Key] = true
				}
			}
		}
		pass(m)
	})
}

func authorizeSkipped(fw *station.Firmware, s defects.Set) {
	right := fw.Drivers.Decide.Judge
	fw.Drivers.Decide.Judge = func(token ocpp201.IDToken, done func(ocpp201.IDTokenInfo)) {
		if fw.Drivers.Authorizes() && s.Has(defects.AuthorizeSkipped) {
			done(infoAccepted)
			return
		}
		right(token, done)
	}
}

// authorizeRequests ask about another token, or twice.
func authorizeRequests(fw *station.Firmware, s defects.Set) {
	repeating := false
	fw.Wire.Seam.Requests.Add(func(m wire.Message, pass wire.Pass) {
		q, ok := m.Body.(ocpp201.AuthorizeRequest)
		if !ok || repeating {
			pass(m)
			return
		}
		q.IDToken = askedAbout(fw, s, q.IDToken)
		m.Body = q
		if s.Has(defects.AuthorizeRepeated) {
			repeating = true
			wire.Send(fw.Wire, q, wire.Sending{})
			repeating = false
		}
		pass(m)
	})
}

// askedAbout is the idToken that an AuthorizeRequest asks about.
func askedAbout(fw *station.Firmware, s defects.Set, token ocpp201.IDToken) ocpp201.IDToken {
	known, first := fw.Drivers.Cached(token) != nil, firstAuthorized(fw)
	switch {
	case s.Has(defects.AuthorizeWrongTokenType):
		token.Type = ocpp201.IDTokenEnumLocal
	case s.Has(defects.AuthorizeWrongToken):
		token.IDToken = defects.AnotherToken
	case s.Has(defects.AuthorizeTruncated):
		token.IDToken = token.IDToken[:min(8, len(token.IDToken))]
	case known && s.Has(defects.AskedAgainHashed):
		token.IDToken = hashed(token)
	case known && s.Has(defects.AskedAgainWrongType):
		token.Type = ocpp201.IDTokenEnumCentral
	case first != nil && s.Has(defects.OtherTokenAskedAsFirst):
		token = *first.Token
	case first != nil && s.Has(defects.OtherTokenAskedWrongType):
		token.Type = ocpp201.IDTokenEnumLocal
	}
	return token
}

// hashed is an idToken as the cache has it, in the length that an idToken may have.
func hashed(token ocpp201.IDToken) string { return drivers.CacheKey(token)[:36] }

func groupTruncated(fw *station.Firmware, s defects.Set) {
	right := fw.Drivers.Decide.MasterPassGroup
	fw.Drivers.Decide.MasterPassGroup = func() string {
		id := right()
		if len(id) > 16 && s.Has(defects.MasterPassGroupTruncated) {
			return id[:16]
		}
		return id
	}
}

// cacheRestored loses something of the cache on the way from one life to the next.
func cacheRestored(fw *station.Firmware, s defects.Set) {
	restored := fw.Drivers.Hooks.Restored
	fw.Drivers.Hooks.Restored = func() {
		restored()
		cache := &fw.Drivers.Cache
		if len(cache.Entries) > 0 && s.Has(defects.CacheLostOnReboot) {
			*cache = drivers.Cache{}
		}
		if len(cache.Entries) > 0 && fw.Kernel.Reason == string(ocpp201.BootReasonPowerUp) && s.Has(defects.CacheLostOnPowerCut) {
			cache.Entries = nil
		}
		for _, e := range cache.Entries {
			if s.Has(defects.CacheStatusLostOnReboot) {
				e.Info.Status = ocpp201.AuthorizationStatusUnknown
			}
		}
	}
}

func cacheLifeTime(fw *station.Firmware, s defects.Set) {
	var atBoot time.Duration
	restored, right := fw.Drivers.Hooks.Restored, fw.Drivers.Decide.LifeTime
	fw.Drivers.Hooks.Restored = func() {
		restored()
		atBoot = right()
	}
	fw.Drivers.Decide.LifeTime = func() time.Duration {
		set := right()
		switch {
		case set == 0, s.Has(defects.CacheIgnoresLifeTime):
			return 0
		case s.Has(defects.LifeTimeInMinutes):
			return set * 60
		case s.Has(defects.LifeTimeDoubled):
			return set * 2
		case set != atBoot && s.Has(defects.LifeTimeNeedsReboot):
			return atBoot
		}
		return set
	}
}

// cacheKeeps keeps less than the CSMS says.
func cacheKeeps(fw *station.Firmware, s defects.Set) {
	right := fw.Drivers.Decide.Keeps
	fw.Drivers.Decide.Keeps = func(token ocpp201.IDToken, info ocpp201.IDTokenInfo, from drivers.Source) (ocpp201.IDTokenInfo, bool) {
		switch {
		case from == drivers.FromAuthorize && s.Has(defects.CacheIgnoresAuthorize),
			from == drivers.FromTransactionEvent && s.Has(defects.CacheIgnoresTransactionEvent),
			info.Status != ocpp201.AuthorizationStatusAccepted && s.Has(defects.CacheOnlyAccepted),
			fw.Drivers.Cache.Find(token) != nil && s.Has(defects.CacheNeverUpdated):
			return info, false
		case info.GroupIDToken != nil && s.Has(defects.GroupNotCached):
			info.GroupIDToken = nil
		}
		return right(token, info, from)
	}
}

// cacheForgets removes the idToken of a transaction that has ended from the cache, when the CSMS has said what it thinks of
// it.
func cacheForgets(fw *station.Firmware, s defects.Set) {
	fw.Charging.Seam.AddEntering(func(of *charging.Session, e charging.Event, enter func(charging.Event)) {
		enter(e)
		if e.Request.EventType != ocpp201.TransactionEventEnumEnded || of.Token == nil || !s.Has(defects.CacheForgetsAfterTransaction) {
			return
		}
		token := *of.Token
		fw.Kernel.After(2*time.Second, func() {
			if e := fw.Drivers.Cache.Find(token); e != nil {
				fw.Drivers.Cache.Drop(e)
				fw.Drivers.SaveCache()
			}
		})
	})
}

// clearsCache answers ClearCache otherwise, or clears less.
func clearsCache(fw *station.Firmware, s defects.Set) {
	wire.Handle(fw.Wire, func(q ocpp201.ClearCacheRequest) (ocpp201.ClearCacheResponse, error) {
		accepted := ocpp201.ClearCacheResponse{Status: ocpp201.ClearCacheStatusAccepted}
		enabled, entries := fw.Drivers.CacheEnabled(), fw.Drivers.Cache.Entries
		switch {
		case s.Has(defects.ClearCacheNotSupported):
			return accepted, wire.NotSupported(q.Action())
		case !enabled && s.Has(defects.ClearCacheErrorWhenDisabled):
			return accepted, &wire.CallError{Code: ocppj.InternalError, Description: "there is no cache"}
		case enabled && len(entries) > 0 && s.Has(defects.ClearCacheKeepsLastUsed):
			fw.Drivers.Cache.Entries = []*drivers.CacheEntry{lastUsed(entries)}
			fw.Drivers.SaveCache()
			return accepted, nil
		case enabled && len(entries) > 0 && s.Has(defects.ClearCacheLate):
			fw.Kernel.After(time.Minute, fw.Drivers.ForgetAll)
			return accepted, nil
		case enabled && s.Has(defects.ClearCacheRejected):
			return ocpp201.ClearCacheResponse{Status: ocpp201.ClearCacheStatusRejected}, nil
		case !enabled && fw.Drivers.HasCache() && s.Has(defects.ClearCacheAcceptedWhenDisabled):
			fw.Drivers.ForgetAll()
			return accepted, nil
		case enabled && s.Has(defects.ClearCacheKeepsEntries):
			return accepted, nil
		}
		return fw.Drivers.ClearCache(q)
	})
}

func lastUsed(entries []*drivers.CacheEntry) *drivers.CacheEntry {
	last := entries[0]
	for _, e := range entries {
		if e.Turn > last.Turn {
			last = e
		}
	}
	return last
}
