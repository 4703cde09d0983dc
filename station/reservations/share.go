package reservations

import (
	"slices"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/drivers"
	"github.com/certbench/certbench/station/site"
)

// Which EVSEs are kept follows from one question: could all reservations be served without this one? It could not be without the
// EVSE that a reservation names, without any that is left where as many are promised (H01.FR.20), and without any with a connector
// of a type where as many of those are promised (H01.FR.24).

// serves tells whether a reservation can be used at an EVSE.
func (r *Reservation) serves(e *site.EVSE) bool {
	return (r.EVSE == 0 || r.EVSE == e.ID) && (r.ConnectorType == "" || e.Has(r.ConnectorType))
}

// usable tells whether its driver may come to an EVSE by it: to any, also where the station has picked one for him (H03.FR.03, FR.09).
func (r *Reservation) usable(e *site.EVSE) bool {
	return (r.EVSE == e.ID || r.EVSE == 0 || r.Picked) && (r.ConnectorType == "" || e.Has(r.ConnectorType))
}

// unserved are the reservations for which no EVSE is left where each has one of its own: the latest ones.
func unserved(all []*Reservation, by []*site.EVSE) (left []*Reservation) {
	given := map[*site.EVSE]*Reservation{}
	for _, r := range all {
		if !give(given, r, by, map[*site.EVSE]bool{}) {
			left = append(left, r)
		}
	}
	return left
}

// give finds an EVSE for a reservation, and has others move to another one for that where they can.
func give(given map[*site.EVSE]*Reservation, r *Reservation, by []*site.EVSE, tried map[*site.EVSE]bool) bool {
	for _, e := range by {
		if tried[e] || !r.serves(e) {
			continue
		}
		tried[e] = true
		if given[e] == nil || give(given, given[e], by, tried) {
			given[e] = r
			return true
		}
	}
	return false
}

// free are the EVSEs that can serve reservations: they can be used, and no driver is there who has the right to charge. An EV that
// was connected to a Reserved EVSE by somebody else takes nothing away (G01.FR.09).
func (re *Reservations) free() []*site.EVSE {
	return slices.DeleteFunc(slices.Clone(re.site.EVSEs), func(e *site.EVSE) bool {
		stay := e.Stay()
		return re.Decide.Lost(e) || stay.Authorized || stay.Connected && !stay.Uninvited
	})
}

func without[T comparable](all []T, one T) []T {
	return slices.DeleteFunc(slices.Clone(all), func(other T) bool { return other == one })
}

// holds tells whether an EVSE is kept.
func (re *Reservations) holds(e *site.EVSE) bool {
	pending := re.Pending()
	if len(pending) == 0 {
		return false
	}
	free := re.free()
	return len(unserved(pending, without(free, e))) > len(unserved(pending, free))
}

// Beside tells whether each reservation that can be used at a connector's EVSE is for connectors of another type.
func (re *Reservations) Beside(c *site.Connector) bool {
	return !slices.ContainsFunc(re.Pending(), func(r *Reservation) bool {
		return r.serves(c.EVSE) && (r.ConnectorType == "" || r.ConnectorType == c.Type)
	})
}

// lost tells whether no connector of an EVSE can be used: each is Faulted, Inoperative, or out of service for a firmware update.
func (re *Reservations) lost(e *site.EVSE) bool {
	if e.Updating || re.site.Updating {
		return true
	}
	return !slices.ContainsFunc(e.Connectors, func(c *site.Connector) bool { return !c.Faulted && re.site.Operative(c) })
}

// match finds the reservation by which an idToken, or one of a group, may use an EVSE: one that is made for it (H03.FR.01 to FR.06),
// and of several the one that says most, where the others can still be served without the EVSE.
func (re *Reservations) match(token ocpp201.IDToken, group *ocpp201.IDToken, e *site.EVSE) (best *Reservation) {
	pending, free := re.Pending(), re.free()
	for _, r := range pending {
		if !r.isFor(token, group) || !r.usable(e) || !slices.Contains(free, e) {
			continue
		}
		others := without(pending, r)
		if len(unserved(others, without(free, e))) > len(unserved(others, free)) {
			continue // it is kept for somebody else
		}
		if best == nil || r.weight() > best.weight() {
			best = r
		}
	}
	return best
}

// isFor tells whether a reservation is made for an idToken, or for the group that it belongs to.
func (r *Reservation) isFor(token ocpp201.IDToken, group *ocpp201.IDToken) bool {
	return drivers.SameToken(&r.Token, &token) || drivers.SameGroup(r.Group, group)
}

// weight is how much a reservation says of the EVSE.
func (r *Reservation) weight() (n int) {
	if r.EVSE != 0 {
		n += 2
	}
	if r.ConnectorType != "" {
		n++
	}
	return n
}

// MayUse tells whether an idToken, or one of a group, may be used at an EVSE: it has a reservation, or nobody else needs the EVSE.
func (re *Reservations) MayUse(token ocpp201.IDToken, group *ocpp201.IDToken, e *site.EVSE) bool {
	return !re.Decide.Holds(e) || re.Decide.For(token, group, e) != nil
}

// Chosen is the EVSE that the reservation of an idToken, or of a group, names; nil where it names none, or there is none.
func (re *Reservations) Chosen(token ocpp201.IDToken, group *ocpp201.IDToken) *site.EVSE {
	for _, e := range re.site.EVSEs {
		if r := re.Decide.For(token, group, e); r != nil && r.EVSE == e.ID {
			return e
		}
	}
	return nil
}

// ForGroups tells whether any reservation can be used by an idToken for the group that it belongs to, which the CSMS has to be
// asked about (H03.FR.07, FR.08).
func (re *Reservations) ForGroups() bool {
	return slices.ContainsFunc(re.Pending(), func(r *Reservation) bool { return r.Group != nil && r.Group.IDToken != "" })
}

// Use takes the reservation away by which an idToken is used, at an EVSE or, for nil, at one that its driver has yet to choose, and
// returns it; nil where it has none (H03.FR.09).
func (re *Reservations) Use(token ocpp201.IDToken, group *ocpp201.IDToken, at *site.EVSE) *Reservation {
	for _, e := range re.site.EVSEs {
		if at != nil && e != at {
			continue
		}
		if r := re.Decide.For(token, group, e); r != nil {
			re.Decide.Used(r)
			return r
		}
	}
	return nil
}
