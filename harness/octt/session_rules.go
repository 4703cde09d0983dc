package octt

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt/values"
	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// The rules of part 6, section 2.1 that tie the messages of a transaction to what was done to the station. The tables
// repeat them at the rows where they know which message it is; here they hold for every transaction that began in the
// play, whatever its rows are. Order and number of the messages are free, so that a rule says by when something has been
// told at the latest, counted by seqNo: it asks less than "the first message after", and never of the wrong one.

// session is a transaction that began in this play, with what was done to the station from its beginning on.
type session struct {
	events []transactionEvent // by seqNo, without gaps
	done   []stimulus         // in the play, in their order
	asked  []csmsCall         // of the CSMS in the play
}

// sessions are the transactions that the rules may judge: those that began in this play and keep the rules of the
// ledger, because what a missing message has told is not known. The caller holds mu.
func (s *Scenario) sessions(upTo map[string]int) []session {
	var out []session
	for id, highest := range upTo {
		tx := s.w.ledger[id]
		events := tx.upTo(highest)
		if events[0].seq > s.from && len(tx.rules(highest, s.Timeouts.Deviation)) == 0 {
			out = append(out, session{events, s.w.stimuliBetween(s.from, s.w.written+1), s.w.askedSince(s.from)})
		}
	}
	return out
}

// sessionRules judges them, each up to a seqNo. The caller holds mu.
func (s *Scenario) sessionRules(upTo map[string]int) []breach {
	var out []breach
	for _, each := range s.sessions(upTo) {
		out = append(out, each.placed()...)
		out = append(out, each.elsewhere()...)
		out = append(out, each.unplugged()...)
		out = append(out, s.connection(each)...)
		out = append(out, each.identified()...)
		out = append(out, each.strange()...)
		out = append(out, each.remotelyStarted()...)
		out = append(out, each.stoppedAtTheStation()...)
		out = append(out, each.backwards()...)
		out = append(out, each.still()...)
		out = append(out, each.untrue()...)
		out = append(out, each.nameless()...)
		if s.w.told {
			out = append(out, each.dated(s.Timeouts.Deviation)...)
			out = append(out, each.stopped(s.Timeouts.Deviation)...)
			out = append(out, each.flagged(s.Timeouts.Deviation)...)
			out = append(out, each.sampledWithin(s.Timeouts)...)
		}
	}
	out = slices.DeleteFunc(out, func(b breach) bool { return slices.ContainsFunc(s.wrong, b.stands) })
	return sorted(out)
}

// stands tells whether a row has found the breach already: on the same message, or as a flaw of a preparation, about the same
// field or requirement. It is found once.
func (b breach) stands(c evidence.Check) bool {
	sameField := b.field != "" && (c.Path == b.field || strings.HasPrefix(c.Path, b.field+"."))
	flaw := c.Stage == evidence.Before && c.Verdict == evidence.Inconclusive
	return (c.Frame == b.seq || flaw) && (sameField || slices.ContainsFunc(b.ids, func(id string) bool { return slices.Contains(c.Requirements, id) }))
}

// before are the stimuli before a message came.
func (x session) before(e transactionEvent) []stimulus {
	return slices.DeleteFunc(slices.Clone(x.done), func(st stimulus) bool { return st.seq >= e.seq })
}

// until are the messages up to the first for which test holds, that one included; nil when there is none.
func (x session) until(test func(transactionEvent) bool) []transactionEvent {
	i := slices.IndexFunc(x.events, test)
	return x.events[:i+1]
}

// connectedAt are the places at which an EV was connected before a message came.
func (x session) connectedAt(e transactionEvent) []rigs.Place {
	var places []rigs.Place
	for _, st := range x.before(e) {
		if st.connects() {
			places = append(places, st.at)
		}
	}
	return places
}

// tellsOfEV tells a message that an EV is connected.
func tellsOfEV(e transactionEvent) bool {
	return e.state() != "" && e.state() != ocpp201.ChargingStateIdle
}

// placed: once the EV is connected, the message that tells of it names EVSE and connector. What tells Idle came before.
func (x session) placed() []breach {
	events := x.until(tellsOfEV)
	if len(events) == 0 {
		return nil
	}
	last := events[len(events)-1]
	places := x.connectedAt(last)
	named := slices.ContainsFunc(events, func(e transactionEvent) bool {
		at := e.told.EVSE
		return at != nil && at.ConnectorID != nil && e.state() != ocpp201.ChargingStateIdle &&
			slices.Contains(places, rigs.Place{EVSE: at.ID, Connector: *at.ConnectorID})
	})
	if len(places) == 0 || named {
		return nil
	}
	var evse any // a nil *EVSE is no nil
	if last.told.EVSE != nil {
		evse = *last.told.EVSE
	}
	return []breach{{clause: generalRules, field: "evse", requirement: "The first TransactionEventRequest after connecting EV and EVSE contains evse.id and evse.connectorId.",
		expected: fmt.Sprintf("one of %v, where an EV was connected", places), actual: values.Show(evse), seq: last.seq, ids: []string{"E01.FR.16"}}}
}

