package station

import (
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/defects"
)

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
