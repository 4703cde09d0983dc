package station

import (
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/defects"
	"github.com/certbench/certbench/station/wire"
)

// reporting numbers the events of NotifyEvent.
type reporting struct {
	eventID  int
	plugTold bool // Occupied has been told in this life (only by a defect)
}

// connectorStatus is what a connector is now (G01.FR.01). A fault outweighs Unavailable, and Unavailable outweighs a
// plugged cable (G03.FR.06). Authorization alone does not make a connector Occupied, unless the product wants it so: a
// cable does (G01.FR.03).
func (fw *firmware) connectorStatus(c *connector) ocpp201.ConnectorStatus {
	switch {
	case c.faulted:
		return ocpp201.ConnectorStatusFaulted
	case !fw.operative(c), c.evse.reset.under, c.evse.reset.held, fw.goingDown && fw.config.Capabilities.UnavailableWhileResetting:
		return ocpp201.ConnectorStatusUnavailable
	case fw.taken(c):
		return ocpp201.ConnectorStatusOccupied
	}
	return ocpp201.ConnectorStatusAvailable
}

// taken tells whether a connector is of no use for a new driver.
func (fw *firmware) taken(c *connector) bool {
	stay, can := c.evse.stay(), fw.config.Capabilities
	switch {
	case stay.connected && stay.connector == c.id,
		stay.authorized && stay.connector == 0 && can.OccupiedByAuthorization,
		stay.authorized && stay.connector == c.id && c.evse.fixedCable && fw.defects.Has(defects.FixedCableStaysOccupied):
		return true
	}
	// A cable is seen before the EV at its other end.
	return c.evConnected() || c.plugged && !can.StatusAfterEvents
}

// evseStatus is Available while any connector can be used.
func (fw *firmware) evseStatus(id int) ocpp201.ConnectorStatus {
	return fw.combined(fw.evse(id).connectors)
}

func (fw *firmware) stationStatus() ocpp201.ConnectorStatus { return fw.combined(fw.connectors()) }

// combined is the best status among connectors.
func (fw *firmware) combined(connectors []*connector) ocpp201.ConnectorStatus {
	order := []ocpp201.ConnectorStatus{
		ocpp201.ConnectorStatusAvailable, ocpp201.ConnectorStatusOccupied, ocpp201.ConnectorStatusUnavailable,
	}
	for _, best := range order {
		for _, c := range connectors {
			if fw.connectorStatus(c) == best {
				return best
			}
		}
	}
	return ocpp201.ConnectorStatusFaulted
}

// updateStatuses reports the connectors whose status has changed (G01.FR.03 to FR.07).
func (fw *firmware) updateStatuses() {
	for _, c := range fw.connectors() {
		status, why := fw.connectorStatus(c), max(atChange, c.changed)
		c.changed = onDemand
		if status == c.status || c.evse.reset.under && !fw.config.Capabilities.UnavailableWhileResetting {
			continue
		}
		c.status = status
		if status == ocpp201.ConnectorStatusAvailable {
			fw.siteHooks.freed()
		}
		if fw.hides(status) {
			continue
		}
		c.unheard = true
		if fw.wire.Heard() && !fw.spoilReportOf(c, why) {
			fw.sendStatus(c, why, wire.Sending{Follows: fw.config.Capabilities.StatusAfterEvents})
			fw.takeBack(c, why)
		}
	}
}

// hides tells whether a defect keeps a change from the CSMS.
func (fw *firmware) hides(status ocpp201.ConnectorStatus) bool {
	switch status {
	case ocpp201.ConnectorStatusOccupied:
		return fw.hidesPlug()
	case ocpp201.ConnectorStatusAvailable:
		return fw.defects.Has(defects.AvailableNotReported)
	case ocpp201.ConnectorStatusUnavailable:
		return fw.defects.Has(defects.InoperativeNotReported)
	}
	return false
}

// reportAllStatuses is what follows an accepted BootNotification (B01.FR.05).
func (fw *firmware) reportAllStatuses() {
	connectors := fw.connectors()
	switch {
	case fw.defects.Has(defects.BootWithoutStatus):
		connectors = nil
	case fw.defects.Has(defects.BootStatusOneConnectorMissing):
		connectors = connectors[:len(connectors)-1]
	}
	for _, c := range connectors {
		if fw.connectorStatus(c) == ocpp201.ConnectorStatusUnavailable && fw.defects.Has(defects.InoperativeNotReportedAtBoot) {
			continue
		}
		if !fw.spoilBootReportOf(c) {
			fw.sendStatus(c, atBoot, wire.Sending{})
		}
	}
	if afterReset(fw.kernel.Reason) && fw.anyInoperative() && fw.defects.Has(defects.InoperativeLostOnceReported) {
		fw.inoperative = map[string]bool{}
		fw.updateStatuses()
	}
	fw.forgetAtBoot()
}