// elsewhere: what names an EVSE once it was told that an EV is connected names the one that is used (part 2, TransactionEventRequest, evse),
// at which an EV was connected. A message need not name the connector again.
func (x session) elsewhere() []breach {
	first := x.until(tellsOfEV)
	for _, e := range x.events[len(first):] {
		places, at := x.connectedAt(e), e.told.EVSE
		if len(first) == 0 || at == nil || len(places) == 0 || slices.ContainsFunc(places, func(p rigs.Place) bool {
			return p.EVSE == at.ID && (at.ConnectorID == nil || *at.ConnectorID == p.Connector)
		}) {
			continue
		}
		return []breach{{clause: "part 2, TransactionEventRequest, evse", field: "evse", requirement: "The evse of a TransactionEventRequest is the one that the transaction uses.",
			expected: fmt.Sprintf("one of %v, where an EV was connected", places), actual: values.Show(*at), seq: e.seq}}
	}
	return nil
}

// unplugged: before anything was connected no chargingState but Idle is so (part 2, ChargingStateEnumType): every other one
// tells of a connection between EV and EVSE. In a play without such an act it is not known what is plugged in.
func (x session) unplugged() []breach {
	if !slices.ContainsFunc(x.done, stimulus.connects) {
		return nil
	}
	for _, e := range x.events {
		if tellsOfEV(e) && !slices.ContainsFunc(x.before(e), stimulus.connects) {
			return []breach{{clause: "part 2, ChargingStateEnumType", field: "transactionInfo.chargingState", requirement: "Before an EV was connected the chargingState is Idle, or is omitted.",
				expected: "Idle or omitted", actual: string(e.state()), seq: e.seq}}
		}
	}
	return nil
}

// strange: the idToken that a transaction is started or stopped with (part 2, TransactionEventRequest, idToken) is one that
// was presented or sent. Those that an EV brings along are not known here: they have types of their own.
func (x session) strange() []breach {
	for _, e := range x.events {
		t := e.told.IDToken
		done := slices.DeleteFunc(x.before(e), func(st stimulus) bool { return !st.presents() && st.remote == nil })
		if t == nil || len(done) == 0 || slices.ContainsFunc(done, func(st stimulus) bool { return st.speaksOf(t) && st.token.Type == string(t.Type) }) {
			continue
		}
		another := func(st stimulus) bool { return st.speaksOf(t) || st.token.Type == string(t.Type) }
		if slices.ContainsFunc(done, another) {
			return []breach{{clause: "part 2, TransactionEventRequest, idToken", field: "idToken", requirement: "The idToken of a TransactionEventRequest is one that was presented or sent.",
				expected: "an idToken that was presented or sent", actual: t.IDToken + " of type " + string(t.Type), seq: e.seq}}
		}
	}
	return nil
}

// driven are the messages up to the first that a driver's authorization must have led to.
func (x session) driven() []transactionEvent {
	return x.until(func(e transactionEvent) bool {
		return e.state() == ocpp201.ChargingStateCharging ||
			e.trigger == ocpp201.TriggerReasonAuthorized || e.trigger == ocpp201.TriggerReasonRemoteStart
	})
}

// identified: once a driver is authorized, the idToken has been told. One of another type than those that were presented
// or sent, such as an eMAID, is what an EV has brought along.
func (x session) identified() []breach {
	events := x.driven()
	if len(events) == 0 {
		return nil
	}
	last := events[len(events)-1]
	done := slices.DeleteFunc(x.before(last), func(st stimulus) bool { return !st.authorizes() })
	foreign := func(t *ocpp201.IDToken) bool {
		return !slices.ContainsFunc(done, func(st stimulus) bool { return st.token.Type == string(t.Type) })
	}
	told := slices.ContainsFunc(events, func(e transactionEvent) bool {
		t := e.told.IDToken
		return t != nil && (foreign(t) || slices.ContainsFunc(done, func(st stimulus) bool { return st.speaksOf(t) }))
	})
	if len(done) == 0 || told {
		return nil
	}
	var actual any
	if last.told.IDToken != nil {
		actual = last.told.IDToken.IDToken
	}
	return []breach{{clause: generalRules, field: "idToken", requirement: "The first TransactionEventRequest after presenting the idToken contains it.",
		expected: "an idToken that was presented or sent", actual: values.Show(actual), seq: last.seq, ids: []string{"E01.FR.10", "E02.FR.01", "E03.FR.01"}}}
}

