package monitoring

import (
	"slices"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/kernel"
	"github.com/certbench/certbench/station/model"
)

// Monitor is one monitor and what it has seen last, as it is saved.
type Monitor struct {
	ID          int
	Kind        ocpp201.EventNotification // HardWiredMonitor, PreconfiguredMonitor or CustomMonitor
	Component   ocpp201.Component
	Variable    ocpp201.Variable
	Type        ocpp201.Monitor
	Value       float64 // threshold, delta, or seconds
	Severity    int
	Transaction bool // it is active during transactions only
	Disabled    bool // by the base, of a preconfigured one
	Beyond      bool // the value was beyond the threshold when it was looked at last
	Before      string

	watched *model.Variable
	period  *kernel.Alarm
	during  string // the transaction that was open when it was looked at last
}

// Ids of the maker's monitors are below that of the first custom one.
const (
	hardWiredID     = 1
	preconfiguredID = 2
	firstCustom     = 101
)

// factory are the monitors that the product is shipped with (AQ-5, AQ-6): the maker watches for problems of the station, and has the
// CSMS hear when an operator changes for how long a driver is waited for.
func (mo *Monitoring) factory() []*Monitor {
	var all []*Monitor
	if mo.product.Capabilities.HardWiredMonitor {
		all = append(all, &Monitor{
			ID: hardWiredID, Kind: ocpp201.EventNotificationHardWiredMonitor, Type: ocpp201.MonitorDelta, Value: 1, Severity: 2,
			Component: ocpp201.Component{Name: "ChargingStation"}, Variable: ocpp201.Variable{Name: "Problem"},
		})
	}
	if mo.product.Capabilities.PreconfiguredMonitor {
		all = append(all, &Monitor{
			ID: preconfiguredID, Kind: ocpp201.EventNotificationPreconfiguredMonitor, Type: ocpp201.MonitorDelta, Value: 1, Severity: 8,
			Component: ocpp201.Component{Name: "TxCtrlr"}, Variable: ocpp201.Variable{Name: "EVConnectionTimeOut"},
		})
	}
	for _, m := range all {
		mo.attach(m)
		m.Before = m.watched.Read()
	}
	return all
}

// attach finds what a monitor watches; false where it can no longer be watched (part 2, N04, remark).
func (mo *Monitoring) attach(m *Monitor) bool {
	m.watched, _ = mo.model.Find(m.Component, m.Variable)
	return m.watched != nil && m.watched.Watchable
}

// Watches tells whether a monitor is one of a variable, as requests name it.
func (m *Monitor) Watches(c ocpp201.Component, v ocpp201.Variable) bool {
	return m.watched != nil && model.Meant(m.watched, []ocpp201.ComponentVariable{{Component: c, Variable: &v}})
}

// numeric tells whether values of a variable have an order.
func numeric(v *model.Variable) bool {
	return v.DataType == ocpp201.DataInteger || v.DataType == ocpp201.DataDecimal
}

// isThreshold and isPeriodic part the types of monitors; the other is Delta.
func isThreshold(t ocpp201.Monitor) bool {
	return t == ocpp201.MonitorUpperThreshold || t == ocpp201.MonitorLowerThreshold
}

func isPeriodic(t ocpp201.Monitor) bool {
	return t == ocpp201.MonitorPeriodic || t == ocpp201.MonitorPeriodicClockAligned
}

// put takes a monitor into the list, in the place of the one with its id.
func (mo *Monitoring) put(m *Monitor) {
	at, known := slices.BinarySearchFunc(mo.Monitors, m.ID, func(other *Monitor, id int) int { return other.ID - id })
	if known {
		mo.kernel.Cancel(mo.Monitors[at].period)
		mo.Monitors[at] = m
	} else {
		mo.Monitors = slices.Insert(mo.Monitors, at, m)
	}
	mo.arm(m)
}

// drop takes monitors out of the list.
func (mo *Monitoring) drop(which func(*Monitor) bool) {
	mo.Monitors = slices.DeleteFunc(mo.Monitors, func(m *Monitor) bool {
		gone := which(m)
		if gone {
			mo.kernel.Cancel(m.period)
		}
		return gone
	})
}
