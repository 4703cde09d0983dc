package charging

import (
	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/drivers"
	"github.com/certbench/certbench/station/site"
)

// heldCable is a cable that waits for its owner's token (E05.FR.11, E09.FR.03).
func (ch *Charging) heldCable(token ocpp201.IDToken, evse int) *site.Connector {
	for _, c := range ch.site.Connectors() {
		if (evse == 0 || evse == c.EVSE.ID) && drivers.SameToken(c.HeldFor, &token) {
			return c
		}
	}
	return nil
}

// authorizedBy is the session that a token has begun an authorization of, which it ends wherever that is, if the reader
// serves it.
func (ch *Charging) authorizedBy(token ocpp201.IDToken, evse int) *Session {
	for _, s := range ch.Sessions() {
		if s.Authorized && drivers.SameToken(s.Token, &token) && (evse == 0 || s.EVSE == 0 || s.EVSE == evse) {
			return s
		}
	}
	return nil
}

// waiting is the session of an EV that is connected and may be meant by a token at a reader: nobody has been authorized
// for it yet, or the same driver was.
func (ch *Charging) waiting(token ocpp201.IDToken, evse int) *Session {
	for _, e := range ch.site.EVSEs {
		s := At(e)
		if s == nil || evse != 0 && evse != e.ID || !ch.site.Free(e) || ch.keptFromAll(s, token) {
			continue
		}
		if s.Connected && !s.Authorized && (s.Token == nil || drivers.SameToken(s.Token, &token)) {
			return s
		}
	}
	return nil
}

// candidate is the session that a new authorization would go to, made when needed: at the reader's EVSE, or else at the one
// that is reserved for the token, or where an EV waits, or stands in the bay, or at the only EVSE, or floating until the driver plugs in, or, when there is no
// room, where an EV has stayed after its driver's authorization. nil means that nothing is free.
func (ch *Charging) candidate(token ocpp201.IDToken, evse int) *Session {
	if e := ch.site.EVSE(evse); e != nil {
		return ch.CandidateAt(e)
	}
	if e := ch.reservations.Chosen(token, nil); e != nil {
		return ch.CandidateAt(e)
	}
	if s := ch.waiting(token, 0); s != nil {
		return s
	}
	for _, e := range ch.site.EVSEs {
		if s := At(e); s != nil && e.Bay && ch.site.Free(e) && !s.Authorized && s.Token == nil {
			return s // its transaction began in the bay
		}
	}
	if len(ch.site.EVSEs) == 1 {
		return ch.CandidateAt(ch.site.EVSEs[0])
	}
	if ch.floating != nil {
		if ch.floating.Authorized {
			return nil
		}
		return ch.floating
	}
	for _, e := range ch.site.EVSEs {
		if At(e) == nil && ch.site.Free(e) {
			ch.floating = &Session{}
			return ch.floating
		}
	}
	for _, e := range ch.site.EVSEs {
		if s := At(e); s != nil && !s.Authorized && ch.site.Free(e) {
			return s
		}
	}
	return nil
}

// CandidateAt is the same for a known EVSE.
func (ch *Charging) CandidateAt(e *site.EVSE) *Session {
	switch {
	case !ch.site.Free(e):
		return nil
	case At(e) == nil && ch.floating != nil && !ch.floating.Authorized:
		ch.place(ch.floating, e)
	case At(e) == nil:
		ch.place(&Session{}, e)
	}
	if At(e).Authorized {
		return nil
	}
	return At(e)
}
