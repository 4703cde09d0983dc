package octt

import (
	"fmt"
	"slices"

	"github.com/certbench/certbench/harness/pics"
	"github.com/certbench/certbench/rigs"
)

// stay is what the scenario knows of one driver's stay at one connector.
type stay struct {
	token         rigs.Token
	transactionID string
	remoteStartID int
	chargingState string
	reached       map[Family]bool
}

// Connectors lists the connectors of the PICS, in its order.
func (s *Scenario) Connectors() []rigs.Place {
	out := make([]rigs.Place, 0, len(s.PICS.Connectors))
	for _, c := range s.PICS.Connectors {
		out = append(out, rigs.Place{EVSE: c.EVSE, Connector: c.ID})
	}
	return out
}

// Places is a connector of every EVSE of the PICS, as PlacesOf chooses them for this bench.
func (s *Scenario) Places() []rigs.Place {
	return PlacesOf(s.Connectors(), s.home, s.stands)
}

// PlacesOf is one connector of each EVSE: home, then those at which a rig stands, then those of EVSEs at which none does. The connectors of
// an EVSE need not be alike, and a rig has a plug for one of them: that one is taken, and the first where none is. stands may be nil, for
// rigs that are everywhere.
func PlacesOf(connectors []rigs.Place, home rigs.Place, stands func(rigs.Place) bool) []rigs.Place {
	out := []rigs.Place{home}
	seen := map[int]bool{home.EVSE: true}
	for _, bare := range []bool{false, true} {
		for _, at := range connectors {
			if !seen[at.EVSE] && (bare || stands == nil || stands(at)) {
				seen[at.EVSE] = true
				out = append(out, at)
			}
		}
	}
	return out
}

// Choose has the play be at a connector that a case needs, from its preparations on: the configured one where that will do, otherwise the
// first at which a rig stands, otherwise the first. It tells whether there is one.
func (s *Scenario) Choose(will func(pics.Connector) bool) bool {
	var fit []rigs.Place
	for _, c := range s.PICS.Connectors {
		if will(c) {
			fit = append(fit, rigs.Place{EVSE: c.EVSE, Connector: c.ID})
		}
	}
	if len(fit) == 0 || slices.Contains(fit, s.Configured.Place()) {
		return len(fit) > 0
	}
	at := fit[0]
	if i := slices.IndexFunc(fit, func(p rigs.Place) bool { return s.stands == nil || s.stands(p) }); i >= 0 {
		at = fit[i]
	}
	s.Note("The case is played at %s: %s of the bench file is not what it needs.", at, s.Configured.Place())
	s.Configured.EVSEID, s.Configured.ConnectorID, s.home = at.EVSE, at.Connector, at
	return true
}

// Elsewhere is a connector at another EVSE than the configured one. It is an ERROR of the case to ask for it where the
// PICS has one EVSE only; where its answers have more than its connector table, nothing can be shown: INCONCLUSIVE.
func (s *Scenario) Elsewhere() rigs.Place {
	places := s.Places()
	if len(places) < 2 {
		if n, declared := s.PICS.Number(pics.HFS_8); declared && n > len(places) {
			s.Unproven(0, "The connector table of the PICS has a second EVSE.", fmt.Sprintf("only EVSE %d, although HFS-8 is %d; certbench lint names what contradicts itself", s.home.EVSE, n))
		}
		s.bug(fmt.Sprintf("the case needs a second EVSE, and the PICS has only EVSE %d", s.home.EVSE))
	}
	return places[1]
}

// At plays rows as the driver at another place: inside, the configured EVSE and connector, the token, the transaction
// and all that was reached are that driver's own, and they are kept for the next At of the same place. A
// TransactionEventRequest of a transaction that another driver has is left for that driver's rows.
func (s *Scenario) At(at rigs.Place, token rigs.Token, play func()) {
	here := s.Configured.Place()
	s.leave(here)
	s.come(at, token)
	defer func() {
		own := s.stays[here].token
		s.leave(at)
		s.come(here, own)
	}()
	play()
}

// leave keeps what is known of the driver at the present place.
func (s *Scenario) leave(at rigs.Place) {
	s.stays[at] = &stay{s.Token, s.TransactionID, s.RemoteStartID, s.ChargingState, s.reached}
}

// come takes up what is known of the driver at a place, nothing when nobody has been there.
func (s *Scenario) come(at rigs.Place, token rigs.Token) {
	known := s.stays[at]
	if known == nil {
		known = &stay{reached: map[Family]bool{}}
	}
	s.Configured.EVSEID, s.Configured.ConnectorID, s.Token = at.EVSE, at.Connector, token
	s.TransactionID, s.RemoteStartID, s.ChargingState, s.reached = known.transactionID, known.remoteStartID, known.chargingState, known.reached
}

// elses tells a TransactionEventRequest of a transaction that the driver at another place has.
func (s *Scenario) elses(m *Message) bool {
	if m.Action != "TransactionEvent" || len(s.stays) == 0 {
		return false
	}
	id, _ := m.Field("transactionInfo.transactionId").(string)
	for at, known := range s.stays {
		if at != s.Configured.Place() && known.transactionID == id && id != s.TransactionID {
			return true
		}
	}
	return false
}

// OfNeighbours tells whether a message reports nothing but other connectors of the configured EVSE. Those that the PICS
// does not know are no connectors.
func (s *Scenario) OfNeighbours(m *Message) bool {
	reports := m.Availabilities()
	if s.PICS == nil {
		return false
	}
	for _, a := range reports {
		known := slices.ContainsFunc(s.PICS.Connectors, func(c pics.Connector) bool { return c.EVSE == a.EVSE && c.ID == a.Connector })
		if !known || a.EVSE != s.Configured.EVSEID || a.Connector == s.Configured.ConnectorID {
			return false
		}
	}
	return len(reports) > 0
}

// placesOf are the connectors of a declaration; nil where it lists none.
func placesOf(d *pics.Declaration) map[rigs.Place]bool {
	if d == nil || len(d.Connectors) == 0 {
		return nil
	}
	out := map[rigs.Place]bool{}
	for _, c := range d.Connectors {
		out[rigs.Place{EVSE: c.EVSE, Connector: c.ID}] = true
	}
	return out
}