// remotelyStarted: a session that only a RequestStartTransactionRequest can have authorized says so, with the
// remoteStartId of one that the station was sent.
func (x session) remotelyStarted() []breach {
	events := x.driven()
	if len(events) == 0 {
		return nil
	}
	last := events[len(events)-1]
	var ids []int
	for _, st := range x.before(last) {
		switch {
		case st.presents():
			return nil // it may be the driver at the station who has begun
		case st.accepted():
			ids = append(ids, st.id)
		}
	}
	says := slices.ContainsFunc(events, func(e transactionEvent) bool {
		id := e.told.TransactionInfo.RemoteStartID
		return e.trigger == ocpp201.TriggerReasonRemoteStart && id != nil && slices.Contains(ids, *id)
	})
	if len(ids) == 0 || says {
		return nil
	}
	var id any
	if last.told.TransactionInfo.RemoteStartID != nil {
		id = *last.told.TransactionInfo.RemoteStartID
	}
	return []breach{{clause: generalRules, field: "triggerReason", requirement: "The first TransactionEventRequest after a RequestStartTransactionRequest has triggerReason RemoteStart and contains its remoteStartId.",
		expected: fmt.Sprintf("RemoteStart with one of %v", ids), actual: fmt.Sprintf("%s with %s", last.trigger, values.Show(id)), seq: last.seq, ids: []string{"F01.FR.19", "F02.FR.21"}}}
}

// stoppedAtTheStation: what a driver has ended at the station was ended for the reason Local, or for none that is told.
// The end is the message that tells of the driver, or the change of state that follows it (erratum 6.2.117). A Master Pass
// has a reason of its own (C16.FR.04); an end that came later, such as that of an EV that drives off, may have one too.
func (x session) stoppedAtTheStation() []breach {
	for i, e := range x.events {
		by := e.trigger == ocpp201.TriggerReasonStopAuthorized ||
			i > 0 && e.trigger == ocpp201.TriggerReasonChargingStateChanged && x.events[i-1].trigger == ocpp201.TriggerReasonStopAuthorized
		reason := e.told.TransactionInfo.StoppedReason
		if e.kind != ocpp201.TransactionEventEnumEnded || !by || reason == nil ||
			*reason == ocpp201.ReasonLocal || *reason == ocpp201.ReasonMasterPass {
			continue
		}
		return []breach{{clause: generalRules, field: "transactionInfo.stoppedReason", requirement: "The last TransactionEventRequest of a transaction that a driver has stopped at the station has stoppedReason Local, or omits it.",
			expected: "Local or omitted", actual: string(*reason), seq: e.seq}}
	}
	return nil
}

// dated: what a transaction tells happened not after it was told, and not before the first thing that was done to the
// station. Part 6 compares times with a deviation. The clock of the bench may be as wrong as the station's, and B01.FR.06
// binds only stations that take the time from the CSMS: what is off is a WARNING.
func (x session) dated(deviation time.Duration) []breach {
	const requirement = "The timestamps of a transaction are those of the CSMS's clock, within the deviation."
	for _, e := range x.events {
		switch first := x.before(e); {
		case e.at.After(e.arrived.Add(deviation)):
			return []breach{{clause: "part 2, TransactionEventRequest, timestamp", requirement: requirement, expected: "not after it came, at " + e.arrived.UTC().Format(time.RFC3339Nano),
				actual: e.at.Format(time.RFC3339Nano), seq: e.seq, verdict: evidence.Warning}}
		case len(first) > 0 && e.at.Before(first[0].began.Add(-deviation)):
			return []breach{{clause: "part 2, TransactionEventRequest, timestamp", requirement: requirement, expected: "not before " + first[0].began.UTC().Format(time.RFC3339Nano) + ", when nothing had been done yet",
				actual: e.at.Format(time.RFC3339Nano), seq: e.seq, verdict: evidence.Warning}}
		}
	}
	return nil
}

// flagged: offline says that the event happened while the station was offline (part 2, TransactionEventRequest), which by its
// timestamp it was not. As with the timestamps, the clocks may be wrong: a WARNING.
func (x session) flagged(deviation time.Duration) []breach {
	for _, e := range x.events {
		if e.told.Offline != nil && *e.told.Offline && !e.online.IsZero() && e.at.After(e.online.Add(deviation)) {
			return []breach{{clause: "part 2, TransactionEventRequest, offline", field: "offline", requirement: "What happens while the Charging Station is connected is not marked offline.",
				expected: "offline only before " + e.online.UTC().Format(time.RFC3339Nano), actual: "offline at " + e.at.Format(time.RFC3339Nano),
				seq: e.seq, verdict: evidence.Warning}}
		}
	}
	return nil
}
