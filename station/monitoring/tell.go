package monitoring

import (
	"errors"
	"slices"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/wire"
)

// Told is what wire.Message.About is of a message about an event of a monitor; of several, it is the first.
type Told struct{ *Monitor }

// happened is an event, and the monitor that was triggered.
type happened struct {
	of    *Monitor
	event ocpp201.EventData
}

// Tell sends a NotifyEvent of a monitor that was triggered, in a message of its own (part 2, NotifyEventRequest: "usually") where the
// product does not tell of several in one. One that waits for the connection keeps its time and value.
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
	if mo.gathers {
		mo.gathered = append(mo.gathered, happened{m, event})
		return
	}
	mo.send([]happened{{m, event}}, mo.Decide.Queues(m))
}

// tellGathered sends the events that have waited for one another: those that wait for the connection too, and those that do not.
func (mo *Monitoring) tellGathered() {
	all := mo.gathered
	mo.gathers, mo.gathered = false, nil
	for _, keep := range []bool{true, false} {
		mo.send(slices.DeleteFunc(slices.Clone(all), func(h happened) bool { return mo.Decide.Queues(h.of) != keep }), keep)
	}
}

// send tells of events in one message, or in a part each.
func (mo *Monitoring) send(all []happened, keep bool) {
	if len(all) == 0 {
		return
	}
	if !mo.product.Capabilities.EventsInParts {
		mo.sendPart(all, 0, false, keep)
		return
	}
	for i := range all {
		mo.sendPart(all[i:i+1], i, i < len(all)-1, keep)
	}
}

// sendPart sends a part, of which the first has the seqNo 0 (N07.FR.07, N08.FR.04).
func (mo *Monitoring) sendPart(all []happened, seqNo int, more, keep bool) {
	request := ocpp201.NotifyEventRequest{GeneratedAt: mo.wire.Stamp(), SeqNo: seqNo}
	if more {
		request.TBC = new(true)
	}
	for _, h := range all {
		request.EventData = append(request.EventData, h.event)
	}
	wire.Ask(mo.wire, request, wire.Sending{Keep: keep, About: Told{all[0].of}}, nil, func(reason error) {
		for _, h := range all {
			mo.lost(h.of, reason)
		}
	})
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
