package octt

import (
	"slices"
	"time"

	"github.com/certbench/certbench/harness/evidence"
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
	items := itemsOf(places, names)
	wanted := s.wanted(names)
	got, still := s.stillSo(items)
	if !still || len(wanted) > 0 {
		var err error
		if got, err = s.inquire(append(items, wanted...)); err != nil {
			return nil, nil, err
		}
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

// itemsOf are the states of connectors, and variables.
func itemsOf(places []rigs.Place, names []string) []item {
	items := make([]item, 0, len(places)+len(names))
	for _, at := range places {
		items = append(items, item{component: ocpp201.Component{Name: "Connector", EVSE: &ocpp201.EVSE{ID: at.EVSE, ConnectorID: new(at.Connector)}},
			variable: ocpp201.Variable{Name: "AvailabilityState"}})
	}
	for _, name := range names {
		items = append(items, itemOf(name))
	}
	return items
}

// looked is what the last fence of a play was answered, until something happens after which the station may be another.
type looked struct {
	items []item
	got   []reading
}

// lastFence is the fence after the last row. Where rigs and transactions are at rest by then it asks what the proof of rest asks, in
// one request where the station takes that, and that is not asked again where nothing happens in between.
func (s *Scenario) lastFence() error {
	if len(s.OpenTransactions()) > 0 || s.still == nil || !s.still(s.ctx) {
		return s.fence()
	}
	asked := itemsOf(s.Connectors(), s.proof)
	items := slices.Concat(asked, s.wanted(s.proof))
	_, told := gets.limit(s, itemsPerMessage)
	// A fence is what the case is judged by: nothing is tried in it that the station has not shown yet.
	if !told || gets.fits(s, items) < len(items) || s.w.rightly(gets.action) < len(items) {
		return s.fence()
	}
	defer s.choosesUnless(evidence.WaitFence)()
	results, err := gets.send(s, items)
	if err != nil || gets.faults(items, results) != "" {
		if isRefusal(err) { // an answer all the same
			return nil
		}
		return err
	}
	got := make([]reading, len(items))
	for i, item := range items {
		r, _ := only(item, i, results, wrong{})
		got[i] = said{variableResult: r, frame: s.answered}.reading()
		s.learns(item, got[i])
	}
	s.w.mu.Lock()
	defer s.w.mu.Unlock()
	s.w.looked = &looked{asked, got[:len(asked)]}
	return nil
}

// stillSo is what the last fence was answered just now to the same question, where nothing has happened since.
func (s *Scenario) stillSo(items []item) ([]reading, bool) {
	s.w.mu.Lock()
	l := s.w.looked
	s.w.mu.Unlock()
	if l == nil || time.Since(l.got[0].at) > s.Timeouts.Deviation || !slices.EqualFunc(l.items, items, func(a, b item) bool { return a.is(b.component, b.variable) }) {
		return nil, false
	}
	for i, r := range l.got {
		s.learns(items[i], r)
	}
	s.Note("The states of the connectors are those of frame %d: nothing has been done, sent or told since.", l.got[0].frame)
	return l.got, true
}

// Moves notes that the rigs are about to move, outside of every act of a table.
func (s *Scenario) Moves() { s.w.touch() }

// wanted is what the preparations of every case read and nothing stands of, but for what is asked for already. A station that
// is asked one by one is not asked before it has to be.
func (s *Scenario) wanted(asked []string) (out []item) {
	if gets.fits(s, gets.limits) < 2 {
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
