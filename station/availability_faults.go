package station

import (
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/defects"
	"github.com/certbench/certbench/station/wire"
)

// refusals are the defects that answer a ChangeAvailability with Rejected.
var refusals = []struct {
	defect defects.Defect
	when   func(*firmware, change) bool
}{
	{defects.InoperativeRejected, func(_ *firmware, ch change) bool { return ch.inoperative }},
	{defects.StationInoperativeRejected, func(_ *firmware, ch change) bool { return ch.inoperative && ch.tier == wholeStation }},
	{defects.ConnectorInoperativeRejected, func(_ *firmware, ch change) bool { return ch.inoperative && ch.tier == oneConnector }},
	{defects.StationOperativeRejected, func(_ *firmware, ch change) bool { return !ch.inoperative && ch.tier == wholeStation }},
	{defects.EVSEOperativeRejected, func(_ *firmware, ch change) bool { return !ch.inoperative && ch.tier == oneEVSE }},
	{defects.ConnectorOperativeRejected, func(_ *firmware, ch change) bool { return !ch.inoperative && ch.tier == oneConnector }},
	{defects.UnchangedRejected, func(_ *firmware, ch change) bool { return ch.unchanged }},
	{defects.BusyRejected, func(fw *firmware, ch change) bool { return ch.inoperative && fw.anyTransactionAt(ch.place) }},
}

func (fw *firmware) refusesChange(ch change) bool {
	for _, r := range refusals {
		if r.when(fw, ch) && fw.defects.Has(r.defect) {
			return true
		}
	}
	return false
}

// anyTransactionAt tells whether a transaction uses a connector of a place.
func (fw *firmware) anyTransactionAt(place string) bool {
	for _, c := range fw.connectors() {
		if covers(place, c) && fw.inTransaction(c) {
			return true
		}
	}
	return false
}

// misreadChange is the change as this station carries it out.
func (fw *firmware) misreadChange(ch change) change {
	at := fw.firstAt(ch.place)
	several, siblings := len(fw.connectors()) > 1, len(at.evse.connectors) > 1
	switch {
	case ch.unchanged && fw.defects.Has(defects.UnchangedToggles):
		ch.inoperative, ch.unchanged = !ch.inoperative, false
	case !ch.unchanged && !ch.inoperative && fw.defects.Has(defects.OperativeNotApplied),
		!ch.unchanged && ch.inoperative && fw.defects.Has(defects.InoperativeNotApplied):
		ch.inoperative = !ch.inoperative
	case ch.tier == oneEVSE && len(fw.evses) > 1 && fw.defects.Has(defects.EVSEChangeTakesStation),
		ch.tier == oneConnector && several && fw.defects.Has(defects.ConnectorChangeTakesStation):
		ch.place = ""
	case ch.tier == wholeStation && len(fw.evses) > 1 && fw.defects.Has(defects.StationChangeTakesFirstEVSE),
		ch.tier == oneConnector && siblings && fw.defects.Has(defects.ConnectorChangeTakesEVSE):
		ch.place = placeOf(&ocpp201.EVSE{ID: at.evse.id})
	case ch.tier == oneEVSE && siblings && fw.defects.Has(defects.EVSEChangeTakesOneConnector):
		ch.place = at.place()
	}
	return ch
}

// firstAt is the first connector of a place.
func (fw *firmware) firstAt(place string) *connector {
	for _, c := range fw.connectors() {
		if covers(place, c) {
			return c
		}
	}
	return nil
}

// spoilChange is the answer's status as this station gives it.
func (fw *firmware) spoilChange(ch change, status ocpp201.ChangeAvailabilityStatus) ocpp201.ChangeAvailabilityStatus {
	accepted, scheduled := ocpp201.ChangeAvailabilityStatusAccepted, ocpp201.ChangeAvailabilityStatusScheduled
	switch {
	case status == scheduled && (fw.defects.Has(defects.BusyAccepted) ||
		ch.tier == wholeStation && fw.defects.Has(defects.StationBusyAccepted) ||
		ch.tier == oneConnector && fw.defects.Has(defects.ConnectorBusyAccepted)):
		return accepted
	case status == accepted && (ch.unchanged && fw.defects.Has(defects.UnchangedScheduled) ||
		ch.inoperative && !ch.unchanged && fw.defects.Has(defects.ScheduledThoughIdle) ||
		!ch.inoperative && fw.defects.Has(defects.OperativeScheduled)):
		return scheduled
	}
	return status
}

// spoilSchedule changes what a change that waits for a transaction does meanwhile.
func (fw *firmware) spoilSchedule(place string, before map[*connector]bool) {
	for _, c := range fw.connectors() {
		switch {
		case !covers(place, c):
		case c.deferred && fw.defects.Has(defects.ScheduledAtOnce):
			c.deferred, c.changed = false, toInoperative
		case !c.deferred && before[c] && fw.defects.Has(defects.ScheduledOthersWait):
			c.deferred, c.changed = true, onDemand
		}
	}
}

// waitsForUnplug tells whether a connector becomes Unavailable only when the EV is gone.
func (fw *firmware) waitsForUnplug(c *connector) bool {
	return c.evConnected() && fw.defects.Has(defects.ScheduledWaitsForUnplug)
}

