package octt

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/certbench/certbench/harness/octt/ledger"
	"github.com/certbench/certbench/harness/octt/values"
	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// What the bench holds is what its rigs, or its people, have done with the cables in a play: by that what the station tells can be
// seen to be wrong. The bench does not look at the connectors, so that it knows only what it did, and when.

// holding is what a connector holds.
type holding int

const (
	unsure  holding = iota // an end of the cable only, a fault of the pilot, or an act that failed
	vacant                 // no EV
	engaged                // an EV
)

func (h holding) String() string { return [...]string{"unknown", "no EV", "an EV"}[h] }

// spell is a time in which a connector holds the same.
type spell struct {
	is    holding
	since time.Time // when the act was done that led to it; zero from the beginning of the play
	until time.Time // when the next act began; zero for none
}

// holds tells whether an act changes what a connector holds, and to what.
func holds(st ledger.Stimulus) (to holding, changes bool) {
	switch st.Act {
	case "ConnectEV", "ConnectIdleEV":
		to, changes = engaged, true
	case "DisconnectEV":
		to, changes = vacant, true
	case "PlugEnd", "UnplugEnd", "ShortPilot", "ShowPilot", "SetFault", "ClearFault":
		changes = true
	}
	if st.Failed || st.Ended.IsZero() {
		to = unsure
	}
	return to, changes
}

// spells are those of a connector in the play. On the way back to rest it is not known when a rig lets go.
func (s *Scenario) spells(at rigs.Place, done []ledger.Stimulus) []spell {
	return spells(at, s.atFirst(at), done, s.over)
}

// spells are those of a connector, of which from is what it held at first, until over.
func spells(at rigs.Place, from holding, done []ledger.Stimulus, over time.Time) []spell {
	out := []spell{{is: from}}
	for _, st := range done {
		if to, changes := holds(st); changes && st.At == at {
			out[len(out)-1].until = st.Began
			out = append(out, spell{is: to, since: cmp.Or(st.Ended, st.Began)})
		}
	}
	if !over.IsZero() {
		out[len(out)-1].until = over.Add(time.Nanosecond) // what comes in that very moment still belongs to it
	}
	return out
}

// around is the spell in which all of the moments lie, each later than lag after its beginning; unsure when there is none.
func around(all []spell, lag time.Duration, moments ...time.Time) spell {
	for _, each := range all {
		out := func(t time.Time) bool {
			return !each.since.IsZero() && t.Before(each.since.Add(lag)) || !each.until.IsZero() && !t.Before(each.until)
		}
		if !slices.ContainsFunc(moments, out) {
			return each
		}
	}
	return spell{}
}

// atFirst is what a connector holds when a play begins: no EV, where there is a rig for the cable and the station had reported
// it Available.
func (s *Scenario) atFirst(at rigs.Place) holding {
	if s.rigs.Has(rigs.KindCable) && s.statusAtFirst[rigs.Place{EVSE: at.EVSE, Connector: at.Connector}] == string(ocpp201.ConnectorStatusAvailable) {
		return vacant
	}
	return unsure
}

// lag tells how long after an act the station may still tell what was so before: Timeouts.Message, in which it must have
// told the change; once it has told it, only the laboratory's deviation, in which contacts may bounce.
func (s *Scenario) lag(told bool) time.Duration {
	if told {
		return s.Timeouts.Deviation
	}
	return s.Timeouts.Message
}

// statusRules judges what the station has told of its connectors by what they hold (part 2, G01, transitions for connecting and
// disconnecting). Each connector is named once. The caller holds mu.
func (s *Scenario) statusRules() []breach {
	done := s.w.book.StimuliBetween(s.from, s.w.written+1)
	told := map[rigs.Place][]ledger.Report{}
	var out []breach
	for _, m := range s.w.from(s.first) {
		for _, r := range m.Reports() {
			if b, wrong := s.contradicts(r, told[r.Place], done); wrong && !s.failed[m.Seq] {
				out = append(out, b)
			}
			told[r.Place] = append(told[r.Place], r)
		}
	}
	return out
}

// contradicts tells a report that is wrong by what the connector holds. before are the reports of the connector before it. One
// that was Unavailable, Faulted or Reserved becomes something again when nobody has touched a cable, and is left out.
func (s *Scenario) contradicts(r ledger.Report, before []ledger.Report, done []ledger.Stimulus) (breach, bool) {
	var wrong holding
	switch ocpp201.ConnectorStatus(r.Status) {
	case ocpp201.ConnectorStatusAvailable:
		wrong = engaged
	case ocpp201.ConnectorStatusOccupied:
		wrong = vacant
	default:
		return breach{}, false
	}
	last := s.statusAtFirst[rigs.Place{EVSE: r.EVSE, Connector: r.Connector}]
	if len(before) > 0 {
		last = before[len(before)-1].Status
	}
	if last != string(ocpp201.ConnectorStatusAvailable) && last != string(ocpp201.ConnectorStatusOccupied) {
		return breach{}, false
	}
	all := s.spells(r.Place, done)
	now := around(all, s.Timeouts.Deviation, r.At, r.Call.At)
	known := now.since.IsZero() || slices.ContainsFunc(before, func(b ledger.Report) bool {
		return b.Status != r.Status && !b.Call.At.Before(now.since) && !b.At.Before(now.since.Add(-s.Timeouts.Deviation))
	})
	if now = around(all, s.lag(known), r.At, r.Call.At); now.is != wrong || wrong == vacant && s.inUse(r, done) {
		return breach{}, false
	}
	return breach{requirement: fmt.Sprintf("%s is reported as what it is: Occupied while an EV is connected, and Available while none is.", r.Place),
		expected: map[holding]string{engaged: "Occupied", vacant: "Available"}[wrong],
		actual:   fmt.Sprintf("%s, although %s%s", r.Status, held(wrong), since(now)), seq: r.Call.Seq, ids: []string{"G01.FR.03", "G01.FR.04"}, clause: "part 2, use case G01, and what the bench holds"}, true
}

