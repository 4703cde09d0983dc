package operation

import (
	"slices"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station"
	"github.com/certbench/certbench/station/charging"
	"github.com/certbench/certbench/station/defects"
	"github.com/certbench/certbench/station/site"
	"github.com/certbench/certbench/station/wire"
)

// sitePatches are the faults of connectors and of what is told of them. Those of changes of availability stand in a file of
// their own.
var sitePatches = slices.Concat(availabilityPatches, []defects.Patch{
	{Of: []defects.Defect{defects.SchemaViolation}, Put: unknownProperty},
	{Of: []defects.Defect{defects.ScheduledEndsTransaction}, Put: scheduledEnds},
	{Of: []defects.Defect{defects.FixedCableStaysOccupied}, Put: fixedCableTaken},
	{Of: []defects.Defect{defects.SecondPlugUntold, defects.OccupiedNotReported, defects.AvailableNotReported, defects.InoperativeNotReported}, Put: changesUntold},
	{Of: []defects.Defect{
		defects.OfflineThresholdReversed, defects.OfflineLongReportsNothing, defects.OfflineLongOneConnectorMissing, defects.OfflineChangeLost,
		defects.OfflineLongReportsChangedOnly, defects.OfflineShortReportsAll,
	}, Put: afterOffline},
	{Of: []defects.Defect{defects.OfflineReportsStatusBefore}, Put: statusBefore},
	{Of: []defects.Defect{
		defects.BootWithoutStatus, defects.BootStatusOneConnectorMissing, defects.BootWrongStatus, defects.TriggeredStatusOld, defects.TriggeredStatusFaulted,
		defects.TriggeredStatusOfEVSE, defects.StatusWrongConnector, defects.AvailableWrongConnector, defects.AvailableAsReserved,
		defects.OccupiedAsReserved, defects.UnavailableAsReserved,
	}, Put: statuses},
	{Of: []defects.Defect{
		defects.EventsAlerting, defects.EventsOfAnotherVariable, defects.EventsWithoutConnector, defects.EventsOfEVSEAlerting, defects.EventsOfEVSEBehind,
	}, Put: statusEvents},
})

// told is what a message tells of a connector, in either form that a product may choose.
type told struct {
	Status ocpp201.ConnectorStatus
	At     ocpp201.EVSE
}

// ofReports takes the messages about connectors' statuses in hand.
func ofReports(fw *station.Firmware, hand func(of site.Report, t told, tell func(told))) {
	fw.Wire.Seam.Requests.Add(func(m wire.Message, pass wire.Pass) {
		of, ok := m.About.(site.Report)
		if !ok {
			pass(m)
			return
		}
		hand(of, toldBy(m.Body), func(t told) { pass(telling(m, t)) })
	})
}

func toldBy(body any) told {
	switch q := body.(type) {
	case ocpp201.StatusNotificationRequest:
		return told{q.ConnectorStatus, ocpp201.EVSE{ID: q.EVSEID, ConnectorID: new(q.ConnectorID)}}
	case ocpp201.NotifyEventRequest:
		last := q.EventData[len(q.EventData)-1] // that of the EVSE may stand before it
		return told{ocpp201.ConnectorStatus(last.ActualValue), *last.Component.EVSE}
	}
	panic("a connector's status is told by a message that nobody knows")
}

// telling is the message with something else told in it.
func telling(m wire.Message, t told) wire.Message {
	switch q := m.Body.(type) {
	case ocpp201.StatusNotificationRequest:
		q.ConnectorStatus, q.EVSEID, q.ConnectorID = t.Status, t.At.ID, *t.At.ConnectorID
		m.Body = q
	case ocpp201.NotifyEventRequest:
		q.EventData = slices.Clone(q.EventData)
		last := &q.EventData[len(q.EventData)-1]
		last.ActualValue, last.Component.EVSE = string(t.Status), &t.At
		m.Body = q
	}
	return m
}

