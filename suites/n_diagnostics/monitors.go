package n_diagnostics

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// The variable that the tables monitor where they name one: every station has it on its upper two tiers.
var (
	station = ocpp201.Component{Name: "ChargingStation"}
	state   = ocpp201.Variable{Name: "AvailabilityState"}
)

// evse is the configured one.
func evse(s *octt.Scenario) ocpp201.Component {
	return ocpp201.Component{Name: "EVSE", EVSE: &ocpp201.EVSE{ID: s.Configured.EVSEID}}
}

// monitor is the setMonitoringData of a monitor without an id.
func monitor(t ocpp201.Monitor, value float64, severity int, c ocpp201.Component, v ocpp201.Variable) ocpp201.SetMonitoringData {
	return ocpp201.SetMonitoringData{Type: t, Value: value, Severity: severity, Component: c, Variable: v}
}

// delta is a Delta monitor of a variable that is not numeric, for which 1 is the value (part 2, N04.FR.17).
func delta(severity int, c ocpp201.Component, v ocpp201.Variable) ocpp201.SetMonitoringData {
	return monitor(ocpp201.MonitorDelta, 1, severity, c, v)
}

// with gives the data the id of the monitor that it is to replace.
func with(id int, m ocpp201.SetMonitoringData) ocpp201.SetMonitoringData {
	m.ID = &id
	return m
}

// watched asks about the variables of monitors.
func watched(monitors ...ocpp201.SetMonitoringData) []ocpp201.ComponentVariable {
	var out []ocpp201.ComponentVariable
	for _, m := range monitors {
		if !slices.ContainsFunc(out, func(v ocpp201.ComponentVariable) bool { return same(v.Component, *v.Variable, m.Component, m.Variable) }) {
			out = append(out, ocpp201.ComponentVariable{Component: m.Component, Variable: &m.Variable})
		}
	}
	return out
}

func same(c ocpp201.Component, v ocpp201.Variable, otherC ocpp201.Component, otherV ocpp201.Variable) bool {
	return octt.Watch{Component: c, Variable: v}.On(otherC, otherV)
}

// threshold, numeric and text are the variables of the bench file.
func threshold(s *octt.Scenario, t ocpp201.Monitor, value float64, severity int) ocpp201.SetMonitoringData {
	c, v := s.Configured.Watched(s.Configured.ThresholdVariable)
	return monitor(t, value, severity, c, v)
}

func numeric(s *octt.Scenario, t ocpp201.Monitor, value float64, severity int) ocpp201.SetMonitoringData {
	c, v := s.Configured.Watched(s.Configured.NumericDeltaVariable)
	return monitor(t, value, severity, c, v)
}

func text(s *octt.Scenario, severity int) ocpp201.SetMonitoringData {
	c, v := s.Configured.Watched(s.Configured.TextDeltaVariable)
	return delta(severity, c, v)
}

// installed has the station have monitors, as a memory state, and no others on their variables. It returns their ids, in their order.
func installed(s *octt.Scenario, monitors ...ocpp201.SetMonitoringData) []int {
	makesRoom(s, monitors...)
	return placed(s, monitors...)
}

// makesRoom has the variables of monitors be without any, as tables assume it that set some. A hardwired one stays, and is in the way of
// one of its type and severity only, which the station is right to call a Duplicate (part 2, N04.FR.10).
func makesRoom(s *octt.Scenario, monitors ...ocpp201.SetMonitoringData) {
	leaves(s, watched(monitors...), func(w octt.Watch) bool {
		return slices.ContainsFunc(monitors, func(m ocpp201.SetMonitoringData) bool { return like(m)(w) })
	})
}

// leaves clears the monitors of variables. A hardwired one that is in the way of the rows is no fault of the station, and nothing is
// shown beside it.
func leaves(s *octt.Scenario, of []ocpp201.ComponentVariable, inTheWay func(octt.Watch) bool) {
	s.FreeOfMonitors(of...)
	unlessHardwired(s, 0, inTheWay)
}

// unlessHardwired ends the scenario at a row where a hardwired monitor is in its way.
func unlessHardwired(s *octt.Scenario, row int, inTheWay func(octt.Watch) bool) {
	if left := words(s.HardwiredMonitors(), inTheWay); left != none {
		s.Unproven(row, "No hardwired monitor stands where the table sets its own, or looks for none. A laboratory may fail it all the same.", left)
	}
}

func anyMonitor(octt.Watch) bool { return true }

func isThreshold(w octt.Watch) bool {
	return w.Type == ocpp201.MonitorUpperThreshold || w.Type == ocpp201.MonitorLowerThreshold
}

// placed has the station take monitors, as a memory state, in a request each: how many it takes at once is its choice (part 2, N04.FR.09).
func placed(s *octt.Scenario, monitors ...ocpp201.SetMonitoringData) []int {
	ids := make([]int, len(monitors))
	for i, m := range monitors {
		ids[i] = takes(s, 0, m)[0]
	}
	return ids
}

