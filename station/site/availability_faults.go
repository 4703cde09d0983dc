package site

import (
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/defects"
	"github.com/certbench/certbench/station/wire"
)

// refusals are the defects that answer a ChangeAvailability with Rejected.
var refusals = []struct {
	defect defects.Defect
	when   func(*Site, change) bool
}{
	{defects.InoperativeRejected, func(st *Site, ch change) bool { return ch.inoperative }},
	{defects.StationInoperativeRejected, func(st *Site, ch change) bool { return ch.inoperative && ch.tier == wholeStation }},
	{defects.ConnectorInoperativeRejected, func(st *Site, ch change) bool { return ch.inoperative && ch.tier == oneConnector }},
	{defects.StationOperativeRejected, func(st *Site, ch change) bool { return !ch.inoperative && ch.tier == wholeStation }},
	{defects.EVSEOperativeRejected, func(st *Site, ch change) bool { return !ch.inoperative && ch.tier == oneEVSE }},
	{defects.ConnectorOperativeRejected, func(st *Site, ch change) bool { return !ch.inoperative && ch.tier == oneConnector }},
	{defects.UnchangedRejected, func(st *Site, ch change) bool { return ch.unchanged }},
	{defects.BusyRejected, func(st *Site, ch change) bool { return ch.inoperative && st.anyTransactionAt(ch.place) }},
}

func (st *Site) refusesChange(ch change) bool {
	for _, r := range refusals {
		if r.when(st, ch) && st.defects.Has(r.defect) {
			return true
		}
	}
	return false
}

// anyTransactionAt tells whether a transaction uses a connector of a place.
func (st *Site) anyTransactionAt(place string) bool {
	for _, c := range st.Connectors() {
		if Covers(place, c) && st.inTransaction(c) {
			return true
		}
	}
	return false
}

// misreadChange is the change as this station carries it out.
func (st *Site) misreadChange(ch change) change {
	at := st.firstAt(ch.place)
	several, siblings := len(st.Connectors()) > 1, len(at.EVSE.Connectors) > 1
	switch {
	case ch.unchanged && st.defects.Has(defects.UnchangedToggles):
		ch.inoperative, ch.unchanged = !ch.inoperative, false
	case !ch.unchanged && !ch.inoperative && st.defects.Has(defects.OperativeNotApplied),
		!ch.unchanged && ch.inoperative && st.defects.Has(defects.InoperativeNotApplied):
		ch.inoperative = !ch.inoperative
	case ch.tier == oneEVSE && len(st.EVSEs) > 1 && st.defects.Has(defects.EVSEChangeTakesStation),
		ch.tier == oneConnector && several && st.defects.Has(defects.ConnectorChangeTakesStation):
		ch.place = ""
	case ch.tier == wholeStation && len(st.EVSEs) > 1 && st.defects.Has(defects.StationChangeTakesFirstEVSE),
		ch.tier == oneConnector && siblings && st.defects.Has(defects.ConnectorChangeTakesEVSE):
		ch.place = PlaceOf(&ocpp201.EVSE{ID: at.EVSE.ID})
	case ch.tier == oneEVSE && siblings && st.defects.Has(defects.EVSEChangeTakesOneConnector):
		ch.place = at.place()
	}
	return ch
}

// firstAt is the first connector of a place.
func (st *Site) firstAt(place string) *Connector {
	for _, c := range st.Connectors() {
		if Covers(place, c) {
			return c
		}
	}
	return nil
}

// spoilChange is the answer's status as this station gives it.
func (st *Site) spoilChange(ch change, status ocpp201.ChangeAvailabilityStatus) ocpp201.ChangeAvailabilityStatus {
	accepted, scheduled := ocpp201.ChangeAvailabilityStatusAccepted, ocpp201.ChangeAvailabilityStatusScheduled
	switch {
	case status == scheduled && (st.defects.Has(defects.BusyAccepted) ||
		ch.tier == wholeStation && st.defects.Has(defects.StationBusyAccepted) ||
		ch.tier == oneConnector && st.defects.Has(defects.ConnectorBusyAccepted)):
		return accepted
	case status == accepted && (ch.unchanged && st.defects.Has(defects.UnchangedScheduled) ||
		ch.inoperative && !ch.unchanged && st.defects.Has(defects.ScheduledThoughIdle) ||
		!ch.inoperative && st.defects.Has(defects.OperativeScheduled)):
		return scheduled
	}
	return status
}

// spoilSchedule changes what a change that waits for a transaction does meanwhile.
func (st *Site) spoilSchedule(place string, before map[*Connector]bool) {
	for _, c := range st.Connectors() {
		switch {
		case !Covers(place, c):
		case c.Deferred && st.defects.Has(defects.ScheduledAtOnce):
			c.Deferred, c.changed = false, toInoperative
		case !c.Deferred && before[c] && st.defects.Has(defects.ScheduledOthersWait):
			c.Deferred, c.changed = true, OnDemand
		}
	}
}

