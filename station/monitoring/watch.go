package monitoring

import (
	"math"
	"strconv"
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
)

// sampled is how often values are looked at that change by themselves.
const sampled = time.Second

// Look has every monitor look at its variable. Whoever runs the loop calls it in each turn: whatever has changed a value, it is seen
// before the next thing is done.
//
// Of a monitor whose events do not wait for the connection nothing is looked at while there is none. When it is back, the CSMS hears how
// things are then (part 2, N07, remark).
func (mo *Monitoring) Look() {
	if len(mo.Monitors) == 0 || !mo.has() {
		return
	}
	changed := false
	mo.gathers = mo.product.Capabilities.EventsTogether || mo.product.Capabilities.EventsInParts
	for _, m := range mo.Monitors {
		if m.Disabled || isPeriodic(m.Type) || !mo.heard(m) || !mo.Decide.Watches(m) {
			continue
		}
		changed = mo.LookAt(m) || changed
		m.during = mo.transaction(m)
	}
	mo.tellGathered()
	if changed {
		mo.save()
	}
	if mo.look == nil && mo.meters.Rising() {
		mo.look = mo.kernel.After(sampled, func() { mo.look = nil })
	}
}

// heard tells whether the CSMS would hear of an event, now or later.
func (mo *Monitoring) heard(m *Monitor) bool { return mo.wire.Heard() || mo.Decide.Queues(m) }

// queues goes by OfflineMonitoringEventQueuingSeverity (N07.FR.04); a product without it queues no event (DM-3).
func (mo *Monitoring) queues(m *Monitor) bool {
	return mo.product.Capabilities.OfflineEventQueue && m.Severity <= mo.model.Integer(controller, offlineSeverity, "")
}

// watches tells whether a monitor is active: one of transactions is during these only.
func (mo *Monitoring) watches(m *Monitor) bool { return !m.Transaction || mo.transaction(m) != "" }

// LookAt looks at the variable of one monitor, and tells whether the monitor was triggered.
func (mo *Monitoring) LookAt(m *Monitor) bool {
	now := m.watched.Read()
	if !isThreshold(m.Type) {
		if !mo.Decide.Differs(m, m.Before, now) {
			return false
		}
		m.Before = now
		mo.Tell(m, ocpp201.EventTriggerDelta, nil)
		return true
	}
	value, err := strconv.ParseFloat(now, 64)
	if err != nil {
		return false // it has no value yet
	}
	was := m.Beyond
	if m.Beyond = mo.Decide.Beyond(m, value); m.Beyond == was {
		return false
	}
	var cleared *bool
	if was { // N07.FR.02
		cleared = new(true)
	}
	mo.Tell(m, ocpp201.EventTriggerAlerting, cleared)
	return true
}

// beyond tells a value that exceeds an upper threshold, or drops below a lower one: on the threshold it does neither.
func beyond(m *Monitor, value float64) bool {
	if m.Type == ocpp201.MonitorUpperThreshold {
		return value > m.Value
	}
	return value < m.Value
}

// differs tells a number that has changed by more than the delta, and everything else that has changed at all.
func differs(m *Monitor, before, now string) bool {
	if !numeric(m.watched) {
		return before != now
	}
	was, unset := strconv.ParseFloat(before, 64)
	is, gone := strconv.ParseFloat(now, 64)
	if unset != nil || gone != nil {
		return before != now
	}
	return math.Abs(is-was) > m.Value
}

// transaction is the one that is under way where a monitor looks, of which there may be several for the whole station; "" for none.
func (mo *Monitoring) transaction(m *Monitor) string {
	for _, s := range mo.charging.Sessions() {
		if s.Tx != nil && (m.Component.EVSE == nil || m.Component.EVSE.ID == s.EVSE) {
			return s.Tx.ID
		}
	}
	return ""
}