// sets is takes in a table that looks at statusInfo as well.
func sets(s *octt.Scenario, row int, monitors ...ocpp201.SetMonitoringData) []int {
	return setsJudged(s, row, accepted, monitors)
}

// takes plays the rows of a SetVariableMonitoringRequest for monitors that the station takes, and returns their ids. The results may stand in
// any order.
func takes(s *octt.Scenario, row int, monitors ...ocpp201.SetMonitoringData) []int {
	return setsJudged(s, row, taken, monitors)
}

// setsJudged plays the rows of both.
func setsJudged(s *octt.Scenario, row int, judged func(ocpp201.SetMonitoringData) []octt.Requirement, monitors []ocpp201.SetMonitoringData) []int {
	clauses := []octt.Clause{canBeWatched(s, monitors...), octt.Elements("setMonitoringResult", len(monitors)).Clause("N04.FR.01")}
	for _, m := range monitors {
		clauses = append(clauses, octt.Element("setMonitoringResult", resultOn(m), judged(m)...).Clause("N04.FR.02"))
	}
	answer := octt.Send(s, row, ocpp201.SetVariableMonitoringRequest{SetMonitoringData: monitors}).Receive(after(row), clauses...)
	ids := make([]int, len(monitors))
	for i, m := range monitors {
		for _, r := range answer.SetMonitoringResult {
			if r.Type == m.Type && r.Severity == m.Severity && meant(r.Component, r.Variable, m) {
				ids[i] = *cmp.Or(r.ID, m.ID)
			}
		}
	}
	return ids
}

// after is the row of an answer; preparations have no numbers.
func after(row int) int {
	if row == 0 {
		return 0
	}
	return row + 1
}

// resultOn chooses the result on a monitor.
func resultOn(m ocpp201.SetMonitoringData) []octt.Requirement {
	which := append(of("", m.Component, m.Variable), octt.Must("type", m.Type), octt.Must("severity", m.Severity))
	return which
}

// meant tells whether a variable is that of a monitor by what the requirements of resultOn look at: a place that is named more precisely is no
// other one.
func meant(c ocpp201.Component, v ocpp201.Variable, m ocpp201.SetMonitoringData) bool {
	if !strings.EqualFold(c.Name, m.Component.Name) || !strings.EqualFold(v.Name, m.Variable.Name) {
		return false
	}
	at := m.Component.EVSE
	return at == nil || c.EVSE != nil && c.EVSE.ID == at.ID && (at.ConnectorID == nil || c.EVSE.ConnectorID != nil && *c.EVSE.ConnectorID == *at.ConnectorID)
}

// of are the requirements that a part of a message is about a variable. prefix is the path of that part, with its dot.
func of(prefix string, c ocpp201.Component, v ocpp201.Variable) []octt.Requirement {
	all := []octt.Requirement{octt.Must(prefix+"component.name", octt.Identifier(c.Name)), octt.Must(prefix+"variable.name", octt.Identifier(v.Name))}
	if c.EVSE != nil {
		all = append(all, octt.Must(prefix+"component.evse.id", c.EVSE.ID))
		if c.EVSE.ConnectorID != nil {
			all = append(all, octt.Must(prefix+"component.evse.connectorId", *c.EVSE.ConnectorID))
		}
	}
	return all
}

// taken are the validations of a result by which the station has taken a monitor. Part 2 has it return the id that it has given to a new one
// (N04.FR.11); one that takes the place of another has the id of the request, which the result may leave out (SetMonitoringResultType).
func taken(m ocpp201.SetMonitoringData) []octt.Requirement {
	id := octt.Present("id").Clause("N04.FR.11")
	if m.ID != nil {
		id = octt.OrOmitted("id", *m.ID).Named("<the id of the monitor that is replaced>").Clause("N04.FR.12")
	}
	return []octt.Requirement{id, octt.Must("status", ocpp201.SetMonitoringStatusAccepted).Clause("N04.FR.08")}
}

// accepted are those of a table that looks at statusInfo as well.
func accepted(m ocpp201.SetMonitoringData) []octt.Requirement {
	return append(taken(m), octt.OrOmitted("statusInfo.reasonCode", noError))
}

// refused are those of a result by which it has not, with the reasons that the table allows.
func refused(status any, ids []string, reasons ...string) []octt.Requirement {
	all := []octt.Requirement{octt.Must("status", status).Clause(ids...), octt.Omitted("id")}
	if len(reasons) > 0 {
		all = append(all, octt.OrOmitted("statusInfo.reasonCode", octt.OneOf(reasons...)))
	}
	return all
}

// setsInVain plays the rows of a SetVariableMonitoringRequest for one monitor that the station does not take.
func setsInVain(s *octt.Scenario, row int, m ocpp201.SetMonitoringData, judged []octt.Requirement, premises ...octt.Clause) {
	octt.Send(s, row, ocpp201.SetVariableMonitoringRequest{SetMonitoringData: []ocpp201.SetMonitoringData{m}}).Receive(row+1, append(premises,
		octt.Elements("setMonitoringResult", 1), octt.Element("setMonitoringResult", resultOn(m), judged...))...)
}

