package operation

import (
	"slices"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/schemas/ocppj"
	"github.com/certbench/certbench/station"
	"github.com/certbench/certbench/station/defects"
	"github.com/certbench/certbench/station/monitoring"
	"github.com/certbench/certbench/station/wire"
)

// monitorPatches are the faults of setting, clearing and reporting monitors. A product without them has none.
var monitorPatches = []defects.Patch{
	{Of: []defects.Defect{
		defects.MonitorRefused, defects.OneMonitorPerVariable, defects.DuplicateMonitorTaken, defects.DuplicateMonitorRejected, defects.MonitorOfNothingNoType,
		defects.MonitorVariableAsComponent, defects.MonitorComponentRejected, defects.NegativeDeltaTaken, defects.NegativeDeltaNoType,
		defects.ThresholdBeyondLimitTaken, defects.ThresholdBeyondLimitNoType, defects.MonitorMoves, defects.PreconfiguredFixed,
	}, Put: judgedWrongly},
	{Of: []defects.Defect{defects.MonitorNotSet, defects.MonitorNotReplaced, defects.MonitorReplacedBeside, defects.NewThresholdNotHeld}, Put: installedWrongly},
	{Of: []defects.Defect{
		defects.MonitorWithoutID, defects.MonitorsOnlyFirst, defects.MonitorWrongName, defects.MonitorSeverityLost, defects.MonitorIDRepeated,
		defects.MonitorOfNothingTaken, defects.MonitorOfNothingHasID, defects.OneBadMonitorSpoilsAll, defects.RefusedMonitorHasID,
	}, Put: monitorAnswers},
	{Of: []defects.Defect{defects.MonitoringReportRejected, defects.EmptyMonitoringAccepted, defects.EmptyMonitoringRejected}, Put: monitoringAnswers},
	{Of: []defects.Defect{
		defects.MonitoringReportOfAll, defects.MonitoringIgnoresCriteria, defects.MonitoringIgnoresVariables, defects.MonitoringOneCriterion,
		defects.MonitoringWithoutAligned, defects.MonitoringWithoutLower, defects.MonitoringNeedsVariable, defects.MonitoringOnlyFirst, defects.MonitoringOnlyCustom, defects.MonitoringAllIsCustom,
	}, Put: monitoringMeaning},
	{Of: []defects.Defect{
		defects.MonitoringReportNotSent, defects.MonitoringOtherRequestID, defects.MonitoringSeqNoFromOne, defects.MonitoringReportGoesOn,
	}, Put: monitoringSent},
	{Of: []defects.Defect{
		defects.MonitoringBaseRejected, defects.FactoryDefaultUnknown, defects.HardWiredOnlyKeepsCustom, defects.BaseAllDeletesCustom,
		defects.FactoryDefaultKeepsChange, defects.OverruledDoesNotReturn,
	}, Put: bases},
	{Of: []defects.Defect{defects.LevelRejected, defects.LevelIgnored, defects.LevelsOfAnyKind, defects.NegativeLevelTaken, defects.LevelRefusedByError}, Put: levels},
	{Of: []defects.Defect{
		defects.ClearMonitorRefused, defects.ClearMonitorKeeps, defects.ClearUnknownAccepted, defects.ClearUnknownRejected, defects.HardWiredCleared,
		defects.HardWiredNotFound, defects.ClearedThresholdTold, defects.ClearedMonitorGoesOn, defects.ClearMonitorOnlyFirst,
	}, Put: clearing},
}

// watching tells whether the product has monitors at all.
func watching(fw *station.Firmware) bool { return fw.Product.Capabilities.Monitoring }

func judgedWrongly(fw *station.Firmware, s defects.Set) {
	right := fw.Monitoring.Decide.Judge
	fw.Monitoring.Decide.Judge = func(q ocpp201.SetMonitoringData) ocpp201.SetMonitoringResult {
		r := right(q)
		return judgement(fw, s, q, r)
	}
	install := fw.Monitoring.Decide.Install
	fw.Monitoring.Decide.Install = func(q ocpp201.SetMonitoringData) *monitoring.Monitor {
		if q.Type == ocpp201.MonitorDelta && q.Value < 0 { // which only NegativeDeltaTaken lets come here
			q.Value = -q.Value
		}
		return install(q)
	}
}

