package charging

import (
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/defects"
	"github.com/certbench/certbench/station/drivers"
)

// spoilRefusal does what defects do when a token is refused at a session, which may be nil.
func (ch *Charging) spoilRefusal(s *Session) {
	switch {
	case s == nil:
	case ch.defects.Has(defects.RefusedIsTold):
		ch.Happen(s, Cause{Trigger: ocpp201.TriggerReasonDeauthorized}, func() {})
	case ch.drivers.JudgedBy == drivers.ByCache && ch.defects.Has(defects.PostAuthorizeCharges) && s.Connected:
		c := ch.site.Connector(s.EVSE, s.Connector)
		ch.Happen(s, Cause{Trigger: ocpp201.TriggerReasonChargingStateChanged}, func() { ch.ClosePower(s, c) })
	}
}

// stopsAnother tells that any token ends the authorization of another, by a defect, and does it.
func (ch *Charging) stopsAnother(token ocpp201.IDToken) bool {
	s := ch.FirstAuthorized()
	if s == nil || !ch.defects.Has(defects.OtherTokenStopsUnasked) {
		return false
	}
	ch.stopByDriver(s, token)
	return true
}

// spoilSecond does what defects do with a token that is Accepted while another driver is authorized.
func (ch *Charging) spoilSecond(token ocpp201.IDToken) {
	s := ch.FirstAuthorized()
	switch {
	case s == nil:
	case ch.defects.Has(defects.OtherTokenIsTold):
		s.TokenDue = &token
		ch.Happen(s, Cause{Trigger: ocpp201.TriggerReasonAuthorized}, func() {})
	case ch.defects.Has(defects.OtherTokenEndsUntold):
		ch.Happen(s, Cause{Trigger: ocpp201.TriggerReasonDeauthorized, Reason: ocpp201.ReasonDeAuthorized, End: true}, func() {
			ch.OpenPower(s)
			ch.EndAuthorization(s, ocpp201.ReasonDeAuthorized)
		})
	}
}

// admit lets an authorization begin and tells it or, by a defect, does not.
func (ch *Charging) admit(s *Session, change func()) {
	s.judgedBy = ch.drivers.JudgedBy
	if s.judgedBy == drivers.ByCache && ch.defects.Has(defects.CachedEventMissing) {
		change()
		return
	}
	ch.Happen(s, Cause{Trigger: ocpp201.TriggerReasonAuthorized}, change)
}

// spoilCached is an event of a session whose token the cache has accepted.
func (ch *Charging) spoilCached(s *Session, event *ocpp201.TransactionEventRequest) {
	if s.judgedBy != drivers.ByCache {
		return
	}
	if ch.defects.Has(defects.CachedEventWrongTrigger) {
		if event.TriggerReason == ocpp201.TriggerReasonAuthorized {
			event.TriggerReason = ocpp201.TriggerReasonTrigger
		}
	}
	if event.IDToken == nil {
		return
	}
	told := *event.IDToken
	event.IDToken = &told
	switch {
	case ch.defects.Has(defects.CachedEventWithoutToken):
		event.IDToken = nil
	case ch.defects.Has(defects.CachedEventHashedToken):
		told.IDToken = drivers.Hashed(told)
	case ch.defects.Has(defects.CachedEventWrongType):
		told.Type = ocpp201.IDTokenEnumLocal
	}
}

// withholds tells whether a defect offers no energy to a driver who may charge.
func (ch *Charging) withholds(s *Session) bool {
	return s.judgedBy == drivers.ByCache && ch.defects.Has(defects.CachedNotCharged) ||
		s.judgedBy == drivers.ByCSMSAgain && ch.defects.Has(defects.AskedAgainNotCharged)
}

// forgetDriver removes the idToken of a transaction that has ended from the cache, by a defect, when the CSMS has said
// what it thinks of it.
func (ch *Charging) forgetDriver(s *Session) {
	if s.Token == nil || !ch.defects.Has(defects.CacheForgetsAfterTransaction) {
		return
	}
	token := *s.Token
	ch.kernel.After(2*time.Second, func() {
		if e := ch.drivers.Cache.Find(token); e != nil {
			ch.drivers.Cache.Drop(e)
			ch.kernel.Save(drivers.Record, ch.drivers.Cache)
		}
	})
}
