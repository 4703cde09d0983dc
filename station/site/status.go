package site

import (
	"slices"
	"time"

	"github.com/certbench/certbench/schemas/ocpp201"
	"github.com/certbench/certbench/station/wire"
)

// connectorStatus is what a connector is now (G01.FR.01). A fault outweighs Unavailable, and Unavailable outweighs a
// plugged cable (G03.FR.06). If an EVSE is kept, all of its connectors are Reserved (H01.FR.23, note). Authorization alone does not make a connector Occupied, unless the product wants it so: a
// cable does (G01.FR.03).
func (st *Site) connectorStatus(c *Connector) ocpp201.ConnectorStatus {
	switch {
	case c.Faulted:
		return ocpp201.ConnectorStatusFaulted
	case !st.Operative(c), c.EVSE.Reset.Under, c.EVSE.Reset.Held, c.EVSE.Updating, st.GoingDown && st.product.Capabilities.UnavailableWhileResetting:
		return ocpp201.ConnectorStatusUnavailable
	case st.product.Capabilities.UnavailableBesideReserved && st.Hooks.Kept(c.EVSE) && st.Hooks.Beside(c):
		return ocpp201.ConnectorStatusUnavailable
	case st.Hooks.Kept(c.EVSE): // also while somebody else's EV is connected (G01.FR.09)
		return ocpp201.ConnectorStatusReserved
	case st.Decide.Taken(c):
		return ocpp201.ConnectorStatusOccupied
	}
	return ocpp201.ConnectorStatusAvailable
}

// taken tells whether a connector is of no use for a new driver.
func (st *Site) taken(c *Connector) bool {
	stay, can := c.EVSE.Stay(), st.product.Capabilities
	switch {
	case stay.Connected && stay.Connector == c.ID,
		stay.Authorized && stay.Connector == 0 && can.OccupiedByAuthorization && !stay.ByReservation: // H03.FR.10
		return true
	}
	// A cable is seen before the EV at its other end.
	return c.EVConnected() || c.Plugged && !can.StatusAfterEvents
}

// EVSEStatus is Available while any connector can be used. An EVSE delivers energy to one EV at a time (part 2, definitions): with an EV
// at one connector it is Occupied, whatever the others are.
func (st *Site) EVSEStatus(id int) ocpp201.ConnectorStatus {
	var all []ocpp201.ConnectorStatus
	for _, c := range st.EVSE(id).Connectors {
		all = append(all, st.connectorStatus(c))
	}
	claimed := st.product.Capabilities.EVSETakenByAuthorization && st.EVSE(id).Stay().Authorized && slices.Contains(all, ocpp201.ConnectorStatusAvailable)
	if claimed || slices.Contains(all, ocpp201.ConnectorStatusOccupied) {
		return ocpp201.ConnectorStatusOccupied
	}
	return best(all)
}

// StationStatus is the best of its EVSEs'.
func (st *Site) StationStatus() ocpp201.ConnectorStatus {
	var all []ocpp201.ConnectorStatus
	for _, e := range st.EVSEs {
		all = append(all, st.EVSEStatus(e.ID))
	}
	return best(all)
}

// best is the status among several that is of most use for a driver.
func best(all []ocpp201.ConnectorStatus) ocpp201.ConnectorStatus {
	order := []ocpp201.ConnectorStatus{
		ocpp201.ConnectorStatusAvailable, ocpp201.ConnectorStatusReserved, ocpp201.ConnectorStatusOccupied, ocpp201.ConnectorStatusUnavailable,
	}
	for _, status := range order {
		if slices.Contains(all, status) {
			return status
		}
	}
	return ocpp201.ConnectorStatusFaulted
}

// UpdateStatuses reports the connectors whose status has changed (G01.FR.03 to FR.07).
func (st *Site) UpdateStatuses() {
	for _, c := range st.Connectors() {
		status := st.connectorStatus(c)
		if status == c.status || c.EVSE.Reset.Under && !st.product.Capabilities.UnavailableWhileResetting {
			continue
		}
		c.status = status
		if status == ocpp201.ConnectorStatusAvailable {
			st.Hooks.Freed()
		}
		if !st.Decide.TellsChange(c, status) {
			continue
		}
		if lasts := st.minimumStatusDuration(); lasts > 0 {
			st.kernel.Cancel(c.changed)
			c.changed = st.kernel.After(lasts, func() {
				if c.status != c.told {
					st.reportChange(c)
				}
			})
			continue
		}
		st.reportChange(c)
	}
	st.Hooks.Updated()
}

