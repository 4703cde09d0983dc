package operation

import (
	"strconv"
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station"
	"github.com/certbench/certbench/station/defects"
	"github.com/certbench/certbench/station/model"
	"github.com/certbench/certbench/station/monitoring"
	"github.com/certbench/certbench/station/wire"
)

// eventPatches are the faults of what monitors tell.
var eventPatches = []defects.Patch{
	{Of: []defects.Defect{
		defects.ThresholdNotTold, defects.LowerThresholdNotTold, defects.ThresholdReturnNotTold, defects.NumberDeltaNotTold, defects.TextDeltaNotTold,
		defects.SecretDeltaNotTold, defects.PeriodicNotTold,
	}, Put: eventsNotTold},
	{Of: []defects.Defect{
		defects.ReturnAsAlert, defects.ThresholdAsDelta, defects.ThresholdShowsItself, defects.EventWithoutMonitor, defects.EventOfOtherMonitor,
		defects.EventOutOfTransaction, defects.EventSeqNoFromOne, defects.EventAnHourBack, defects.CustomAsPreconfigured, defects.DeltaAsAlert, defects.PeriodicAsDelta, defects.OfflineEventStale,
	}, Put: eventsSpoiled},
	{Of: []defects.Defect{defects.SecretShownInEvent}, Put: secretEvents},
	{Of: []defects.Defect{defects.MonitorsForgottenAtBoot}, Put: forgottenMonitors},
	{Of: []defects.Defect{defects.PeriodicMonitorOnce, defects.PeriodicHalved}, Put: periods},
	{Of: []defects.Defect{defects.OfflineEventDropped, defects.OfflineEventsAllKept}, Put: offlineEvents},
	{Of: []defects.Defect{defects.HardWiredNotTold, defects.HardWiredAsCustom}, Put: hardWired},
}

// ofMonitor takes the events of monitors in hand.
func ofMonitor(fw *station.Firmware, hand func(m *monitoring.Monitor, q *ocpp201.NotifyEventRequest) (told bool)) {
	fw.Wire.Seam.Requests.Add(func(m wire.Message, pass wire.Pass) {
		of, is := m.About.(monitoring.Told)
		q, event := m.Body.(ocpp201.NotifyEventRequest)
		if is && event {
			if !hand(of.Monitor, &q) {
				return
			}
			m.Body = q
		}
		pass(m)
	})
}

func isThreshold(m *monitoring.Monitor) bool {
	return m.Type == ocpp201.MonitorUpperThreshold || m.Type == ocpp201.MonitorLowerThreshold
}

func isPeriodic(m *monitoring.Monitor) bool {
	return m.Type == ocpp201.MonitorPeriodic || m.Type == ocpp201.MonitorPeriodicClockAligned
}

func watchedBy(fw *station.Firmware, m *monitoring.Monitor) *model.Variable {
	v, _ := fw.Model.Find(m.Component, m.Variable)
	return v
}

func isNumber(v *model.Variable) bool {
	return v.DataType == ocpp201.DataInteger || v.DataType == ocpp201.DataDecimal
}

func eventsNotTold(fw *station.Firmware, s defects.Set) {
	ofMonitor(fw, func(m *monitoring.Monitor, q *ocpp201.NotifyEventRequest) bool {
		cleared := q.EventData[0].Cleared != nil
		v := watchedBy(fw, m)
		secret := v.Mutability == ocpp201.MutabilityWriteOnly
		delta := m.Type == ocpp201.MonitorDelta
		switch {
		case !cleared && m.Type == ocpp201.MonitorUpperThreshold && s.Has(defects.ThresholdNotTold),
			!cleared && m.Type == ocpp201.MonitorLowerThreshold && s.Has(defects.LowerThresholdNotTold),
			cleared && s.Has(defects.ThresholdReturnNotTold),
			delta && isNumber(v) && s.Has(defects.NumberDeltaNotTold),
			delta && !isNumber(v) && !secret && s.Has(defects.TextDeltaNotTold),
			delta && secret && s.Has(defects.SecretDeltaNotTold),
			isPeriodic(m) && s.Has(defects.PeriodicNotTold):
			return false
		}
		return true
	})
}

