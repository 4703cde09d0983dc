package n_diagnostics

import (
	"time"

	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/states"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// TC_N_16_CS sets a level above which a monitor is not reported, and triggers that.
var TC_N_16_CS = octt.Register(octt.Case{
	ID: "TC_N_16_CS",
	Before: octt.Prepare(free(onEVSE(8)), octt.Do(func(s *octt.Scenario) {
		s.MonitorIDs = placed(s, delta(8, evse(s), state))
	})),
	Main: func(s *octt.Scenario) {
		m, id := delta(8, evse(s), state), s.MonitorIDs[0]
		octt.Send(s, 1, ocpp201.SetMonitoringLevelRequest{Severity: 7}).Receive(2,
			octt.Must("status", ocpp201.GenericStatusAccepted).Clause("N05.FR.01"), octt.OrOmitted("statusInfo.reasonCode", noError))
		since := time.Now()
		plugsIn(s, 3)
		silentAbout(s, 4, since, "N05.FR.03", alert{of: m, id: id})
	},
})

// plugsIn has the configured EVSE become Occupied. What the station tells of the plug is judged as it is everywhere.
func plugsIn(s *octt.Scenario, row int) {
	if states.KeptOut(s) {
		s.Reach(row, states.Authorized)
	}
	s.Reach(row, states.EVConnectedPreSession)
}

// TC_N_17_CS sets levels that are none. The schema has no limits, so that a station can read them.
var TC_N_17_CS = octt.Register(octt.Case{
	ID:     "TC_N_17_CS",
	Before: octt.Monitors(),
	Main: func(s *octt.Scenario) {
		s.Beyond(ocpp201.SetMonitoringLevelRequest{}.Action())
		outOfRange(s, 1, 10, "ValueTooHigh")
		outOfRange(s, 3, -1, "ValueTooLow")
	},
})

func outOfRange(s *octt.Scenario, row, severity int, reason string) {
	octt.Send(s, row, ocpp201.SetMonitoringLevelRequest{Severity: severity}).Receive(row+1,
		octt.Must("status", ocpp201.GenericStatusRejected).Clause("N05.FR.02"),
		octt.OrOmitted("statusInfo.reasonCode", octt.OneOf("ValueOutOfRange", reason)))
}
