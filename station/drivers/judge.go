package drivers

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

// Authorizes tells whether idTokens are judged at all (part 2, AuthCtrlr.Enabled). A station that lacks the variable does.
func (dr *Drivers) Authorizes() bool {
	return !dr.product.Capabilities.AuthorizationSwitch || dr.model.Boolean("AuthCtrlr", "Enabled")
}

// Judge finds out whether an idToken may charge and hands the answer to done: at once where the station decides alone, or
// when the CSMS has answered.
func (dr *Drivers) Judge(token ocpp201.IDToken, done func(ocpp201.IDTokenInfo)) {
	switch {
	case !dr.Authorizes(), dr.defects.Has(defects.AuthorizeSkipped):
		done(infoAccepted)
	case dr.wire.Online():
		dr.judgeOnline(token, done)
	default:
		done(dr.judgeOffline(token))
	}
}

// judgeOnline goes by the cache where the CSMS wants it so (use case C12), and asks otherwise (C01.FR.02). That
// DisablePostAuthorize refuses also while LocalPreAuthorize is false follows from its text, which names no other
// condition than a status that is not Accepted.
func (dr *Drivers) judgeOnline(token ocpp201.IDToken, done func(ocpp201.IDTokenInfo)) {
	info := dr.Cached(token)
	valid := info != nil && (info.Status == ocpp201.AuthorizationStatusAccepted || dr.trusts(info.Status))
	if dr.spoilJudgement(token, info, done) {
		return
	}
	switch {
	case valid && dr.preAuthorizes(info):
		dr.UsesCache(token)
		info.Status = ocpp201.AuthorizationStatusAccepted
		if !dr.spoilAccepted(*info, done) {
			dr.decided(ByCache, *info, done)
		}
	case info != nil && !valid && (dr.refusesCached() || dr.final(info.Status)):
		dr.UsesCache(token)
		dr.spoilRefused(token, info)
		dr.decided(ByCache, *info, done)
	case dr.model.Enabled("AuthCtrlr", "DisableRemoteAuthorization"):
		if info == nil {
			info = &infoUnknown
		}
		dr.UsesCache(token)
		if !dr.spoilAlone(token, done) {
			done(*info)
		}
	case info != nil && dr.defects.Has(defects.AskedAgainLate), dr.asksLate():
		dr.kernel.After(time.Minute, func() { dr.Ask(token, done) })
	default:
		dr.Ask(token, done)
	}
}

// preAuthorizes tells whether a valid entry of the cache is enough while the CSMS could be asked.
func (dr *Drivers) preAuthorizes(info *ocpp201.IDTokenInfo) bool {
	stops := dr.Hooks.Stops(info.GroupIDToken)
	if dr.defects.Has(defects.CachedTokenAskedAnyway) || stops && dr.defects.Has(defects.CachedGroupAskedAnyway) {
		return false
	}
	return dr.spoilPreAuthorize(dr.model.Boolean("AuthCtrlr", "LocalPreAuthorize")) || dr.defects.Has(defects.LocalPreAuthorizeIgnored)
}

// refusesCached tells whether an entry that is not Accepted is refused without asking (C10.FR.03, C12.FR.05).
func (dr *Drivers) refusesCached() bool {
	if dr.defects.Has(defects.CachedTokenRefusedUnasked) {
		return true
	}
	return dr.model.Enabled("AuthCacheCtrlr", "DisablePostAuthorize") && !dr.defects.Has(defects.DisablePostAuthorizeIgnored)
}

// trusts tells whether a defect takes a cached status for Accepted.
func (dr *Drivers) trusts(status ocpp201.AuthorizationStatus) bool {
	return dr.hasFor(status, defects.CachedInvalidStarts, defects.CachedBlockedStarts, defects.CachedExpiredStarts)
}

// hasFor tells whether the station has that of the defects which is about the status, and asks about no other.
func (dr *Drivers) hasFor(status ocpp201.AuthorizationStatus, invalid, blocked, expired defects.Defect) bool {
	switch status {
	case ocpp201.AuthorizationStatusInvalid:
		return dr.defects.Has(invalid)
	case ocpp201.AuthorizationStatusBlocked:
		return dr.defects.Has(blocked)
	case ocpp201.AuthorizationStatusExpired:
		return dr.defects.Has(expired)
	}
	return false
}

// Ask has the CSMS judge a token (C01.FR.02).
func (dr *Drivers) Ask(token ocpp201.IDToken, done func(ocpp201.IDTokenInfo)) {
	known := dr.Cached(token)
	request := ocpp201.AuthorizeRequest{IDToken: dr.spoilAsked(token)}
	if dr.defects.Has(defects.AuthorizeRepeated) {
		wire.Send(dr.wire, request, wire.Sending{})
	}
	wire.Ask(dr.wire, request, wire.Sending{}, func(r ocpp201.AuthorizeResponse) {
		dr.Learn(token, r.IDTokenInfo, fromAuthorize)
		dr.spoilAnswer(known, dr.judged(r.IDTokenInfo), done)
	}, func(reason error) {
		if errors.Is(reason, wire.ErrLost) {
			done(dr.judgeOffline(token))
			return
		}
		done(infoUnknown)
	})
}

// judgeOffline goes by the cache (part 2, AuthCtrlr.LocalAuthorizeOffline), and takes an id that the cache does not know
// as OfflineTxForUnknownIdEnabled says (C15.FR.08). An id that the cache knows is none of those, whatever its status.
func (dr *Drivers) judgeOffline(token ocpp201.IDToken) ocpp201.IDTokenInfo {
	if dr.defects.Has(defects.OfflineAuthorizedAgainLater) {
		dr.AskLater = &token
	}
	info := dr.Cached(token)
	if info == nil {
		return dr.judgeUnknown()
	}
	if !dr.model.Boolean("AuthCtrlr", "LocalAuthorizeOffline") || dr.defects.Has(defects.OfflineCachedRefused) {
		return infoUnknown
	}
	dr.UsesCache(token)
	return *info
}

// judgeUnknown is the judgement of an id that nobody can be asked about.
func (dr *Drivers) judgeUnknown() ocpp201.IDTokenInfo {
	if dr.model.Enabled("AuthCtrlr", "OfflineTxForUnknownIdEnabled") && !dr.defects.Has(defects.OfflineUnknownRefused) {
		return infoAccepted
	}
	return infoUnknown
}

// judged is the CSMS's judgement as a sound station takes it.
func (dr *Drivers) judged(info ocpp201.IDTokenInfo) ocpp201.IDTokenInfo {
	taken := map[ocpp201.AuthorizationStatus]defects.Defect{
		ocpp201.AuthorizationStatusInvalid: defects.InvalidTokenStarts, ocpp201.AuthorizationStatusBlocked: defects.BlockedTokenStarts,
		ocpp201.AuthorizationStatusExpired: defects.ExpiredTokenStarts, ocpp201.AuthorizationStatusUnknown: defects.UnknownTokenStarts,
	}
	if wrong, found := taken[info.Status]; found && dr.defects.Has(wrong) {
		info.Status = ocpp201.AuthorizationStatusAccepted
	}
	return info
}
