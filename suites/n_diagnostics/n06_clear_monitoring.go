package n_diagnostics

import (
	"slices"

	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// TC_N_18_CS clears two monitors. The EVSE of row 3 is the configured one, whose monitor the preparations set.
var TC_N_18_CS = octt.Register(octt.Case{
	ID: "TC_N_18_CS",
	Before: octt.Prepare(free(onBoth), octt.Do(func(s *octt.Scenario) {
		s.MonitorIDs = placed(s, delta(s.Configured.Severity, station, state), delta(s.Configured.Severity, evse(s), state))
	})),
	Main: func(s *octt.Scenario) {
		clears(s, 1, ocpp201.ClearMonitoringStatusAccepted, noError, "N06.FR.01", s.MonitorIDs...)
		unlessHardwired(s, 4, anyMonitor) // there is an empty result set with none only
		reportsNone(s, 3, asksMonitors(bothStates(s)), notFound, "N06.FR.01")
	},
})

// clears plays the rows of a ClearVariableMonitoringRequest.
func clears(s *octt.Scenario, row int, status ocpp201.ClearMonitoringStatus, reason, clause string, ids ...int) {
	clauses := []octt.Clause{octt.Elements("clearMonitoringResult", len(ids)).Clause("N06.FR.05")}
	for _, id := range ids {
		judged := []octt.Requirement{octt.Must("status", status).Clause(clause)}
		if reason != "" {
			judged = append(judged, octt.OrOmitted("statusInfo.reasonCode", reason))
		}
		clauses = append(clauses, octt.Element("clearMonitoringResult", []octt.Requirement{octt.Must("id", id)}, judged...))
	}
	octt.Send(s, row, ocpp201.ClearVariableMonitoringRequest{ID: ids}).Receive(row+1, clauses...)
}

// unusedID is the "preconfigured number" for a station without monitors: what the table expects to be answered.
const unusedID = 123456

// TC_N_19_CS clears a monitor that is not there. The id is the highest and one, and 123456 where the station has no monitor: the
// validation has that number only.
var TC_N_19_CS = octt.Register(octt.Case{
	ID:     "TC_N_19_CS",
	Before: octt.Monitors(),
	Main: func(s *octt.Scenario) {
		id := unusedID
		if known := s.KnownMonitors(); len(known) > 0 {
			id = slices.MaxFunc(known, func(a, b octt.Watch) int { return a.ID - b.ID }).ID + 1
		}
		clears(s, 1, ocpp201.ClearMonitoringStatusNotFound, notFound, "N06.FR.02", id)
	},
})

// TC_N_44_CS clears a hardwired monitor. A report does not tell which monitors are: with the base HardWiredOnly no other is left, and the
// first that is reported then is the one of the table.
var TC_N_44_CS = octt.Register(octt.Case{
	ID:     "TC_N_44_CS",
	Before: octt.Prepare(octt.Monitors(), octt.Do(func(s *octt.Scenario) { rebases(s, 0, ocpp201.MonitoringBaseHardWiredOnly, "") })),
	Main: func(s *octt.Scenario) {
		all, err := s.AskMonitors()
		if err != nil || len(all) == 0 {
			s.Unproven(1, "The Charging Station reports its hardwired monitors, of which the PICS says that it has at least one (AQ-5).", "it reports none")
		}
		clears(s, 1, ocpp201.ClearMonitoringStatusRejected, "", "N06.FR.03", all[0].ID)
	},
})
