package station

import (
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/defects"
)

// judgeKind is who has judged the idToken of a session. Only defects look at it.
type judgeKind int

const (
	byCSMS      judgeKind = iota
	byCache               // without an AuthorizeRequest
	byCSMSAgain           // the cache had it as not Accepted
)

// decided hands a judgement to done, and lets what follows see whose it is.
func (fw *firmware) decided(by judgeKind, info ocpp201.IDTokenInfo, done func(ocpp201.IDTokenInfo)) {
	fw.judgedBy = by
	done(info)
	fw.judgedBy = byCSMS
}

// spoilAccepted does what defects do to a token that the cache has as Accepted, and reports whether that is all.
func (fw *firmware) spoilAccepted(info ocpp201.IDTokenInfo, done func(ocpp201.IDTokenInfo)) bool {
	switch {
	case fw.defects.Has(defects.CachedStartsLate):
		fw.kernel.After(time.Minute, func() { fw.decided(byCache, info, done) })
	case fw.defects.Has(defects.CachedNeedsEV) && !fw.anyConnected():
		done(infoUnknown)
	default:
		return false
	}
	return true
}

func (fw *firmware) anyConnected() bool {
	for _, e := range fw.evses {
		if e.stay().connected {
			return true
		}
	}
	return false
}

// final tells whether a defect takes a cached status for the last word.
func (fw *firmware) final(status ocpp201.AuthorizationStatus) bool {
	return fw.hasFor(status, defects.CachedInvalidFinal, defects.CachedBlockedFinal, defects.CachedExpiredFinal)
}

// spoilRefused does what defects do to a token that the cache has as something else, where the CSMS need not be asked.
func (fw *firmware) spoilRefused(token ocpp201.IDToken, info *ocpp201.IDTokenInfo) {
	if fw.defects.Has(defects.PostAuthorizeAccepts) {
		info.Status = ocpp201.AuthorizationStatusAccepted
	}
	if fw.defects.Has(defects.PostAuthorizeOnlyLate) {
		fw.kernel.After(20*time.Second, func() { fw.ask(token, func(ocpp201.IDTokenInfo) {}) })
	}
}

// spoilAsked is the idToken that an AuthorizeRequest asks about.
func (fw *firmware) spoilAsked(token ocpp201.IDToken) ocpp201.IDToken {
	known := fw.cached(token) != nil
	first := fw.driversHooks.first()
	switch {
	case fw.defects.Has(defects.AuthorizeWrongTokenType):
		token.Type = ocpp201.IDTokenEnumLocal
	case fw.defects.Has(defects.AuthorizeWrongToken):
		token.IDToken = anotherToken
	case fw.defects.Has(defects.AuthorizeTruncated):
		token.IDToken = token.IDToken[:min(8, len(token.IDToken))]
	case known && fw.defects.Has(defects.AskedAgainHashed):
		token.IDToken = hashed(token)
	case known && fw.defects.Has(defects.AskedAgainWrongType):
		token.Type = ocpp201.IDTokenEnumCentral
	case first != nil && fw.defects.Has(defects.OtherTokenAskedAsFirst):
		token = *first
	case first != nil && fw.defects.Has(defects.OtherTokenAskedWrongType):
		token.Type = ocpp201.IDTokenEnumLocal
	}
	return token
}

// hashed is an idToken as the cache has it, in the length that an idToken may have.
func hashed(token ocpp201.IDToken) string { return cacheKey(token)[:36] }

// spoilAnswer takes the CSMS's judgement of a token, of which the cache knew before what known says, as this station does.
func (fw *firmware) spoilAnswer(known *ocpp201.IDTokenInfo, info ocpp201.IDTokenInfo, done func(ocpp201.IDTokenInfo)) {
	by := byCSMS
	if known != nil {
		by = byCSMSAgain
		if fw.defects.Has(defects.AskedAgainInVain) {
			info = *known
		}
	}
	if info.Status != ocpp201.AuthorizationStatusAccepted && fw.defects.Has(defects.RefusedStartsLate) {
		fw.kernel.After(20*time.Second, func() { done(infoAccepted) })
		return
	}
	fw.decided(by, info, done)
}

// asksLate tells that the CSMS is asked about another token than the one that started, but not yet.
func (fw *firmware) asksLate() bool {
	return fw.driversHooks.first() != nil && fw.defects.Has(defects.OtherTokenAskedLate)
}

// spoilAlone does what defects do to a token that the station does not know and may not ask about, and reports whether
// that is all.
func (fw *firmware) spoilAlone(token ocpp201.IDToken, done func(ocpp201.IDTokenInfo)) bool {
	switch {
	case fw.defects.Has(defects.NeverAskAsks):
		fw.ask(token, done)
	case fw.defects.Has(defects.NeverAskAccepts):
		done(ocpp201.IDTokenInfo{Status: ocpp201.AuthorizationStatusAccepted})
	case fw.defects.Has(defects.NeverAskAsksLate):
		fw.kernel.After(10*time.Second, func() { fw.ask(token, done) })
	default:
		if fw.defects.Has(defects.NeverAskStartsAtPlug) {
			fw.nextPass = &token
		}
		return false
	}
	return true
}
