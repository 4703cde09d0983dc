package n_diagnostics

import (
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// free is makesRoom as a preparation.
func free(monitors func(*octt.Scenario) []ocpp201.SetMonitoringData) []octt.Preparation {
	return octt.Prepare(octt.Monitors(), octt.Do(func(s *octt.Scenario) { makesRoom(s, monitors(s)...) }))
}

// bare has variables be without any monitor at all.
func bare(variables func(*octt.Scenario) []ocpp201.ComponentVariable) []octt.Preparation {
	return octt.Prepare(octt.Monitors(), octt.Do(func(s *octt.Scenario) { leaves(s, variables(s), anyMonitor) }))
}

// onEVSE are monitors of the state of the configured EVSE, of severities; nil is <Configured severity>.
func onEVSE(severities ...int) func(*octt.Scenario) []ocpp201.SetMonitoringData {
	return func(s *octt.Scenario) (all []ocpp201.SetMonitoringData) {
		if severities == nil {
			return []ocpp201.SetMonitoringData{delta(s.Configured.Severity, evse(s), state)}
		}
		for _, severity := range severities {
			all = append(all, delta(severity, evse(s), state))
		}
		return all
	}
}

func onBoth(s *octt.Scenario) []ocpp201.SetMonitoringData {
	return []ocpp201.SetMonitoringData{delta(s.Configured.Severity, evse(s), state), delta(s.Configured.Severity, station, state)}
}

func stateOfEVSE(s *octt.Scenario) []ocpp201.ComponentVariable {
	return []ocpp201.ComponentVariable{{Component: evse(s), Variable: &state}}
}

func bothStates(s *octt.Scenario) []ocpp201.ComponentVariable {
	return append(stateOfEVSE(s), ocpp201.ComponentVariable{Component: station, Variable: &state})
}

// TC_N_08_CS sets one monitor.
var TC_N_08_CS = octt.Register(octt.Case{
	ID:     "TC_N_08_CS",
	Before: bare(stateOfEVSE),
	Main: func(s *octt.Scenario) {
		m := delta(8, evse(s), state)
		id := sets(s, 1, m)[0]
		all := reportsMonitors(s, 3, asksMonitors(stateOfEVSE(s)), noError)
		s.Check(5, "Every reported monitor is a Delta monitor on AvailabilityState of the configured EVSE.",
			words(all, func(w octt.Watch) bool { return w.Type != ocpp201.MonitorDelta || !w.On(m.Component, m.Variable) }), none)
		s.Check(5, "The monitor is reported by its id, as it was set.", asSet(withID(all, id), m), true, "N04.FR.08", "N04.FR.11")
	},
})

// asSet tells whether a reported monitor is what was asked for.
func asSet(w octt.Watch, m ocpp201.SetMonitoringData) bool {
	return w.Type == m.Type && w.Severity == m.Severity && w.Value == m.Value && w.On(m.Component, m.Variable)
}

// TC_N_09_CS sets monitors on two variables. The table sets them with <Configured severity> and expects 8, which it was once: they have
// the severity that they are set with.
var TC_N_09_CS = octt.Register(octt.Case{
	ID:     "TC_N_09_CS",
	Before: free(onBoth),
	Main: func(s *octt.Scenario) {
		one, two := delta(s.Configured.Severity, evse(s), state), delta(s.Configured.Severity, station, state)
		ids := sets(s, 1, one, two)
		s.Check(2, "Each monitor has an id of its own.", ids[0] != ids[1], true, "N04.FR.11")
		all := reportsMonitors(s, 3, asksMonitors(bothStates(s)), noError)
		s.Check(5, "Both monitors are reported by their ids.", asSet(withID(all, ids[0]), one) && asSet(withID(all, ids[1]), two), true, "N04.FR.08")
	},
})

// TC_N_10_CS sets two monitors on one variable.
var TC_N_10_CS = octt.Register(octt.Case{
	ID:     "TC_N_10_CS",
	Before: free(onEVSE(8, 7)),
	Main: func(s *octt.Scenario) {
		ids := sets(s, 1, delta(8, evse(s), state), delta(7, evse(s), state))
		s.Check(2, "Each monitor has an id of its own.", ids[0] != ids[1], true, "N04.FR.11")
	},
})

// unknownEVSE is one that no station is assumed to have.
const unknownEVSE = 99

// TC_N_11_CS names components that the station does not have. The variable of the second is Power, as row 1 has it; the validation repeats
// that of the first.
var TC_N_11_CS = octt.Register(octt.Case{
	ID:     "TC_N_11_CS",
	Before: octt.Monitors(),
	Main: func(s *octt.Scenario) {
		one := delta(s.Configured.Severity, ocpp201.Component{Name: "EVSE", EVSE: &ocpp201.EVSE{ID: unknownEVSE}}, state)
		two := monitor(ocpp201.MonitorUpperThreshold, 1234, s.Configured.Severity, ocpp201.Component{Name: "NonExistent"}, ocpp201.Variable{Name: "Power"})
		ids := []string{"N04.FR.03"}
		octt.Send(s, 1, ocpp201.SetVariableMonitoringRequest{SetMonitoringData: []ocpp201.SetMonitoringData{one, two}}).Receive(2,
			octt.Elements("setMonitoringResult", 2),
			octt.Element("setMonitoringResult", resultOn(one), refused(octt.OneOf(ocpp201.SetMonitoringStatusUnknownComponent, ocpp201.SetMonitoringStatusRejected), ids, "UnknownEVSE", notFound)...),
			octt.Element("setMonitoringResult", resultOn(two), refused(octt.OneOf(ocpp201.SetMonitoringStatusUnknownComponent, ocpp201.SetMonitoringStatusUnknownVariable), ids, notFound)...))
	},
})

// TC_N_12_CS sets a negative delta (erratum 6.2.87). Beside another of its severity on the variable it would be a Duplicate (N04.FR.10).
var TC_N_12_CS = octt.Register(octt.Case{
	ID: "TC_N_12_CS",
	Before: free(func(s *octt.Scenario) []ocpp201.SetMonitoringData {
		return []ocpp201.SetMonitoringData{numeric(s, ocpp201.MonitorDelta, -1, s.Configured.Severity)}
	}),
	Main: func(s *octt.Scenario) {
		m := numeric(s, ocpp201.MonitorDelta, -1, s.Configured.Severity)
		setsInVain(s, 1, m, refused(ocpp201.SetMonitoringStatusRejected, []string{"N04.FR.14"}, "ValueOutOfRange", "ValuePositiveOnly"), canBeWatched(s, m))
	},
})

// TC_N_13_CS sets a threshold that the variable never reaches (erratum 6.2.88). That it has a maxLimit, which is smaller, is a prerequisite.
var TC_N_13_CS = octt.Register(octt.Case{
	ID:     "TC_N_13_CS",
	Before: free(func(s *octt.Scenario) []ocpp201.SetMonitoringData { return []ocpp201.SetMonitoringData{beyondLimit(s)} }),
	Main: func(s *octt.Scenario) {
		m := beyondLimit(s)
		setsInVain(s, 1, m, refused(ocpp201.SetMonitoringStatusRejected, []string{"N04.FR.06"}, "ValueOutOfRange"), canBeWatched(s, m), hasLimit(s, m))
	},
})

func beyondLimit(s *octt.Scenario) ocpp201.SetMonitoringData {
	c, v := s.Configured.Watched(s.Configured.LimitedVariable)
	return monitor(ocpp201.MonitorUpperThreshold, s.Configured.BeyondLimit, s.Configured.Severity, c, v)
}

// TC_N_15_CS sets the same monitor twice. Of the two results one is of each kind: where both are of one, the other is missed.
var TC_N_15_CS = octt.Register(octt.Case{
	ID:     "TC_N_15_CS",
	Before: free(onEVSE()),
	Main: func(s *octt.Scenario) {
		m := delta(s.Configured.Severity, evse(s), state)
		first := append(resultOn(m), octt.Must("status", ocpp201.SetMonitoringStatusAccepted))
		second := append(resultOn(m), octt.Must("status", ocpp201.SetMonitoringStatusDuplicate))
		octt.Send(s, 1, ocpp201.SetVariableMonitoringRequest{SetMonitoringData: []ocpp201.SetMonitoringData{m, m}}).Receive(2,
			canBeWatched(s, m), octt.Elements("setMonitoringResult", 2),
			octt.FirstElement("setMonitoringResult", first, octt.Present("id").Clause("N04.FR.11"), octt.OrOmitted("statusInfo.reasonCode", noError)),
			octt.FirstElement("setMonitoringResult", second, octt.OrOmitted("statusInfo.reasonCode", "InvalidValue")).Clause("N04.FR.10"))
	},
})

// TC_N_37_CS names a variable that the EVSE does not have. The table names no EVSE: without one the station would be right to say that it
// does not know the component (part 2, N04.FR.03), so that the configured one is named.
var TC_N_37_CS = octt.Register(octt.Case{
	ID:     "TC_N_37_CS",
	Before: octt.Monitors(),
	Main: func(s *octt.Scenario) {
		m := delta(s.Configured.Severity, evse(s), ocpp201.Variable{Name: "unknownVariable"})
		setsInVain(s, 1, m, refused(ocpp201.SetMonitoringStatusUnknownVariable, []string{"N04.FR.04"}))
	},
})

// TC_N_39_CS names the id of a monitor and another variable than it watches (erratum 6.2.92).
var TC_N_39_CS = octt.Register(octt.Case{
	ID: "TC_N_39_CS",
	Before: free(func(s *octt.Scenario) []ocpp201.SetMonitoringData {
		return []ocpp201.SetMonitoringData{text(s, s.Configured.Severity), numeric(s, ocpp201.MonitorDelta, 1, s.Configured.Severity)}
	}),
	Main: func(s *octt.Scenario) {
		m := text(s, s.Configured.Severity)
		id := takes(s, 1, m)[0]
		other := with(id, numeric(s, ocpp201.MonitorDelta, 1, s.Configured.Severity))
		octt.Send(s, 3, ocpp201.SetVariableMonitoringRequest{SetMonitoringData: []ocpp201.SetMonitoringData{other}}).Receive(4,
			canBeWatched(s, other), octt.Elements("setMonitoringResult", 1), octt.Element("setMonitoringResult", of("", other.Component, other.Variable),
				octt.Must("status", ocpp201.SetMonitoringStatusRejected).Clause("N04.FR.16"), octt.Must("type", other.Type)))
		all := reportsMonitors(s, 5, asksMonitors(nil), "")
		s.Check(7, "The monitor is reported by its id, as it was set.", asSet(withID(all, id), m), true, "N04.FR.16")
	},
})

// TC_N_40_CS replaces a monitor by its id.
var TC_N_40_CS = octt.Register(octt.Case{
	ID: "TC_N_40_CS",
	Before: octt.Prepare(free(onEVSE(5, 4)), octt.Do(func(s *octt.Scenario) {
		s.MonitorIDs = placed(s, delta(5, evse(s), state))
	})),
	Main: func(s *octt.Scenario) {
		id := s.MonitorIDs[0]
		m := with(id, delta(4, evse(s), state))
		takes(s, 1, m)
		all := reportsMonitors(s, 3, asksMonitors(stateOfEVSE(s), deltas), "")
		s.Check(5, "The monitor is reported by its id with severity 4.", asSet(withID(all, id), m), true, "N04.FR.12")
		s.Check(5, "No monitor of severity 5 is left: it was replaced.", words(all, func(w octt.Watch) bool { return w.Type == m.Type && w.Severity == 5 }), none, "N04.FR.12")
	},
})

// TC_N_43_CS sets three monitors, of which the second is no good (erratum 6.2.105).
var TC_N_43_CS = octt.Register(octt.Case{
	ID:     "TC_N_43_CS",
	Before: free(three),
	Main: func(s *octt.Scenario) {
		all := three(s)
		upper, wrong, lower := all[0], all[1], all[2]
		octt.Send(s, 1, ocpp201.SetVariableMonitoringRequest{SetMonitoringData: all}).Receive(2,
			canBeWatched(s, all...), octt.Elements("setMonitoringResult", 3).Clause("N04.FR.01"),
			octt.Element("setMonitoringResult", resultOn(upper), accepted(upper)...),
			octt.Element("setMonitoringResult", resultOn(wrong), octt.Must("status", ocpp201.SetMonitoringStatusRejected).Clause("N04.FR.14")),
			octt.Element("setMonitoringResult", resultOn(lower), accepted(lower)...))
	},
})

func three(s *octt.Scenario) []ocpp201.SetMonitoringData {
	severity := s.Configured.Severity
	return []ocpp201.SetMonitoringData{
		threshold(s, ocpp201.MonitorUpperThreshold, s.Configured.UpperTrigger, severity), numeric(s, ocpp201.MonitorDelta, -1, severity),
		threshold(s, ocpp201.MonitorLowerThreshold, s.Configured.LowerTrigger, severity)}
}