// waitsForUnplug tells whether a connector becomes Unavailable only when the EV is gone.
func (st *Site) waitsForUnplug(c *Connector) bool {
	return c.EVConnected() && st.defects.Has(defects.ScheduledWaitsForUnplug)
}

// spoilCarryOut changes what becomes of a connector that is to become Unavailable now.
func (st *Site) spoilCarryOut(c *Connector) {
	switch {
	case st.defects.Has(defects.ScheduledForgotten):
		st.keepInoperative()
	case len(c.EVSE.Connectors) > 1 && st.defects.Has(defects.ScheduledTakesOneConnector):
		st.keepInoperative(st.firstAt(PlaceOf(&ocpp201.EVSE{ID: c.EVSE.ID})).place())
	}
}

// OperativeByUnplug forgets that a connector is Inoperative (only by a defect).
func (st *Site) OperativeByUnplug(c *Connector) {
	if !st.Operative(c) && st.defects.Has(defects.OperativeByUnplug) {
		st.keepInoperative()
	}
}

// keepInoperative makes everything Operative but the places named (only by a defect).
func (st *Site) keepInoperative(places ...string) {
	st.inoperative = map[string]bool{}
	for _, place := range places {
		st.inoperative[place] = true
	}
	st.kernel.Save(record, st.inoperative)
}

// spoilAvailability changes what this station remembers of its availability at boot.
func (st *Site) spoilAvailability() {
	notKept := map[tier]defects.Defect{
		wholeStation: defects.StationInoperativeNotKept, oneEVSE: defects.EVSEInoperativeNotKept, oneConnector: defects.ConnectorInoperativeNotKept,
	}
	lost := func() bool {
		return !afterReset(st.kernel.Reason) && st.defects.Has(defects.InoperativeLostOnPowerLoss)
	}
	for place, inoperative := range st.inoperative {
		if inoperative && (st.defects.Has(notKept[tierOf(place)]) || lost()) {
			st.inoperative[place] = false
		}
	}
	if st.AnyInoperative() && len(st.Connectors()) > 1 && st.defects.Has(defects.InoperativeWidensAtBoot) {
		st.inoperative[""] = true
	}
}

// spoilReportOf sends the report of a change in another way than it should be sent, and tells whether it did that
// instead.
func (st *Site) spoilReportOf(c *Connector, why occasion) bool {
	switch {
	case why == toOperative && st.defects.Has(defects.OperativeReportedLate),
		why == toInoperative && st.defects.Has(defects.InoperativeReportedLate):
		st.kernel.After(2*time.Minute, func() { st.SendStatus(c, why, wire.Sending{}) })
		return true
	case why == toOperative && st.defects.Has(defects.OperativeReportedOccupied),
		why == toInoperative && st.defects.Has(defects.InoperativeReportedOccupied):
		st.SendStatus(c, asOccupied, wire.Sending{})
	}
	return false
}

// spoilBootReportOf is spoilReportOf for the reports that follow a boot.
func (st *Site) spoilBootReportOf(c *Connector) bool {
	if !st.AnyInoperative() {
		return false
	}
	if st.Operative(c) {
		return st.defects.Has(defects.InoperativeBootsWithoutOthers)
	}
	if st.defects.Has(defects.InoperativeBootsAsAvailable) {
		st.SendStatus(c, asAvailable, wire.Sending{})
	}
	return false
}

// takeBack reports Available what has just been reported Unavailable (only by a defect).
func (st *Site) takeBack(c *Connector, why occasion) {
	if why == toInoperative && st.defects.Has(defects.InoperativeTakenBack) {
		st.SendStatus(c, asAvailable, wire.Sending{})
	}
}

// forgetAtBoot makes Operative what has just been reported as kept (only by a defect).
func (st *Site) forgetAtBoot() {
	if !afterReset(st.kernel.Reason) && st.AnyInoperative() && st.defects.Has(defects.InoperativeForgottenAtBoot) {
		st.keepInoperative()
		st.UpdateStatuses()
	}
}

// statusFaults are the defects that change how a connector's state is reported on an occasion.
var statusFaults = []struct {
	defect defects.Defect
	on     occasion
	as     ocpp201.ConnectorStatus
}{
	{defects.UnchangedReportedFaulted, Again, ocpp201.ConnectorStatusFaulted},
	{defects.UnchangedReportedAvailable, Again, ocpp201.ConnectorStatusAvailable},
	{defects.UnchangedReportedOccupied, Again, ocpp201.ConnectorStatusOccupied},
	{defects.OperativeReportedFaulted, toOperative, ocpp201.ConnectorStatusFaulted},
	{defects.OperativeReportedUnavailable, toOperative, ocpp201.ConnectorStatusUnavailable},
	{defects.InoperativeReportedFaulted, toInoperative, ocpp201.ConnectorStatusFaulted},
	{defects.ScheduledReportedAvailable, toScheduled, ocpp201.ConnectorStatusAvailable},
	{defects.ScheduledReportedFaulted, toScheduled, ocpp201.ConnectorStatusFaulted},
}