// nowhere is no connector.
func nowhere() ocpp201.EVSE { return ocpp201.EVSE{ID: 0, ConnectorID: new(0)} }

func fixedCableTaken(fw *station.Firmware, s defects.Set) {
	right := fw.Site.Decide.Taken
	fw.Site.Decide.Taken = func(c *site.Connector) bool {
		stay := c.EVSE.Stay()
		return right(c) || stay.Authorized && stay.Connector == c.ID && c.EVSE.FixedCable && s.Has(defects.FixedCableStaysOccupied)
	}
}

func changesUntold(fw *station.Firmware, s defects.Set) {
	plugTold := false
	right := fw.Site.Decide.TellsChange
	fw.Site.Decide.TellsChange = func(c *site.Connector, status ocpp201.ConnectorStatus) bool {
		switch status {
		case ocpp201.ConnectorStatusOccupied:
			if plugTold && s.Has(defects.SecondPlugUntold) {
				return false
			}
			plugTold = true
			return !s.Has(defects.OccupiedNotReported) && right(c, status)
		case ocpp201.ConnectorStatusAvailable:
			return !s.Has(defects.AvailableNotReported) && right(c, status)
		case ocpp201.ConnectorStatusUnavailable:
			return !s.Has(defects.InoperativeNotReported) && right(c, status)
		}
		return right(c, status)
	}
}

// lastConnector tells the last of the station.
func lastConnector(fw *station.Firmware, c *site.Connector) bool {
	all := fw.Site.Connectors()
	return c == all[len(all)-1]
}

func afterOffline(fw *station.Firmware, s defects.Set) {
	right := fw.Site.Decide.ReportsAfterOffline
	fw.Site.Decide.ReportsAfterOffline = func(c *site.Connector, long bool) bool {
		switch {
		case s.Has(defects.OfflineThresholdReversed):
			return right(c, !long)
		case long && s.Has(defects.OfflineLongReportsNothing),
			long && lastConnector(fw, c) && s.Has(defects.OfflineLongOneConnectorMissing),
			!long && s.Has(defects.OfflineChangeLost):
			return false
		case long && s.Has(defects.OfflineLongReportsChangedOnly):
			return c.Unheard
		case !right(c, long) && s.Has(defects.OfflineShortReportsAll):
			return true
		}
		return right(c, long)
	}
}

func statusBefore(fw *station.Firmware, s defects.Set) {
	before := map[*site.Connector]ocpp201.ConnectorStatus{} // what was told last
	ofReports(fw, func(of site.Report, t told, tell func(told)) {
		now := t.Status
		if of.Why == site.AfterOffline && s.Has(defects.OfflineReportsStatusBefore) {
			t.Status = before[of.Connector]
		}
		before[of.Connector] = now
		tell(t)
	})
}

// statuses are the faults of how a connector's status is told.
func statuses(fw *station.Firmware, s defects.Set) {
	available, occupied, unavailable := ocpp201.ConnectorStatusAvailable, ocpp201.ConnectorStatusOccupied, ocpp201.ConnectorStatusUnavailable
	ofReports(fw, func(of site.Report, t told, tell func(told)) {
		boot := of.Why == site.AtBoot
		if boot && (s.Has(defects.BootWithoutStatus) || lastConnector(fw, of.Connector) && s.Has(defects.BootStatusOneConnectorMissing)) {
			return
		}
		if of.Why == site.OnDemand {
			t = triggeredStatus(s, t)
		}
		changedTo := func(status ocpp201.ConnectorStatus, d defects.Defect) bool {
			return of.Why == site.AtChange && t.Status == status && s.Has(d)
		}
		if s.Has(defects.StatusWrongConnector) || changedTo(available, defects.AvailableWrongConnector) {
			t.At = nowhere()
		}
		switch {
		case boot && s.Has(defects.BootWrongStatus):
			t.Status = unavailable
		case changedTo(available, defects.AvailableAsReserved), changedTo(occupied, defects.OccupiedAsReserved),
			changedTo(unavailable, defects.UnavailableAsReserved):
			t.Status = ocpp201.ConnectorStatusReserved
		}
		tell(t)
	})
}

