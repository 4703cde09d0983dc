package station

import (
	"time"

	"strings"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/defects"
)

// getBaseReport answers use case B07.
func (fw *firmware) getBaseReport(q ocpp201.GetBaseReportRequest) (ocpp201.GetBaseReportResponse, error) {
	if fw.defects.Has(defects.BaseReportRejected) {
		return ocpp201.GetBaseReportResponse{Status: ocpp201.GenericDeviceModelStatusRejected}, nil
	}
	var chosen []*variable
	switch q.ReportBase {
	case ocpp201.ReportBaseConfigurationInventory: // B07.FR.07
		chosen = fw.model.where(func(v *variable) bool {
			if v.variable.Name == "OfflineThreshold" && fw.defects.Has(defects.ConfigurationInventoryMissesRequired) {
				return false
			}
			return v.settable() || fw.defects.Has(defects.ConfigurationInventoryListsReadOnly)
		})
	case ocpp201.ReportBaseSummaryInventory: // B07.FR.09
		chosen = fw.summary()
		if fw.config.Capabilities.NoSummaryInventory || fw.defects.Has(defects.SummaryNotSupported) {
			return fw.refuseSummary(q.RequestID, chosen), nil
		}
	default: // FullInventory, B07.FR.08
		chosen = fw.model.where(func(v *variable) bool {
			return !(fw.defects.Has(defects.FullInventoryMissesRequired) && v.variable.Name == "MessageTimeout")
		})
	}
	fw.then(func() { fw.report(q.RequestID, chosen) })
	return ocpp201.GetBaseReportResponse{Status: ocpp201.GenericDeviceModelStatusAccepted}, nil
}

// summary is what the SummaryInventory holds: the availability of the station, every EVSE and every connector, and which
// components have a problem.
func (fw *firmware) summary() []*variable {
	return fw.staleSummary(fw.model.where(func(v *variable) bool {
		held := v.variable.Name == "AvailabilityState" && !fw.likeItsEVSE(v) || v.variable.Name == "Problem" && v.read() == "true"
		return fw.spoilSummary(v, held)
	}))
}

// likeItsEVSE tells the state of a connector that a summary may leave out (note to B07.FR.09).
func (fw *firmware) likeItsEVSE(v *variable) bool {
	return fw.config.Capabilities.SummaryWithoutConnectors && v.component.Name == "Connector" &&
		v.read() == string(fw.evseStatus(v.component.EVSE.ID))
}

// getReport answers use case B08. All four criteria are supported, so that NotSupported (B08.FR.02) never arises.
func (fw *firmware) getReport(q ocpp201.GetReportRequest) (ocpp201.GetReportResponse, error) {
	if err := fw.tooMany(q.Action(), len(q.ComponentVariable)); err != nil {
		return ocpp201.GetReportResponse{}, err
	}
	chosen := fw.model.where(func(v *variable) bool {
		return fw.model.meets(v, q.ComponentCriteria) && meant(v, q.ComponentVariable)
	})
	if len(chosen) == 0 { // B08.FR.15
		return ocpp201.GetReportResponse{Status: ocpp201.GenericDeviceModelStatusEmptyResultSet}, nil
	}
	fw.then(func() { fw.report(q.RequestID, chosen) })
	return ocpp201.GetReportResponse{Status: ocpp201.GenericDeviceModelStatusAccepted}, nil
}

func (m *deviceModel) where(take func(*variable) bool) []*variable {
	var chosen []*variable
	for _, v := range m.variables {
		if take(v) {
			chosen = append(chosen, v)
		}
	}
	return chosen
}

// meets tells whether the variable's component has at least one of the criteria (B08.FR.13).
func (m *deviceModel) meets(v *variable, criteria []ocpp201.ComponentCriterion) bool {
	if len(criteria) == 0 {
		return true
	}
	for _, criterion := range criteria {
		flag := m.index[variableKey(v.component, ocpp201.Variable{Name: string(criterion)})]
		switch {
		case flag != nil && flag.read() == "true":
			return true
		case flag == nil && criterion != ocpp201.ComponentCriterionProblem: // B08.FR.07 to FR.10
			return true
		}
	}
	return false
}