func eventsSpoiled(fw *station.Firmware, s defects.Set) {
	ofMonitor(fw, func(m *monitoring.Monitor, q *ocpp201.NotifyEventRequest) bool {
		e := &q.EventData[0]
		switch {
		case e.Cleared != nil && s.Has(defects.ReturnAsAlert):
			e.Cleared = nil
		case isThreshold(m) && s.Has(defects.ThresholdAsDelta), isPeriodic(m) && s.Has(defects.PeriodicAsDelta):
			e.Trigger = ocpp201.EventTriggerDelta
		case isThreshold(m) && s.Has(defects.ThresholdShowsItself):
			e.ActualValue = strconv.FormatFloat(m.Value, 'f', -1, 64)
		case m.Type == ocpp201.MonitorDelta && s.Has(defects.DeltaAsAlert):
			e.Trigger = ocpp201.EventTriggerAlerting
		case s.Has(defects.EventWithoutMonitor):
			e.VariableMonitoringID = nil
		case s.Has(defects.EventOfOtherMonitor):
			e.VariableMonitoringID = new(m.ID + 1000)
		case e.TransactionID != nil && s.Has(defects.EventOutOfTransaction):
			e.TransactionID = nil
		case s.Has(defects.EventSeqNoFromOne):
			q.SeqNo = 1
		case s.Has(defects.EventAnHourBack):
			e.Timestamp.Time = e.Timestamp.Add(-time.Hour)
		case m.Kind == ocpp201.EventNotificationCustomMonitor && s.Has(defects.CustomAsPreconfigured):
			e.EventNotificationType = ocpp201.EventNotificationPreconfiguredMonitor
		case !fw.Wire.Online() && s.Has(defects.OfflineEventStale):
			e.ActualValue = ""
		}
		return true
	})
}

func secretEvents(fw *station.Firmware, s defects.Set) {
	right := fw.Monitoring.Decide.Shown
	fw.Monitoring.Decide.Shown = func(m *monitoring.Monitor) string {
		if v := watchedBy(fw, m); v.Mutability == ocpp201.MutabilityWriteOnly && s.Has(defects.SecretShownInEvent) {
			return v.Read()
		}
		return right(m)
	}
}

func forgottenMonitors(fw *station.Firmware, s defects.Set) {
	fw.Monitoring.Decide.Restores = func(m *monitoring.Monitor) bool {
		return m.Kind != ocpp201.EventNotificationCustomMonitor || !s.Has(defects.MonitorsForgottenAtBoot)
	}
}

func periods(fw *station.Firmware, s defects.Set) {
	right := fw.Monitoring.Decide.Period
	triggered := map[*monitoring.Monitor]int{}
	fw.Monitoring.Decide.Period = func(m *monitoring.Monitor) time.Duration {
		triggered[m]++
		switch {
		case triggered[m] > 1 && s.Has(defects.PeriodicMonitorOnce):
			return 1000 * time.Hour
		case s.Has(defects.PeriodicHalved): // the interval: half of what is left of an aligned one would be halved again and again, and its time never come
			half := *m
			half.Value /= 2
			return right(&half)
		}
		return right(m)
	}
}

// offlineEvents are the faults of events while there is no connection. A change that is to be forgotten is one that was seen.
func offlineEvents(fw *station.Firmware, s defects.Set) {
	right := fw.Monitoring.Decide.Queues
	fw.Monitoring.Decide.Queues = func(m *monitoring.Monitor) bool {
		queues := right(m)
		return queues || s.Has(defects.OfflineEventsAllKept)
	}
	ofMonitor(fw, func(m *monitoring.Monitor, _ *ocpp201.NotifyEventRequest) bool {
		return fw.Wire.Online() || !s.Has(defects.OfflineEventDropped)
	})
}

// hardWired are the faults of what the maker has wired in: the notification of a connector that has failed, and the monitor of the station's
// problems.
func hardWired(fw *station.Firmware, s defects.Set) {
	fw.Wire.Seam.Requests.Add(func(m wire.Message, pass wire.Pass) {
		q, event := m.Body.(ocpp201.NotifyEventRequest)
		if event && len(q.EventData) == 1 && q.EventData[0].Variable.Name == "Problem" && q.EventData[0].Component.Name != "ConnectorPlugRetentionLock" {
			switch {
			case s.Has(defects.HardWiredNotTold):
				return
			case s.Has(defects.HardWiredAsCustom):
				spoiled := q.EventData[0]
				spoiled.EventNotificationType = ocpp201.EventNotificationCustomMonitor
				q.EventData = []ocpp201.EventData{spoiled}
				m.Body = q
			}
		}
		pass(m)
	})
}