// judgement is what a fault makes of the right answer.
func judgement(fw *station.Firmware, s defects.Set, q ocpp201.SetMonitoringData, r ocpp201.SetMonitoringResult) ocpp201.SetMonitoringResult {
	say := func(status ocpp201.SetMonitoringStatus) ocpp201.SetMonitoringResult {
		r.Status, r.StatusInfo = status, nil
		return r
	}
	unknown := r.Status == ocpp201.SetMonitoringStatusUnknownComponent || r.Status == ocpp201.SetMonitoringStatusUnknownVariable
	rejected := r.Status == ocpp201.SetMonitoringStatusRejected
	negative := rejected && q.ID == nil && q.Type == ocpp201.MonitorDelta && q.Value < 0
	limit := rejected && q.ID == nil && q.Type == ocpp201.MonitorUpperThreshold && q.Value > 1
	switch {
	case r.Status == ocpp201.SetMonitoringStatusAccepted && s.Has(defects.MonitorRefused):
		return say(ocpp201.SetMonitoringStatusRejected)
	case r.Status == ocpp201.SetMonitoringStatusAccepted && q.ID == nil && monitored(fw, q) && s.Has(defects.OneMonitorPerVariable):
		return say(ocpp201.SetMonitoringStatusDuplicate)
	case r.Status == ocpp201.SetMonitoringStatusDuplicate && s.Has(defects.DuplicateMonitorTaken):
		return say(ocpp201.SetMonitoringStatusAccepted)
	case r.Status == ocpp201.SetMonitoringStatusDuplicate && s.Has(defects.DuplicateMonitorRejected):
		return say(ocpp201.SetMonitoringStatusRejected)
	case unknown && s.Has(defects.MonitorOfNothingNoType):
		return say(ocpp201.SetMonitoringStatusUnsupportedMonitorType)
	case unknown && s.Has(defects.MonitorComponentRejected):
		return say(ocpp201.SetMonitoringStatusRejected)
	case r.Status == ocpp201.SetMonitoringStatusUnknownVariable && s.Has(defects.MonitorVariableAsComponent):
		return say(ocpp201.SetMonitoringStatusUnknownComponent)
	case negative && s.Has(defects.NegativeDeltaTaken), limit && s.Has(defects.ThresholdBeyondLimitTaken):
		return say(ocpp201.SetMonitoringStatusAccepted)
	case negative && s.Has(defects.NegativeDeltaNoType), limit && s.Has(defects.ThresholdBeyondLimitNoType):
		return say(ocpp201.SetMonitoringStatusUnsupportedMonitorType)
	case rejected && q.ID != nil && known(fw, *q.ID) != nil && s.Has(defects.MonitorMoves):
		return say(ocpp201.SetMonitoringStatusAccepted)
	case q.ID != nil && preconfigured(known(fw, *q.ID)) && s.Has(defects.PreconfiguredFixed):
		return say(ocpp201.SetMonitoringStatusRejected)
	}
	return r
}

func monitored(fw *station.Firmware, q ocpp201.SetMonitoringData) bool {
	return slices.ContainsFunc(fw.Monitoring.Monitors, func(m *monitoring.Monitor) bool { return !m.Disabled && m.Watches(q.Component, q.Variable) })
}

// known is the monitor with an id, nil for none.
func known(fw *station.Firmware, id int) *monitoring.Monitor {
	for _, m := range fw.Monitoring.Monitors {
		if m.ID == id {
			return m
		}
	}
	return nil
}

func preconfigured(m *monitoring.Monitor) bool {
	return m != nil && m.Kind == ocpp201.EventNotificationPreconfiguredMonitor
}

func installedWrongly(fw *station.Firmware, s defects.Set) {
	right := fw.Monitoring.Decide.Install
	fw.Monitoring.Decide.Install = func(q ocpp201.SetMonitoringData) *monitoring.Monitor {
		switch {
		case q.ID == nil && s.Has(defects.MonitorNotSet):
			return &monitoring.Monitor{ID: 1000}
		case q.ID != nil && s.Has(defects.MonitorNotReplaced):
			return known(fw, *q.ID)
		case q.ID != nil && s.Has(defects.MonitorReplacedBeside):
			q.ID = nil
			return right(q)
		}
		m := right(q)
		if q.ID != nil && s.Has(defects.NewThresholdNotHeld) {
			m.Beyond = true
		}
		return m
	}
}

