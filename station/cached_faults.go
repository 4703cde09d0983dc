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
	for _, s := range fw.sessions() {
		if s.Connected {
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
	first := fw.firstAuthorized()
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
		token = *first.Token
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

// spoilRefusal does what defects do when a token is refused at a session, which may be nil.
func (fw *firmware) spoilRefusal(s *session) {
	switch {
	case s == nil:
	case fw.defects.Has(defects.RefusedIsTold):
		fw.happen(s, cause{trigger: ocpp201.TriggerReasonDeauthorized}, func() {})
	case fw.judgedBy == byCache && fw.defects.Has(defects.PostAuthorizeCharges) && s.Connected:
		c := fw.connector(s.EVSE, s.Connector)
		fw.happen(s, cause{trigger: ocpp201.TriggerReasonChargingStateChanged}, func() { fw.closePower(s, c) })
	}
}

// stopsAnother tells that any token ends the authorization of another, by a defect, and does it.
func (fw *firmware) stopsAnother(token ocpp201.IDToken) bool {
	s := fw.firstAuthorized()
	if s == nil || !fw.defects.Has(defects.OtherTokenStopsUnasked) {
		return false
	}
	fw.stopByDriver(s, token)
	return true
}

// spoilSecond does what defects do with a token that is Accepted while another driver is authorized.
func (fw *firmware) spoilSecond(token ocpp201.IDToken) {
	s := fw.firstAuthorized()
	switch {
	case s == nil:
	case fw.defects.Has(defects.OtherTokenIsTold):
		s.TokenDue = &token
		fw.happen(s, cause{trigger: ocpp201.TriggerReasonAuthorized}, func() {})
	case fw.defects.Has(defects.OtherTokenEndsUntold):
		fw.happen(s, cause{trigger: ocpp201.TriggerReasonDeauthorized, reason: ocpp201.ReasonDeAuthorized, end: true}, func() {
			fw.openPower(s)
			fw.endAuthorization(s, ocpp201.ReasonDeAuthorized)
		})
	}
}

// admit lets an authorization begin and tells it or, by a defect, does not.
func (fw *firmware) admit(s *session, change func()) {
	s.judgedBy = fw.judgedBy
	if s.judgedBy == byCache && fw.defects.Has(defects.CachedEventMissing) {
		change()
		return
	}
	fw.happen(s, cause{trigger: ocpp201.TriggerReasonAuthorized}, change)
}

// spoilCached is an event of a session whose token the cache has accepted.
func (fw *firmware) spoilCached(s *session, event *ocpp201.TransactionEventRequest) {
	if s.judgedBy != byCache {
		return
	}
	if fw.defects.Has(defects.CachedEventWrongTrigger) {
		trigger(ocpp201.TriggerReasonAuthorized, ocpp201.TriggerReasonTrigger)(event)
	}
	if event.IDToken == nil {
		return
	}
	told := *event.IDToken
	event.IDToken = &told
	switch {
	case fw.defects.Has(defects.CachedEventWithoutToken):
		event.IDToken = nil
	case fw.defects.Has(defects.CachedEventHashedToken):
		told.IDToken = hashed(told)
	case fw.defects.Has(defects.CachedEventWrongType):
		told.Type = ocpp201.IDTokenEnumLocal
	}
}

// withholds tells whether a defect offers no energy to a driver who may charge.
func (fw *firmware) withholds(s *session) bool {
	return s.judgedBy == byCache && fw.defects.Has(defects.CachedNotCharged) ||
		s.judgedBy == byCSMSAgain && fw.defects.Has(defects.AskedAgainNotCharged)
}

// forgetDriver removes the idToken of a transaction that has ended from the cache, by a defect, when the CSMS has said
// what it thinks of it.
func (fw *firmware) forgetDriver(s *session) {
	if s.Token == nil || !fw.defects.Has(defects.CacheForgetsAfterTransaction) {
		return
	}
	token := *s.Token
	fw.kernel.After(2*time.Second, func() {
		if e := fw.cache.find(token); e != nil {
			fw.cache.drop(e)
			fw.kernel.Save(recordCache, fw.cache)
		}
	})
}
