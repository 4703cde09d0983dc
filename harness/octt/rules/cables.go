package rules

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
func (p *Play) spells(at rigs.Place) []spell { return spells(at, p.atFirst(at), p.Done, p.Over) }

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
func (p *Play) atFirst(at rigs.Place) holding {
	if p.Cables && p.StatusAtFirst[rigs.Place{EVSE: at.EVSE, Connector: at.Connector}] == string(ocpp201.ConnectorStatusAvailable) {
		return vacant
	}
	return unsure
}

// lag tells how long after an act the station may still tell what was so before: Timeouts.Message, in which it must have
// told the change; once it has told it, only the laboratory's deviation, in which contacts may bounce.
func (p *Play) lag(told bool) time.Duration {
	if told {
		return p.Deviation
	}
	return p.Message
}

// Statuses judges what the station has told of its connectors by what they hold (part 2, G01, transitions for connecting and
// disconnecting). Each connector is named once.
func (p *Play) Statuses() []Breach {
	told := map[rigs.Place][]ledger.Report{}
	var out []Breach
	for _, m := range p.Messages {
		for _, r := range m.Reports() {
			if b, wrong := p.contradicts(r, told[r.Place]); wrong && !p.Failed[m.Seq] {
				out = append(out, b)
			}
			told[r.Place] = append(told[r.Place], r)
		}
	}
	return out
}

