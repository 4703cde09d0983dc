package kpi

import (
	"encoding/json"
	"fmt"
	"slices"

	"github.com/certbench/certbench/harness/evidence"
)

var remoteStart = Indicator{
	ID:   RemoteStart,
	Name: "Transaction authorization time by RequestStartTransactionRequest",
	Definition: "From a RequestStartTransactionRequest to the first TransactionEventRequest with triggerReason RemoteStart and the " +
		"remoteStartId of the request.",
	Qualified: "The station must have accepted the request. A sample counts only when the authorization alone led to the message: no physical " +
		"act lies between, no other TransactionEventRequest tells of a change of chargingState in between or was left unprocessed by the " +
		"CSMS, and the message itself tells of none. That the station asks with an AuthorizeRequest is a part of the authorization.",
}

var remoteStop = Indicator{
	ID:   RemoteStop,
	Name: "Transaction authorization end time by RequestStopTransactionRequest",
	Definition: "From a RequestStopTransactionRequest to the first TransactionEventRequest with triggerReason RemoteStop of the " +
		"transaction.",
	Qualified: "The station must have accepted the request. A sample counts only when the end of the authorization alone led to the " +
		"message: no physical act lies between, no other TransactionEventRequest tells of a change of chargingState in between or was left " +
		"unprocessed by the CSMS, and the message does not tell chargingState EVConnected.",
}

func (w *wire) startsRemotely(rec evidence.Record, c *call) *ask {
	a := newRemote(c, RemoteStart)
	var request struct {
		RemoteStartID *int64 `json:"remoteStartId"`
	}
	if json.Unmarshal(rec.Frame.Payload(), &request) != nil || request.RemoteStartID == nil {
		a.unread = "the request has no remoteStartId"
		return a
	}
	id := *request.RemoteStartID
	a.what = fmt.Sprintf("RequestStartTransaction, remoteStartId %d", id)
	w.starts[id] = append(w.starts[id], a)
	w.follow(a)
	return a
}

func (w *wire) stopsRemotely(rec evidence.Record, c *call) *ask {
	a := newRemote(c, RemoteStop)
	var request struct {
		TransactionID string `json:"transactionId"`
	}
	if json.Unmarshal(rec.Frame.Payload(), &request) != nil || request.TransactionID == "" {
		a.unread = "the request has no transactionId"
		return a
	}
	a.what = "RequestStopTransaction, transactionId " + request.TransactionID
	w.stops[request.TransactionID] = append(w.stops[request.TransactionID], a)
	w.follow(a)
	return a
}

func newRemote(c *call, kind ID) *ask {
	return &ask{moment: c.moment, kind: kind, what: c.action, never: "no TransactionEventRequest came that it caused", changes: map[string]change{}}
}

// follow looks at what happens while a request has not led to its message. What was sent on an earlier connection is not looked
// at any more, for its time cannot be taken.
func (w *wire) follow(a *ask) {
	w.moving = append(slices.DeleteFunc(w.moving, func(other *ask) bool { return other.conn != a.conn }), a)
}

// transacted takes a TransactionEventRequest.
func (w *wire) transacted(rec evidence.Record, m message) {
	switch id := m.TransactionInfo.RemoteStartID; {
	case m.TriggerReason == "RemoteStart" && id != nil:
		w.caused(rec, m, w.starts[*id], movedByStart)
		delete(w.starts, *id)
	case m.TriggerReason == "RemoteStop":
		w.caused(rec, m, w.stops[m.TransactionInfo.TransactionID], movedByStop)
		delete(w.stops, m.TransactionInfo.TransactionID)
	}
	w.moves(rec, m)
	w.holds(rec)
}

// caused takes the first TransactionEventRequest that requests have caused. The function moved tells whether that message
// itself, after a charging state known before, tells of a change that it must not.
func (w *wire) caused(rec evidence.Record, m message, by []*ask, moved func(message, string) string) {
	transaction := m.TransactionInfo.TransactionID
	for _, a := range by {
		came := w.m.moment(rec)
		a.came, a.offline, a.moved = &came, m.Offline, moved(m, w.states[transaction])
		if c, is := a.changes[transaction]; is {
			a.change = fmt.Sprintf("chargingState became %s in between (record %d)", c.state, c.seq)
		}
		for _, e := range w.events {
			if e.conn == came.conn && (e.answered == 0 && e.seq > a.seq || e.refused && e.answered > a.seq) {
				a.before = append(a.before, e)
			}
		}
		a.changes = nil
		w.moving = slices.DeleteFunc(w.moving, func(other *ask) bool { return other == a })
	}
}

// moves notes a change of charging state that a transaction tells.
func (w *wire) moves(rec evidence.Record, m message) {
	transaction, now := m.TransactionInfo.TransactionID, w.m.words.Keep(m.TransactionInfo.ChargingState)
	if now == "" || now == w.states[transaction] {
		return
	}
	w.states[transaction] = now
	for _, a := range w.moving {
		if _, is := a.changes[transaction]; !is {
			a.changes[transaction] = change{now, rec.Seq}
		}
	}
}

// holds notes a TransactionEventRequest that holds up the next ones until the CSMS has processed it: the station sends one after
// the other, and its wait is not its own (part 2, E13). What was lost with an earlier connection holds nothing up any more.
func (w *wire) holds(rec evidence.Record) {
	conn := rec.Frame.Conn
	w.events = slices.DeleteFunc(w.events, func(e *sentEvent) bool { return e.conn != conn || e.answered != 0 && len(w.moving) == 0 })
	w.events = append(w.events, &sentEvent{place: place{conn, rec.Frame.MessageID}, seq: rec.Seq})
}

// processed takes the answer of the CSMS to a CALL of the station.
func (w *wire) processed(rec evidence.Record) {
	for _, e := range w.events {
		if e.place == (place{rec.Frame.Conn, rec.Frame.MessageID}) {
			e.answered, e.refused = rec.Seq, rec.Frame.Type == "CALLERROR"
		}
	}
}

// movedByStart reads a change in the message itself: a charging state other than the one known, or, for a transaction that
// told none yet, one that is reached only after the authorization, because the power path was closed first.
func movedByStart(m message, known string) string {
	now := m.TransactionInfo.ChargingState
	switch {
	case now == "" || now == known:
		return ""
	case known != "":
		return fmt.Sprintf("chargingState changed from %s to %s before the message", known, now)
	case now == "Charging" || now == "SuspendedEV" || now == "SuspendedEVSE":
		return fmt.Sprintf("chargingState had already become %s: the message waited for more than the authorization", now)
	}
	return ""
}

func movedByStop(m message, _ string) string {
	if m.TransactionInfo.ChargingState == "EVConnected" {
		return "the message tells chargingState EVConnected"
	}
	return ""
}
