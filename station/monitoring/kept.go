package monitoring

import (
	"slices"

	"github.com/certbench/certbench/schemas/ocpp201"
)

// Record is the name under which monitors are kept.
const Record = "monitors"

// kept is what outlasts a reboot: the monitors with what they have seen (N07.FR.13, FR.14), base and level.
type kept struct {
	Monitors []*Monitor
	Base     ocpp201.MonitoringBase
	Level    int
	Next     int
}

func (mo *Monitoring) save() {
	mo.kernel.Save(Record, kept{Monitors: mo.Monitors, Base: mo.Base, Level: mo.Level, Next: mo.next})
}

// Restore takes over the monitors of an earlier life. One of a variable that can no longer be monitored is gone (part 2, N04, remark).
func (mo *Monitoring) Restore() {
	if !mo.product.Capabilities.Monitoring {
		return
	}
	saved := kept{Monitors: mo.Monitors, Base: mo.Base, Level: mo.Level, Next: mo.next}
	mo.kernel.Load(Record, &saved)
	mo.Base, mo.Level, mo.next = saved.Base, saved.Level, saved.Next
	mo.Monitors = slices.DeleteFunc(saved.Monitors, func(m *Monitor) bool { return !mo.attach(m) || !mo.Decide.Restores(m) })
	mo.Rearm()
}
