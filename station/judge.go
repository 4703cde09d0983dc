package station

import (
	"errors"
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/defects"
	"github.com/certbench/certbench/station/wire"
)

var (
	infoAccepted = ocpp201.IDTokenInfo{Status: ocpp201.AuthorizationStatusAccepted}
	infoUnknown  = ocpp201.IDTokenInfo{Status: ocpp201.AuthorizationStatusUnknown}
)

// authorizes tells whether idTokens are judged at all (part 2, AuthCtrlr.Enabled). A station that lacks the variable does.
func (fw *firmware) authorizes() bool {
	return !fw.config.Capabilities.AuthorizationSwitch || fw.model.Boolean("AuthCtrlr", "Enabled")
}

// judge finds out whether an idToken may charge and hands the answer to done: at once where the station decides alone, or
// when the CSMS has answered.
func (fw *firmware) judge(token ocpp201.IDToken, done func(ocpp201.IDTokenInfo)) {
	switch {
	case !fw.authorizes(), fw.defects.Has(defects.AuthorizeSkipped):
		done(infoAccepted)
	case fw.wire.Online():
		fw.judgeOnline(token, done)
	default:
		done(fw.judgeOffline(token))
	}
}

// judgeOnline goes by the cache where the CSMS wants it so (use case C12), and asks otherwise (C01.FR.02). That
// DisablePostAuthorize refuses also while LocalPreAuthorize is false follows from its text, which names no other
// condition than a status that is not Accepted.
func (fw *firmware) judgeOnline(token ocpp201.IDToken, done func(ocpp201.IDTokenInfo)) {
	info := fw.cached(token)
	valid := info != nil && (info.Status == ocpp201.AuthorizationStatusAccepted || fw.trusts(info.Status))
	if fw.spoilJudgement(token, info, done) {
		return
	}
	switch {
	case valid && fw.preAuthorizes(info):
		fw.usesCache(token)
		info.Status = ocpp201.AuthorizationStatusAccepted
		if !fw.spoilAccepted(*info, done) {
			fw.decided(byCache, *info, done)
		}
	case info != nil && !valid && (fw.refusesCached() || fw.final(info.Status)):
		fw.usesCache(token)
		fw.spoilRefused(token, info)
		fw.decided(byCache, *info, done)
	case fw.model.Enabled("AuthCtrlr", "DisableRemoteAuthorization"):
		if info == nil {
			info = &infoUnknown
		}
		fw.usesCache(token)
		if !fw.spoilAlone(token, done) {
			done(*info)
		}
	case info != nil && fw.defects.Has(defects.AskedAgainLate), fw.asksLate():
		fw.kernel.After(time.Minute, func() { fw.ask(token, done) })
	default:
		fw.ask(token, done)
	}
}

// preAuthorizes tells whether a valid entry of the cache is enough while the CSMS could be asked.
func (fw *firmware) preAuthorizes(info *ocpp201.IDTokenInfo) bool {
	stops := fw.driversHooks.stops(info.GroupIDToken)
	if fw.defects.Has(defects.CachedTokenAskedAnyway) || stops && fw.defects.Has(defects.CachedGroupAskedAnyway) {
		return false
	}
	return fw.spoilPreAuthorize(fw.model.Boolean("AuthCtrlr", "LocalPreAuthorize")) || fw.defects.Has(defects.LocalPreAuthorizeIgnored)
}

// refusesCached tells whether an entry that is not Accepted is refused without asking (C10.FR.03, C12.FR.05).
func (fw *firmware) refusesCached() bool {
	if fw.defects.Has(defects.CachedTokenRefusedUnasked) {
		return true
	}
	return fw.model.Enabled("AuthCacheCtrlr", "DisablePostAuthorize") && !fw.defects.Has(defects.DisablePostAuthorizeIgnored)
}

// trusts tells whether a defect takes a cached status for Accepted.
func (fw *firmware) trusts(status ocpp201.AuthorizationStatus) bool {
	return fw.hasFor(status, defects.CachedInvalidStarts, defects.CachedBlockedStarts, defects.CachedExpiredStarts)
}

// hasFor tells whether the station has that of the defects which is about the status, and asks about no other.
func (fw *firmware) hasFor(status ocpp201.AuthorizationStatus, invalid, blocked, expired defects.Defect) bool {
	switch status {
	case ocpp201.AuthorizationStatusInvalid:
		return fw.defects.Has(invalid)
	case ocpp201.AuthorizationStatusBlocked:
		return fw.defects.Has(blocked)
	case ocpp201.AuthorizationStatusExpired:
		return fw.defects.Has(expired)
	}
	return false
}

// ask has the CSMS judge a token (C01.FR.02).
func (fw *firmware) ask(token ocpp201.IDToken, done func(ocpp201.IDTokenInfo)) {
	known := fw.cached(token)
	request := ocpp201.AuthorizeRequest{IDToken: fw.spoilAsked(token)}
	if fw.defects.Has(defects.AuthorizeRepeated) {
		wire.Send(fw.wire, request, wire.Sending{})
	}
	wire.Ask(fw.wire, request, wire.Sending{}, func(r ocpp201.AuthorizeResponse) {
		fw.learn(token, r.IDTokenInfo, fromAuthorize)
		fw.spoilAnswer(known, fw.judged(r.IDTokenInfo), done)
	}, func(reason error) {
		if errors.Is(reason, wire.ErrLost) {
			done(fw.judgeOffline(token))
			return
		}
		done(infoUnknown)
	})
}

// judgeOffline goes by the cache (part 2, AuthCtrlr.LocalAuthorizeOffline), and takes an id that the cache does not know
// as OfflineTxForUnknownIdEnabled says (C15.FR.08). An id that the cache knows is none of those, whatever its status.
func (fw *firmware) judgeOffline(token ocpp201.IDToken) ocpp201.IDTokenInfo {
	if fw.defects.Has(defects.OfflineAuthorizedAgainLater) {
		fw.askLater = &token
	}
	info := fw.cached(token)
	if info == nil {
		return fw.judgeUnknown()
	}
	if !fw.model.Boolean("AuthCtrlr", "LocalAuthorizeOffline") || fw.defects.Has(defects.OfflineCachedRefused) {
		return infoUnknown
	}
	fw.usesCache(token)
	return *info
}

// judgeUnknown is the judgement of an id that nobody can be asked about.
func (fw *firmware) judgeUnknown() ocpp201.IDTokenInfo {
	if fw.model.Enabled("AuthCtrlr", "OfflineTxForUnknownIdEnabled") && !fw.defects.Has(defects.OfflineUnknownRefused) {
		return infoAccepted
	}
	return infoUnknown
}

// judged is the CSMS's judgement as a sound station takes it.
func (fw *firmware) judged(info ocpp201.IDTokenInfo) ocpp201.IDTokenInfo {
	taken := map[ocpp201.AuthorizationStatus]defects.Defect{
		ocpp201.AuthorizationStatusInvalid: defects.InvalidTokenStarts, ocpp201.AuthorizationStatusBlocked: defects.BlockedTokenStarts,
		ocpp201.AuthorizationStatusExpired: defects.ExpiredTokenStarts, ocpp201.AuthorizationStatusUnknown: defects.UnknownTokenStarts,
	}
	if wrong, found := taken[info.Status]; found && fw.defects.Has(wrong) {
		info.Status = ocpp201.AuthorizationStatusAccepted
	}
	return info
}
