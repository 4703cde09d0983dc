package provisioning

import (
	"encoding/json"
	"strings"
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/defects"
	"github.com/certbench/certbench/station/model"
)

// omissions are the defects that leave variables out of every report.
var omissions = []struct {
	defect  defects.Defect
	leftOut func(pr *Provisioning, v *model.Variable) bool
}{
	{defects.LastEVSENotReported, func(pr *Provisioning, v *model.Variable) bool { return v.Component.Name == "EVSE" && pr.atLastEVSE(v) }},
	{defects.EVSEStateNotReported, isVariable("EVSE", "AvailabilityState")},
	{defects.ConnectorStateNotReported, isVariable("Connector", "AvailabilityState")},
	{defects.ConnectorTypeNotReported, isVariable("Connector", "ConnectorType")},
	{defects.SupplyPhasesNotReported, func(pr *Provisioning, v *model.Variable) bool { return v.Variable.Name == "SupplyPhases" }},
	{defects.ActiveProfileNotReported, isVariable("OCPPCommCtrlr", "ActiveNetworkProfile")},
	{defects.BackOffNotReported, func(pr *Provisioning, v *model.Variable) bool {
		return strings.HasPrefix(v.Variable.Name, "RetryBackOff")
	}},
	{defects.PasswordNotReported, isVariable("SecurityCtrlr", "BasicAuthPassword")},
}

func isVariable(component, name string) func(*Provisioning, *model.Variable) bool {
	return func(pr *Provisioning, v *model.Variable) bool {
		return v.Component.Name == component && v.Variable.Name == name
	}
}

func (pr *Provisioning) atLastEVSE(v *model.Variable) bool {
	return v.Component.EVSE != nil && v.Component.EVSE.ID == pr.site.EVSEs[len(pr.site.EVSEs)-1].ID
}

// reportable are the variables that this station tells of those chosen for a report.
func (pr *Provisioning) reportable(chosen []*model.Variable) []*model.Variable {
	var out []*model.Variable
	for _, v := range chosen {
		told := true
		for _, omission := range omissions {
			told = told && !(omission.leftOut(pr, v) && pr.defects.Has(omission.defect))
		}
		if told {
			out = append(out, v)
		}
	}
	return out
}

// spoilSummary tells whether the SummaryInventory of this station holds a variable that it should hold, or should not.
func (pr *Provisioning) spoilSummary(v *model.Variable, held bool) bool {
	has := pr.defects.Has
	state := v.Variable.Name == "AvailabilityState"
	switch {
	case has(defects.SummaryEmpty),
		has(defects.SummaryMissesStation) && state && v.Component.Name == "ChargingStation",
		has(defects.SummaryMissesEVSE) && state && v.Component.Name == "EVSE" && pr.atLastEVSE(v):
		return false
	}
	return held || has(defects.SummaryListsEverything)
}

// staleSummary is a summary with the values that this station shows in it.
func (pr *Provisioning) staleSummary(summary []*model.Variable) []*model.Variable {
	if !pr.defects.Has(defects.SummaryStateStale) {
		return summary
	}
	for i, v := range summary {
		if v.Component.Name == "Connector" && v.Variable.Name == "AvailabilityState" {
			stale := *v
			stale.Computed = func() string { return string(ocpp201.ConnectorStatusUnavailable) }
			summary[i] = &stale
		}
	}
	return summary
}

// refuseSummary answers for a station without the SummaryInventory, and does what a defect makes of that.
func (pr *Provisioning) refuseSummary(requestID int, summary []*model.Variable) ocpp201.GetBaseReportResponse {
	refused := ocpp201.GetBaseReportResponse{
		Status:     ocpp201.GenericDeviceModelStatusNotSupported,
		StatusInfo: &ocpp201.StatusInfo{ReasonCode: "UnsupportedParam", AdditionalInfo: new("there is no SummaryInventory")},
	}
	if pr.product.Capabilities.NoReasons {
		refused.StatusInfo = nil
	}
	has := pr.defects.Has
	switch {
	case has(defects.SummaryAnsweredAnyway):
		pr.wire.Then(func() { pr.report(requestID, summary) })
		return ocpp201.GetBaseReportResponse{Status: ocpp201.GenericDeviceModelStatusAccepted}
	case has(defects.SummaryRejected):
		refused.Status = ocpp201.GenericDeviceModelStatusRejected
	case has(defects.SummaryRefusedWrongReason):
		refused.StatusInfo = &ocpp201.StatusInfo{ReasonCode: "InternalError"}
	case has(defects.SummaryRefusedYetSent):
		pr.wire.Then(func() { pr.report(requestID, summary) })
	case has(defects.SummaryRefusedYetSentLate):
		pr.kernel.After(10*time.Second, func() { pr.report(requestID, summary) })
	}
	return refused
}

