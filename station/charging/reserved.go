package charging

import (
	"slices"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/reservations"
	"github.com/certbench/certbench/station/site"
)

// mayTake tells whether an idToken, or one of a group, may be used by a session.
func (ch *Charging) mayTake(s *Session, token ocpp201.IDToken, group *ocpp201.IDToken) bool {
	if s.claimed != nil {
		return true
	}
	if e := ch.site.EVSE(s.EVSE); e != nil {
		return ch.reservations.MayUse(token, group, e)
	}
	return slices.ContainsFunc(ch.site.EVSEs, func(e *site.EVSE) bool {
		return At(e) == nil && ch.site.Free(e) && ch.reservations.MayUse(token, group, e)
	})
}

// keptFromAll tells that a token need not be asked about: the EVSE is kept for others, and for no group of which it might be
// (H03.FR.08).
func (ch *Charging) keptFromAll(s *Session, token ocpp201.IDToken) bool {
	asks := ch.product.Capabilities.AsksWhereReserved || ch.reservations.ForGroups()
	return !asks && !ch.Decide.MayTake(s, token, nil)
}

// mayChoose tells whether the driver whose EVSE is not known yet may take one: none that his idToken is not allowed at, or that is
// kept for somebody else.
func (ch *Charging) mayChoose(e *site.EVSE) bool {
	return ch.floating.mayUse(e.ID) && !ch.reservations.Decide.Holds(e)
}

// reserved is the session that a token of a group goes to, of which only the CSMS's answer has told for which EVSE it has a
// reservation: where a reader serves all of them, the one at that EVSE.
func (ch *Charging) reserved(s *Session, token ocpp201.IDToken, group *ocpp201.IDToken, reader int) *Session {
	e := ch.reservations.Chosen(token, group)
	if e == nil || reader != 0 || s.EVSE == e.ID {
		return s
	}
	if there := ch.CandidateAt(e); there != nil {
		return there
	}
	return s
}

// judge finds out whether a token may charge. A station may trust that for whom the CSMS reserves an EVSE may charge.
func (ch *Charging) judge(s *Session, token ocpp201.IDToken, done func(ocpp201.IDTokenInfo)) {
	if s != nil && ch.product.Capabilities.TrustsReservations && (s.claimed != nil || ch.HasReservation(s, token)) {
		done(ocpp201.IDTokenInfo{Status: ocpp201.AuthorizationStatusAccepted})
		return
	}
	ch.drivers.Judge(token, done)
}

// Validate asks the CSMS about the idToken of a reservation that was made, at a product that does so (H01, remark). Whoever comes with it is
// judged as ever.
func (ch *Charging) Validate(r *reservations.Reservation) {
	if ch.product.Capabilities.ValidatesReservations {
		ch.drivers.Ask(r.Token, func(ocpp201.IDTokenInfo) {})
	}
}

// HasReservation tells whether a reservation is for a token itself that a session can use.
func (ch *Charging) HasReservation(s *Session, token ocpp201.IDToken) bool {
	return slices.ContainsFunc(ch.site.EVSEs, func(e *site.EVSE) bool {
		return (s.EVSE == 0 || s.EVSE == e.ID) && ch.reservations.Decide.For(token, nil, e) != nil
	})
}

// claim uses the reservation of a token that is presented, at a product that does not wait for what the CSMS says of it.
func (ch *Charging) claim(s *Session, token ocpp201.IDToken) {
	if s == nil || !ch.product.Capabilities.UsesReservationWhenPresented {
		return
	}
	s.claimed = ch.reservations.Use(token, nil, ch.site.EVSE(s.EVSE))
	ch.site.UpdateStatuses()
}

// unclaim forgets it where the token is not accepted.
func (ch *Charging) unclaim(s *Session) {
	if s != nil {
		s.claimed = nil
	}
}

// useReservation uses the reservation by which an authorization begins, and returns its id (H03.FR.09); nil where there is none.
func (ch *Charging) useReservation(s *Session, token ocpp201.IDToken, group *ocpp201.IDToken) *int {
	r := s.claimed
	if s.claimed = nil; r == nil {
		r = ch.reservations.Use(token, group, ch.site.EVSE(s.EVSE))
	}
	if r == nil {
		return nil
	}
	return &r.ID
}

// Welcome has EVs that came to a kept EVSE be those of an EVSE that is not, once it is kept no more.
func (ch *Charging) Welcome() {
	for _, s := range ch.Sessions() {
		if !s.Uninvited || ch.reservations.Decide.Holds(ch.site.EVSE(s.EVSE)) {
			continue
		}
		s.Uninvited = false
		if !ch.drivers.Authorizes() && s.Connected && !s.Authorized {
			ch.letAnybodyCharge(s)
		}
	}
}