// spoilCarryOut changes what becomes of a connector that is to become Unavailable now.
func (fw *firmware) spoilCarryOut(c *connector) {
	switch {
	case fw.defects.Has(defects.ScheduledForgotten):
		fw.keepInoperative()
	case len(c.evse.connectors) > 1 && fw.defects.Has(defects.ScheduledTakesOneConnector):
		fw.keepInoperative(fw.firstAt(placeOf(&ocpp201.EVSE{ID: c.evse.id})).place())
	}
}

// operativeByUnplug forgets that a connector is Inoperative (only by a defect).
func (fw *firmware) operativeByUnplug(c *connector) {
	if !fw.operative(c) && fw.defects.Has(defects.OperativeByUnplug) {
		fw.keepInoperative()
	}
}

// keepInoperative makes everything Operative but the places named (only by a defect).
func (fw *firmware) keepInoperative(places ...string) {
	fw.inoperative = map[string]bool{}
	for _, place := range places {
		fw.inoperative[place] = true
	}
	fw.kernel.Save(recordAvailability, fw.inoperative)
}

// spoilAvailability changes what this station remembers of its availability at boot.
func (fw *firmware) spoilAvailability() {
	notKept := map[tier]defects.Defect{
		wholeStation: defects.StationInoperativeNotKept, oneEVSE: defects.EVSEInoperativeNotKept, oneConnector: defects.ConnectorInoperativeNotKept,
	}
	lost := func() bool {
		return !afterReset(fw.kernel.Reason) && fw.defects.Has(defects.InoperativeLostOnPowerLoss)
	}
	for place, inoperative := range fw.inoperative {
		if inoperative && (fw.defects.Has(notKept[tierOf(place)]) || lost()) {
			fw.inoperative[place] = false
		}
	}
	if fw.anyInoperative() && len(fw.connectors()) > 1 && fw.defects.Has(defects.InoperativeWidensAtBoot) {
		fw.inoperative[""] = true
	}
}

// spoilReportOf sends the report of a change in another way than it should be sent, and tells whether it did that
// instead.
func (fw *firmware) spoilReportOf(c *connector, why occasion) bool {
	switch {
	case why == toOperative && fw.defects.Has(defects.OperativeReportedLate),
		why == toInoperative && fw.defects.Has(defects.InoperativeReportedLate):
		fw.kernel.After(2*time.Minute, func() { fw.sendStatus(c, why, wire.Sending{}) })
		return true
	case why == toOperative && fw.defects.Has(defects.OperativeReportedOccupied),
		why == toInoperative && fw.defects.Has(defects.InoperativeReportedOccupied):
		fw.sendStatus(c, asOccupied, wire.Sending{})
	}
	return false
}

// spoilBootReportOf is spoilReportOf for the reports that follow a boot.
func (fw *firmware) spoilBootReportOf(c *connector) bool {
	if !fw.anyInoperative() {
		return false
	}
	if fw.operative(c) {
		return fw.defects.Has(defects.InoperativeBootsWithoutOthers)
	}
	if fw.defects.Has(defects.InoperativeBootsAsAvailable) {
		fw.sendStatus(c, asAvailable, wire.Sending{})
	}
	return false
}

// takeBack reports Available what has just been reported Unavailable (only by a defect).
func (fw *firmware) takeBack(c *connector, why occasion) {
	if why == toInoperative && fw.defects.Has(defects.InoperativeTakenBack) {
		fw.sendStatus(c, asAvailable, wire.Sending{})
	}
}

// forgetAtBoot makes Operative what has just been reported as kept (only by a defect).
func (fw *firmware) forgetAtBoot() {
	if !afterReset(fw.kernel.Reason) && fw.anyInoperative() && fw.defects.Has(defects.InoperativeForgottenAtBoot) {
		fw.keepInoperative()
		fw.updateStatuses()
	}
}

// statusFaults are the defects that change how a connector's state is reported on an occasion.
var statusFaults = []struct {
	defect defects.Defect
	on     occasion
	as     ocpp201.ConnectorStatus
}{
	{defects.UnchangedReportedFaulted, again, ocpp201.ConnectorStatusFaulted},
	{defects.UnchangedReportedAvailable, again, ocpp201.ConnectorStatusAvailable},
	{defects.UnchangedReportedOccupied, again, ocpp201.ConnectorStatusOccupied},
	{defects.OperativeReportedFaulted, toOperative, ocpp201.ConnectorStatusFaulted},
	{defects.OperativeReportedUnavailable, toOperative, ocpp201.ConnectorStatusUnavailable},
	{defects.InoperativeReportedFaulted, toInoperative, ocpp201.ConnectorStatusFaulted},
	{defects.ScheduledReportedAvailable, toScheduled, ocpp201.ConnectorStatusAvailable},
	{defects.ScheduledReportedFaulted, toScheduled, ocpp201.ConnectorStatusFaulted},
}

