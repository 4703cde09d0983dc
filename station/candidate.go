package station

import "github.com/certbench/certbench/schemas/ocpp201"

// heldCable is a cable that waits for its owner's token (E05.FR.11, E09.FR.03).
func (fw *firmware) heldCable(token ocpp201.IDToken, evse int) *connector {
	for _, c := range fw.connectors() {
		if (evse == 0 || evse == c.evse.id) && sameToken(c.heldFor, &token) {
			return c
		}
	}
	return nil
}

// authorizedBy is the session that a token has begun an authorization of, which it ends wherever that is, if the reader
// serves it.
func (fw *firmware) authorizedBy(token ocpp201.IDToken, evse int) *session {
	for _, s := range fw.sessions() {
		if s.Authorized && sameToken(s.Token, &token) && (evse == 0 || s.EVSE == 0 || s.EVSE == evse) {
			return s
		}
	}
	return nil
}

// firstAuthorized is any session with an authorization, for a defect that does not ask whose.
func (fw *firmware) firstAuthorized() *session {
	for _, s := range fw.sessions() {
		if s.Authorized {
			return s
		}
	}
	return nil
}

// waiting is the session of an EV that is connected and may be meant by a token at a reader: nobody has been authorized
// for it yet, or the same driver was.
func (fw *firmware) waiting(token ocpp201.IDToken, evse int) *session {
	for _, e := range fw.evses {
		s := at(e)
		if s == nil || evse != 0 && evse != e.id || !fw.free(e) {
			continue
		}
		if s.Connected && !s.Authorized && (s.Token == nil || sameToken(s.Token, &token)) {
			return s
		}
	}
	return nil
}

// candidate is the session that a new authorization would go to, made when needed: at the reader's EVSE, or else where
// an EV waits, or stands in the bay, or at the only EVSE, or floating until the driver plugs in, or, when there is no
// room, where an EV has stayed after its driver's authorization. nil means that nothing is free.
func (fw *firmware) candidate(token ocpp201.IDToken, evse int) *session {
	if e := fw.evse(evse); e != nil {
		return fw.candidateAt(e)
	}
	if s := fw.waiting(token, 0); s != nil {
		return s
	}
	for _, e := range fw.evses {
		if s := at(e); s != nil && e.bay && fw.free(e) && !s.Authorized && s.Token == nil {
			return s // its transaction began in the bay
		}
	}
	if len(fw.evses) == 1 {
		return fw.candidateAt(fw.evses[0])
	}
	if fw.floating != nil {
		if fw.floating.Authorized {
			return nil
		}
		return fw.floating
	}
	for _, e := range fw.evses {
		if at(e) == nil && fw.free(e) {
			fw.floating = &session{}
			return fw.floating
		}
	}
	for _, e := range fw.evses {
		if s := at(e); s != nil && !s.Authorized && fw.free(e) {
			return s
		}
	}
	return nil
}

// candidateAt is the same for a known EVSE.
func (fw *firmware) candidateAt(e *evse) *session {
	switch {
	case !fw.free(e):
		return nil
	case at(e) == nil && fw.floating != nil && !fw.floating.Authorized:
		fw.place(fw.floating, e)
	case at(e) == nil:
		fw.place(&session{}, e)
	}
	if at(e).Authorized {
		return nil
	}
	return at(e)
}
