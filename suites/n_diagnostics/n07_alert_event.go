package n_diagnostics

import (
	"crypto/rand"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/states"
	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// alertSeverity is that of the monitors of N07 (errata of 2025-02).
const alertSeverity = 5

// TC_N_20_CS exceeds an upper threshold, comes back from it, and falls below a lower one (erratum 6.2.89). "Manually trigger the monitor" is
// for variables that EnergyTransferStarted does not move; bench files know Power and Current only.
//
// The lower threshold is exceeded already in the moment in which power stops to flow. Events that the table calls one message may come in
// two, and beside others.
var TC_N_20_CS = octt.Register(octt.Case{
	ID:    "TC_N_20_CS",
	Modes: octt.Both,
	Before: octt.Prepare(octt.Monitors(), octt.Do(func(s *octt.Scenario) {
		rebases(s, 0, ocpp201.MonitoringBaseAll, "")
		s.MonitorIDs = installed(s, upperAlert(s))
		level(s)
	})),
	Main: func(s *octt.Scenario) {
		began := time.Now()
		s.Reach(1, states.EnergyTransferStarted)
		exceeds := alert{of: upperAlert(s), id: s.MonitorIDs[0], event: []octt.Requirement{alerting("N07.FR.16"), not("cleared", "N07.FR.16"), inTransaction(s),
			beyondValue("actualValue", ">", s.Configured.UpperTrigger, "N07.FR.16")}}
		first := dated(s, 2, []*octt.Message{alerted(s, 2, exceeds.of, exceeds.id, exceeds.event...)}, began, exceeds)
		lower := threshold(s, ocpp201.MonitorLowerThreshold, s.Configured.LowerTrigger, alertSeverity)
		second := takes(s, 4, lower)[0]
		began = time.Now()
		s.Reach(6, states.StopAuthorized)
		custom := octt.Must("eventNotificationType", ocpp201.EventNotificationCustomMonitor)
		returns := alert{of: exceeds.of, id: exceeds.id, event: []octt.Requirement{alerting("N07.FR.02"), octt.Must("cleared", true).Clause("N07.FR.02"), inTransaction(s), custom,
			beyondValue("actualValue", "<=", s.Configured.UpperTrigger, "N07.FR.02")}}
		drops := alert{of: lower, id: second, event: []octt.Requirement{alerting("N07.FR.17"), not("cleared", "N07.FR.17"), inTransaction(s), custom,
			beyondValue("actualValue", "<", s.Configured.LowerTrigger, "N07.FR.17")}}
		ids := append(first, dated(s, 7, alertedOfBoth(s, 7, returns, drops), began, returns, drops)...)
		s.Remark(7, "Each of the three events has an eventId of its own, which identifies it (part 2, EventDataType). The table only names them apart.",
			len(slices.Compact(slices.Sorted(slices.Values(ids)))), len(ids))
	},
})

func upperAlert(s *octt.Scenario) ocpp201.SetMonitoringData {
	return threshold(s, ocpp201.MonitorUpperThreshold, s.Configured.UpperTrigger, alertSeverity)
}

// generated judges when a NotifyEventRequest was made ("generatedAt = <time of generation at Charging Station>").
func generated(s *octt.Scenario, row int, msg *octt.Message, since time.Time) {
	var q ocpp201.NotifyEventRequest
	if msg.Payload.Decode(&q) == nil {
		s.Generated(row, msg, q.GeneratedAt.Time, since)
	}
}

// dated judges when messages were made and when the events in them happened ("timestamp = <time of event at Charging Station>"), and returns the
// eventIds of these. Each alert is in one of the messages. A clock that is wrong is blamed once in a message.
func dated(s *octt.Scenario, row int, all []*octt.Message, since time.Time, alerts ...alert) (ids []int) {
	for _, msg := range all {
		var q ocpp201.NotifyEventRequest
		if msg.Payload.Decode(&q) != nil {
			continue // which is what the schema says
		}
		right := s.Generated(row, msg, q.GeneratedAt.Time, since)
		for _, a := range alerts {
			if i := slices.IndexFunc(q.EventData, a.is); i >= 0 {
				e := q.EventData[i]
				ids = append(ids, e.EventID)
				if !right {
					continue
				}
				s.Stamped(row, msg, fmt.Sprintf("eventData[%d].timestamp", i), fmt.Sprintf("timestamp of the event of monitor %d is the time at which it has happened.", a.id), e.Timestamp.Time, since)
			}
		}
	}
	return ids
}

// is tells whether an event is the one of the alert.
func (a alert) is(e ocpp201.EventData) bool {
	return e.VariableMonitoringID != nil && *e.VariableMonitoringID == a.id && meant(e.Component, e.Variable, a.of)
}

func alerting(ids ...string) octt.Requirement {
	return octt.Must("trigger", ocpp201.EventTriggerAlerting).Clause(ids...)
}

func not(path string, ids ...string) octt.Requirement {
	return octt.OrOmitted(path, false).Clause(ids...)
}

func inTransaction(s *octt.Scenario) octt.Requirement {
	return octt.Must("transactionId", octt.Identifier(s.TransactionID)).Named("<transaction id>")
}

// beyondValue compares a value of an event, which is text, with a number.
func beyondValue(path, how string, value float64, ids ...string) octt.Requirement {
	return octt.Must(path, octt.Satisfying(fmt.Sprintf("a number %s %v", how, value), func(actual any) bool {
		text, _ := actual.(string)
		n, err := strconv.ParseFloat(text, 64)
		switch {
		case err != nil:
			return false
		case how == ">":
			return n > value
		case how == "<":
			return n < value
		}
		return n <= value
	})).Clause(ids...)
}

// alert is an event that rows look for: of which monitor it is, by which id, and what is judged of it.
type alert struct {
	of      ocpp201.SetMonitoringData
	id      int
	event   []octt.Requirement
	renamed int // the id that the monitor has since a boot, where that is another; 0 else
}

// in tells whether a message has the event.
func (a alert) in(msg *octt.Message) bool {
	return tellsOf(msg, a.of, a.id) || a.renamed != 0 && tellsOf(msg, a.of, a.renamed)
}

// ofMonitor requires that an event is one of the monitor.
func (a alert) ofMonitor() octt.Requirement {
	if a.renamed != 0 && a.renamed != a.id {
		return octt.Must("variableMonitoringId", octt.OneOf(a.id, a.renamed))
	}
	return octt.Must("variableMonitoringId", a.id)
}

// clause judges the event, wherever it stands: a message may tell of several, some of the same monitor among them (part 2,
// NotifyEventRequest), and the tables that speak of eventData[0] mean the first of it.
func (a alert) clause() octt.Clause {
	which := append(of("", a.of.Component, a.of.Variable), a.ofMonitor())
	return octt.FirstElement("eventData", which, append([]octt.Requirement{octt.Present("eventId"), octt.Present("timestamp")}, a.event...)...).Clause("N07.FR.06")
}

// telling is a NotifyEventRequest in which all of the alerts stand.
func telling(alerts []alert, more ...octt.Clause) octt.Alternative {
	clauses := []octt.Clause{octt.By("N07.FR.06")}
	var names []string
	for _, a := range alerts {
		clauses = append(clauses, a.clause())
		names = append(names, fmt.Sprintf("an event of monitor %d", a.id))
	}
	return octt.As[ocpp201.NotifyEventRequest](append(clauses, more...)...).With(strings.Join(names, " and "), func(msg *octt.Message) bool {
		return !slices.ContainsFunc(alerts, func(a alert) bool { return !a.in(msg) })
	})
}

// alertedOfBoth plays the rows of two events, which stand in one message, or in one each, whichever comes first.
func alertedOfBoth(s *octt.Scenario, row int, one, two alert) []*octt.Message {
	got := s.ReceiveEither(row, telling([]alert{one, two}), telling([]alert{one}), telling([]alert{two}))
	numbered(s, row, got)
	s.Respond(row+1, got)
	all, left := []*octt.Message{got}, two
	switch {
	case one.in(got) && two.in(got):
		return all
	case two.in(got):
		left = one
	}
	return append(all, alerted(s, row, left.of, left.id, left.event...))
}

// alerted plays the rows of a NotifyEventRequest in which an event of a monitor stands. It returns the message.
func alerted(s *octt.Scenario, row int, m ocpp201.SetMonitoringData, id int, event ...octt.Requirement) *octt.Message {
	return alertedIn(s, row, m, id, s.Timeouts.Message, event...)
}

// alertedIn is alerted within another time than Timeouts.Message.
func alertedIn(s *octt.Scenario, row int, m ocpp201.SetMonitoringData, id int, limit time.Duration, event ...octt.Requirement) *octt.Message {
	got := s.ReceiveEither(row, telling([]alert{{of: m, id: id, event: event}}, octt.Within(limit)))
	numbered(s, row, got)
	s.Respond(row+1, got)
	return got
}

// numbered judges the seqNo of a NotifyEventRequest: 0, and the next where it goes on with what the one before it has begun. That a station
// may tell of events in several parts is in the notes of tables 379 and 386, and in part 2 (NotifyEventRequest, tbc; N07.FR.07: the first).
func numbered(s *octt.Scenario, row int, msg *octt.Message) {
	var q ocpp201.NotifyEventRequest
	if msg.Payload.Decode(&q) != nil {
		return // which is what the schema says
	}
	want := 0
	for _, m := range octt.ToldMessages[ocpp201.NotifyEventRequest](s) {
		var part ocpp201.NotifyEventRequest
		if m == msg {
			break
		}
		if m.Payload.Decode(&part) != nil {
			continue
		}
		want = 0
		if part.TBC != nil && *part.TBC {
			want = part.SeqNo + 1
		}
	}
	s.CheckMessage(row, msg, "seqNo is 0 in the first part that tells of events, and the next in each that goes on with it.", q.SeqNo, want, "N07.FR.07")
}

// tellsOf tells whether a message has an event of a monitor: by its id, or, where that is missing, by its variable and by being none of a
// notification.
func tellsOf(msg *octt.Message, m ocpp201.SetMonitoringData, id int) bool {
	var q ocpp201.NotifyEventRequest
	if msg.Action != q.Action() || msg.Payload.Decode(&q) != nil {
		return false
	}
	for _, e := range q.EventData {
		switch {
		case e.VariableMonitoringID != nil && *e.VariableMonitoringID == id:
			return true
		case e.VariableMonitoringID == nil && e.EventNotificationType != ocpp201.EventNotificationHardWiredNotification && same(e.Component, e.Variable, m.Component, m.Variable):
			return true
		}
	}
	return false
}

// silentAbout proves that no event of monitors comes, and that none has come since a moment, whatever rows were played meanwhile. The tables
// name no time: it waits as long as it would wait for the event, because stations look at their variables, or tell of them, every few
// seconds. What the station tells of the driver meanwhile is none of it.
func silentAbout(s *octt.Scenario, row int, since time.Time, clause string, of ...alert) {
	states.Settle(s)
	var events []octt.Alternative
	for _, a := range of {
		events = append(events, octt.As[ocpp201.NotifyEventRequest](octt.By(clause)).With(fmt.Sprintf("an event of monitor %d", a.id), a.in))
	}
	s.NothingYet(row, s.Timeouts.Message, events...)
	for _, a := range of {
		s.Check(row, fmt.Sprintf("No event of monitor %d has come before.", a.id), eventsSince(s, a, since), 0, clause)
	}
	states.Settle(s)
}

// eventsSince counts the messages with an event of a monitor since a moment.
func eventsSince(s *octt.Scenario, a alert, since time.Time) (n int) {
	for _, msg := range octt.ToldMessages[ocpp201.NotifyEventRequest](s) {
		if msg.At.After(since) && a.in(msg) {
			n++
		}
	}
	return n
}

// TC_N_21_CS triggers a hardwired notification. Which one, "it is up to the tester to select": hardwired_notification_fault of the bench file
// is the fault of a connector by which a rig, or a person, has the station tell of it. That the connector fails and comes back is told
// as everywhere, and is none of the table.
var TC_N_21_CS = octt.Register(octt.Case{
	ID:     "TC_N_21_CS",
	Before: octt.Monitors(),
	Main: func(s *octt.Scenario) {
		began := time.Now()
		s.Act(0, rigs.SetFault(s.Configured.HardWiredFault, s.Configured.Place()))
		notified := octt.Satisfying("a list with a HardWiredNotification", among(ocpp201.EventNotificationHardWiredNotification))
		monitored := octt.Satisfying("a list with a HardWiredMonitor", among(ocpp201.EventNotificationHardWiredMonitor))
		wired := octt.Must("eventData", notified).Clause("N07.FR.06").Or(monitored, "Part 2, EventNotificationEnumType has HardWiredMonitor for what a monitor tells, and the table asks for a notification: a laboratory may fail it.")
		got := s.ReceiveEither(1, octt.As[ocpp201.NotifyEventRequest](octt.Present("generatedAt"), wired).Where(isHardWired))
		numbered(s, 1, got)
		s.Respond(2, got)
		generated(s, 1, got, began)
		s.Act(0, rigs.ClearFault(s.Configured.HardWiredFault, s.Configured.Place()))
		s.Settles()
		s.PassOver(nil, "the connector has failed, and come back", func(m *octt.Message) bool { return len(m.Availabilities()) > 0 })
	},
})

// among tells whether one of the events of a message has an eventNotificationType, wherever it stands.
func among(want ocpp201.EventNotification) func(actual any) bool {
	return func(actual any) bool {
		events, _ := actual.([]any)
		return slices.ContainsFunc(events, func(e any) bool {
			event, _ := e.(map[string]any)
			return event["eventNotificationType"] == string(want)
		})
	}
}

// isHardWired leaves messages alone that have no events but those of monitors that can be changed.
func isHardWired(m *octt.Message) bool {
	var q ocpp201.NotifyEventRequest
	return m.Payload.Decode(&q) == nil && slices.ContainsFunc(q.EventData, func(e ocpp201.EventData) bool {
		return e.EventNotificationType != ocpp201.EventNotificationCustomMonitor && e.EventNotificationType != ocpp201.EventNotificationPreconfiguredMonitor
	})
}

// TC_N_45_CS changes a number by more than the delta (erratum 6.2.106).
var TC_N_45_CS = octt.Register(octt.Case{
	ID:    "TC_N_45_CS",
	Modes: octt.Both,
	Before: octt.Prepare(octt.Monitors(), octt.Do(func(s *octt.Scenario) {
		s.MonitorIDs = installed(s, numericAlert(s))
		level(s)
	})),
	Main: func(s *octt.Scenario) {
		s.Reach(1, states.EnergyTransferStarted)
		alerted(s, 2, numericAlert(s), s.MonitorIDs[0], octt.Must("trigger", ocpp201.EventTriggerDelta).Clause("N07.FR.18"))
	},
})

func numericAlert(s *octt.Scenario) ocpp201.SetMonitoringData {
	return numeric(s, ocpp201.MonitorDelta, s.Configured.NumericDelta, alertSeverity)
}

// TC_N_48_CS changes what may not be read. The severity is not in the table; <Configured severity> is taken. A station connects anew with its
// new password (part 2, A01), before or after it tells of the change. Where it has to boot for it the monitor may have another id then
// (N04.FR.19).
var TC_N_48_CS = octt.Register(octt.Case{
	ID:       "TC_N_48_CS",
	Security: []int{1, 2},
	Before: octt.Prepare(octt.Monitors(), octt.PutBackPassword(), octt.Do(func(s *octt.Scenario) {
		s.MonitorIDs = installed(s, passwordAlert(s))
		level(s)
	})),
	Main: func(s *octt.Scenario) {
		m, before := passwordAlert(s), s.Handshake()
		s.MayDisconnect()
		answer := octt.Send(s, 1, ocpp201.SetVariablesRequest{SetVariableData: []ocpp201.SetVariableData{{
			Component: m.Component, Variable: m.Variable, AttributeValue: likePassword(s),
		}}}).Receive(2, octt.Must("setVariableResult[0].attributeStatus", octt.OneOf(ocpp201.SetVariableStatusAccepted, ocpp201.SetVariableStatusRebootRequired)))
		reboots := answer.SetVariableResult[0].AttributeStatus == ocpp201.SetVariableStatusRebootRequired
		told := alert{of: m, id: s.MonitorIDs[0], event: []octt.Requirement{octt.Must("actualValue", "").Clause("N07.FR.10")}}
		s.If(3, octt.Given(reboots, "the status in step 2 is RebootRequired"), func() {
			s.Reach(3, states.Booted)
			told.renamed = idNow(s, m)
		})
		got := s.ReceiveEither(4, telling([]alert{told}, octt.Within(s.Timeouts.Boot)).
			Early("the variable has changed when it was set, whether or not a boot makes use of it (part 2, N07.FR.19)"))
		numbered(s, 4, got)
		s.Respond(5, got)
		s.ConnectsAgain(before, s.Timeouts.Reconnect)
	},
})

// idNow is the id by which the station reports a monitor; 0 where it does not.
func idNow(s *octt.Scenario, m ocpp201.SetMonitoringData) int {
	all, err := s.AskMonitors()
	if i := slices.IndexFunc(all, func(w octt.Watch) bool { return asSet(w, m) }); err == nil && i >= 0 {
		return all[i].ID
	}
	return 0
}

func passwordAlert(s *octt.Scenario) ocpp201.SetMonitoringData {
	return delta(s.Configured.Severity, ocpp201.Component{Name: "SecurityCtrlr"}, ocpp201.Variable{Name: "BasicAuthPassword"})
}

// likePassword is <Generated password with same length as the configured basicAuthPassword>.
func likePassword(s *octt.Scenario) string {
	var text strings.Builder
	for text.Len() < len(s.Configured.BasicAuthPassword) {
		text.WriteString(rand.Text())
	}
	return text.String()[:len(s.Configured.BasicAuthPassword)]
}

// TC_N_51_CS gives a monitor another threshold, beyond which the variable is already (erratum 6.2.107). The erratum compares the value of row 4
// with the threshold that nothing exceeds, which can hold for none that it exceeds not; it is compared with the one of row 2. Where that first
// threshold is exceeded as well, on a product with more power than the bench file knows of, the station has told it then, and need not again.
var TC_N_51_CS = octt.Register(octt.Case{
	ID:    "TC_N_51_CS",
	Modes: octt.Both,
	Before: octt.Prepare(octt.Monitors(), octt.Do(func(s *octt.Scenario) {
		s.MonitorIDs = neverTriggers(s)
		level(s)
	})),
	Main: func(s *octt.Scenario) {
		s.Reach(1, states.EnergyTransferStarted)
		states.Settle(s)
		if beyond := exceeded(s, s.MonitorIDs[0], s.Configured.UpperNonTrigger); beyond != "" {
			s.Unproven(1, fmt.Sprintf("%s does not exceed configured.threshold_monitor_upperthreshold_non_trigger_value of the bench file, which is %v. Write a larger one.",
				s.Configured.ThresholdVariable, s.Configured.UpperNonTrigger), beyond)
		}
		m := with(s.MonitorIDs[0], upperAlert(s))
		takes(s, 2, m)
		alerted(s, 4, m, *m.ID, alerting("N07.FR.11"), beyondValue("actualValue", ">", m.Value, "N07.FR.11"))
	},
})

// neverTriggers has the station have a monitor whose threshold nothing exceeds. One above the maxLimit of the variable no station takes (part 2,
// N04.FR.06): then it is that less 1, as the note of the table has it, where the station tells it. Where it does not, the bench file has to.
func neverTriggers(s *octt.Scenario) []int {
	m := threshold(s, ocpp201.MonitorUpperThreshold, s.Configured.UpperNonTrigger, alertSeverity)
	makesRoom(s, m)
	result := tries(s, m)
	if below := s.MaxLimit(m.Component, m.Variable) - 1; result.Status == ocpp201.SetMonitoringStatusRejected && below < m.Value && below > s.Configured.UpperTrigger {
		s.Note("%v is beyond the maxLimit that the station tells of %s: %v is taken.", m.Value, s.Configured.ThresholdVariable, below)
		m.Value = below
		result = tries(s, m)
	}
	if result.Status != ocpp201.SetMonitoringStatusAccepted || result.ID == nil {
		s.Unproven(0, fmt.Sprintf("The Charging Station takes %v as a threshold of %s. Where the maxLimit of that is smaller, write one below it into configured.threshold_monitor_upperthreshold_non_trigger_value of the bench file.",
			m.Value, s.Configured.ThresholdVariable), string(result.Status))
	}
	return []int{*result.ID}
}

// tries has the station set a monitor that it may not take.
func tries(s *octt.Scenario, m ocpp201.SetMonitoringData) ocpp201.SetMonitoringResult {
	answer := octt.Send(s, 0, ocpp201.SetVariableMonitoringRequest{SetMonitoringData: []ocpp201.SetMonitoringData{m}}).Receive(0,
		canBeWatched(s, m), octt.Elements("setMonitoringResult", 1), octt.Element("setMonitoringResult", resultOn(m)))
	return answer.SetMonitoringResult[0]
}

// exceeded is a value beyond an upper threshold that an event of its monitor has told in this play; empty for none.
func exceeded(s *octt.Scenario, id int, threshold float64) string {
	for _, q := range octt.Told[ocpp201.NotifyEventRequest](s) {
		for _, e := range q.EventData {
			if n, err := strconv.ParseFloat(e.ActualValue, 64); err == nil && n > threshold && e.VariableMonitoringID != nil && *e.VariableMonitoringID == id {
				return e.ActualValue
			}
		}
	}
	return ""
}

// TC_N_52_CS clears a monitor whose threshold is exceeded, and has the variable come back (erratum 6.2.108). N07.FR.12 is about a threshold
// that was exceeded: where the station has not told so, its silence afterwards shows nothing.
var TC_N_52_CS = octt.Register(octt.Case{
	ID:    "TC_N_52_CS",
	Modes: octt.Both,
	Before: octt.Prepare(octt.Monitors(), octt.Do(func(s *octt.Scenario) {
		leaves(s, watched(upperAlert(s)), isThreshold) // row 4 looks for none
		s.MonitorIDs = placed(s, upperAlert(s))
		level(s)
	}), octt.States(states.EnergyTransferStarted), octt.Do(func(s *octt.Scenario) {
		if m := upperAlert(s); !s.Comes(telling([]alert{{of: m, id: s.MonitorIDs[0]}}, octt.Within(s.Timeouts.Message))) {
			s.Unproven(0, fmt.Sprintf("The Charging Station tells that the threshold of %v is exceeded.", m.Value), "no event of the monitor")
		}
	})),
	Main: func(s *octt.Scenario) {
		m, id := upperAlert(s), s.MonitorIDs[0]
		states.Settle(s)
		cleared := time.Now()
		clears(s, 1, ocpp201.ClearMonitoringStatusAccepted, "", "N06.FR.01", id)
		reportsNone(s, 3, asksMonitors(watched(m), thresholds), "", "N02.FR.10")
		s.Reach(5, states.StopAuthorized)
		silentAbout(s, 6, cleared, "N07.FR.12", alert{of: m, id: id})
	},
})

// TC_N_53_CS boots the station, and has it report the monitor (erratum 6.2.109). That it has another id then is a WARNING: the table asks for
// the same, and part 2, N04.FR.19 lets ids change.
var TC_N_53_CS = octt.Register(octt.Case{
	ID: "TC_N_53_CS",
	Before: octt.Prepare(octt.Monitors(), octt.Do(func(s *octt.Scenario) {
		s.MonitorIDs = installed(s, threshold(s, ocpp201.MonitorUpperThreshold, s.Configured.UpperTrigger, s.Configured.Severity))
	}), octt.States(states.Booted)),
	Main: func(s *octt.Scenario) {
		m, id := threshold(s, ocpp201.MonitorUpperThreshold, s.Configured.UpperTrigger, s.Configured.Severity), s.MonitorIDs[0]
		all := reportsMonitors(s, 1, asksMonitors(nil, thresholds), "")
		s.Check(3, "The monitor is reported as it was set.", words(all, func(w octt.Watch) bool { return asSet(w, m) }) != none, true, "N07.FR.13")
		s.Remark(3, "It has the id that it was given. Part 2, N04.FR.19 lets ids change at a boot, and the table does not: a laboratory may fail it.",
			asSet(withID(all, id), m), true, "N07.FR.13")
	},
})

// TC_N_56_CS changes a text (erratum 6.2.110).
var TC_N_56_CS = octt.Register(octt.Case{
	ID: "TC_N_56_CS",
	Before: octt.Prepare(octt.Monitors(), octt.Do(func(s *octt.Scenario) {
		s.MonitorIDs = installed(s, text(s, alertSeverity))
		level(s)
	})),
	Main: func(s *octt.Scenario) {
		plugsIn(s, 0)
		alerted(s, 1, text(s, alertSeverity), s.MonitorIDs[0], octt.Must("trigger", ocpp201.EventTriggerDelta).Clause("N07.FR.19"))
	},
})