// spoilAvailabilityReport is a connector's status and place as this station tells them.
func (fw *firmware) spoilAvailabilityReport(status ocpp201.ConnectorStatus, at ocpp201.EVSE, why occasion) (ocpp201.ConnectorStatus, ocpp201.EVSE) {
	switch {
	case why == asOccupied,
		why == atBoot && status == ocpp201.ConnectorStatusUnavailable && fw.defects.Has(defects.InoperativeBootsAsOccupied):
		return ocpp201.ConnectorStatusOccupied, at
	case why == asAvailable:
		return ocpp201.ConnectorStatusAvailable, at
	case why == toInoperative && fw.defects.Has(defects.InoperativeWrongConnector),
		why == again && fw.defects.Has(defects.UnchangedWrongConnector):
		return status, ocpp201.EVSE{ID: 0, ConnectorID: new(0)}
	}
	for _, f := range statusFaults {
		if why == f.on && status != f.as && fw.defects.Has(f.defect) {
			return f.as, at
		}
	}
	return status, at
}

func (fw *firmware) spoilConnectorEvent(e *ocpp201.EventData) {
	switch {
	case fw.defects.Has(defects.EventsAlerting):
		e.Trigger = ocpp201.EventTriggerAlerting
	case fw.defects.Has(defects.EventsOfAnotherVariable):
		e.Variable.Name = "Available"
	case fw.defects.Has(defects.EventsWithoutConnector):
		e.Component.EVSE = &ocpp201.EVSE{ID: e.Component.EVSE.ID}
	}
}

func (fw *firmware) spoilEVSEEvent(e *ocpp201.EventData) {
	switch {
	case fw.defects.Has(defects.EventsOfEVSEAlerting):
		e.Trigger = ocpp201.EventTriggerAlerting
	case e.ActualValue != string(ocpp201.ConnectorStatusOccupied) && fw.defects.Has(defects.EventsOfEVSEBehind):
		e.ActualValue = string(ocpp201.ConnectorStatusOccupied)
	}
}

// hidesPlug tells whether a defect keeps Occupied from the CSMS.
func (fw *firmware) hidesPlug() bool {
	if fw.plugTold && fw.defects.Has(defects.SecondPlugUntold) {
		return true
	}
	fw.plugTold = true
	return fw.defects.Has(defects.OccupiedNotReported)
}

// spoilStatus is a connector's status and place as this station tells them.
func (fw *firmware) spoilStatus(status ocpp201.ConnectorStatus, at ocpp201.EVSE, why occasion) (ocpp201.ConnectorStatus, ocpp201.EVSE) {
	changedTo := func(s ocpp201.ConnectorStatus, d defects.Defect) bool {
		return why >= atChange && status == s && fw.defects.Has(d)
	}
	if why == onDemand {
		status, at = fw.spoilTriggeredStatus(status, at)
	}
	available, occupied, unavailable := ocpp201.ConnectorStatusAvailable, ocpp201.ConnectorStatusOccupied, ocpp201.ConnectorStatusUnavailable
	if fw.defects.Has(defects.StatusWrongConnector) || changedTo(available, defects.AvailableWrongConnector) {
		at = ocpp201.EVSE{ID: 0, ConnectorID: new(0)}
	}
	switch {
	case why == atBoot && fw.defects.Has(defects.BootWrongStatus):
		status = unavailable
	case why == atBoot && status == unavailable && fw.defects.Has(defects.InoperativeFaultedAfterReset):
		status = ocpp201.ConnectorStatusFaulted
	case changedTo(available, defects.AvailableAsReserved), changedTo(occupied, defects.OccupiedAsReserved),
		changedTo(unavailable, defects.UnavailableAsReserved):
		status = ocpp201.ConnectorStatusReserved
	}
	return fw.spoilAvailabilityReport(status, at, why)
}

// spoilReport tells whether this station reports a connector after an offline period; owed tells whether it should.
func (fw *firmware) spoilReport(owed, long, last bool, c *connector) bool {
	switch {
	case fw.defects.Has(defects.OfflineThresholdReversed):
		return !long || c.unheard
	case long && fw.defects.Has(defects.OfflineLongReportsNothing),
		long && last && fw.defects.Has(defects.OfflineLongOneConnectorMissing),
		!long && fw.defects.Has(defects.OfflineChangeLost):
		return false
	case long && fw.defects.Has(defects.OfflineLongReportsChangedOnly):
		return c.unheard
	case fw.defects.Has(defects.OfflineShortReportsAll):
		return true
	}
	return owed
}

// spoilTriggeredStatus is a connector's status and place as this station tells them when it is asked.
func (fw *firmware) spoilTriggeredStatus(status ocpp201.ConnectorStatus, at ocpp201.EVSE) (ocpp201.ConnectorStatus, ocpp201.EVSE) {
	switch available := ocpp201.ConnectorStatusAvailable; {
	case status != available && fw.defects.Has(defects.TriggeredStatusOld):
		status = available
	case fw.defects.Has(defects.TriggeredStatusFaulted):
		status = ocpp201.ConnectorStatusFaulted
	case fw.defects.Has(defects.TriggeredStatusOfEVSE):
		at = ocpp201.EVSE{ID: at.ID, ConnectorID: new(0)}
	}
	return status, at
}
