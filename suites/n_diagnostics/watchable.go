package n_diagnostics

import (
	"fmt"
	"slices"

	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// canBeWatched is the premise of every table that sets monitors: their variables "can be monitored", which is likely and not guaranteed (part 6,
// notes of tables 342 to 347). A station says of each variable whether it supports monitoring (part 2, VariableCharacteristicsType), and takes
// monitors of those only (N04, prerequisite). Where it refuses one and says so, the tester has to name another variable, or the laboratory: the
// refusal shows nothing, be it the one that a table looks for. What a station has no monitor of although it says that it supports some is
// judged as the table has it.
func canBeWatched(s *octt.Scenario, monitors ...ocpp201.SetMonitoringData) octt.Clause {
	const requirement = "The variables that the table monitors can be monitored. Those that a bench file names under configured may be others."
	return octt.Premise(requirement, func(answer ocpp201.SetVariableMonitoringResponse) string {
		for _, m := range monitors {
			refused := func(r ocpp201.SetMonitoringResult) bool {
				no := r.Status == ocpp201.SetMonitoringStatusUnsupportedMonitorType || r.Status == ocpp201.SetMonitoringStatusRejected
				return no && meant(r.Component, r.Variable, m)
			}
			if !slices.ContainsFunc(answer.SetMonitoringResult, refused) {
				continue
			}
			if c := characteristics(s, m); c != nil && !c.SupportsMonitoring {
				return fmt.Sprintf("%s.%s, of which the Charging Station reports that it supports no monitoring", m.Component.Name, m.Variable.Name)
			}
		}
		return ""
	})
}

// hasLimit is the premise that the variable of a threshold has a maxLimit below it: where the station takes the threshold, that is looked at.
func hasLimit(s *octt.Scenario, m ocpp201.SetMonitoringData) octt.Clause {
	const requirement = "The variable has a maxLimit, and configured.threshold_monitor_exceeding_maxlimit_value of the bench file is beyond it."
	return octt.Premise(requirement, func(answer ocpp201.SetVariableMonitoringResponse) string {
		taken := func(r ocpp201.SetMonitoringResult) bool { return r.Status == ocpp201.SetMonitoringStatusAccepted }
		if !slices.ContainsFunc(answer.SetMonitoringResult, taken) {
			return ""
		}
		switch c := characteristics(s, m); {
		case c == nil:
			return ""
		case c.MaxLimit == nil:
			return fmt.Sprintf("%s.%s without a maxLimit", m.Component.Name, m.Variable.Name)
		case *c.MaxLimit >= m.Value:
			return fmt.Sprintf("%v, and a maxLimit of %v", m.Value, *c.MaxLimit)
		}
		return ""
	})
}

// characteristics are what the station reports of the variable of a monitor; nil where it does not.
func characteristics(s *octt.Scenario, m ocpp201.SetMonitoringData) *ocpp201.VariableCharacteristics {
	data, err := s.AskVariable(m.Component, m.Variable)
	if err != nil || data == nil {
		return nil
	}
	return data.VariableCharacteristics
}
