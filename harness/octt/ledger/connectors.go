package ledger

import (
	"maps"
	"time"

	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// Connectors are the states of connectors as a station has reported them, in a run.
type Connectors struct {
	Status    map[rigs.Place]string // the last of each
	toldBy    map[rigs.Place]*Call  // the message by which it last told its state, since the last boot
	SinceBoot map[rigs.Place]string // what each has reported since the last boot
	AtDrop    map[rigs.Place]string // what each had reported last when the connection ended
}

// Reports keeps what a message reports. It tells whether that is nothing but what was told before, and by the message of which
// record on this connection, since the last boot; 0 for none.
func (c *Connectors) Reports(m *Call) (repeats bool, again int64) {
	reports := m.Availabilities()
	repeats = len(reports) > 0
	for _, a := range reports {
		at := rigs.Place{EVSE: a.EVSE, Connector: a.Connector}
		repeats, again = repeats && c.Status[at] == a.Status, 0
		if before := c.toldBy[at]; repeats && before != nil && before.Conn == m.Conn {
			again = before.Seq
		}
		c.Status[at], c.toldBy[at] = a.Status, m
		if c.SinceBoot == nil {
			c.SinceBoot = map[rigs.Place]string{}
		}
		c.SinceBoot[at] = a.Status
	}
	return repeats, again
}

// Boots forgets what was told before a boot; one that is none in truth, but a mere reconnection, leaves the states as they are.
func (c *Connectors) Boots(needless bool) {
	c.toldBy = map[rigs.Place]*Call{}
	if !needless {
		c.SinceBoot = nil
	}
}

// atDrop keeps what was reported when the connection ended.
func (c *Connectors) atDrop() { c.AtDrop = maps.Clone(c.Status) }

// Availability is a connector's state as a StatusNotificationRequest or a NotifyEventRequest reports it.
type Availability struct {
	EVSE, Connector int
	Status          string
}

// Availabilities reads the connector states that a message reports: that of a StatusNotificationRequest, or those of a
// NotifyEventRequest's events on Connector.AvailabilityState. Every other message reports none.
func (m *Call) Availabilities() []Availability {
	if status := As[ocpp201.StatusNotificationRequest](m); status != nil {
		return []Availability{{status.EVSEID, status.ConnectorID, string(status.ConnectorStatus)}}
	}
	if event := As[ocpp201.NotifyEventRequest](m); event != nil {
		return availabilities(event.EventData)
	}
	return nil
}

func availabilities(events []ocpp201.EventData) []Availability {
	var out []Availability
	for _, e := range events {
		if e.Component.Name != "Connector" || e.Variable.Name != "AvailabilityState" {
			continue
		}
		a := Availability{Status: e.ActualValue}
		if e.Component.EVSE != nil {
			a.EVSE = e.Component.EVSE.ID
			if e.Component.EVSE.ConnectorID != nil {
				a.Connector = *e.Component.EVSE.ConnectorID
			}
		}
		out = append(out, a)
	}
	return out
}

// Report is a connector's state with the time that the station gives it.
type Report struct {
	Availability
	At    time.Time // by the station's clock
	Call  *Call
	Place rigs.Place
}

// Reports are those of a message.
func (m *Call) Reports() []Report {
	var times []time.Time
	if status := As[ocpp201.StatusNotificationRequest](m); status != nil {
		times = []time.Time{status.Timestamp.Time}
	} else if event := As[ocpp201.NotifyEventRequest](m); event != nil {
		for _, e := range event.EventData {
			if len(availabilities([]ocpp201.EventData{e})) > 0 {
				times = append(times, e.Timestamp.Time)
			}
		}
	}
	var out []Report
	for i, a := range m.Availabilities() {
		out = append(out, Report{a, times[i], m, rigs.Place{EVSE: a.EVSE, Connector: a.Connector}})
	}
	return out
}
