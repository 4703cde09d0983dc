package octt

import (
	"fmt"
	"slices"

	"github.com/certbench/certbench/harness/evidence"
	"github.com/certbench/certbench/harness/octt/ledger"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// What part 2 and part 4 leave open and a laboratory may not: its tool plays row by row, and what comes in another order, or
// once more, is none that it waits for. Each is a WARNING here, the same in every case.

// mayFail ends the sentence of what a laboratory may judge harder than the documents do.
const mayFail = " No document forbids it; a laboratory may fail it."

// asking is a request that a row has sent.
type asking struct{ id, action string }

// leadsTo names what a station sends because it was asked to (part 2, use cases B07, B08, B11, B12, F01 to F04, G03, G04, H01,
// H02, L01, N01, N02, N09, N10, O03, O04). Of TriggerMessage part 2 asks for the order (F06.FR.04), which its cases judge.
var leadsTo = map[string][]string{
	"GetBaseReport":           {"NotifyReport"},
	"GetReport":               {"NotifyReport"},
	"GetMonitoringReport":     {"NotifyMonitoringReport"},
	"Reset":                   {"BootNotification", "TransactionEvent"},
	"RequestStartTransaction": {"Authorize", "TransactionEvent"},
	"RequestStopTransaction":  {"TransactionEvent"},
	"ChangeAvailability":      {"StatusNotification", "NotifyEvent"},
	"ReserveNow":              {"StatusNotification", "NotifyEvent"},
	"CancelReservation":       {"StatusNotification", "NotifyEvent"},
	"GetLog":                  {"LogStatusNotification"},
	"CustomerInformation":     {"NotifyCustomerInformation"},
	"GetDisplayMessages":      {"NotifyDisplayMessages"},
	"UpdateFirmware":          {"FirmwareStatusNotification"},
}

// judgeOrder warns of a message that follows from a request, that a row after it has claimed, and that came before the answer:
// the table shows the answer first. Part 4, section 4.1.1 lets a station send a CALL of its own before it answers one.
func (s *Scenario) judgeOrder() {
	type early struct {
		asking
		m *Message
	}
	var found []early
	s.w.mu.Lock()
	for _, m := range s.w.from(s.first) {
		if !m.taken || m.passed {
			continue
		}
		for _, a := range s.requests[:min(m.asked, len(s.requests))] {
			call := s.w.calls[a.id]
			if call != nil && call.Answer != nil && call.Seq < m.Seq && m.Seq < call.Got && slices.Contains(leadsTo[a.action], m.Action) && !ofFormer(m) {
				found = append(found, early{a, m})
			}
		}
	}
	s.w.mu.Unlock()
	for _, e := range found {
		s.check(evidence.Check{Stage: evidence.Always, Source: "part 4, section 4.1.1", Verdict: evidence.Warning, Message: e.m.Action + "Request", Frame: e.m.Seq,
			Requirement: "The Charging Station answers a request before it sends what follows from it, as the table has it." + mayFail,
			Expected:    fmt.Sprintf("%sResponse, %sRequest", e.action, e.m.Action),
			Actual:      fmt.Sprintf("%sRequest, %sResponse", e.m.Action, e.action)})
	}
}

// ofFormer tells of a message that is about the upload which a GetLog has ended: it may come before the answer (erratum 6.2.97).
func ofFormer(m *Message) bool {
	return m.Action == ocpp201.LogStatusNotificationRequest{}.Action() && m.Field("status") == string(ocpp201.UploadLogStatusAcceptedCanceled)
}

// judgeRepeats warns of reports of a connector's state that only repeat what was told on the same connection, since the same
// boot, while nothing was asked that is answered by a report. Part 2 forbids none (G01.FR.07 asks for reports of changes); laboratories have called the
// second one unexpected in TC_B_52_CS.
func (s *Scenario) judgeRepeats() {
	var again []*Message
	s.w.mu.Lock()
	for _, m := range s.w.from(s.first) {
		if m.again != 0 && (!m.taken || m.passed) && m.order < s.last && !s.mayReport(m) && !s.monitored(m) {
			again = append(again, m)
		}
	}
	s.w.mu.Unlock()
	if len(again) == 0 {
		return
	}
	first := again[0]
	s.check(evidence.Check{Stage: evidence.Always, Source: "part 2, G01", Verdict: evidence.Warning, Message: first.Action + "Request", Frame: first.Seq,
		Requirement:  "The Charging Station tells the state of a connector once." + mayFail,
		Expected:     "no report of a state that was told already",
		Actual:       counted(first.Action+"Request", len(again), first.Seq) + ", of a state that was told already",
		Requirements: []string{"G01.FR.07"}})
}

// monitored tells whether a state is told twice because the CSMS has set a monitor on it (part 2, N07.FR.19): once for that, and once as every
// change is told (G01.FR.01). The caller holds mu.
func (s *Scenario) monitored(m *Message) bool {
	return slices.ContainsFunc(s.w.from(s.first), func(told *Message) bool {
		return (told.Seq == m.Seq || told.Seq == m.again) && told.Monitored()
	})
}

// mayReport tells whether a station was asked about availability, a reservation or for a message (part 2, G03, G04, H01, F06) since
// it told the same state: then it may tell it anew. The caller holds mu.
func (s *Scenario) mayReport(m *Message) bool {
	return slices.ContainsFunc(s.requests, func(a asking) bool {
		call := s.w.calls[a.id]
		return (a.action == "ChangeAvailability" || a.action == "TriggerMessage" && triggers(call, m) || a.action == "ReserveNow") && call != nil && m.again < call.Seq && call.Seq < m.Seq
	})
}

// triggers tells whether a TriggerMessage asks for the state of the EVSE that a report is about: one that names no EVSE asks for all
// (part 2, F06.FR.11), and one that names an EVSE for that alone (F06.FR.02).
func triggers(call *ledger.Request, m *Message) bool {
	if call == nil || call.Payload == nil {
		return false
	}
	q := ledger.Asking[ocpp201.TriggerMessageRequest](call)
	if q == nil || q.EVSE == nil {
		return true
	}
	return slices.ContainsFunc(m.Reports(), func(r ledger.Report) bool { return r.EVSE == q.EVSE.ID })
}