// spoilAvailabilityReport is a connector's status and place as this station tells them.
func (st *Site) spoilAvailabilityReport(status ocpp201.ConnectorStatus, at ocpp201.EVSE, why occasion) (ocpp201.ConnectorStatus, ocpp201.EVSE) {
	switch {
	case why == asOccupied,
		why == atBoot && status == ocpp201.ConnectorStatusUnavailable && st.defects.Has(defects.InoperativeBootsAsOccupied):
		return ocpp201.ConnectorStatusOccupied, at
	case why == asAvailable:
		return ocpp201.ConnectorStatusAvailable, at
	case why == toInoperative && st.defects.Has(defects.InoperativeWrongConnector),
		why == Again && st.defects.Has(defects.UnchangedWrongConnector):
		return status, ocpp201.EVSE{ID: 0, ConnectorID: new(0)}
	}
	for _, f := range statusFaults {
		if why == f.on && status != f.as && st.defects.Has(f.defect) {
			return f.as, at
		}
	}
	return status, at
}

func (st *Site) spoilConnectorEvent(e *ocpp201.EventData) {
	switch {
	case st.defects.Has(defects.EventsAlerting):
		e.Trigger = ocpp201.EventTriggerAlerting
	case st.defects.Has(defects.EventsOfAnotherVariable):
		e.Variable.Name = "Available"
	case st.defects.Has(defects.EventsWithoutConnector):
		e.Component.EVSE = &ocpp201.EVSE{ID: e.Component.EVSE.ID}
	}
}

func (st *Site) spoilEVSEEvent(e *ocpp201.EventData) {
	switch {
	case st.defects.Has(defects.EventsOfEVSEAlerting):
		e.Trigger = ocpp201.EventTriggerAlerting
	case e.ActualValue != string(ocpp201.ConnectorStatusOccupied) && st.defects.Has(defects.EventsOfEVSEBehind):
		e.ActualValue = string(ocpp201.ConnectorStatusOccupied)
	}
}

// hidesPlug tells whether a defect keeps Occupied from the CSMS.
func (st *Site) hidesPlug() bool {
	if st.plugTold && st.defects.Has(defects.SecondPlugUntold) {
		return true
	}
	st.plugTold = true
	return st.defects.Has(defects.OccupiedNotReported)
}

// spoilStatus is a connector's status and place as this station tells them.
func (st *Site) spoilStatus(status ocpp201.ConnectorStatus, at ocpp201.EVSE, why occasion) (ocpp201.ConnectorStatus, ocpp201.EVSE) {
	changedTo := func(s ocpp201.ConnectorStatus, d defects.Defect) bool {
		return why >= atChange && status == s && st.defects.Has(d)
	}
	if why == OnDemand {
		status, at = st.spoilTriggeredStatus(status, at)
	}
	available, occupied, unavailable := ocpp201.ConnectorStatusAvailable, ocpp201.ConnectorStatusOccupied, ocpp201.ConnectorStatusUnavailable
	if st.defects.Has(defects.StatusWrongConnector) || changedTo(available, defects.AvailableWrongConnector) {
		at = ocpp201.EVSE{ID: 0, ConnectorID: new(0)}
	}
	switch {
	case why == atBoot && st.defects.Has(defects.BootWrongStatus):
		status = unavailable
	case why == atBoot && status == unavailable && st.defects.Has(defects.InoperativeFaultedAfterReset):
		status = ocpp201.ConnectorStatusFaulted
	case changedTo(available, defects.AvailableAsReserved), changedTo(occupied, defects.OccupiedAsReserved),
		changedTo(unavailable, defects.UnavailableAsReserved):
		status = ocpp201.ConnectorStatusReserved
	}
	return st.spoilAvailabilityReport(status, at, why)
}

// spoilReport tells whether this station reports a connector after an offline period; owed tells whether it should.
func (st *Site) spoilReport(owed, long, last bool, c *Connector) bool {
	switch {
	case st.defects.Has(defects.OfflineThresholdReversed):
		return !long || c.unheard
	case long && st.defects.Has(defects.OfflineLongReportsNothing),
		long && last && st.defects.Has(defects.OfflineLongOneConnectorMissing),
		!long && st.defects.Has(defects.OfflineChangeLost):
		return false
	case long && st.defects.Has(defects.OfflineLongReportsChangedOnly):
		return c.unheard
	case st.defects.Has(defects.OfflineShortReportsAll):
		return true
	}
	return owed
}

// spoilTriggeredStatus is a connector's status and place as this station tells them when it is asked.
func (st *Site) spoilTriggeredStatus(status ocpp201.ConnectorStatus, at ocpp201.EVSE) (ocpp201.ConnectorStatus, ocpp201.EVSE) {
	switch available := ocpp201.ConnectorStatusAvailable; {
	case status != available && st.defects.Has(defects.TriggeredStatusOld):
		status = available
	case st.defects.Has(defects.TriggeredStatusFaulted):
		status = ocpp201.ConnectorStatusFaulted
	case st.defects.Has(defects.TriggeredStatusOfEVSE):
		at = ocpp201.EVSE{ID: at.ID, ConnectorID: new(0)}
	}
	return status, at
}