func held(h holding) string {
	if h == engaged {
		return "an EV is connected"
	}
	return "no EV is connected, and no driver is there"
}

func since(now spell) string {
	if now.since.IsZero() {
		return " in the whole play"
	}
	return " since " + values.Stamp(now.since)
}

// inUse tells whether a connector without an EV may be Occupied ("not available for a new EV driver", part 2,
// ConnectorStatusEnumType): its EVSE has an EV at another connector, an EV in its bay, or a driver who is authorized and not
// yet known to have finished. The caller holds mu.
func (s *Scenario) inUse(r ledger.Report, done []ledger.Stimulus) bool {
	var authorized, bay bool
	for _, st := range done {
		if st.Began.After(r.Call.At) {
			break
		}
		authorized = authorized || st.Presents() || st.Remote != nil
		if st.At.EVSE == r.EVSE && (st.Act == "DriveIn" || st.Act == "DriveOut") {
			bay = st.Act == "DriveIn" || st.Failed
		}
	}
	for at := range s.w.places {
		if other := around(s.spells(at, done), 0, r.Call.At); at.EVSE == r.EVSE && at != r.Place && other.is != vacant {
			return true
		}
	}
	return bay || authorized && !s.finished(r.Call.At, done)
}

// finished tells whether every driver who was authorized before a moment has been told to have finished: each transaction of
// the play has ended, and the last was authorized before it did. The caller holds mu.
func (s *Scenario) finished(at time.Time, done []ledger.Stimulus) bool {
	var last, ended time.Time
	for _, st := range done {
		if (st.Presents() || st.Remote != nil) && !st.Began.After(at) {
			last = st.Began
		}
	}
	for _, tx := range s.w.book.Transactions {
		over := false
		for _, e := range tx.Events {
			if e.Kind == ocpp201.TransactionEventEnumEnded && e.Arrived.Before(at) {
				over, ended = true, e.Arrived
			}
		}
		if !over && tx.Events[0].Seq > s.from {
			return false
		}
	}
	return ended.After(last)
}

// untold: a connector that has changed while the station was offline is reported when it is online again (part 6, section 2.1;
// part 2, B04.FR.01, B04.FR.02): within Timeouts.Message, if nobody touches it before. The caller holds mu.
func (s *Scenario) untold() []breach {
	done := s.w.book.StimuliBetween(s.from, s.w.written+1)
	var out []breach
	for i, back := range s.w.book.Links {
		if i == 0 || !back.Up || s.w.book.Links[i-1].Up || back.At.Before(s.began) {
			continue
		}
		for _, at := range s.Connectors() {
			all, limit := s.spells(at, done), back.At.Add(s.Timeouts.Message)
			before, now := around(all, 0, s.w.book.Links[i-1].At).is, around(all, 0, back.At, limit).is
			if before == unsure || now == unsure || before == now || time.Now().Before(limit) || s.reportedSince(at, back.At) {
				continue
			}
			out = append(out, breach{requirement: fmt.Sprintf("%s, which has changed while the Charging Station was offline, is reported when it is online again.", at),
				expected: "a message about it within " + s.Timeouts.Message.String(), actual: "none", ids: []string{"B04.FR.01", "B04.FR.02"}, clause: generalRules})
		}
	}
	return out
}

// reportedSince tells whether a report of a connector has come since a moment. The caller holds mu.
func (s *Scenario) reportedSince(at rigs.Place, moment time.Time) bool {
	return slices.ContainsFunc(s.w.from(s.first), func(m *Message) bool {
		return !m.At.Before(moment) && slices.ContainsFunc(m.Reports(), func(r ledger.Report) bool { return r.Place == at })
	})
}

// connection: what a transaction tells of the connection is so by what the connector holds: Idle is "no connection between EV and
// EVSE" (part 2, ChargingStateEnumType), and every other chargingState tells of one. What came, or happened, close to an act
// is left out, and so is what was told later, because the clocks may differ.
func (s *Scenario) connection(x session) []breach {
	var at *ocpp201.EVSE
	for i, e := range x.events {
		if e.Told.EVSE != nil {
			at = e.Told.EVSE
		}
		if e.State() == "" || at == nil || at.ConnectorID == nil {
			continue
		}
		place := rigs.Place{EVSE: at.ID, Connector: *at.ConnectorID}
		wrong := engaged
		if tellsOfEV(e) {
			wrong = vacant
		}
		all := s.spells(place, x.done)
		now := around(all, s.Timeouts.Deviation, e.At, e.Arrived)
		known := slices.ContainsFunc(x.events[:i], func(b ledger.Event) bool {
			return b.State() != "" && tellsOfEV(b) != tellsOfEV(e) && !b.Arrived.Before(now.since)
		})
		now = around(all, s.lag(known), e.At, e.Arrived)
		if now.is != wrong || s.failed[e.Seq] || wrong == vacant && now.since.IsZero() { // unplugged judges what came before any plug
			continue
		}
		expected := map[holding]string{engaged: "another state than Idle, or none", vacant: "Idle, or none"}[wrong]
		return []breach{{requirement: "The chargingState tells of a connection while an EV is connected, and is Idle while none is.", expected: expected,
			actual: fmt.Sprintf("%s, although %s at %s%s", e.State(), map[holding]string{engaged: "an EV is connected", vacant: "no EV is connected"}[wrong], place, since(now)), seq: e.Seq,
			clause: "part 2, ChargingStateEnumType, and what the bench holds"}}
	}
	return nil
}
