package kpi

import (
	"encoding/json"
	"fmt"

	"github.com/certbench/certbench/harness/evidence"
)

func (w *wire) remoteStart() Indicator {
	i := Indicator{
		ID:   RemoteStart,
		Name: "Transaction authorization time by RequestStartTransactionRequest",
		Definition: "From a RequestStartTransactionRequest to the first TransactionEventRequest with triggerReason RemoteStart and the " +
			"remoteStartId of the request.",
		Qualified: "The station must have accepted the request. A sample counts only when the authorization alone led to the message: no physical " +
			"act lies between, no other TransactionEventRequest tells of a change of chargingState in between or was left unprocessed by the " +
			"CSMS, and the message itself tells of none. That the station asks with an AuthorizeRequest is a part of the authorization.",
	}
	for _, c := range w.calls {
		if c.Frame.Action != "RequestStartTransaction" {
			continue
		}
		var request struct {
			RemoteStartID *int64 `json:"remoteStartId"`
		}
		if json.Unmarshal(c.Frame.Payload(), &request) != nil || request.RemoteStartID == nil {
			i.Excluded = append(i.Excluded, excluded(c.Record, c.answer, c.Frame.Action, "the request has no remoteStartId"))
			continue
		}
		id := *request.RemoteStartID
		w.remote(&i, c, fmt.Sprintf("RequestStartTransaction, remoteStartId %d", id), func(m message) bool {
			got := m.TransactionInfo.RemoteStartID
			return m.TriggerReason == "RemoteStart" && got != nil && *got == id
		}, movedByStart)
	}
	return i
}

func (w *wire) remoteStop() Indicator {
	i := Indicator{
		ID:   RemoteStop,
		Name: "Transaction authorization end time by RequestStopTransactionRequest",
		Definition: "From a RequestStopTransactionRequest to the first TransactionEventRequest with triggerReason RemoteStop of the " +
			"transaction.",
		Qualified: "The station must have accepted the request. A sample counts only when the end of the authorization alone led to the " +
			"message: no physical act lies between, no other TransactionEventRequest tells of a change of chargingState in between or was left " +
			"unprocessed by the CSMS, and the message does not tell chargingState EVConnected.",
	}
	for _, c := range w.calls {
		if c.Frame.Action != "RequestStopTransaction" {
			continue
		}
		var request struct {
			TransactionID string `json:"transactionId"`
		}
		if json.Unmarshal(c.Frame.Payload(), &request) != nil || request.TransactionID == "" {
			i.Excluded = append(i.Excluded, excluded(c.Record, c.answer, c.Frame.Action, "the request has no transactionId"))
			continue
		}
		w.remote(&i, c, "RequestStopTransaction, transactionId "+request.TransactionID, func(m message) bool {
			return m.TriggerReason == "RemoteStop" && m.TransactionInfo.TransactionID == request.TransactionID
		}, movedByStop)
	}
	return i
}

// remote takes the time from a call to the first TransactionEventRequest that it caused. The function moved tells whether
// that message itself, after a charging state known before, tells of a change that it must not.
func (w *wire) remote(i *Indicator, c call, what string, caused func(message) bool, moved func(message, string) string) {
	if reason := c.accepted(); reason != "" {
		i.Excluded = append(i.Excluded, excluded(c.Record, c.answer, what, reason))
		return
	}
	for _, m := range w.said {
		if m.Seq < c.Seq || m.Frame.Action != "TransactionEvent" || !caused(m.message) {
			continue
		}
		reason := w.actBetween(c.Record, m.Record)
		known, change := w.stateBetween(m.TransactionInfo.TransactionID, c.Record, m.Record)
		earlier, belongs := w.owner[m.Seq]
		if !belongs {
			w.owner[m.Seq] = c.Seq
		}
		held := w.heldBetween(c.Record, m.Record)
		switch {
		case reason != "":
		case belongs:
			reason = fmt.Sprintf("the message belongs to the request before it (record %d)", earlier)
		case m.Offline:
			reason = "the message was queued while the station was offline"
		case change != "":
			reason = change
		case held != 0:
			reason = fmt.Sprintf("the CSMS had not processed the message before it (record %d)", held)
		default:
			reason = moved(m.message, known)
		}
		i.take(c.Record, m.Record, what, reason)
		return
	}
	i.Excluded = append(i.Excluded, excluded(c.Record, nil, what, "no TransactionEventRequest came that it caused"))
}

// stateBetween follows the charging state that a transaction told before a frame, and names a change that it told between
// the two frames.
func (w *wire) stateBetween(transaction string, from, to evidence.Record) (known, change string) {
	for _, m := range w.said {
		if m.Seq >= to.Seq {
			break
		}
		info := m.TransactionInfo
		if m.Frame.Action != "TransactionEvent" {
			continue
		}
		if info.TransactionID != transaction || info.ChargingState == "" || info.ChargingState == known {
			continue
		}
		if m.Seq > from.Seq && change == "" {
			change = fmt.Sprintf("chargingState became %s in between (record %d)", info.ChargingState, m.Seq)
		}
		known = info.ChargingState
	}
	return known, change
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

// heldBetween is the record of a TransactionEventRequest that the CSMS had still not processed when a frame came after a
// request: the station sends one after the other, and its wait is not its own (part 2, E13). 0 for none. What was lost
// with an earlier connection holds nothing up any more.
func (w *wire) heldBetween(from, to evidence.Record) int64 {
	for _, m := range w.said {
		if m.Seq >= to.Seq {
			break
		}
		if m.Frame.Action != "TransactionEvent" || m.Frame.Conn != to.Frame.Conn {
			continue
		}
		got := w.got[place{m.Frame.Conn, m.Frame.MessageID}]
		switch {
		case got == nil && m.Seq > from.Seq, got != nil && got.Seq > from.Seq && got.Frame.Type == "CALLERROR" && got.Seq < to.Seq:
			return m.Seq
		}
	}
	return 0
}
