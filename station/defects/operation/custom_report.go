package operation

import (
	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station"
	"github.com/certbench/certbench/station/defects"
	"github.com/certbench/certbench/station/model"
	"github.com/certbench/certbench/station/wire"
)

// customReportPatches are the faults of GetReport (B08).
var customReportPatches = []defects.Patch{
	{Of: []defects.Defect{
		defects.CustomReportRejected, defects.EmptyCustomReportAccepted, defects.EmptyCustomReportRejected, defects.EmptyCustomReportNotFound,
	}, Put: customReportAnswers},
	{Of: []defects.Defect{
		defects.CustomReportOfEverything, defects.CustomReportOfOtherEVSE, defects.CustomReportIgnoresFlags, defects.CustomReportEveryInstance, defects.CustomReportNeedsEVSE,
	}, Put: customReportMeaning},
	{Of: []defects.Defect{
		defects.CustomReportNotSent, defects.CustomReportWithoutOne, defects.CustomReportFirstInstance, defects.CustomReportFirstEVSE,
	}, Put: customReportSent},
}

func customReportAnswers(fw *station.Firmware, s defects.Set) {
	wire.Handle(fw.Wire, func(q ocpp201.GetReportRequest) (ocpp201.GetReportResponse, error) {
		if s.Has(defects.CustomReportRejected) {
			return ocpp201.GetReportResponse{Status: ocpp201.GenericDeviceModelStatusRejected}, nil
		}
		r, err := fw.Provisioning.GetReport(q)
		if err != nil || r.Status != ocpp201.GenericDeviceModelStatusEmptyResultSet {
			return r, err
		}
		switch {
		case s.Has(defects.EmptyCustomReportAccepted):
			r.Status = ocpp201.GenericDeviceModelStatusAccepted
		case s.Has(defects.EmptyCustomReportRejected):
			r.Status = ocpp201.GenericDeviceModelStatusRejected
		case s.Has(defects.EmptyCustomReportNotFound):
			r.Status = ocpp201.GenericDeviceModelStatusNotSupported
		}
		return r, nil
	})
}

// customReportMeaning are the faults of which variables a GetReport means.
func customReportMeaning(fw *station.Firmware, s defects.Set) {
	right := fw.Provisioning.Decide.Means
	fw.Provisioning.Decide.Means = func(q ocpp201.GetReportRequest, v *model.Variable) bool {
		if s.Has(defects.CustomReportOfEverything) {
			return true
		}
		if len(q.ComponentVariable) != 1 || q.ComponentVariable[0].Variable == nil {
			return right(q, v)
		}
		asked := q.ComponentVariable[0]
		switch {
		case len(q.ComponentCriteria) > 0 && s.Has(defects.CustomReportIgnoresFlags):
			q.ComponentCriteria = nil
		case asked.Variable.Instance != nil && s.Has(defects.CustomReportEveryInstance):
			asked.Variable = &ocpp201.Variable{Name: asked.Variable.Name}
		case asked.Component.EVSE != nil && s.Has(defects.CustomReportOfOtherEVSE):
			asked.Component.EVSE = &ocpp201.EVSE{ID: fw.Site.EVSEs[len(fw.Site.EVSEs)-1].ID}
		case asked.Component.Name == "EVSE" && asked.Component.EVSE == nil && s.Has(defects.CustomReportNeedsEVSE):
			return false
		}
		q.ComponentVariable = []ocpp201.ComponentVariable{asked}
		return right(q, v)
	}
}

// customReportSent are the faults of what is sent of them.
func customReportSent(fw *station.Firmware, s defects.Set) {
	custom := ocpp201.GetReportRequest{}
	fw.Wire.Seam.Calls.Add(func(m wire.Message, pass wire.Pass) {
		switch q := m.Body.(type) {
		case ocpp201.GetReportRequest:
			custom = q
		case ocpp201.GetBaseReportRequest:
			custom = ocpp201.GetReportRequest{}
		}
		pass(m)
	})
	right := fw.Provisioning.Decide.Report
	fw.Provisioning.Decide.Report = func(requestID int, chosen []*model.Variable) {
		if requestID != custom.RequestID {
			right(requestID, chosen)
			return
		}
		first := chosen[:1]
		switch {
		case s.Has(defects.CustomReportNotSent):
			return
		case len(custom.ComponentCriteria) > 0 && len(chosen) > 1 && s.Has(defects.CustomReportWithoutOne):
			chosen = chosen[1:]
		case len(chosen) > 1 && chosen[0].Variable.Instance != nil && s.Has(defects.CustomReportFirstInstance):
			chosen = first
		case len(chosen) > 1 && chosen[0].Component.Name == "EVSE" && s.Has(defects.CustomReportFirstEVSE):
			chosen = first
		}
		right(requestID, chosen)
	}
}