// spoilPage is one NotifyReport as this station sends it; last tells that it sends no more of them.
func (pr *Provisioning) spoilPage(q ocpp201.NotifyReportRequest) (page ocpp201.NotifyReportRequest, last bool) {
	has := pr.defects.Has
	if q.SeqNo > 0 && has(defects.ReportLaterRequestIDZero) {
		q.RequestID = 0
	}
	if has(defects.ReportSeqNoFromOne) {
		q.SeqNo++
	}
	if has(defects.ReportEndsEarly) {
		q.TBC, last = new(false), true
	}
	return q, last
}

// reportFaults are the defects that change how a variable looks in a report.
var reportFaults = []struct {
	defect defects.Defect
	spoil  func(d *ocpp201.ReportData, v *model.Variable)
}{
	{defects.ReportWithoutInstances, func(d *ocpp201.ReportData, _ *model.Variable) { d.Variable.Instance = nil }},
	{defects.ReportEVSEsFromZero, func(d *ocpp201.ReportData, _ *model.Variable) { atEVSE(d, func(e *ocpp201.EVSE) { e.ID-- }) }},
	{defects.ReportWithoutConnectorIDs, func(d *ocpp201.ReportData, _ *model.Variable) {
		atEVSE(d, func(e *ocpp201.EVSE) { e.ConnectorID = nil })
	}},
	{defects.PasswordShown, func(d *ocpp201.ReportData, v *model.Variable) {
		if v.Mutability == ocpp201.MutabilityWriteOnly {
			d.VariableAttribute[0].Value = new(v.Value)
		}
	}},
	{defects.MeasuredValuesOmitted, func(d *ocpp201.ReportData, v *model.Variable) {
		if v.Computed != nil {
			d.VariableAttribute[0].Value = nil
		}
	}},
	{defects.ListValueOutsideList, func(d *ocpp201.ReportData, v *model.Variable) {
		if v.Variable.Name == "TimeSource" {
			d.VariableAttribute[0].Value = new("Heartbeat,MobileNetwork")
		}
	}},
	{defects.ListsSeparatedBySemicolons, func(d *ocpp201.ReportData, v *model.Variable) {
		if c := d.VariableCharacteristics; c != nil && c.ValuesList != nil {
			c.ValuesList = new(strings.Join(v.Values, ";"))
		}
	}},
	{defects.ListsAsJSON, func(d *ocpp201.ReportData, v *model.Variable) {
		if v.DataType == ocpp201.DataMemberList || v.DataType == ocpp201.DataSequenceList {
			text, err := json.Marshal(model.Split(v.Read()))
			if err == nil {
				d.VariableAttribute[0].Value = new(string(text))
			}
		}
	}},
	{defects.StateInCapitals, func(d *ocpp201.ReportData, v *model.Variable) {
		if v.Variable.Name == "AvailabilityState" {
			d.VariableAttribute[0].Value = new(strings.ToUpper(v.Read()))
		}
	}},
	{defects.PowerWithoutMaximum, func(d *ocpp201.ReportData, v *model.Variable) {
		if c := d.VariableCharacteristics; c != nil && v.Variable.Name == "Power" {
			c.MaxLimit = nil
		}
	}},
}

// atEVSE changes the place of a component that stands at an EVSE; the device model keeps its own.
func atEVSE(d *ocpp201.ReportData, change func(*ocpp201.EVSE)) {
	if d.Component.EVSE == nil {
		return
	}
	at := *d.Component.EVSE
	change(&at)
	d.Component.EVSE = &at
}

// spoilReportData is what a report says of a variable, as this station says it.
func (pr *Provisioning) spoilReportData(d ocpp201.ReportData, v *model.Variable) ocpp201.ReportData {
	for _, fault := range reportFaults {
		if pr.defects.Has(fault.defect) {
			fault.spoil(&d, v)
		}
	}
	return d
}