// contradicts tells a report that is wrong by what the connector holds. before are the reports of the connector before it. One
// that was Unavailable, Faulted or Reserved becomes something again when nobody has touched a cable, and is left out.
func (p *Play) contradicts(r ledger.Report, before []ledger.Report) (Breach, bool) {
	var wrong holding
	switch ocpp201.ConnectorStatus(r.Status) {
	case ocpp201.ConnectorStatusAvailable:
		wrong = engaged
	case ocpp201.ConnectorStatusOccupied:
		wrong = vacant
	default:
		return Breach{}, false
	}
	if r.At.Before(p.Began.Add(-p.Deviation)) {
		return Breach{}, false // it tells late of what was before the play
	}
	last := p.StatusAtFirst[rigs.Place{EVSE: r.EVSE, Connector: r.Connector}]
	if len(before) > 0 {
		last = before[len(before)-1].Status
	}
	if last != string(ocpp201.ConnectorStatusAvailable) && last != string(ocpp201.ConnectorStatusOccupied) {
		return Breach{}, false
	}
	all := p.spells(r.Place)
	now := around(all, p.Deviation, r.At, r.Call.At)
	known := now.since.IsZero() || slices.ContainsFunc(before, func(b ledger.Report) bool {
		return b.Status != r.Status && !b.Call.At.Before(now.since) && !b.At.Before(now.since.Add(-p.Deviation))
	})
	if now = around(all, p.lag(known), r.At, r.Call.At); now.is != wrong || wrong == vacant && p.inUse(r) {
		return Breach{}, false
	}
	return Breach{Requirement: fmt.Sprintf("%s is reported as what it is: Occupied while an EV is connected, and Available while none is.", r.Place),
		Expected: map[holding]string{engaged: "Occupied", vacant: "Available"}[wrong],
		Actual:   fmt.Sprintf("%s, although %s%s", r.Status, held(wrong), since(now)), Seq: r.Call.Seq, IDs: []string{"G01.FR.03", "G01.FR.04"}, Clause: "part 2, use case G01, and what the bench holds"}, true
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
// yet known to have finished.
func (p *Play) inUse(r ledger.Report) bool {
	var authorized, bay bool
	for _, st := range p.Done {
		if st.Began.After(r.Call.At) {
			break
		}
		authorized = authorized || st.Presents() || st.Remote != nil
		if st.At.EVSE == r.EVSE && (st.Act == "DriveIn" || st.Act == "DriveOut") {
			bay = st.Act == "DriveIn" || st.Failed
		}
	}
	for _, at := range p.Connectors {
		if other := around(p.spells(at), 0, r.Call.At); at.EVSE == r.EVSE && at != r.Place && other.is != vacant {
			return true
		}
	}
	return bay || authorized && !p.finished(r.Call.At)
}

// finished tells whether every driver who was authorized before a moment has been told to have finished: each transaction of
// the play has ended, and the last was authorized before it did.
func (p *Play) finished(at time.Time) bool {
	var last, ended time.Time
	for _, st := range p.Done {
		if (st.Presents() || st.Remote != nil) && !st.Began.After(at) {
			last = st.Began
		}
	}
	for _, tx := range p.Book.Transactions {
		over := false
		for _, e := range tx.Events {
			if e.Kind == ocpp201.TransactionEventEnumEnded && e.Arrived.Before(at) {
				over = true
				if e.Arrived.After(ended) {
					ended = e.Arrived
				}
			}
		}
		if !over && !tx.Quiet() && tx.Events[0].Seq > p.From {
			return false
		}
	}
	return ended.After(last)
}

// Untold: a connector that has changed while the station was offline is reported when it is online again (part 6, section 2.1;
// part 2, B04.FR.01, B04.FR.02): within Timeouts.Message, if nobody touches it before.
func (p *Play) Untold() []Breach {
	var out []Breach
	for i, back := range p.Book.Links {
		if i == 0 || !back.Up || p.Book.Links[i-1].Up || back.At.Before(p.Began) {
			continue
		}
		for _, at := range p.Connectors {
			all, limit := p.spells(at), back.At.Add(p.Message)
			before, now := around(all, 0, p.Book.Links[i-1].At).is, around(all, 0, back.At, limit).is
			if before == unsure || now == unsure || before == now || p.Now.Before(limit) || p.reportedSince(at, back.At) {
				continue
			}
			out = append(out, Breach{Requirement: fmt.Sprintf("%s, which has changed while the Charging Station was offline, is reported when it is online again.", at),
				Expected: "a message about it within " + p.Message.String(), Actual: "none", IDs: []string{"B04.FR.01", "B04.FR.02"}, Clause: General})
		}
	}
	return out
}

// reportedSince tells whether a report of a connector has come since a moment.
func (p *Play) reportedSince(at rigs.Place, moment time.Time) bool {
	return slices.ContainsFunc(p.Messages, func(m *ledger.Call) bool {
		return !m.At.Before(moment) && slices.ContainsFunc(m.Reports(), func(r ledger.Report) bool { return r.Place == at })
	})
}

// connection: what a transaction tells of the connection is so by what the connector holds: Idle is "no connection between EV and
// EVSE" (part 2, ChargingStateEnumType), and every other chargingState tells of one. What came, or happened, close to an act
// is left out, and so is what was told later, because the clocks may differ.
func (x session) connection() []Breach {
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
		all := x.spells(place)
		now := around(all, x.Deviation, e.At, e.Arrived)
		known := slices.ContainsFunc(x.events[:i], func(b ledger.Event) bool {
			return b.State() != "" && tellsOfEV(b) != tellsOfEV(e) && !b.Arrived.Before(now.since)
		})
		now = around(all, x.lag(known), e.At, e.Arrived)
		if now.is != wrong || x.Failed[e.Seq] || wrong == vacant && now.since.IsZero() { // unplugged judges what came before any plug
			continue
		}
		expected := map[holding]string{engaged: "another state than Idle, or none", vacant: "Idle, or none"}[wrong]
		return []Breach{{Requirement: "The chargingState tells of a connection while an EV is connected, and is Idle while none is.", Expected: expected,
			Actual: fmt.Sprintf("%s, although %s at %s%s", e.State(), map[holding]string{engaged: "an EV is connected", vacant: "no EV is connected"}[wrong], place, since(now)), Seq: e.Seq,
			Clause: "part 2, ChargingStateEnumType, and what the bench holds"}}
	}
	return nil
}
