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

var triggered = Indicator{
	ID:   Triggered,
	Name: "OCPP triggered function response time",
	Definition: "From a request for a report that comes later to the first message of that report: GetBaseReport, GetReport, " +
		"GetMonitoringReport, CustomerInformation, GetDisplayMessages and GetChargingProfiles to the message with the " +
		"same requestId, TriggerMessage to the message that it asks for.",
	Qualified: "The station must have accepted the request, and the report must come on the same connection. A triggered message " +
		"is recognised by its triggerReason or reading context Trigger where it has one; any other is the first of its kind " +
		"after the answer, and counts only when no physical act lies between.",
}

// unreadable is said of a TriggerMessageRequest that is none.
const unreadable = "the request cannot be read"

// reportID is what a report has in common with its request.
type reportID struct {
	action string // of the report
	id     int64
}

func (w *wire) asksForReport(rec evidence.Record, c *call) *ask {
	message := reports[c.action]
	a := &ask{moment: c.moment, kind: Triggered, what: w.m.words.Keep(c.action + " → " + message), alone: true, never: "no report with its requestId came"}
	id := read(rec).RequestID
	if id == nil {
		a.unread = "the request has no requestId"
		return a
	}
	key := reportID{message, *id}
	w.reports[key] = append(w.reports[key], a)
	return a
}

// reported takes a message for the report that was asked for with its requestId.
func (w *wire) reported(rec evidence.Record, m message) {
	if m.RequestID == nil {
		return
	}
	key := reportID{rec.Frame.Action, *m.RequestID}
	for _, a := range w.reports[key] {
		came := w.m.moment(rec)
		a.came = &came
	}
	delete(w.reports, key)
}

func (w *wire) triggers(rec evidence.Record, c *call) *ask {
	a := &ask{moment: c.moment, kind: Triggered, what: "TriggerMessage", never: "the message did not come before the next TriggerMessage"}
	w.trigger = nil // what comes from now on may belong to this one
	if json.Unmarshal(rec.Frame.Payload(), &a.trigger) != nil || a.trigger.RequestedMessage == "" {
		a.unread = unreadable
		return a
	}
	a.what = w.m.words.Keep("TriggerMessage → " + a.trigger.RequestedMessage)
	w.trigger = a
	return a
}

// triggered takes a message for the one that was triggered. The answer comes before it (part 2, F06.FR.04).
func (w *wire) triggered(rec evidence.Record, m message) {
	a := w.trigger
	if a == nil || a.answer == nil {
		return
	}
	marked, is := a.trigger.asksFor(rec.Frame.Action, m)
	if !is {
		return
	}
	came := w.m.moment(rec)
	a.came, a.alone = &came, marked
	w.trigger = nil
}

// asksFor tells whether the message of the station is the one asked for, and whether the message itself is marked as
// triggered.
func (t trigger) asksFor(action string, m message) (marked, is bool) {
	switch t.RequestedMessage {
	case "TransactionEvent":
		return true, action == "TransactionEvent" && m.TriggerReason == "Trigger"
	case "MeterValues":
		return true, action == "MeterValues" && t.sameEVSE(m.EVSEID) && m.readingTriggered()
	case "StatusNotification":
		connector := t.EVSE == nil || t.EVSE.ConnectorID == 0 || t.EVSE.ConnectorID == m.ConnectorID
		return false, action == "StatusNotification" && t.sameEVSE(m.EVSEID) && connector
	case "SignChargingStationCertificate", "SignV2GCertificate", "SignCombinedCertificate":
		return false, action == signs
	}
	return false, action == t.RequestedMessage
}

func (t trigger) sameEVSE(id int) bool { return t.EVSE == nil || t.EVSE.ID == 0 || t.EVSE.ID == id }