// monitorAnswers are the faults of the answers to SetVariableMonitoring.
func monitorAnswers(fw *station.Firmware, s defects.Set) {
	if !watching(fw) {
		return
	}
	first := 0
	wire.Handle(fw.Wire, func(q ocpp201.SetVariableMonitoringRequest) (ocpp201.SetVariableMonitoringResponse, error) {
		bad := func(d ocpp201.SetMonitoringData) bool {
			return fw.Monitoring.Decide.Judge(d).Status != ocpp201.SetMonitoringStatusAccepted
		}
		if len(q.SetMonitoringData) > 1 && s.Has(defects.MonitorsOnlyFirst) {
			q.SetMonitoringData = q.SetMonitoringData[:1]
		}
		if slices.ContainsFunc(q.SetMonitoringData, bad) && s.Has(defects.OneBadMonitorSpoilsAll) {
			return spoiled(q), nil
		}
		r, err := fw.Monitoring.SetVariableMonitoring(q)
		for i := range r.SetMonitoringResult {
			spoilResult(s, &r.SetMonitoringResult[i], q.SetMonitoringData[i].ID == nil, &first)
		}
		return r, err
	})
}

func spoiled(q ocpp201.SetVariableMonitoringRequest) (r ocpp201.SetVariableMonitoringResponse) {
	for _, d := range q.SetMonitoringData {
		r.SetMonitoringResult = append(r.SetMonitoringResult, ocpp201.SetMonitoringResult{
			Status: ocpp201.SetMonitoringStatusRejected, Type: d.Type, Severity: d.Severity, Component: d.Component, Variable: d.Variable,
		})
	}
	return r
}

func spoilResult(s defects.Set, r *ocpp201.SetMonitoringResult, isNew bool, first *int) {
	unknown := r.Status == ocpp201.SetMonitoringStatusUnknownComponent || r.Status == ocpp201.SetMonitoringStatusUnknownVariable
	switch {
	case unknown && s.Has(defects.MonitorOfNothingTaken):
		r.Status, r.StatusInfo, r.ID = ocpp201.SetMonitoringStatusAccepted, nil, new(1000)
	case unknown && s.Has(defects.MonitorOfNothingHasID), r.Status == ocpp201.SetMonitoringStatusRejected && s.Has(defects.RefusedMonitorHasID):
		r.ID = new(1000)
	case r.ID == nil:
	case s.Has(defects.MonitorWithoutID):
		r.ID = nil
	case isNew && s.Has(defects.MonitorIDRepeated):
		if *first == 0 {
			*first = *r.ID
		}
		r.ID = new(*first)
	}
	switch {
	case s.Has(defects.MonitorWrongName):
		r.Component.Name, r.Variable.Name = r.Variable.Name, r.Component.Name
	case s.Has(defects.MonitorSeverityLost):
		r.Severity = 9
	}
}

func monitoringAnswers(fw *station.Firmware, s defects.Set) {
	if !watching(fw) {
		return
	}
	wire.Handle(fw.Wire, func(q ocpp201.GetMonitoringReportRequest) (ocpp201.GetMonitoringReportResponse, error) {
		if s.Has(defects.MonitoringReportRejected) {
			return ocpp201.GetMonitoringReportResponse{Status: ocpp201.GenericDeviceModelStatusRejected}, nil
		}
		r, err := fw.Monitoring.GetMonitoringReport(q)
		if r.Status != ocpp201.GenericDeviceModelStatusEmptyResultSet {
			return r, err
		}
		switch {
		case s.Has(defects.EmptyMonitoringAccepted):
			r.Status, r.StatusInfo = ocpp201.GenericDeviceModelStatusAccepted, nil
		case s.Has(defects.EmptyMonitoringRejected):
			r.Status = ocpp201.GenericDeviceModelStatusRejected
		}
		return r, err
	})
}

