package drivers

import (
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/defects"
	"github.com/certbench/certbench/station/site"
)

// JudgeKind is who has judged the idToken of a session. Only defects look at it.
type JudgeKind int

const (
	byCSMS      JudgeKind = iota
	ByCache               // without an AuthorizeRequest
	ByCSMSAgain           // the cache had it as not Accepted
)

// decided hands a judgement to done, and lets what follows see whose it is.
func (dr *Drivers) decided(by JudgeKind, info ocpp201.IDTokenInfo, done func(ocpp201.IDTokenInfo)) {
	dr.JudgedBy = by
	done(info)
	dr.JudgedBy = byCSMS
}

// spoilAccepted does what defects do to a token that the cache has as Accepted, and reports whether that is all.
func (dr *Drivers) spoilAccepted(info ocpp201.IDTokenInfo, done func(ocpp201.IDTokenInfo)) bool {
	switch {
	case dr.defects.Has(defects.CachedStartsLate):
		dr.kernel.After(time.Minute, func() { dr.decided(ByCache, info, done) })
	case dr.defects.Has(defects.CachedNeedsEV) && !dr.anyConnected():
		done(infoUnknown)
	default:
		return false
	}
	return true
}

func (dr *Drivers) anyConnected() bool {
	for _, e := range dr.site.EVSEs {
		if e.Stay().Connected {
			return true
		}
	}
	return false
}

// final tells whether a defect takes a cached status for the last word.
func (dr *Drivers) final(status ocpp201.AuthorizationStatus) bool {
	return dr.hasFor(status, defects.CachedInvalidFinal, defects.CachedBlockedFinal, defects.CachedExpiredFinal)
}

// spoilRefused does what defects do to a token that the cache has as something else, where the CSMS need not be asked.
func (dr *Drivers) spoilRefused(token ocpp201.IDToken, info *ocpp201.IDTokenInfo) {
	if dr.defects.Has(defects.PostAuthorizeAccepts) {
		info.Status = ocpp201.AuthorizationStatusAccepted
	}
	if dr.defects.Has(defects.PostAuthorizeOnlyLate) {
		dr.kernel.After(20*time.Second, func() { dr.Ask(token, func(ocpp201.IDTokenInfo) {}) })
	}
}

// spoilAsked is the idToken that an AuthorizeRequest asks about.
func (dr *Drivers) spoilAsked(token ocpp201.IDToken) ocpp201.IDToken {
	known := dr.Cached(token) != nil
	first := dr.Hooks.First()
	switch {
	case dr.defects.Has(defects.AuthorizeWrongTokenType):
		token.Type = ocpp201.IDTokenEnumLocal
	case dr.defects.Has(defects.AuthorizeWrongToken):
		token.IDToken = site.AnotherToken
	case dr.defects.Has(defects.AuthorizeTruncated):
		token.IDToken = token.IDToken[:min(8, len(token.IDToken))]
	case known && dr.defects.Has(defects.AskedAgainHashed):
		token.IDToken = Hashed(token)
	case known && dr.defects.Has(defects.AskedAgainWrongType):
		token.Type = ocpp201.IDTokenEnumCentral
	case first != nil && dr.defects.Has(defects.OtherTokenAskedAsFirst):
		token = *first
	case first != nil && dr.defects.Has(defects.OtherTokenAskedWrongType):
		token.Type = ocpp201.IDTokenEnumLocal
	}
	return token
}

// Hashed is an idToken as the cache has it, in the length that an idToken may have.
func Hashed(token ocpp201.IDToken) string { return cacheKey(token)[:36] }

// spoilAnswer takes the CSMS's judgement of a token, of which the cache knew before what known says, as this station does.
func (dr *Drivers) spoilAnswer(known *ocpp201.IDTokenInfo, info ocpp201.IDTokenInfo, done func(ocpp201.IDTokenInfo)) {
	by := byCSMS
	if known != nil {
		by = ByCSMSAgain
		if dr.defects.Has(defects.AskedAgainInVain) {
			info = *known
		}
	}
	if info.Status != ocpp201.AuthorizationStatusAccepted && dr.defects.Has(defects.RefusedStartsLate) {
		dr.kernel.After(20*time.Second, func() { done(infoAccepted) })
		return
	}
	dr.decided(by, info, done)
}

// asksLate tells that the CSMS is asked about another token than the one that started, but not yet.
func (dr *Drivers) asksLate() bool {
	return dr.Hooks.First() != nil && dr.defects.Has(defects.OtherTokenAskedLate)
}

// spoilAlone does what defects do to a token that the station does not know and may not ask about, and reports whether
// that is all.
func (dr *Drivers) spoilAlone(token ocpp201.IDToken, done func(ocpp201.IDTokenInfo)) bool {
	switch {
	case dr.defects.Has(defects.NeverAskAsks):
		dr.Ask(token, done)
	case dr.defects.Has(defects.NeverAskAccepts):
		done(ocpp201.IDTokenInfo{Status: ocpp201.AuthorizationStatusAccepted})
	case dr.defects.Has(defects.NeverAskAsksLate):
		dr.kernel.After(10*time.Second, func() { dr.Ask(token, done) })
	default:
		if dr.defects.Has(defects.NeverAskStartsAtPlug) {
			dr.NextPass = &token
		}
		return false
	}
	return true
}
