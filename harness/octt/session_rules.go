package octt

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt/ledger"
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
	events []ledger.Event    // by seqNo, without gaps
	done   []ledger.Stimulus // in the play, in their order
	asked  []ledger.Asked    // of the CSMS in the play
}

// sessions are the transactions that the rules may judge: those that began in this play and keep the rules of the
// ledger, because what a missing message has told is not known. The caller holds mu.
func (s *Scenario) sessions(upTo map[string]int) []session {
	var out []session
	for id, highest := range upTo {
		tx := s.w.book.Transactions[id]
		events := tx.UpTo(highest)
		if events[0].Seq > s.from && len(ofTransaction(tx, highest, s.Timeouts.Deviation)) == 0 {
			out = append(out, session{events, s.w.book.StimuliBetween(s.from, s.w.written+1), s.w.book.AskedSince(s.from)})
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
func (x session) before(e ledger.Event) []ledger.Stimulus {
	return slices.DeleteFunc(slices.Clone(x.done), func(st ledger.Stimulus) bool { return st.Seq >= e.Seq })
}

// until are the messages up to the first for which test holds, that one included; nil when there is none.
func (x session) until(test func(ledger.Event) bool) []ledger.Event {
	i := slices.IndexFunc(x.events, test)
	return x.events[:i+1]
}

// connectedAt are the places at which an EV was connected before a message came.
func (x session) connectedAt(e ledger.Event) []rigs.Place {
	var places []rigs.Place
	for _, st := range x.before(e) {
		if st.Connects() {
			places = append(places, st.At)
		}
	}
	return places
}

// tellsOfEV tells a message that an EV is connected.
func tellsOfEV(e ledger.Event) bool {
	return e.State() != "" && e.State() != ocpp201.ChargingStateIdle
}

// placed: once the EV is connected, the message that tells of it names EVSE and connector. What tells Idle came before.
func (x session) placed() []breach {
	events := x.until(tellsOfEV)
	if len(events) == 0 {
		return nil
	}
	last := events[len(events)-1]
	places := x.connectedAt(last)
	named := slices.ContainsFunc(events, func(e ledger.Event) bool {
		at := e.Told.EVSE
		return at != nil && at.ConnectorID != nil && e.State() != ocpp201.ChargingStateIdle &&
			slices.Contains(places, rigs.Place{EVSE: at.ID, Connector: *at.ConnectorID})
	})
	if len(places) == 0 || named {
		return nil
	}
	var evse any // a nil *EVSE is no nil
	if last.Told.EVSE != nil {
		evse = *last.Told.EVSE
	}
	return []breach{{clause: generalRules, field: "evse", requirement: "The first TransactionEventRequest after connecting EV and EVSE contains evse.id and evse.connectorId.",
		expected: fmt.Sprintf("one of %v, where an EV was connected", places), actual: values.Show(evse), seq: last.Seq, ids: []string{"E01.FR.16"}}}
}

// elsewhere: what names an EVSE once it was told that an EV is connected names the one that is used (part 2, TransactionEventRequest, evse),
// at which an EV was connected. A message need not name the connector again.
func (x session) elsewhere() []breach {
	first := x.until(tellsOfEV)
	for _, e := range x.events[len(first):] {
		places, at := x.connectedAt(e), e.Told.EVSE
		if len(first) == 0 || at == nil || len(places) == 0 || slices.ContainsFunc(places, func(p rigs.Place) bool {
			return p.EVSE == at.ID && (at.ConnectorID == nil || *at.ConnectorID == p.Connector)
		}) {
			continue
		}
		return []breach{{clause: "part 2, TransactionEventRequest, evse", field: "evse", requirement: "The evse of a TransactionEventRequest is the one that the transaction uses.",
			expected: fmt.Sprintf("one of %v, where an EV was connected", places), actual: values.Show(*at), seq: e.Seq}}
	}
	return nil
}

// unplugged: before anything was connected no chargingState but Idle is so (part 2, ChargingStateEnumType): every other one
// tells of a connection between EV and EVSE. In a play without such an act it is not known what is plugged in.
func (x session) unplugged() []breach {
	if !slices.ContainsFunc(x.done, ledger.Stimulus.Connects) {
		return nil
	}
	for _, e := range x.events {
		if tellsOfEV(e) && !slices.ContainsFunc(x.before(e), ledger.Stimulus.Connects) {
			return []breach{{clause: "part 2, ChargingStateEnumType", field: "transactionInfo.chargingState", requirement: "Before an EV was connected the chargingState is Idle, or is omitted.",
				expected: "Idle or omitted", actual: string(e.State()), seq: e.Seq}}
		}
	}
	return nil
}

// strange: the idToken that a transaction is started or stopped with (part 2, TransactionEventRequest, idToken) is one that
// was presented or sent. Those that an EV brings along are not known here: they have types of their own.
func (x session) strange() []breach {
	for _, e := range x.events {
		t := e.Told.IDToken
		done := slices.DeleteFunc(x.before(e), func(st ledger.Stimulus) bool { return !st.Presents() && st.Remote == nil })
		if t == nil || len(done) == 0 || slices.ContainsFunc(done, func(st ledger.Stimulus) bool { return st.SpeaksOf(t) && st.Token.Type == string(t.Type) }) {
			continue
		}
		another := func(st ledger.Stimulus) bool { return st.SpeaksOf(t) || st.Token.Type == string(t.Type) }
		if slices.ContainsFunc(done, another) {
			return []breach{{clause: "part 2, TransactionEventRequest, idToken", field: "idToken", requirement: "The idToken of a TransactionEventRequest is one that was presented or sent.",
				expected: "an idToken that was presented or sent", actual: t.IDToken + " of type " + string(t.Type), seq: e.Seq}}
		}
	}
	return nil
}

// driven are the messages up to the first that a driver's authorization must have led to.
func (x session) driven() []ledger.Event {
	return x.until(func(e ledger.Event) bool {
		return e.State() == ocpp201.ChargingStateCharging ||
			e.Trigger == ocpp201.TriggerReasonAuthorized || e.Trigger == ocpp201.TriggerReasonRemoteStart
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
	done := slices.DeleteFunc(x.before(last), func(st ledger.Stimulus) bool { return !st.Authorizes() })
	foreign := func(t *ocpp201.IDToken) bool {
		return !slices.ContainsFunc(done, func(st ledger.Stimulus) bool { return st.Token.Type == string(t.Type) })
	}
	told := slices.ContainsFunc(events, func(e ledger.Event) bool {
		t := e.Told.IDToken
		return t != nil && (foreign(t) || slices.ContainsFunc(done, func(st ledger.Stimulus) bool { return st.SpeaksOf(t) }))
	})
	if len(done) == 0 || told {
		return nil
	}
	var actual any
	if last.Told.IDToken != nil {
		actual = last.Told.IDToken.IDToken
	}
	return []breach{{clause: generalRules, field: "idToken", requirement: "The first TransactionEventRequest after presenting the idToken contains it.",
		expected: "an idToken that was presented or sent", actual: values.Show(actual), seq: last.Seq, ids: []string{"E01.FR.10", "E02.FR.01", "E03.FR.01"}}}
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
		case st.Presents():
			return nil // it may be the driver at the station who has begun
		case st.Accepted():
			ids = append(ids, st.RemoteStartID)
		}
	}
	says := slices.ContainsFunc(events, func(e ledger.Event) bool {
		id := e.Told.TransactionInfo.RemoteStartID
		return e.Trigger == ocpp201.TriggerReasonRemoteStart && id != nil && slices.Contains(ids, *id)
	})
	if len(ids) == 0 || says {
		return nil
	}
	var id any
	if last.Told.TransactionInfo.RemoteStartID != nil {
		id = *last.Told.TransactionInfo.RemoteStartID
	}
	return []breach{{clause: generalRules, field: "triggerReason", requirement: "The first TransactionEventRequest after a RequestStartTransactionRequest has triggerReason RemoteStart and contains its remoteStartId.",
		expected: fmt.Sprintf("RemoteStart with one of %v", ids), actual: fmt.Sprintf("%s with %s", last.Trigger, values.Show(id)), seq: last.Seq, ids: []string{"F01.FR.19", "F02.FR.21"}}}
}

// stoppedAtTheStation: what a driver has ended at the station was ended for the reason Local, or for none that is told.
// The end is the message that tells of the driver, or the change of state that follows it (erratum 6.2.117). A Master Pass
// has a reason of its own (C16.FR.04); an end that came later, such as that of an EV that drives off, may have one too.
func (x session) stoppedAtTheStation() []breach {
	for i, e := range x.events {
		by := e.Trigger == ocpp201.TriggerReasonStopAuthorized ||
			i > 0 && e.Trigger == ocpp201.TriggerReasonChargingStateChanged && x.events[i-1].Trigger == ocpp201.TriggerReasonStopAuthorized
		reason := e.Told.TransactionInfo.StoppedReason
		if e.Kind != ocpp201.TransactionEventEnumEnded || !by || reason == nil ||
			*reason == ocpp201.ReasonLocal || *reason == ocpp201.ReasonMasterPass {
			continue
		}
		return []breach{{clause: generalRules, field: "transactionInfo.stoppedReason", requirement: "The last TransactionEventRequest of a transaction that a driver has stopped at the station has stoppedReason Local, or omits it.",
			expected: "Local or omitted", actual: string(*reason), seq: e.Seq}}
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
		case e.At.After(e.Arrived.Add(deviation)):
			return []breach{{clause: "part 2, TransactionEventRequest, timestamp", requirement: requirement, expected: "not after it came, at " + e.Arrived.UTC().Format(time.RFC3339Nano),
				actual: e.At.Format(time.RFC3339Nano), seq: e.Seq, verdict: evidence.Warning}}
		case len(first) > 0 && e.At.Before(first[0].Began.Add(-deviation)):
			return []breach{{clause: "part 2, TransactionEventRequest, timestamp", requirement: requirement, expected: "not before " + first[0].Began.UTC().Format(time.RFC3339Nano) + ", when nothing had been done yet",
				actual: e.At.Format(time.RFC3339Nano), seq: e.Seq, verdict: evidence.Warning}}
		}
	}
	return nil
}

// flagged: offline says that the event happened while the station was offline (part 2, TransactionEventRequest), which by its
// timestamp it was not. As with the timestamps, the clocks may be wrong: a WARNING.
func (x session) flagged(deviation time.Duration) []breach {
	for _, e := range x.events {
		if e.Told.Offline != nil && *e.Told.Offline && !e.Online.IsZero() && e.At.After(e.Online.Add(deviation)) {
			return []breach{{clause: "part 2, TransactionEventRequest, offline", field: "offline", requirement: "What happens while the Charging Station is connected is not marked offline.",
				expected: "offline only before " + e.Online.UTC().Format(time.RFC3339Nano), actual: "offline at " + e.At.Format(time.RFC3339Nano),
				seq: e.Seq, verdict: evidence.Warning}}
		}
	}
	return nil
}
