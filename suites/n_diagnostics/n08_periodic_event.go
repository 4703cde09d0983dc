package n_diagnostics

import (
	"fmt"
	"time"

	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// periods is how many events TC_N_24_CS waits for: the table has them go on, and names no number.
const periods = 3

// TC_N_24_CS has the station tell of a variable at an interval (erratum 6.2.95).
var TC_N_24_CS = octt.Register(octt.Case{
	ID: "TC_N_24_CS",
	Before: octt.Prepare(octt.Monitors(), octt.Do(func(s *octt.Scenario) {
		makesRoom(s, periodicAlert(s))
		level(s)
	})),
	Main: func(s *octt.Scenario) {
		m, interval := periodicAlert(s), s.Configured.AlignedInterval
		earliest := time.Now() // the monitor is set when the station has got the request, and before it has answered
		id := sets(s, 1, m)[0]
		latest := time.Now()
		for range periods {
			got := alertedIn(s, 3, m, id, interval+s.Timeouts.Message, octt.Must("trigger", ocpp201.EventTriggerPeriodic).Clause("N08.FR.05"))
			s.CheckMessage(3, got, fmt.Sprintf("It comes <Configured Clock Aligned MeterValues Interval>, %s, after the one before it or after the monitor was set, with a deviation of %s.", interval, s.Timeouts.Deviation),
				got.At.Sub(earliest) >= interval-s.Timeouts.Deviation && got.At.Sub(latest) <= interval+s.Timeouts.Deviation, true, "N08.FR.06")
			earliest, latest = got.At, got.At
		}
	},
})

func periodicAlert(s *octt.Scenario) ocpp201.SetMonitoringData {
	return threshold(s, ocpp201.MonitorPeriodic, s.Configured.AlignedInterval.Seconds(), alertSeverity)
}
