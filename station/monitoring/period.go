package monitoring

import (
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/charging"
)

// arm has a periodic monitor trigger when its time has come, and again from then on (N08.FR.06, FR.07).
func (mo *Monitoring) arm(m *Monitor) {
	mo.kernel.Cancel(m.period)
	m.period = nil
	if m.Disabled || !isPeriodic(m.Type) {
		return
	}
	m.period = mo.kernel.After(mo.Decide.Period(m), func() {
		if mo.has() && mo.Decide.Watches(m) && mo.heard(m) { // N08.FR.03
			m.during = mo.transaction(m)
			mo.Tell(m, ocpp201.EventTriggerPeriodic, nil)
		}
		mo.arm(m)
	})
}

// Rearm sets the periodic monitors anew, because the station has booted or its clock has jumped.
func (mo *Monitoring) Rearm() {
	for _, m := range mo.Monitors {
		mo.arm(m)
	}
}

// period is the interval of a Periodic monitor, and what is left of the present one of a PeriodicClockAligned one: intervals begin at
// midnight UTC, as those of clock-aligned meter values do.
func (mo *Monitoring) period(m *Monitor) time.Duration {
	interval := time.Duration(m.Value * float64(time.Second))
	if m.Type == ocpp201.MonitorPeriodic {
		return interval
	}
	return charging.UntilAligned(mo.kernel.Now(), interval)
}
