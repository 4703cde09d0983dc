package operation

import (
	"encoding/json"
	"strings"
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station"
	"github.com/certbench/certbench/station/defects"
	"github.com/certbench/certbench/station/model"
	"github.com/certbench/certbench/station/wire"
)

// reportPatches are the faults of reports about the device model.
var reportPatches = []defects.Patch{
	{Of: []defects.Defect{
		defects.BaseReportRejected, defects.SummaryNotSupported, defects.SummaryAnsweredAnyway, defects.SummaryRejected,
		defects.SummaryRefusedWrongReason, defects.SummaryRefusedYetSent, defects.SummaryRefusedYetSentLate,
	}, Put: baseReports},
	{Of: []defects.Defect{
		defects.ConfigurationInventoryMissesRequired, defects.ConfigurationInventoryListsReadOnly, defects.FullInventoryMissesRequired,
		defects.SummaryEmpty, defects.SummaryMissesStation, defects.SummaryMissesEVSE, defects.SummaryListsEverything, defects.SummaryStateStale,
	}, Put: inventories},
	{Of: defects.Names(omissions), Put: leaveOut},
	{Of: defects.Names(reportFaults), Put: descriptions},
	{Of: []defects.Defect{
		defects.ReportWrongRequestID, defects.ReportSkipsSeqNo, defects.ReportNeverEnds, defects.ReportGoesOn, defects.ReportLaterRequestIDZero,
		defects.ReportSeqNoFromOne, defects.ReportEndsEarly,
	}, Put: pages},
}

func baseReports(fw *station.Firmware, s defects.Set) {
	wire.Handle(fw.Wire, func(q ocpp201.GetBaseReportRequest) (ocpp201.GetBaseReportResponse, error) {
		if s.Has(defects.BaseReportRejected) {
			return ocpp201.GetBaseReportResponse{Status: ocpp201.GenericDeviceModelStatusRejected}, nil
		}
		summary := q.ReportBase == ocpp201.ReportBaseSummaryInventory
		if summary && (fw.Product.Capabilities.NoSummaryInventory || s.Has(defects.SummaryNotSupported)) {
			return refusedSummary(fw, s, q.RequestID), nil
		}
		return fw.Provisioning.GetBaseReport(q)
	})
}

// refusedSummary answers for a station without the SummaryInventory, and does what a fault makes of that.
func refusedSummary(fw *station.Firmware, s defects.Set, requestID int) ocpp201.GetBaseReportResponse {
	refused := fw.Provisioning.RefuseSummary()
	chosen := fw.Provisioning.Decide.Inventory(ocpp201.ReportBaseSummaryInventory)
	report := func() { fw.Provisioning.Decide.Report(requestID, chosen) }
	switch {
	case s.Has(defects.SummaryAnsweredAnyway):
		fw.Wire.Then(report)
		return ocpp201.GetBaseReportResponse{Status: ocpp201.GenericDeviceModelStatusAccepted}
	case s.Has(defects.SummaryRejected):
		refused.Status = ocpp201.GenericDeviceModelStatusRejected
	case s.Has(defects.SummaryRefusedWrongReason):
		refused.StatusInfo = &ocpp201.StatusInfo{ReasonCode: "InternalError"}
	case s.Has(defects.SummaryRefusedYetSent):
		fw.Wire.Then(report)
	case s.Has(defects.SummaryRefusedYetSentLate):
		fw.Kernel.After(10*time.Second, report)
	}
	return refused
}

func inventories(fw *station.Firmware, s defects.Set) {
	right := fw.Provisioning.Decide.Inventory
	fw.Provisioning.Decide.Inventory = func(base ocpp201.ReportBase) []*model.Variable {
		held := map[*model.Variable]bool{}
		for _, v := range right(base) {
			held[v] = true
		}
		chosen := fw.Model.Where(func(v *model.Variable) bool {
			switch base {
			case ocpp201.ReportBaseConfigurationInventory:
				if v.Variable.Name == "OfflineThreshold" && s.Has(defects.ConfigurationInventoryMissesRequired) {
					return false
				}
				return held[v] || s.Has(defects.ConfigurationInventoryListsReadOnly)
			case ocpp201.ReportBaseSummaryInventory:
				return inSummary(fw, s, v, held[v])
			}
			return held[v] && !(v.Variable.Name == "MessageTimeout" && s.Has(defects.FullInventoryMissesRequired))
		})
		if base == ocpp201.ReportBaseSummaryInventory && s.Has(defects.SummaryStateStale) {
			makeStale(chosen)
		}
		return chosen
	}
}

// inSummary tells whether a spoiled SummaryInventory holds a variable that it should hold, or should not.
func inSummary(fw *station.Firmware, s defects.Set, v *model.Variable, held bool) bool {
	state := v.Variable.Name == "AvailabilityState"
	switch {
	case s.Has(defects.SummaryEmpty),
		state && v.Component.Name == "ChargingStation" && s.Has(defects.SummaryMissesStation),
		state && v.Component.Name == "EVSE" && atLastEVSE(fw, v) && s.Has(defects.SummaryMissesEVSE):
		return false
	}
	return held || s.Has(defects.SummaryListsEverything)
}

// makeStale has a summary show connectors as they are not.
func makeStale(summary []*model.Variable) {
	for i, v := range summary {
		if v.Component.Name == "Connector" && v.Variable.Name == "AvailabilityState" {
			stale := *v
			stale.Computed = func() string { return string(ocpp201.ConnectorStatusUnavailable) }
			summary[i] = &stale
		}
	}
}