// reportAfterOffline reports every connector after a long offline period, otherwise those that changed (B04.FR.01, FR.02).
func (fw *firmware) reportAfterOffline() {
	long := time.Since(fw.wire.Decide.OfflineSince()) > fw.model.Seconds("OCPPCommCtrlr", "OfflineThreshold", "")
	for i, c := range fw.connectors() {
		last := i == len(fw.connectors())-1
		if fw.spoilReport(long || c.unheard, long, last, c) {
			fw.sendStatus(c, afterOffline, wire.Sending{})
		}
	}
}

// occasion is why a status is sent.
type occasion int

const (
	onDemand occasion = iota // asked for
	atBoot
	afterOffline
	again // nothing has changed
	atChange
	toOperative   // a change that the CSMS has asked for
	toInoperative // …
	toScheduled   // … earlier
	asOccupied    // of which only a defect speaks
	asAvailable   // …
)

// sendStatus reports a connector's status as it is now, in the form that the product has chosen.
func (fw *firmware) sendStatus(c *connector, why occasion, how wire.Sending) {
	c.status = fw.connectorStatus(c)
	c.unheard = false
	status, at := fw.spoilStatus(c.status, ocpp201.EVSE{ID: c.evse.id, ConnectorID: &c.id}, why)
	if why == afterOffline && fw.defects.Has(defects.OfflineReportsStatusBefore) {
		status = c.told
	}
	c.told = c.status
	unheard := func(error) { c.unheard = true }
	if fw.config.Capabilities.StatusByNotifyEvent {
		if fw.config.Capabilities.StatusOfEVSEApart {
			wire.Send(fw.wire, fw.evseEvent(c), wire.Sending{})
		}
		wire.Ask(fw.wire, fw.statusEvent(c, at, status), how, nil, unheard)
		return
	}
	wire.Ask(fw.wire, ocpp201.StatusNotificationRequest{
		Timestamp: fw.wire.Stamp(), ConnectorStatus: status, EVSEID: at.ID, ConnectorID: *at.ConnectorID,
	}, how, nil, unheard)
}

// statusEvent tells a connector's status by an event on the device model.
func (fw *firmware) statusEvent(c *connector, at ocpp201.EVSE, status ocpp201.ConnectorStatus) ocpp201.NotifyEventRequest {
	event := fw.event(ocpp201.Component{Name: "Connector", EVSE: &at}, "AvailabilityState", string(status))
	fw.spoilConnectorEvent(&event.EventData[0])
	if fw.config.Capabilities.StatusOfEVSE {
		event.EventData = append(fw.evseEvent(c).EventData, event.EventData...)
	}
	return event
}

// evseEvent tells the status of a connector's EVSE.
func (fw *firmware) evseEvent(c *connector) ocpp201.NotifyEventRequest {
	of := ocpp201.Component{Name: "EVSE", EVSE: &ocpp201.EVSE{ID: c.evse.id}}
	event := fw.event(of, "AvailabilityState", string(fw.evseStatus(c.evse.id)))
	fw.spoilEVSEEvent(&event.EventData[0])
	return event
}

func componentAt(name string, c *connector) ocpp201.Component {
	return ocpp201.Component{Name: name, EVSE: &ocpp201.EVSE{ID: c.evse.id, ConnectorID: &c.id}}
}

// notifyEvent tells the CSMS of a change that the firmware always reports; while offline it is dropped, because only
// transaction and security events are promised to be queued, unless all messages are.
func (fw *firmware) notifyEvent(component ocpp201.Component, variable, value string) {
	if fw.wire.Heard() {
		wire.Send(fw.wire, fw.event(component, variable, value), wire.Sending{})
	}
}

func (fw *firmware) event(component ocpp201.Component, variable, value string) ocpp201.NotifyEventRequest {
	fw.eventID++
	return ocpp201.NotifyEventRequest{
		GeneratedAt: fw.wire.Stamp(), SeqNo: 0, // N07.FR.07
		EventData: []ocpp201.EventData{{
			EventID: fw.eventID, Timestamp: fw.wire.Stamp(), Trigger: ocpp201.EventTriggerDelta, ActualValue: value,
			EventNotificationType: ocpp201.EventNotificationHardWiredNotification,
			Component:             component, Variable: ocpp201.Variable{Name: variable},
		}},
	}
}

// afterReset tells whether a Reset of the CSMS has begun a life.
func afterReset(reason string) bool {
	return reason == string(ocpp201.BootReasonRemoteReset) || reason == string(ocpp201.BootReasonScheduledReset)
}
