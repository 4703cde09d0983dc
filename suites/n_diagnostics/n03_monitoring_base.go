package n_diagnostics

import (
	"fmt"
	"slices"

	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/pics"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// TC_N_05_CS sets each base. The table looks at the answers; what becomes of monitors is what the requirements that it cites ask for: All leaves a
// custom monitor alone (N03.FR.03), FactoryDefault deletes it (N03.FR.04), and HardWiredOnly disables preconfigured ones (N03.FR.05), of
// which the bench file names one where the product has any (AQ-6). Whether that is one only its maker knows: a WARNING.
var TC_N_05_CS = octt.Register(octt.Case{
	ID:     "TC_N_05_CS",
	Before: octt.Monitors(),
	Main: func(s *octt.Scenario) {
		m, set := ofOurOwn(s)
		rebases(s, 1, ocpp201.MonitoringBaseAll, noError)
		if all, err := s.AskMonitors(); set && err == nil {
			s.Check(2, "The custom monitor is still there.", slices.ContainsFunc(all, like(m)), true, "N03.FR.03")
		}
		rebases(s, 3, ocpp201.MonitoringBaseFactoryDefault, noError)
		factory, err := s.AskMonitors()
		if set && err == nil {
			s.Check(4, "The custom monitor is deleted.", words(factory, like(m)), none, "N03.FR.04")
		}
		rebases(s, 5, ocpp201.MonitoringBaseHardWiredOnly, noError)
		known := withID(factory, s.Configured.PreconfiguredMonitor)
		if all, err := s.AskMonitors(); err == nil && known.Type != "" && s.PICS.Answer(pics.AQ_6) == pics.Yes {
			s.Remark(6, fmt.Sprintf("Monitor %d, configured.preconfigured_monitor_id of the bench file, is disabled, unless it is hardwired.", known.ID),
				words(all, func(w octt.Watch) bool { return w.ID == known.ID && w.On(known.Component, known.Variable) }), none, "N03.FR.05")
		}
	},
})

// ofOurOwn sets a custom monitor outside of the table, of a severity that no other has on its variable; set is false where the station does not
// take it, or does not tell that it has it, which other cases are about.
func ofOurOwn(s *octt.Scenario) (m ocpp201.SetMonitoringData, set bool) {
	for severity := mostSeverity; severity >= 0; severity-- {
		m = delta(severity, station, state)
		if !slices.ContainsFunc(s.KnownMonitors(), like(m)) {
			break
		}
	}
	if _, err := octt.Ask(s, ocpp201.SetVariableMonitoringRequest{SetMonitoringData: []ocpp201.SetMonitoringData{m}}); err != nil {
		return m, false
	}
	all, err := s.AskMonitors()
	return m, err == nil && slices.ContainsFunc(all, like(m))
}

// mostSeverity is the number of the lowest severity (part 2, SetMonitoringDataType).
const mostSeverity = 9

// like tells monitors of the variable, type and severity of another; there cannot be two (part 2, N04.FR.10).
func like(m ocpp201.SetMonitoringData) func(octt.Watch) bool {
	return func(w octt.Watch) bool {
		return w.Type == m.Type && w.Severity == m.Severity && w.On(m.Component, m.Variable)
	}
}

// TC_N_06_CS sees a monitor be gone that is not hardwired. With a hardwired one "the test will fail", as the table says, by no fault of the
// station. The custom one is set where the variable has been freed of others, so that it is known which of them are hardwired.
var TC_N_06_CS = octt.Register(octt.Case{
	ID: "TC_N_06_CS",
	Before: octt.Prepare(octt.Monitors(), octt.Do(func(s *octt.Scenario) {
		m := delta(s.Configured.Severity, station, state)
		leaves(s, watched(m), anyMonitor)
		placed(s, m)
	})),
	Main: func(s *octt.Scenario) {
		of := []ocpp201.ComponentVariable{{Component: station, Variable: &state}}
		all := reportsMonitors(s, 1, asksMonitors(of), noError)
		s.Check(3, "Every reported monitor is a Delta monitor on AvailabilityState of the Charging Station.",
			words(all, func(w octt.Watch) bool { return w.Type != ocpp201.MonitorDelta || !w.On(station, state) }), none)
		s.Check(3, "One message tells it.", len(octt.Claimed[ocpp201.NotifyMonitoringReportRequest](s)), 1)
		rebases(s, 5, ocpp201.MonitoringBaseHardWiredOnly, noError)
		reportsNone(s, 7, asksMonitors(of), notFound, "N03.FR.05")
	},
})

// TC_N_41_CS changes a preconfigured monitor, and sees it return with FactoryDefault (erratum 6.2.103). GetMonitoringReportRequest has no
// field for the id of rows 7 and 13; the monitor is looked for in what is reported of its variable.
var TC_N_41_CS = octt.Register(octt.Case{
	ID: "TC_N_41_CS",
	Before: octt.Prepare(octt.Monitors(), octt.Do(func(s *octt.Scenario) {
		rebases(s, 0, ocpp201.MonitoringBaseFactoryDefault, "")
	})),
	Main: func(s *octt.Scenario) {
		id := s.Configured.PreconfiguredMonitor
		was := withID(reportsMonitors(s, 1, asksMonitors(nil), ""), id)
		if was.ID != id {
			s.Unproven(3, fmt.Sprintf("Monitor %d, <Configured preconfigured monitor id>, is reported. Write the id of one into configured.preconfigured_monitor_id of the bench file.", id),
				"no monitor of this id is")
		}
		changed := 5
		if was.Severity < 9 {
			changed = was.Severity + 1
		}
		m := with(id, monitor(was.Type, was.Value, changed, was.Component, was.Variable))
		m.Transaction = &was.Transaction
		octt.Send(s, 5, ocpp201.SetVariableMonitoringRequest{SetMonitoringData: []ocpp201.SetMonitoringData{m}}).Receive(6,
			preconfigured(s, was), octt.Elements("setMonitoringResult", 1), octt.Element("setMonitoringResult", of("", m.Component, m.Variable),
				octt.Must("status", ocpp201.SetMonitoringStatusAccepted).Clause("N04.FR.15"), octt.Must("type", m.Type)))
		again := withID(reportsMonitors(s, 7, asksMonitors(watched(m)), ""), id)
		s.Check(9, fmt.Sprintf("Monitor %d is reported with the new severity.", id), again.ID == id && again.Severity == changed && again.On(m.Component, m.Variable), true, "N04.FR.15")
		rebases(s, 11, ocpp201.MonitoringBaseFactoryDefault, "")
		back := withID(reportsMonitors(s, 13, asksMonitors(watched(m)), ""), id)
		s.Check(15, fmt.Sprintf("Monitor %d is reported with the severity that it had.", id), back.ID == id && back.Severity == was.Severity && back.On(m.Component, m.Variable), true, "N03.FR.04")
	},
})

// preconfigured is the premise that a monitor is no hardwired one, which a station has to refuse to change (part 2, N04.FR.18). A report tells
// them not apart; where it is refused, it is seen whether the base HardWiredOnly leaves it.
func preconfigured(s *octt.Scenario, was octt.Watch) octt.Clause {
	requirement := fmt.Sprintf("Monitor %d is a preconfigured one. Write the id of one into configured.preconfigured_monitor_id of the bench file.", was.ID)
	return octt.Premise(requirement, func(answer ocpp201.SetVariableMonitoringResponse) string {
		if len(answer.SetMonitoringResult) != 1 || answer.SetMonitoringResult[0].Status != ocpp201.SetMonitoringStatusRejected {
			return ""
		}
		base, err := octt.Ask(s, ocpp201.SetMonitoringBaseRequest{MonitoringBase: ocpp201.MonitoringBaseHardWiredOnly})
		if err != nil || base.Status != ocpp201.GenericDeviceModelStatusAccepted {
			return ""
		}
		if all, err := s.AskMonitors(); err == nil && withID(all, was.ID).On(was.Component, was.Variable) {
			return "it is there with the base HardWiredOnly too"
		}
		return ""
	})
}
