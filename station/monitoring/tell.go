package monitoring

import (
	"errors"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/wire"
)

// Told is what wire.Message.About is of a message about an event of a monitor.
type Told struct{ *Monitor }

// Tell sends a NotifyEvent of a monitor that was triggered, in a message of its own (part 2, NotifyEventRequest: "usually"). One that
// waits for the connection keeps its time and value.
func (mo *Monitoring) Tell(m *Monitor, trigger ocpp201.EventTrigger, cleared *bool) {
	if !mo.Decide.Reports(m) {
		return
	}
	event := ocpp201.EventData{
		EventID: mo.site.NextEvent(), Timestamp: mo.wire.Stamp(), Trigger: trigger, ActualValue: mo.Decide.Shown(m), Cleared: cleared,
		VariableMonitoringID: &m.ID, EventNotificationType: m.Kind, Component: m.Component, Variable: m.Variable,
	}
	if id := mo.concerned(m); id != "" {
		event.TransactionID = &id
	}
	request := ocpp201.NotifyEventRequest{GeneratedAt: mo.wire.Stamp(), SeqNo: 0, EventData: []ocpp201.EventData{event}} // N07.FR.07, N08.FR.04
	wire.Ask(mo.wire, request, wire.Sending{Keep: mo.Decide.Queues(m), About: Told{m}}, nil, func(reason error) { mo.lost(m, reason) })
}

// concerned is the transaction under way, or the one that has ended with what has triggered the monitor.
func (mo *Monitoring) concerned(m *Monitor) string {
	if id := mo.transaction(m); id != "" {
		return id
	}
	return m.during
}

// lost has a change that the CSMS has not heard of be seen anew when the connection is back: its event did not wait for that.
func (mo *Monitoring) lost(m *Monitor, reason error) {
	if !errors.Is(reason, wire.ErrLost) || isPeriodic(m.Type) {
		return
	}
	if isThreshold(m.Type) {
		m.Beyond = !m.Beyond
		return
	}
	m.Before = unheard
}

// unheard is no value of any variable.
const unheard = "\x00"

// shown is the value of the variable, and nothing of one that may not be read (N07.FR.10).
func shown(m *Monitor) string {
	if m.watched.Mutability == ocpp201.MutabilityWriteOnly {
		return ""
	}
	return m.watched.Read()
}
