package rules

import (
	"fmt"
	"slices"

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
	*Play
	events []ledger.Event // by seqNo, without gaps
}

// before are the stimuli before a message came.
func (x session) before(e ledger.Event) []ledger.Stimulus {
	if i := slices.IndexFunc(x.Done, func(st ledger.Stimulus) bool { return st.Seq >= e.Seq }); i >= 0 {
		return x.Done[:i] // they stand in their order
	}
	return x.Done
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
func (x session) placed() []Breach {
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
	return []Breach{{Clause: General, field: "evse", Requirement: "The first TransactionEventRequest after connecting EV and EVSE contains evse.id and evse.connectorId.",
		Expected: fmt.Sprintf("one of %v, where an EV was connected", places), Actual: values.Show(evse), Seq: last.Seq, IDs: []string{"E01.FR.16"}}}
}

// elsewhere: what names an EVSE once it was told that an EV is connected names the one that is used (part 2, TransactionEventRequest, evse),
// at which an EV was connected. A message need not name the connector again.
func (x session) elsewhere() []Breach {
	first := x.until(tellsOfEV)
	for _, e := range x.events[len(first):] {
		places, at := x.connectedAt(e), e.Told.EVSE
		if len(first) == 0 || at == nil || len(places) == 0 || slices.ContainsFunc(places, func(p rigs.Place) bool {
			return p.EVSE == at.ID && (at.ConnectorID == nil || *at.ConnectorID == p.Connector)
		}) {
			continue
		}
		return []Breach{{Clause: "part 2, TransactionEventRequest, evse", field: "evse", Requirement: "The evse of a TransactionEventRequest is the one that the transaction uses.",
			Expected: fmt.Sprintf("one of %v, where an EV was connected", places), Actual: values.Show(*at), Seq: e.Seq}}
	}
	return nil
}

// unplugged: before anything was connected no chargingState but Idle is so (part 2, ChargingStateEnumType): every other one
// tells of a connection between EV and EVSE. In a play without such an act it is not known what is plugged in.
func (x session) unplugged() []Breach {
	if !slices.ContainsFunc(x.Done, ledger.Stimulus.Connects) {
		return nil
	}
	for _, e := range x.events {
		if tellsOfEV(e) && !slices.ContainsFunc(x.before(e), ledger.Stimulus.Connects) {
			return []Breach{{Clause: "part 2, ChargingStateEnumType", field: "transactionInfo.chargingState", Requirement: "Before an EV was connected the chargingState is Idle, or is omitted.",
				Expected: "Idle or omitted", Actual: string(e.State()), Seq: e.Seq}}
		}
	}
	return nil
}

// strange: the idToken that a transaction is started or stopped with (part 2, TransactionEventRequest, idToken) is one that
// was presented or sent. Those that an EV brings along are not known here: they have types of their own.
func (x session) strange() []Breach {
	for _, e := range x.events {
		t := e.Told.IDToken
		if t == nil {
			continue
		}
		done := slices.DeleteFunc(slices.Clone(x.before(e)), func(st ledger.Stimulus) bool { return !st.Presents() && st.Remote == nil })
		if len(done) == 0 || slices.ContainsFunc(done, func(st ledger.Stimulus) bool { return st.SpeaksOf(t) && st.Token.Type == string(t.Type) }) {
			continue
		}
		another := func(st ledger.Stimulus) bool { return st.SpeaksOf(t) || st.Token.Type == string(t.Type) }
		if slices.ContainsFunc(done, another) {
			return []Breach{{Clause: "part 2, TransactionEventRequest, idToken", field: "idToken", Requirement: "The idToken of a TransactionEventRequest is one that was presented or sent.",
				Expected: "an idToken that was presented or sent", Actual: t.IDToken + " of type " + string(t.Type), Seq: e.Seq}}
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
func (x session) identified() []Breach {
	events := x.driven()
	if len(events) == 0 {
		return nil
	}
	last := events[len(events)-1]
	done := slices.DeleteFunc(slices.Clone(x.before(last)), func(st ledger.Stimulus) bool { return !st.Authorizes() })
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
	return []Breach{{Clause: General, field: "idToken", Requirement: "The first TransactionEventRequest after presenting the idToken contains it.",
		Expected: "an idToken that was presented or sent", Actual: values.Show(actual), Seq: last.Seq, IDs: []string{"E01.FR.10", "E02.FR.01", "E03.FR.01"}}}
}

// remotelyStarted: a session that only a RequestStartTransactionRequest can have authorized says so, with the
// remoteStartId of one that the station was sent.
func (x session) remotelyStarted() []Breach {
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
	return []Breach{{Clause: General, field: "triggerReason", Requirement: "The first TransactionEventRequest after a RequestStartTransactionRequest has triggerReason RemoteStart and contains its remoteStartId.",
		Expected: fmt.Sprintf("RemoteStart with one of %v", ids), Actual: fmt.Sprintf("%s with %s", last.Trigger, values.Show(id)), Seq: last.Seq, IDs: []string{"F01.FR.19", "F02.FR.21"}}}
}

// stoppedAtTheStation: what a driver has ended at the station was ended for the reason Local, or for none that is told.
// The end is the message that tells of the driver, or the change of state that follows it (erratum 6.2.117). A Master Pass
// has a reason of its own (C16.FR.04); an end that came later, such as that of an EV that drives off, may have one too.
func (x session) stoppedAtTheStation() []Breach {
	for i, e := range x.events {
		by := e.Trigger == ocpp201.TriggerReasonStopAuthorized ||
			i > 0 && e.Trigger == ocpp201.TriggerReasonChargingStateChanged && x.events[i-1].Trigger == ocpp201.TriggerReasonStopAuthorized
		reason := e.Told.TransactionInfo.StoppedReason
		if e.Kind != ocpp201.TransactionEventEnumEnded || !by || reason == nil ||
			*reason == ocpp201.ReasonLocal || *reason == ocpp201.ReasonMasterPass {
			continue
		}
		return []Breach{{Clause: General, field: "transactionInfo.stoppedReason", Requirement: "The last TransactionEventRequest of a transaction that a driver has stopped at the station has stoppedReason Local, or omits it.",
			Expected: "Local or omitted", Actual: string(*reason), Seq: e.Seq}}
	}
	return nil
}

// unreserved: a reservationId is told of the reservation that ends with the transaction (part 2, TransactionEventRequest), and of none, such
// as 0 for what is not there, in no message. No table looks at one where nothing was reserved: a WARNING.
func (x session) unreserved() []Breach {
	for _, e := range x.events {
		id := e.Told.ReservationID
		if id == nil {
			continue
		}
		if _, is := x.Book.Reserved[*id]; !is {
			return []Breach{{Clause: "part 2, TransactionEventRequest, reservationId", field: "reservationId", Requirement: "A reservationId is that of a reservation which the CSMS has made.",
				Expected: "omitted", Actual: values.Show(*id), Seq: e.Seq, Verdict: evidence.Warning}}
		}
	}
	return nil
}