// monitoringMeaning are the faults of which monitors a GetMonitoringReport means.
func monitoringMeaning(fw *station.Firmware, s defects.Set) {
	right := fw.Monitoring.Decide.Chosen
	fw.Monitoring.Decide.Chosen = func(q ocpp201.GetMonitoringReportRequest) []*monitoring.Monitor {
		asked := len(q.ComponentVariable) > 0 || len(q.MonitoringCriteria) > 0
		switch {
		case asked && s.Has(defects.MonitoringReportOfAll):
			q.ComponentVariable, q.MonitoringCriteria = nil, nil
		case len(q.MonitoringCriteria) > 0 && s.Has(defects.MonitoringIgnoresCriteria):
			q.MonitoringCriteria = nil
		case len(q.ComponentVariable) > 0 && s.Has(defects.MonitoringIgnoresVariables):
			q.ComponentVariable = nil
		case len(q.MonitoringCriteria) > 1 && s.Has(defects.MonitoringOneCriterion):
			q.MonitoringCriteria = q.MonitoringCriteria[:1]
		}
		lost := func(m *monitoring.Monitor) bool {
			if m.Kind != ocpp201.EventNotificationCustomMonitor && !asked && s.Has(defects.MonitoringAllIsCustom) {
				return true
			}
			return len(q.MonitoringCriteria) > 0 && (m.Type == ocpp201.MonitorPeriodicClockAligned && s.Has(defects.MonitoringWithoutAligned) ||
				m.Type == ocpp201.MonitorLowerThreshold && s.Has(defects.MonitoringWithoutLower) ||
				m.Kind != ocpp201.EventNotificationCustomMonitor && s.Has(defects.MonitoringOnlyCustom))
		}
		whole := func(v ocpp201.ComponentVariable) bool { return v.Variable == nil }
		if slices.ContainsFunc(q.ComponentVariable, whole) && s.Has(defects.MonitoringNeedsVariable) {
			q.ComponentVariable = slices.DeleteFunc(slices.Clone(q.ComponentVariable), whole)
		}
		chosen := slices.DeleteFunc(right(q), lost)
		if len(chosen) > 1 && asked && s.Has(defects.MonitoringOnlyFirst) {
			chosen = chosen[:1]
		}
		return chosen
	}
}

// monitoringSent are the faults of NotifyMonitoringReport.
func monitoringSent(fw *station.Firmware, s defects.Set) {
	ofStatuses(fw, true, func(q ocpp201.NotifyMonitoringReportRequest, tell func(ocpp201.NotifyMonitoringReportRequest)) {
		switch {
		case s.Has(defects.MonitoringReportNotSent):
			return
		case s.Has(defects.MonitoringOtherRequestID):
			q.RequestID = 1 + q.RequestID/2
		case s.Has(defects.MonitoringSeqNoFromOne):
			q.SeqNo++
		case s.Has(defects.MonitoringReportGoesOn):
			q.TBC = new(true)
		}
		tell(q)
	})
}

func bases(fw *station.Firmware, s defects.Set) {
	if !watching(fw) {
		return
	}
	wire.Handle(fw.Wire, func(q ocpp201.SetMonitoringBaseRequest) (r ocpp201.SetMonitoringBaseResponse, err error) {
		switch {
		case s.Has(defects.MonitoringBaseRejected):
			r.Status = ocpp201.GenericDeviceModelStatusRejected
			return r, nil
		case q.MonitoringBase == ocpp201.MonitoringBaseFactoryDefault && s.Has(defects.FactoryDefaultUnknown):
			r.Status = ocpp201.GenericDeviceModelStatusNotSupported
			return r, nil
		}
		return fw.Monitoring.SetMonitoringBase(q)
	})
	right := fw.Monitoring.Decide.Rebase
	fw.Monitoring.Decide.Rebase = func(base ocpp201.MonitoringBase) {
		switch {
		case base == ocpp201.MonitoringBaseHardWiredOnly && s.Has(defects.HardWiredOnlyKeepsCustom),
			base == ocpp201.MonitoringBaseFactoryDefault && s.Has(defects.FactoryDefaultKeepsChange):
			right(ocpp201.MonitoringBaseAll)
			fw.Monitoring.Base = base
		case base == ocpp201.MonitoringBaseAll && s.Has(defects.BaseAllDeletesCustom):
			right(ocpp201.MonitoringBaseFactoryDefault)
			fw.Monitoring.Base = base
		case base == ocpp201.MonitoringBaseFactoryDefault && s.Has(defects.OverruledDoesNotReturn):
			overruled := slices.DeleteFunc(slices.Clone(fw.Monitoring.Monitors), func(m *monitoring.Monitor) bool {
				return m.Kind != ocpp201.EventNotificationCustomMonitor
			})
			right(base)
			for _, m := range overruled {
				if back := known(fw, m.ID); back != nil {
					back.Disabled = true
				}
			}
		default:
			right(base)
		}
	}
}

