package monitoring

import (
	"slices"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/model"
	"github.com/certbench/certbench/station/wire"
)

// GetMonitoringReport answers use case N02. All three criteria are supported, so that NotSupported (N02.FR.02) never arises.
func (mo *Monitoring) GetMonitoringReport(q ocpp201.GetMonitoringReportRequest) (ocpp201.GetMonitoringReportResponse, error) {
	if err := mo.wire.TooMany(q.Action(), len(q.ComponentVariable)); err != nil {
		return ocpp201.GetMonitoringReportResponse{}, err
	}
	if !mo.has() {
		return ocpp201.GetMonitoringReportResponse{Status: ocpp201.GenericDeviceModelStatusRejected, StatusInfo: mo.wire.Reason("NotEnabled", "monitoring is not enabled")}, nil
	}
	chosen := mo.Decide.Chosen(q)
	if len(chosen) == 0 { // N02.FR.10
		return ocpp201.GetMonitoringReportResponse{Status: ocpp201.GenericDeviceModelStatusEmptyResultSet, StatusInfo: mo.wire.Reason("NotFound", "no monitor is meant")}, nil
	}
	data := reported(chosen)
	mo.wire.Then(func() { mo.report(q.RequestID, data) })
	return ocpp201.GetMonitoringReportResponse{Status: ocpp201.GenericDeviceModelStatusAccepted}, nil
}

// chosen are the monitors that have one of the criteria and watch one of the variables (N02.FR.05 to FR.11).
func (mo *Monitoring) chosen(q ocpp201.GetMonitoringReportRequest) []*Monitor {
	var all []*Monitor
	for _, m := range mo.Monitors {
		if !m.Disabled && meets(m.Type, q.MonitoringCriteria) && model.Meant(m.watched, q.ComponentVariable) {
			all = append(all, m)
		}
	}
	return all
}

// meets tells whether a type of monitor has one of the criteria (N02.FR.12 to FR.14).
func meets(t ocpp201.Monitor, criteria []ocpp201.MonitoringCriterion) bool {
	of := ocpp201.MonitoringCriterionDeltaMonitoring
	switch {
	case isThreshold(t):
		of = ocpp201.MonitoringCriterionThresholdMonitoring
	case isPeriodic(t):
		of = ocpp201.MonitoringCriterionPeriodicMonitoring
	}
	return len(criteria) == 0 || slices.Contains(criteria, of)
}

// reported puts monitors of the same variable together, in the order of the first of each.
func reported(chosen []*Monitor) []ocpp201.MonitoringData {
	var data []ocpp201.MonitoringData
	at := map[*model.Variable]int{}
	for _, m := range chosen {
		i, known := at[m.watched]
		if !known {
			i = len(data)
			at[m.watched] = i
			data = append(data, ocpp201.MonitoringData{Component: m.Component, Variable: m.Variable})
		}
		data[i].VariableMonitoring = append(data[i].VariableMonitoring, ocpp201.VariableMonitoring{
			ID: m.ID, Transaction: m.Transaction, Value: m.Value, Type: m.Type, Severity: m.Severity,
		})
	}
	return data
}

// report sends NotifyMonitoringReports, each with the requestId of the request, seqNo counting from 0 (N02.FR.04, FR.09).
func (mo *Monitoring) report(requestID int, data []ocpp201.MonitoringData) {
	generated := mo.wire.Stamp()
	for seqNo, more := 0, true; more; seqNo++ {
		page := data[:min(mo.product.Capabilities.ReportItems, len(data))]
		data = data[len(page):]
		more = len(data) > 0
		wire.Send(mo.wire, ocpp201.NotifyMonitoringReportRequest{
			RequestID: requestID, GeneratedAt: generated, SeqNo: seqNo, TBC: new(more), Monitor: page,
		}, wire.Sending{Asked: true})
	}
}