// reportChange reports a connector whose status has changed.
func (st *Site) reportChange(c *Connector) {
	c.Unheard = true
	if st.wire.Heard() {
		st.SendStatus(c, AtChange, wire.Sending{Follows: st.product.Capabilities.StatusAfterEvents})
	}
}

// minimumStatusDuration is for how long a status must be so before it is reported, 0 where the product has no such variable.
func (st *Site) minimumStatusDuration() time.Duration {
	if st.product.Capabilities.MinimumStatusDuration == 0 {
		return 0
	}
	return st.model.Seconds("ChargingStation", "MinimumStatusDuration", "")
}

// ReportAllStatuses is what follows an accepted BootNotification (B01.FR.05).
func (st *Site) ReportAllStatuses() {
	for _, c := range st.Connectors() {
		st.SendStatus(c, AtBoot, wire.Sending{})
	}
}

// ReportAfterOffline reports every connector after a long offline period, otherwise those that changed (B04.FR.01, FR.02).
func (st *Site) ReportAfterOffline() {
	long := time.Since(st.wire.Decide.OfflineSince()) > st.model.Seconds("OCPPCommCtrlr", "OfflineThreshold", "")
	for _, c := range st.Connectors() {
		if st.Decide.ReportsAfterOffline(c, long) {
			st.SendStatus(c, AfterOffline, wire.Sending{})
		}
	}
}

// Occasion is why a status is sent.
type Occasion int

// The occasions.
const (
	OnDemand Occasion = iota // asked for
	AtBoot
	AfterOffline
	Again // nothing has changed
	AtChange
)

// Report is what wire.Message.About is of a message about a connector's status.
type Report struct {
	Connector *Connector
	Why       Occasion
}

// SendStatus reports a connector's status as it is now, in the form that the product has chosen.
func (st *Site) SendStatus(c *Connector, why Occasion, how wire.Sending) {
	c.status = st.connectorStatus(c)
	c.told = c.status
	c.Unheard = false
	how.About = Report{c, why}
	unheard := func(error) { c.Unheard = true }
	if st.product.Capabilities.StatusByNotifyEvent {
		if st.product.Capabilities.StatusOfEVSEApart {
			wire.Send(st.wire, st.evseEvent(c), wire.Sending{})
		}
		wire.Ask(st.wire, st.statusEvent(c), how, nil, unheard)
		return
	}
	wire.Ask(st.wire, ocpp201.StatusNotificationRequest{
		Timestamp: st.wire.Stamp(), ConnectorStatus: c.status, EVSEID: c.EVSE.ID, ConnectorID: c.ID,
	}, how, nil, unheard)
}

// statusEvent tells a connector's status by an event on the device model.
func (st *Site) statusEvent(c *Connector) ocpp201.NotifyEventRequest {
	event := st.event(componentAt("Connector", c), "AvailabilityState", string(c.status))
	if st.product.Capabilities.StatusOfEVSE {
		event.EventData = append(st.evseEvent(c).EventData, event.EventData...)
	}
	return event
}

// evseEvent tells the status of a connector's EVSE.
func (st *Site) evseEvent(c *Connector) ocpp201.NotifyEventRequest {
	of := ocpp201.Component{Name: "EVSE", EVSE: &ocpp201.EVSE{ID: c.EVSE.ID}}
	return st.event(of, "AvailabilityState", string(st.EVSEStatus(c.EVSE.ID)))
}

func componentAt(name string, c *Connector) ocpp201.Component {
	return ocpp201.Component{Name: name, EVSE: &ocpp201.EVSE{ID: c.EVSE.ID, ConnectorID: &c.ID}}
}

// notifyEvent tells the CSMS of a change that the firmware always reports; while offline it is dropped, because only
// transaction and security events are promised to be queued, unless all messages are.
func (st *Site) notifyEvent(component ocpp201.Component, variable, value string) {
	if st.wire.Heard() {
		wire.Send(st.wire, st.event(component, variable, value), wire.Sending{})
	}
}

// NextEvent is the eventId of the next event: no two of a life have the same (part 2, EventDataType).
func (st *Site) NextEvent() int {
	st.eventID++
	return st.eventID
}

func (st *Site) event(component ocpp201.Component, variable, value string) ocpp201.NotifyEventRequest {
	return ocpp201.NotifyEventRequest{
		GeneratedAt: st.wire.Stamp(), SeqNo: 0, // N07.FR.07
		EventData: []ocpp201.EventData{{
			EventID: st.NextEvent(), Timestamp: st.wire.Stamp(), Trigger: ocpp201.EventTriggerDelta, ActualValue: value,
			EventNotificationType: ocpp201.EventNotificationHardWiredNotification,
			Component:             component, Variable: ocpp201.Variable{Name: variable},
		}},
	}
}