func levels(fw *station.Firmware, s defects.Set) {
	right := fw.Monitoring.Decide.Reports
	fw.Monitoring.Decide.Reports = func(m *monitoring.Monitor) bool {
		reports := right(m)
		return reports || s.Has(defects.LevelIgnored)
	}
	if !watching(fw) {
		return
	}
	wire.Handle(fw.Wire, func(q ocpp201.SetMonitoringLevelRequest) (ocpp201.SetMonitoringLevelResponse, error) {
		accepted := ocpp201.SetMonitoringLevelResponse{Status: ocpp201.GenericStatusAccepted}
		before := fw.Monitoring.Level
		r, err := fw.Monitoring.SetMonitoringLevel(q)
		refused := r.Status == ocpp201.GenericStatusRejected
		switch {
		case !refused && s.Has(defects.LevelRejected):
			fw.Monitoring.Level = before
			return ocpp201.SetMonitoringLevelResponse{Status: ocpp201.GenericStatusRejected}, nil
		case refused && s.Has(defects.LevelsOfAnyKind), refused && q.Severity < 0 && s.Has(defects.NegativeLevelTaken):
			return accepted, nil
		case refused && s.Has(defects.LevelRefusedByError):
			return r, &wire.CallError{Code: ocppj.PropertyConstraintViolation, Description: "severity is 0 to 9"}
		}
		return r, err
	})
}

func clearing(fw *station.Firmware, s defects.Set) {
	right := fw.Monitoring.Decide.Clear
	gone := []*monitoring.Monitor{}
	fw.Monitoring.Decide.Clear = func(id int) ocpp201.ClearMonitoringStatus {
		m := known(fw, id)
		unknown, wired := m == nil, m != nil && m.Kind == ocpp201.EventNotificationHardWiredMonitor
		switch {
		case unknown && s.Has(defects.ClearUnknownAccepted):
			return ocpp201.ClearMonitoringStatusAccepted
		case unknown && s.Has(defects.ClearUnknownRejected), !unknown && s.Has(defects.ClearMonitorRefused):
			return ocpp201.ClearMonitoringStatusRejected
		case !unknown && !wired && s.Has(defects.ClearMonitorKeeps), wired && s.Has(defects.HardWiredCleared):
			return ocpp201.ClearMonitoringStatusAccepted
		case wired && s.Has(defects.HardWiredNotFound):
			return ocpp201.ClearMonitoringStatusNotFound
		case !unknown && m.Beyond && s.Has(defects.ClearedThresholdTold):
			fw.Wire.Then(func() { fw.Monitoring.Tell(m, ocpp201.EventTriggerAlerting, new(true)) })
		case !unknown && !wired && s.Has(defects.ClearedMonitorGoesOn):
			gone = append(gone, m)
		}
		return right(id)
	}
	if watching(fw) {
		wire.Handle(fw.Wire, func(q ocpp201.ClearVariableMonitoringRequest) (ocpp201.ClearVariableMonitoringResponse, error) {
			if len(q.ID) > 1 && s.Has(defects.ClearMonitorOnlyFirst) {
				q.ID = q.ID[:1]
			}
			return fw.Monitoring.ClearVariableMonitoring(q)
		})
	}
	turn := fw.Kernel.Turn
	fw.Kernel.Turn = func() {
		for _, m := range gone {
			fw.Monitoring.LookAt(m)
		}
		turn()
	}
}
