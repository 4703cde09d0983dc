package octt

import (
	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// Seen is what the station has answered to a question for the state of a connector. Why is what stands in the place of a value.
type Seen struct {
	Value, Why string
	Frame      int64
}

// Look asks for the state of connectors, and for variables outside of the connectors, in as few requests as the station takes:
// really, and not only where something may have changed, because it is for the proof that the station is at rest. Along with that
// it asks for what every case has to know and nothing stands of. The error is that the station is not there.
func (s *Scenario) Look(places []rigs.Place, names ...string) ([]Seen, []Knowledge, error) {
	var items []item
	for _, at := range places {
		items = append(items, item{component: ocpp201.Component{Name: "Connector", EVSE: &ocpp201.EVSE{ID: at.EVSE, ConnectorID: new(at.Connector)}},
			variable: ocpp201.Variable{Name: "AvailabilityState"}})
	}
	for _, name := range names {
		items = append(items, itemOf(name))
	}
	got, err := s.inquire(append(items, s.wanted(names)...))
	if err != nil {
		return nil, nil, err
	}
	states := make([]Seen, len(places))
	for i := range places {
		states[i] = Seen{Value: got[i].value, Frame: got[i].frame}
		if !got[i].told() {
			states[i] = Seen{Why: got[i].why(), Frame: got[i].frame}
		}
	}
	known := make([]Knowledge, len(names))
	for i, name := range names {
		known[i] = s.learned(name, got[len(places)+i])
	}
	return states, known, nil
}

// wanted is what the preparations of every case read and nothing stands of, but for what is asked for already. A station that
// is asked one by one is not asked before it has to be.
func (s *Scenario) wanted(asked []string) (out []item) {
	if gets.fits(s, gets.limits()) < 2 {
		return nil
	}
	seen := map[string]bool{}
	for _, name := range asked {
		seen[name] = true
	}
	for _, p := range s.general {
		if p.line == nil || seen[p.line.name] || !lasts(p.line.name) {
			continue
		}
		seen[p.line.name] = true
		if _, stands := s.w.stands(p.line.name); !stands {
			out = append(out, itemOf(p.line.name))
		}
	}
	return out
}

// ToldOfTokens tells whether the station was told of an idToken since the beginning of the run, or since ForgotTokens: what it has
// in its Authorization Cache (part 2, C10.FR.01, C10.FR.03). What it came with is not known, and counts.
func (s *Scenario) ToldOfTokens() bool {
	s.w.mu.Lock()
	defer s.w.mu.Unlock()
	return !s.w.cacheEmpty
}

// ForgotTokens notes that the station has emptied its Authorization Cache.
func (s *Scenario) ForgotTokens() {
	s.w.mu.Lock()
	defer s.w.mu.Unlock()
	s.w.cacheEmpty = true
}

// Inoperative lists what requests have taken out of service and not put back: the zero EVSE for the station.
func (s *Scenario) Inoperative() []ocpp201.EVSE {
	s.w.mu.Lock()
	defer s.w.mu.Unlock()
	return append([]ocpp201.EVSE(nil), s.w.inoperative...)
}