// meant tells whether one of the component variables asked for means v; no list means all. What is left out of a
// component or variable stands for every value (B08.FR.20 to FR.25).
func meant(v *variable, asked []ocpp201.ComponentVariable) bool {
	if len(asked) == 0 {
		return true
	}
	for _, a := range asked {
		if meansComponent(a.Component, v.component) && (a.Variable == nil || meansVariable(*a.Variable, v.variable)) {
			return true
		}
	}
	return false
}

func meansComponent(asked, c ocpp201.Component) bool {
	if !strings.EqualFold(asked.Name, c.Name) || !meansInstance(asked.Instance, c.Instance) {
		return false
	}
	if asked.EVSE == nil {
		return true
	}
	if c.EVSE == nil || c.EVSE.ID != asked.EVSE.ID {
		return false
	}
	return asked.EVSE.ConnectorID == nil || c.EVSE.ConnectorID != nil && *c.EVSE.ConnectorID == *asked.EVSE.ConnectorID
}

func meansVariable(asked, v ocpp201.Variable) bool {
	return strings.EqualFold(asked.Name, v.Name) && meansInstance(asked.Instance, v.Instance)
}

func meansInstance(asked, instance *string) bool {
	return text(asked) == "" || strings.EqualFold(*asked, text(instance))
}

// report sends NotifyReports, each with the requestId of the request, seqNo counting from 0 (B07.FR.04, FR.10).
func (fw *firmware) report(requestID int, chosen []*variable) {
	if fw.defects.Has(defects.ReportWrongRequestID) {
		requestID++
	}
	step := 1
	if fw.defects.Has(defects.ReportSkipsSeqNo) {
		step = 2
	}
	generated, chosen := fw.stamp(), fw.reportable(chosen)
	for seqNo, more := 0, true; more; seqNo += step {
		page := chosen[:min(fw.config.Capabilities.ReportItems, len(chosen))]
		chosen = chosen[len(page):]
		request := ocpp201.NotifyReportRequest{
			RequestID: requestID, GeneratedAt: generated, SeqNo: seqNo,
			TBC: new(len(chosen) > 0 || fw.defects.Has(defects.ReportNeverEnds) || fw.defects.Has(defects.ReportGoesOn)),
		}
		for _, v := range page {
			request.ReportData = append(request.ReportData, fw.reportData(v))
		}
		more = len(chosen) > 0
		request, last := fw.spoilPage(request)
		send(fw, request).asked = true
		if last {
			return
		}
		if !more && fw.defects.Has(defects.ReportGoesOn) {
			fw.reportOn(requestID, seqNo+1)
		}
	}
}

// reportOn sends one empty part a second, and never the last.
func (fw *firmware) reportOn(requestID, seqNo int) {
	fw.alarms.after(time.Second, func() {
		send(fw, ocpp201.NotifyReportRequest{RequestID: requestID, GeneratedAt: fw.stamp(), SeqNo: seqNo, TBC: new(true)})
		fw.reportOn(requestID, seqNo+1)
	})
}

func (fw *firmware) reportData(v *variable) ocpp201.ReportData {
	attribute := ocpp201.VariableAttribute{
		Type: new(ocpp201.AttributeActual), Mutability: &v.mutability, Constant: &v.constant,
		Persistent: new(v.settable() || v.constant),
	}
	if v.mutability != ocpp201.MutabilityWriteOnly && !v.limitOnly { // B07.FR.03 as of errata 2025-01 section 2.10
		attribute.Value = new(v.read())
	}
	data := ocpp201.ReportData{
		Component: v.component, Variable: v.variable, VariableAttribute: []ocpp201.VariableAttribute{attribute},
	}
	if !fw.defects.Has(defects.ReportWithoutCharacteristics) {
		data.VariableCharacteristics = fw.characteristics(v)
	}
	return fw.spoilReportData(data, v)
}

func (fw *firmware) characteristics(v *variable) *ocpp201.VariableCharacteristics {
	c := &ocpp201.VariableCharacteristics{DataType: v.dataType, Unit: optional(v.unit), MinLimit: v.min, MaxLimit: v.max}
	if len(v.values) > 0 && !fw.defects.Has(defects.ReportListWithoutValues) {
		c.ValuesList = new(strings.Join(v.values, ","))
	}
	return c
}
