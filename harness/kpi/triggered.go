package kpi

import (
	"encoding/json"

	"github.com/certbench/certbench/harness/evidence"
)

// reports names the message in which the answer to a request comes later, tied to it by requestId (part 2, B07, B08, N02,
// N09, O01, O03, K09).
var reports = map[string]string{
	"GetBaseReport":       "NotifyReport",
	"GetReport":           "NotifyReport",
	"GetMonitoringReport": "NotifyMonitoringReport",
	"CustomerInformation": "NotifyCustomerInformation",
	"GetDisplayMessages":  "NotifyDisplayMessages",
	"GetChargingProfiles": "ReportChargingProfiles",
}

// signs is the action with which the triggered messages that ask for a certificate are sent.
const signs = "SignCertificate"

// trigger is what is read of a TriggerMessageRequest.
type trigger struct {
	RequestedMessage string `json:"requestedMessage"`
	EVSE             *struct {
		ID          int `json:"id"`
		ConnectorID int `json:"connectorId"`
	} `json:"evse"`
}

func (w *wire) triggered() Indicator {
	i := Indicator{
		ID:   Triggered,
		Name: "OCPP triggered function response time",
		Definition: "From a request for a report that comes later to the first message of that report: GetBaseReport, GetReport, " +
			"GetMonitoringReport, CustomerInformation, GetDisplayMessages and GetChargingProfiles to the message with the " +
			"same requestId, TriggerMessage to the message that it asks for.",
		Qualified: "The station must have accepted the request, and the report must come on the same connection. A triggered message " +
			"is recognised by its triggerReason or reading context Trigger where it has one; any other is the first of its kind " +
			"after the answer, and counts only when no physical act lies between.",
	}
	for n, c := range w.calls {
		switch {
		case reports[c.Frame.Action] != "":
			w.report(&i, c)
		case c.Frame.Action == "TriggerMessage":
			w.trigger(&i, c, w.nextTrigger(n))
		}
	}
	return i
}

func (w *wire) report(i *Indicator, c call) {
	what := c.Frame.Action + " → " + reports[c.Frame.Action]
	if reason := c.accepted(); reason != "" {
		i.Excluded = append(i.Excluded, excluded(c.Record, c.answer, what, reason))
		return
	}
	id := read(c.Record).RequestID
	if id == nil {
		i.Excluded = append(i.Excluded, excluded(c.Record, nil, what, "the request has no requestId"))
		return
	}
	for _, m := range w.said {
		if m.Seq > c.Seq && m.Frame.Action == reports[c.Frame.Action] && m.RequestID != nil && *m.RequestID == *id {
			i.take(c.Record, m.Record, what, "")
			return
		}
	}
	i.Excluded = append(i.Excluded, excluded(c.Record, nil, what, "no report with its requestId came"))
}

// nextTrigger returns the Seq of the next TriggerMessage after the n-th call, 0 when there is none: what comes after that
// may belong to it.
func (w *wire) nextTrigger(n int) int64 {
	for _, c := range w.calls[n+1:] {
		if c.Frame.Action == "TriggerMessage" {
			return c.Seq
		}
	}
	return 0
}

func (w *wire) trigger(i *Indicator, c call, before int64) {
	var t trigger
	if json.Unmarshal(c.Frame.Payload(), &t) != nil || t.RequestedMessage == "" {
		i.Excluded = append(i.Excluded, excluded(c.Record, c.answer, "TriggerMessage", "the request cannot be read"))
		return
	}
	what := "TriggerMessage → " + t.RequestedMessage
	if reason := c.accepted(); reason != "" {
		i.Excluded = append(i.Excluded, excluded(c.Record, c.answer, what, reason))
		return
	}
	for _, m := range w.said {
		// The answer comes before the message (part 2, F06.FR.04).
		if m.Seq < c.answer.Seq {
			continue
		}
		if before != 0 && m.Seq > before {
			break
		}
		marked, is := t.asksFor(m)
		if !is {
			continue
		}
		reason := ""
		if !marked {
			reason = w.actBetween(c.Record, m.Record)
		}
		i.take(c.Record, m.Record, what, reason)
		return
	}
	i.Excluded = append(i.Excluded, excluded(c.Record, nil, what, "the message did not come before the next TriggerMessage"))
}

// asksFor tells whether the message of the station is the one asked for, and whether the message itself is marked as
// triggered.
func (t trigger) asksFor(m said) (marked, is bool) {
	switch t.RequestedMessage {
	case "TransactionEvent":
		return true, m.Frame.Action == "TransactionEvent" && m.TriggerReason == "Trigger"
	case "MeterValues":
		return true, m.Frame.Action == "MeterValues" && t.sameEVSE(m.EVSEID) && m.readingTriggered()
	case "StatusNotification":
		connector := t.EVSE == nil || t.EVSE.ConnectorID == 0 || t.EVSE.ConnectorID == m.ConnectorID
		return false, m.Frame.Action == "StatusNotification" && t.sameEVSE(m.EVSEID) && connector
	case "SignChargingStationCertificate", "SignV2GCertificate", "SignCombinedCertificate":
		return false, m.Frame.Action == signs
	}
	return false, m.Frame.Action == t.RequestedMessage
}

func (t trigger) sameEVSE(id int) bool { return t.EVSE == nil || t.EVSE.ID == 0 || t.EVSE.ID == id }

// message is what is read of the payload of a CALL.
type message struct {
	RequestID       *int64 `json:"requestId"`
	EVSEID          int    `json:"evseId"`
	ConnectorID     int    `json:"connectorId"`
	TriggerReason   string `json:"triggerReason"`
	Offline         bool   `json:"offline"`
	TransactionInfo struct {
		TransactionID string `json:"transactionId"`
		ChargingState string `json:"chargingState"`
		RemoteStartID *int64 `json:"remoteStartId"`
	} `json:"transactionInfo"`
	MeterValue []struct {
		SampledValue []struct {
			Context string `json:"context"`
		} `json:"sampledValue"`
	} `json:"meterValue"`
}

// read returns an empty message for what cannot be read: then nothing in it matches.
func read(rec evidence.Record) message {
	var m message
	if json.Unmarshal(rec.Frame.Payload(), &m) != nil {
		return message{}
	}
	return m
}

func (m message) readingTriggered() bool {
	for _, v := range m.MeterValue {
		for _, s := range v.SampledValue {
			if s.Context == "Trigger" {
				return true
			}
		}
	}
	return false
}