// omission is a defect that leaves variables out of every report.
type omission struct {
	defect  defects.Defect
	leftOut func(fw *station.Firmware, v *model.Variable) bool
}

func (o omission) Name() defects.Defect { return o.defect }

// omissions are the defects that leave variables out of every report.
var omissions = []omission{
	{defects.LastEVSENotReported, func(fw *station.Firmware, v *model.Variable) bool {
		return v.Component.Name == "EVSE" && atLastEVSE(fw, v)
	}},
	{defects.EVSEStateNotReported, isVariable("EVSE", "AvailabilityState")},
	{defects.ConnectorStateNotReported, isVariable("Connector", "AvailabilityState")},
	{defects.ConnectorTypeNotReported, isVariable("Connector", "ConnectorType")},
	{defects.SupplyPhasesNotReported, func(fw *station.Firmware, v *model.Variable) bool { return v.Variable.Name == "SupplyPhases" }},
	{defects.ActiveProfileNotReported, isVariable("OCPPCommCtrlr", "ActiveNetworkProfile")},
	{defects.BackOffNotReported, func(fw *station.Firmware, v *model.Variable) bool {
		return strings.HasPrefix(v.Variable.Name, "RetryBackOff")
	}},
	{defects.PasswordNotReported, isVariable("SecurityCtrlr", "BasicAuthPassword")},
}

func isVariable(component, name string) func(*station.Firmware, *model.Variable) bool {
	return func(fw *station.Firmware, v *model.Variable) bool {
		return v.Component.Name == component && v.Variable.Name == name
	}
}

func atLastEVSE(fw *station.Firmware, v *model.Variable) bool {
	return v.Component.EVSE != nil && v.Component.EVSE.ID == fw.Site.EVSEs[len(fw.Site.EVSEs)-1].ID
}

// leaveOut leaves variables out of reports.
func leaveOut(fw *station.Firmware, s defects.Set) {
	faults, right := defects.Wanted(s, omissions), fw.Provisioning.Decide.Report
	fw.Provisioning.Decide.Report = func(requestID int, chosen []*model.Variable) {
		var told []*model.Variable
		for _, v := range chosen {
			out := false
			for _, o := range faults {
				out = out || o.leftOut(fw, v) && s.Has(o.defect)
			}
			if !out {
				told = append(told, v)
			}
		}
		right(requestID, told)
	}
}

// pages are the faults of the NotifyReports themselves.
func pages(fw *station.Firmware, s defects.Set) {
	var on func(requestID, seqNo int)
	on = func(requestID, seqNo int) { // one empty part a second, and never the last
		fw.Kernel.After(time.Second, func() {
			wire.Send(fw.Wire, ocpp201.NotifyReportRequest{RequestID: requestID, GeneratedAt: fw.Wire.Stamp(), SeqNo: seqNo, TBC: new(true)}, wire.Sending{})
			on(requestID, seqNo+1)
		})
	}
	fw.Wire.Seam.Requests.Add(func(m wire.Message, pass wire.Pass) {
		q, ok := m.Body.(ocpp201.NotifyReportRequest)
		if !ok || !m.Asked {
			pass(m)
			return
		}
		last, goesOn := !*q.TBC, false
		switch {
		case s.Has(defects.ReportWrongRequestID):
			q.RequestID++
		case s.Has(defects.ReportSkipsSeqNo):
			q.SeqNo *= 2
		case last && s.Has(defects.ReportNeverEnds):
			q.TBC = new(true)
		case last && s.Has(defects.ReportGoesOn):
			q.TBC, goesOn = new(true), true
		case q.SeqNo > 0 && s.Has(defects.ReportLaterRequestIDZero):
			q.RequestID = 0
		case s.Has(defects.ReportSeqNoFromOne):
			q.SeqNo++
		case s.Has(defects.ReportEndsEarly):
			if q.SeqNo > 0 {
				return
			}
			q.TBC = new(false)
		}
		m.Body = q
		pass(m)
		if goesOn {
			on(q.RequestID, q.SeqNo+1)
		}
	})
}

func descriptions(fw *station.Firmware, s defects.Set) {
	faults, right := defects.Wanted(s, reportFaults), fw.Provisioning.Decide.Describe
	fw.Provisioning.Decide.Describe = func(v *model.Variable) ocpp201.ReportData {
		data := right(v)
		for _, f := range faults {
			if s.Has(f.defect) {
				f.spoil(&data, v)
			}
		}
		return data
	}
}

// reportFault is a defect that changes how a variable looks in a report.
type reportFault struct {
	defect defects.Defect
	spoil  func(d *ocpp201.ReportData, v *model.Variable)
}

func (f reportFault) Name() defects.Defect { return f.defect }

// reportFaults are the defects that change how a variable looks in a report.
var reportFaults = []reportFault{
	{defects.ReportWithoutCharacteristics, func(d *ocpp201.ReportData, _ *model.Variable) { d.VariableCharacteristics = nil }},
	{defects.ReportListWithoutValues, func(d *ocpp201.ReportData, _ *model.Variable) {
		if c := d.VariableCharacteristics; c != nil {
			c.ValuesList = nil
		}
	}},
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
	{defects.PasswordShownAsReadWrite, func(d *ocpp201.ReportData, v *model.Variable) {
		if v.Mutability == ocpp201.MutabilityWriteOnly {
			d.VariableAttribute[0].Value = new(v.Value)
			d.VariableAttribute[0].Mutability = new(ocpp201.MutabilityReadWrite)
		}
	}},
	{defects.MeasuredValuesOmitted, func(d *ocpp201.ReportData, v *model.Variable) {
		if v.Measured {
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
