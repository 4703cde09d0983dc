package provisioning

import (
	"slices"
	"strings"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/model"
	"github.com/certbench/certbench/station/wire"
)

// GetBaseReport answers use case B07.
func (pr *Provisioning) GetBaseReport(q ocpp201.GetBaseReportRequest) (ocpp201.GetBaseReportResponse, error) {
	if q.ReportBase == ocpp201.ReportBaseSummaryInventory && pr.product.Capabilities.NoSummaryInventory {
		return pr.RefuseSummary(), nil
	}
	chosen := pr.Decide.Inventory(q.ReportBase)
	pr.wire.Then(func() { pr.Decide.Report(q.RequestID, chosen) })
	return ocpp201.GetBaseReportResponse{Status: ocpp201.GenericDeviceModelStatusAccepted}, nil
}

// RefuseSummary is the answer of a product without the SummaryInventory (B07.FR.13).
func (pr *Provisioning) RefuseSummary() ocpp201.GetBaseReportResponse {
	return ocpp201.GetBaseReportResponse{Status: ocpp201.GenericDeviceModelStatusNotSupported, StatusInfo: pr.wire.Reason("UnsupportedParam", "there is no SummaryInventory")}
}

func (pr *Provisioning) inventory(base ocpp201.ReportBase) []*model.Variable {
	switch base {
	case ocpp201.ReportBaseConfigurationInventory: // B07.FR.07
		return pr.model.Where((*model.Variable).Settable)
	case ocpp201.ReportBaseSummaryInventory: // B07.FR.09
		return pr.summary()
	}
	return pr.model.Where(func(*model.Variable) bool { return true }) // FullInventory, B07.FR.08
}

// summary is what the SummaryInventory holds: the availability of the station, every EVSE and every connector, and which
// components have a problem.
func (pr *Provisioning) summary() []*model.Variable {
	return pr.model.Where(func(v *model.Variable) bool {
		return v.Variable.Name == "AvailabilityState" && !pr.likeItsEVSE(v) || v.Variable.Name == "Problem" && v.Read() == "true"
	})
}

// likeItsEVSE tells the state of a connector that a summary may leave out (note to B07.FR.09).
func (pr *Provisioning) likeItsEVSE(v *model.Variable) bool {
	return pr.product.Capabilities.SummaryWithoutConnectors && v.Component.Name == "Connector" &&
		v.Read() == string(pr.site.EVSEStatus(v.Component.EVSE.ID))
}

// GetReport answers use case B08. All four criteria are supported, so that NotSupported (B08.FR.02) never arises.
func (pr *Provisioning) GetReport(q ocpp201.GetReportRequest) (ocpp201.GetReportResponse, error) {
	if err := pr.wire.TooMany(q.Action(), len(q.ComponentVariable)); err != nil {
		return ocpp201.GetReportResponse{}, err
	}
	chosen := pr.model.Where(func(v *model.Variable) bool { return pr.Decide.Means(q, v) })
	if len(chosen) == 0 { // B08.FR.15
		return ocpp201.GetReportResponse{Status: ocpp201.GenericDeviceModelStatusEmptyResultSet}, nil
	}
	pr.wire.Then(func() { pr.Decide.Report(q.RequestID, chosen) })
	return ocpp201.GetReportResponse{Status: ocpp201.GenericDeviceModelStatusAccepted}, nil
}

// means tells whether a GetReport is about a variable (B08.FR.05 to FR.13).
func (pr *Provisioning) means(q ocpp201.GetReportRequest, v *model.Variable) bool {
	if pr.product.Capabilities.FlagsByCriteria && len(q.ComponentCriteria) > 0 && len(q.ComponentVariable) == 0 {
		return slices.Contains(q.ComponentCriteria, ocpp201.ComponentCriterion(v.Variable.Name)) && v.Read() == "true"
	}
	return pr.model.Meets(v, q.ComponentCriteria) && model.Meant(v, q.ComponentVariable)
}

// report sends NotifyReports, each with the requestId of the request, seqNo counting from 0 (B07.FR.04, FR.10).
func (pr *Provisioning) report(requestID int, chosen []*model.Variable) {
	generated := pr.wire.Stamp()
	for seqNo, more := 0, true; more; seqNo++ {
		page := chosen[:min(pr.product.Capabilities.ReportItems, len(chosen))]
		chosen = chosen[len(page):]
		more = len(chosen) > 0
		request := ocpp201.NotifyReportRequest{RequestID: requestID, GeneratedAt: generated, SeqNo: seqNo, TBC: new(more)}
		for _, v := range page {
			request.ReportData = append(request.ReportData, pr.Decide.Describe(v))
		}
		wire.Send(pr.wire, request, wire.Sending{Asked: true})
	}
}

func (pr *Provisioning) describe(v *model.Variable) ocpp201.ReportData {
	attribute := ocpp201.VariableAttribute{
		Type: new(ocpp201.AttributeActual), Mutability: &v.Mutability, Constant: &v.Constant,
		Persistent: new(v.Settable() || v.Constant),
	}
	if v.Mutability != ocpp201.MutabilityWriteOnly && !v.LimitOnly { // B07.FR.03 as of errata 2025-01 section 2.10
		attribute.Value = new(v.Read())
	}
	return ocpp201.ReportData{
		Component: v.Component, Variable: v.Variable, VariableAttribute: []ocpp201.VariableAttribute{attribute},
		VariableCharacteristics: characteristics(v),
	}
}

func characteristics(v *model.Variable) *ocpp201.VariableCharacteristics {
	c := &ocpp201.VariableCharacteristics{DataType: v.DataType, Unit: optional(v.Unit), MinLimit: v.Min, MaxLimit: v.Max, SupportsMonitoring: v.Watchable}
	if len(v.Values) > 0 {
		c.ValuesList = new(strings.Join(v.Values, ","))
	}
	return c
}