const (
	noError  = "NoError" // statusInfo is absent or says this, in tables 337 to 353; those from 374 on, and preparations, do not look at it
	notFound = "NotFound"
)

// because is the validation of statusInfo in a table that has one; reason is empty for the others.
func because(reason string, clauses ...octt.Clause) []octt.Clause {
	if reason == "" {
		return clauses
	}
	return append(clauses, octt.OrOmitted("statusInfo.reasonCode", reason))
}

// asksMonitors is a GetMonitoringReportRequest for criteria, of which there may be none, and component variables.
func asksMonitors(variables []ocpp201.ComponentVariable, criteria ...ocpp201.MonitoringCriterion) ocpp201.GetMonitoringReportRequest {
	return ocpp201.GetMonitoringReportRequest{RequestID: int(rand.Int32()), MonitoringCriteria: criteria, ComponentVariable: variables}
}

// reportsMonitors plays the rows of a GetMonitoringReportRequest and of the report that follows it, as often as the station says that there
// is more, for at most Timeouts.Report. Not every table looks at requestId, generatedAt and seqNo, which "all report parts have been
// received" rests on.
func reportsMonitors(s *octt.Scenario, row int, q ocpp201.GetMonitoringReportRequest, reason string) (all []octt.Watch) {
	asked := time.Now()
	octt.Send(s, row, q).Receive(row+1, because(reason, octt.Must("status", ocpp201.GenericDeviceModelStatusAccepted).Clause("N02.FR.01"))...)
	end, dated := asked.Add(s.Timeouts.Report), true
	for seqNo := 0; ; seqNo++ {
		part, call := octt.Receive[ocpp201.NotifyMonitoringReportRequest](s, row+2, octt.Until(end), octt.By("N02.FR.03"),
			octt.Must("requestId", q.RequestID).Named("<Generated requestId>").Clause("N02.FR.04"),
			octt.Must("seqNo", seqNo).Clause("N02.FR.09"))
		call.Accept(row + 3)
		all = append(all, octt.Watches(part)...)
		dated = dated && s.Generated(row+2, call.Message(), part.GeneratedAt.Time, asked)
		if part.TBC == nil || !*part.TBC {
			return all
		}
		if call.Message().At.After(end) {
			s.Check(row+2, fmt.Sprintf("The report ends within %s.", s.Timeouts.Report), fmt.Sprintf("%d parts, and more to come", seqNo+1), "its last part")
			s.Stop()
		}
	}
}

// reportsNone plays the rows of a GetMonitoringReportRequest that means no monitor.
func reportsNone(s *octt.Scenario, row int, q ocpp201.GetMonitoringReportRequest, reason string, ids ...string) {
	octt.Send(s, row, q).Receive(row+1, because(reason, octt.Must("status", ocpp201.GenericDeviceModelStatusEmptyResultSet).Clause(ids...))...)
}

// none is what words say when there is nothing to name.
const none = octt.None

// words name monitors for which test holds.
func words(all []octt.Watch, test func(octt.Watch) bool) string {
	var out []string
	for _, w := range all {
		if test(w) {
			name := w.Component.Name
			if w.Component.EVSE != nil {
				name += fmt.Sprintf(" (EVSE %d)", w.Component.EVSE.ID)
			}
			out = append(out, fmt.Sprintf("monitor %d of %s.%s (%s, severity %d)", w.ID, name, w.Variable.Name, w.Type, w.Severity))
		}
	}
	if len(out) == 0 {
		return none
	}
	return strings.Join(out, ", ")
}

// holds tells whether a report has a monitor of a type on a variable.
func holds(all []octt.Watch, t ocpp201.Monitor, c ocpp201.Component, v ocpp201.Variable) bool {
	return slices.ContainsFunc(all, func(w octt.Watch) bool { return w.Type == t && w.On(c, v) })
}

// withID is the monitor of a report with an id; its zero value where there is none.
func withID(all []octt.Watch, id int) octt.Watch {
	if i := slices.IndexFunc(all, func(w octt.Watch) bool { return w.ID == id }); i >= 0 {
		return all[i]
	}
	return octt.Watch{}
}

// level has the station report monitors up to a severity, as a preparation (errata of 2025-02): what it reports else is its choice.
func level(s *octt.Scenario) {
	octt.Send(s, 0, ocpp201.SetMonitoringLevelRequest{Severity: 8}).Receive(0, octt.Must("status", ocpp201.GenericStatusAccepted))
}

// rebases plays the rows of a SetMonitoringBaseRequest.
func rebases(s *octt.Scenario, row int, base ocpp201.MonitoringBase, reason string) {
	octt.Send(s, row, ocpp201.SetMonitoringBaseRequest{MonitoringBase: base}).Receive(after(row),
		because(reason, octt.Must("status", ocpp201.GenericDeviceModelStatusAccepted).Clause("N03.FR.01"))...)
}
