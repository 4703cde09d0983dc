package station

import (
	"time"

	"strings"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/defects"
	"github.com/certbench/certbench/station/model"
	"github.com/certbench/certbench/station/wire"
)

// getBaseReport answers use case B07.
func (fw *firmware) getBaseReport(q ocpp201.GetBaseReportRequest) (ocpp201.GetBaseReportResponse, error) {
	if fw.defects.Has(defects.BaseReportRejected) {
		return ocpp201.GetBaseReportResponse{Status: ocpp201.GenericDeviceModelStatusRejected}, nil
	}
	var chosen []*model.Variable
	switch q.ReportBase {
	case ocpp201.ReportBaseConfigurationInventory: // B07.FR.07
		chosen = fw.model.Where(func(v *model.Variable) bool {
			if v.Variable.Name == "OfflineThreshold" && fw.defects.Has(defects.ConfigurationInventoryMissesRequired) {
				return false
			}
			return v.Settable() || fw.defects.Has(defects.ConfigurationInventoryListsReadOnly)
		})
	case ocpp201.ReportBaseSummaryInventory: // B07.FR.09
		chosen = fw.summary()
		if fw.config.Capabilities.NoSummaryInventory || fw.defects.Has(defects.SummaryNotSupported) {
			return fw.refuseSummary(q.RequestID, chosen), nil
		}
	default: // FullInventory, B07.FR.08
		chosen = fw.model.Where(func(v *model.Variable) bool {
			return !(fw.defects.Has(defects.FullInventoryMissesRequired) && v.Variable.Name == "MessageTimeout")
		})
	}
	fw.wire.Then(func() { fw.report(q.RequestID, chosen) })
	return ocpp201.GetBaseReportResponse{Status: ocpp201.GenericDeviceModelStatusAccepted}, nil
}

// summary is what the SummaryInventory holds: the availability of the station, every EVSE and every connector, and which
// components have a problem.
func (fw *firmware) summary() []*model.Variable {
	return fw.staleSummary(fw.model.Where(func(v *model.Variable) bool {
		held := v.Variable.Name == "AvailabilityState" && !fw.likeItsEVSE(v) || v.Variable.Name == "Problem" && v.Read() == "true"
		return fw.spoilSummary(v, held)
	}))
}

// likeItsEVSE tells the state of a connector that a summary may leave out (note to B07.FR.09).
func (fw *firmware) likeItsEVSE(v *model.Variable) bool {
	return fw.config.Capabilities.SummaryWithoutConnectors && v.Component.Name == "Connector" &&
		v.Read() == string(fw.evseStatus(v.Component.EVSE.ID))
}

// getReport answers use case B08. All four criteria are supported, so that NotSupported (B08.FR.02) never arises.
func (fw *firmware) getReport(q ocpp201.GetReportRequest) (ocpp201.GetReportResponse, error) {
	if err := fw.wire.TooMany(q.Action(), len(q.ComponentVariable)); err != nil {
		return ocpp201.GetReportResponse{}, err
	}
	chosen := fw.model.Where(func(v *model.Variable) bool {
		return fw.model.Meets(v, q.ComponentCriteria) && model.Meant(v, q.ComponentVariable)
	})
	if len(chosen) == 0 { // B08.FR.15
		return ocpp201.GetReportResponse{Status: ocpp201.GenericDeviceModelStatusEmptyResultSet}, nil
	}
	fw.wire.Then(func() { fw.report(q.RequestID, chosen) })
	return ocpp201.GetReportResponse{Status: ocpp201.GenericDeviceModelStatusAccepted}, nil
}

// report sends NotifyReports, each with the requestId of the request, seqNo counting from 0 (B07.FR.04, FR.10).
func (fw *firmware) report(requestID int, chosen []*model.Variable) {
	if fw.defects.Has(defects.ReportWrongRequestID) {
		requestID++
	}
	step := 1
	if fw.defects.Has(defects.ReportSkipsSeqNo) {
		step = 2
	}
	generated, chosen := fw.wire.Stamp(), fw.reportable(chosen)
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
		wire.Send(fw.wire, request, wire.Sending{Asked: true})
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
	fw.kernel.After(time.Second, func() {
		wire.Send(fw.wire, ocpp201.NotifyReportRequest{RequestID: requestID, GeneratedAt: fw.wire.Stamp(), SeqNo: seqNo, TBC: new(true)}, wire.Sending{})
		fw.reportOn(requestID, seqNo+1)
	})
}

func (fw *firmware) reportData(v *model.Variable) ocpp201.ReportData {
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
	if !fw.defects.Has(defects.ReportWithoutCharacteristics) {
		data.VariableCharacteristics = fw.characteristics(v)
	}
	return fw.spoilReportData(data, v)
}

func (fw *firmware) characteristics(v *model.Variable) *ocpp201.VariableCharacteristics {
	c := &ocpp201.VariableCharacteristics{DataType: v.DataType, Unit: optional(v.Unit), MinLimit: v.Min, MaxLimit: v.Max}
	if len(v.Values) > 0 && !fw.defects.Has(defects.ReportListWithoutValues) {
		c.ValuesList = new(strings.Join(v.Values, ","))
	}
	return c
}
