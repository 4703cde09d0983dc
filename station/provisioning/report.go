package provisioning

import (
	"strings"
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/defects"
	"github.com/certbench/certbench/station/model"
	"github.com/certbench/certbench/station/wire"
)

// GetBaseReport answers use case B07.
func (pr *Provisioning) GetBaseReport(q ocpp201.GetBaseReportRequest) (ocpp201.GetBaseReportResponse, error) {
	if pr.defects.Has(defects.BaseReportRejected) {
		return ocpp201.GetBaseReportResponse{Status: ocpp201.GenericDeviceModelStatusRejected}, nil
	}
	var chosen []*model.Variable
	switch q.ReportBase {
	case ocpp201.ReportBaseConfigurationInventory: // B07.FR.07
		chosen = pr.model.Where(func(v *model.Variable) bool {
			if v.Variable.Name == "OfflineThreshold" && pr.defects.Has(defects.ConfigurationInventoryMissesRequired) {
				return false
			}
			return v.Settable() || pr.defects.Has(defects.ConfigurationInventoryListsReadOnly)
		})
	case ocpp201.ReportBaseSummaryInventory: // B07.FR.09
		chosen = pr.summary()
		if pr.product.Capabilities.NoSummaryInventory || pr.defects.Has(defects.SummaryNotSupported) {
			return pr.refuseSummary(q.RequestID, chosen), nil
		}
	default: // FullInventory, B07.FR.08
		chosen = pr.model.Where(func(v *model.Variable) bool {
			return !(pr.defects.Has(defects.FullInventoryMissesRequired) && v.Variable.Name == "MessageTimeout")
		})
	}
	pr.wire.Then(func() { pr.report(q.RequestID, chosen) })
	return ocpp201.GetBaseReportResponse{Status: ocpp201.GenericDeviceModelStatusAccepted}, nil
}

// summary is what the SummaryInventory holds: the availability of the station, every EVSE and every connector, and which
// components have a problem.
func (pr *Provisioning) summary() []*model.Variable {
	return pr.staleSummary(pr.model.Where(func(v *model.Variable) bool {
		held := v.Variable.Name == "AvailabilityState" && !pr.likeItsEVSE(v) || v.Variable.Name == "Problem" && v.Read() == "true"
		return pr.spoilSummary(v, held)
	}))
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
	chosen := pr.model.Where(func(v *model.Variable) bool {
		return pr.model.Meets(v, q.ComponentCriteria) && model.Meant(v, q.ComponentVariable)
	})
	if len(chosen) == 0 { // B08.FR.15
		return ocpp201.GetReportResponse{Status: ocpp201.GenericDeviceModelStatusEmptyResultSet}, nil
	}
	pr.wire.Then(func() { pr.report(q.RequestID, chosen) })
	return ocpp201.GetReportResponse{Status: ocpp201.GenericDeviceModelStatusAccepted}, nil
}

// report sends NotifyReports, each with the requestId of the request, seqNo counting from 0 (B07.FR.04, FR.10).
func (pr *Provisioning) report(requestID int, chosen []*model.Variable) {
	if pr.defects.Has(defects.ReportWrongRequestID) {
		requestID++
	}
	step := 1
	if pr.defects.Has(defects.ReportSkipsSeqNo) {
		step = 2
	}
	generated, chosen := pr.wire.Stamp(), pr.reportable(chosen)
	for seqNo, more := 0, true; more; seqNo += step {
		page := chosen[:min(pr.product.Capabilities.ReportItems, len(chosen))]
		chosen = chosen[len(page):]
		request := ocpp201.NotifyReportRequest{
			RequestID: requestID, GeneratedAt: generated, SeqNo: seqNo,
			TBC: new(len(chosen) > 0 || pr.defects.Has(defects.ReportNeverEnds) || pr.defects.Has(defects.ReportGoesOn)),
		}
		for _, v := range page {
			request.ReportData = append(request.ReportData, pr.reportData(v))
		}
		more = len(chosen) > 0
		request, last := pr.spoilPage(request)
		wire.Send(pr.wire, request, wire.Sending{Asked: true})
		if last {
			return
		}
		if !more && pr.defects.Has(defects.ReportGoesOn) {
			pr.reportOn(requestID, seqNo+1)
		}
	}
}

// reportOn sends one empty part a second, and never the last.
func (pr *Provisioning) reportOn(requestID, seqNo int) {
	pr.kernel.After(time.Second, func() {
		wire.Send(pr.wire, ocpp201.NotifyReportRequest{RequestID: requestID, GeneratedAt: pr.wire.Stamp(), SeqNo: seqNo, TBC: new(true)}, wire.Sending{})
		pr.reportOn(requestID, seqNo+1)
	})
}

func (pr *Provisioning) reportData(v *model.Variable) ocpp201.ReportData {
	attribute := ocpp201.VariableAttribute{
		Type: new(ocpp201.AttributeActual), Mutability: &v.Mutability, Constant: &v.Constant,
		Persistent: new(v.Settable() || v.Constant),
	}
	if v.Mutability != ocpp201.MutabilityWriteOnly && !v.LimitOnly { // B07.FR.03 as of errata 2025-01 section 2.10
		attribute.Value = new(v.Read())
	}
	data := ocpp201.ReportData{
		Component: v.Component, Variable: v.Variable, VariableAttribute: []ocpp201.VariableAttribute{attribute},
	}
	if !pr.defects.Has(defects.ReportWithoutCharacteristics) {
		data.VariableCharacteristics = pr.characteristics(v)
	}
	return pr.spoilReportData(data, v)
}

func (pr *Provisioning) characteristics(v *model.Variable) *ocpp201.VariableCharacteristics {
	c := &ocpp201.VariableCharacteristics{DataType: v.DataType, Unit: optional(v.Unit), MinLimit: v.Min, MaxLimit: v.Max}
	if len(v.Values) > 0 && !pr.defects.Has(defects.ReportListWithoutValues) {
		c.ValuesList = new(strings.Join(v.Values, ","))
	}
	return c
}