// triggeredStatus is what is told of a connector when the CSMS asks.
func triggeredStatus(s defects.Set, t told) told {
	switch available := ocpp201.ConnectorStatusAvailable; {
	case t.Status != available && s.Has(defects.TriggeredStatusOld):
		t.Status = available
	case s.Has(defects.TriggeredStatusFaulted):
		t.Status = ocpp201.ConnectorStatusFaulted
	case s.Has(defects.TriggeredStatusOfEVSE):
		t.At.ConnectorID = new(0)
	}
	return t
}

// statusEvents are the faults of products that tell statuses by NotifyEvent.
func statusEvents(fw *station.Firmware, s defects.Set) {
	fw.Wire.Seam.Requests.Add(func(m wire.Message, pass wire.Pass) {
		q, ok := m.Body.(ocpp201.NotifyEventRequest)
		if !ok {
			pass(m)
			return
		}
		q.EventData = slices.Clone(q.EventData)
		for i := range q.EventData {
			if e := &q.EventData[i]; e.Variable.Name == "AvailabilityState" {
				spoilStatusEvent(s, e)
			}
		}
		m.Body = q
		pass(m)
	})
}

func spoilStatusEvent(s defects.Set, e *ocpp201.EventData) {
	connector, evse := e.Component.Name == "Connector", e.Component.Name == "EVSE"
	switch {
	case connector && s.Has(defects.EventsAlerting), evse && s.Has(defects.EventsOfEVSEAlerting):
		e.Trigger = ocpp201.EventTriggerAlerting
	case connector && s.Has(defects.EventsOfAnotherVariable):
		e.Variable.Name = "Available"
	case connector && s.Has(defects.EventsWithoutConnector):
		e.Component.EVSE = &ocpp201.EVSE{ID: e.Component.EVSE.ID}
	case evse && e.ActualValue != string(ocpp201.ConnectorStatusOccupied) && s.Has(defects.EventsOfEVSEBehind):
		e.ActualValue = string(ocpp201.ConnectorStatusOccupied)
	}
}

// scheduledEnds ends the transactions for which a change of availability should wait.
func scheduledEnds(fw *station.Firmware, s defects.Set) {
	fw.Wire.Seam.Answers.Add(func(m wire.Message, pass wire.Pass) {
		pass(m)
		r, ok := m.Body.(ocpp201.ChangeAvailabilityResponse)
		if ok && r.Status == ocpp201.ChangeAvailabilityStatusScheduled && s.Has(defects.ScheduledEndsTransaction) {
			endTransactionsAt(fw, site.PlaceOf(m.Request.(ocpp201.ChangeAvailabilityRequest).EVSE))
		}
	})
}

func endTransactionsAt(fw *station.Firmware, place string) {
	for _, s := range fw.Charging.Sessions() {
		if c := fw.Site.Connector(s.EVSE, s.Connector); s.Tx != nil && c != nil && site.Covers(place, c) {
			fw.Charging.Happen(s, charging.Cause{Trigger: ocpp201.TriggerReasonAbnormalCondition, Reason: ocpp201.ReasonOther, End: true}, func() {})
			fw.Charging.Settle(s)
		}
	}
	fw.Site.UpdateStatuses()
}

// unknownProperty adds to a StatusNotification what its schema does not know.
func unknownProperty(fw *station.Firmware, s defects.Set) {
	fw.Wire.Seam.Requests.Add(func(m wire.Message, pass wire.Pass) {
		if status, ok := m.Body.(ocpp201.StatusNotificationRequest); ok && s.Has(defects.SchemaViolation) {
			m.Body = struct {
				ocpp201.StatusNotificationRequest
				UnknownProperty bool `json:"unknownProperty"`
			}{status, true}
		}
		pass(m)
	})
}
