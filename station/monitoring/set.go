package monitoring

import (
	"fmt"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/model"
)

// SetVariableMonitoring answers use case N04. All that was accepted is saved in one piece before the answer goes out.
func (mo *Monitoring) SetVariableMonitoring(q ocpp201.SetVariableMonitoringRequest) (ocpp201.SetVariableMonitoringResponse, error) {
	var r ocpp201.SetVariableMonitoringResponse
	if err := mo.wire.TooMany(q.Action(), len(q.SetMonitoringData)); err != nil {
		return r, err
	}
	for _, data := range q.SetMonitoringData {
		result := mo.Decide.Judge(data)
		if result.Status == ocpp201.SetMonitoringStatusAccepted {
			result.ID = new(mo.Decide.Install(data).ID)
		}
		r.SetMonitoringResult = append(r.SetMonitoringResult, result)
	}
	mo.save()
	return r, nil
}

// judge tells what is wrong with the component first, then with the variable, then with the monitor.
func (mo *Monitoring) judge(q ocpp201.SetMonitoringData) ocpp201.SetMonitoringResult {
	r := ocpp201.SetMonitoringResult{Status: ocpp201.SetMonitoringStatusAccepted, Type: q.Type, Severity: q.Severity, Component: q.Component, Variable: q.Variable}
	no := func(status ocpp201.SetMonitoringStatus, code, why string) ocpp201.SetMonitoringResult {
		r.Status, r.StatusInfo = status, mo.wire.Reason(code, why)
		return r
	}
	v, componentKnown := mo.model.Find(q.Component, q.Variable)
	switch {
	case !mo.has():
		return no(ocpp201.SetMonitoringStatusRejected, "NotEnabled", "monitoring is not enabled")
	case !componentKnown: // N04.FR.03
		return no(ocpp201.SetMonitoringStatusUnknownComponent, "NotFound", "there is no such component")
	case v == nil: // N04.FR.04
		return no(ocpp201.SetMonitoringStatusUnknownVariable, "NotFound", "the component has no such variable")
	case !v.Watchable, isThreshold(q.Type) && !numeric(v): // N04.FR.05
		return no(ocpp201.SetMonitoringStatusUnsupportedMonitorType, "UnsupportedParam", fmt.Sprintf("the variable has no monitor of type %s", q.Type))
	case q.Severity < 0 || q.Severity > lowestSeverity:
		return no(ocpp201.SetMonitoringStatusRejected, "ValueOutOfRange", "a severity is a number from 0 to 9")
	}
	if code, why := mo.unfit(q, v); code != "" {
		return no(ocpp201.SetMonitoringStatusRejected, code, why)
	}
	if mo.another(q) != nil { // N04.FR.10
		return no(ocpp201.SetMonitoringStatusDuplicate, "InvalidValue", "the variable has a monitor of this type and severity")
	}
	return r
}

// unfit says why a monitor cannot be set on a variable that it could be set on; empty where it can.
func (mo *Monitoring) unfit(q ocpp201.SetMonitoringData, v *model.Variable) (code, why string) {
	if q.ID != nil {
		switch m := mo.find(*q.ID); {
		case m == nil: // N04.FR.13
			return "NotFound", "there is no monitor with this id"
		case m.watched != v: // N04.FR.16
			return "InvalidValue", "the monitor with this id is one of another variable"
		case m.Kind == ocpp201.EventNotificationHardWiredMonitor: // N04.FR.18
			return "InvalidValue", "the monitor with this id is hardwired"
		}
	}
	switch {
	case isThreshold(q.Type) && (v.Min != nil && q.Value < *v.Min || v.Max != nil && q.Value > *v.Max): // N04.FR.06
		return "ValueOutOfRange", "the variable never has the value of the threshold"
	case q.Type == ocpp201.MonitorDelta && q.Value < 0: // N04.FR.14
		return "ValuePositiveOnly", "a delta is not negative"
	case isPeriodic(q.Type) && q.Value < 1:
		return "ValueTooLow", "an interval is a second at least"
	}
	return "", ""
}

// another is the monitor of the same variable, type and severity with another id than the one to be set; nil where there is none.
func (mo *Monitoring) another(q ocpp201.SetMonitoringData) *Monitor {
	v, _ := mo.model.Find(q.Component, q.Variable)
	for _, m := range mo.Monitors {
		if !m.Disabled && m.watched == v && m.Type == q.Type && m.Severity == q.Severity && (q.ID == nil || m.ID != *q.ID) {
			return m
		}
	}
	return nil
}

// install sets a monitor. One that takes the place of another goes on from what that has seen (N07.FR.11), unless it is of another type.
func (mo *Monitoring) install(q ocpp201.SetMonitoringData) *Monitor {
	m := &Monitor{
		Kind: ocpp201.EventNotificationCustomMonitor, Component: q.Component, Variable: q.Variable, Type: q.Type, Value: q.Value,
		Severity: q.Severity, Transaction: q.Transaction != nil && *q.Transaction,
	}
	mo.attach(m)
	m.Before = m.watched.Read()
	if q.ID == nil {
		m.ID = mo.next
		mo.next++
	} else {
		old := mo.find(*q.ID)
		m.ID, m.during = old.ID, old.during
		m.Beyond = old.Beyond && old.Type == m.Type
	}
	mo.put(m)
	return m
}
