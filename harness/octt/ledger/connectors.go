package ledger

import (
	"maps"
	"slices"
	"time"

	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// Connectors are the states of connectors as a station has reported them, in a run.
type Connectors struct {
	Status    map[rigs.Place]string    // the last of each
	told      map[rigs.Place][]telling // the last that it has told since the last boot
	toldBy    map[rigs.Place]*Call     // the message by which it last told its state, since the last boot
	SinceBoot map[rigs.Place]string    // what each has reported since the last boot
	AtDrop    map[rigs.Place]string    // what each had reported last when the connection ended
}

// telling is a state that a connector has told, with the time that the station gives it.
type telling struct {
	status string
	at     time.Time
	by     *Call
}

// Reports keeps what a message reports. It tells whether that is nothing but what was told before, and by the message of which
// record on this connection, since the last boot; 0 for none. An event that comes late, as those of monitors may (part 2, N07), and tells of a
// change that was told already is no new state of the connector.
func (c *Connectors) Reports(m *Call) (repeats bool, again int64) {
	reports := m.Reports()
	repeats = len(reports) > 0
	for _, r := range reports {
		before, late := c.toldBy[r.Place], false
		if c.Status[r.Place] != r.Status && m.Action == "NotifyEvent" {
			before, late = c.toldOf(r)
		}
		repeats, again = repeats && (late || c.Status[r.Place] == r.Status), 0
		if repeats && before != nil && before.Conn == m.Conn {
			again = before.Seq
		}
		if !late {
			c.keep(r)
		}
	}
	return repeats, again
}

// longestTold is how many states of a connector are kept, and sameChange by how much two messages may differ about when it came to one.
const (
	longestTold = 16
	sameChange  = time.Second
)

func (c *Connectors) keep(r Report) {
	c.Status[r.Place], c.toldBy[r.Place] = r.Status, r.Call
	if c.SinceBoot == nil {
		c.SinceBoot = map[rigs.Place]string{}
	}
	c.SinceBoot[r.Place] = r.Status
	told := append(c.told[r.Place], telling{r.Status, r.At, r.Call})
	c.told[r.Place] = told[max(0, len(told)-longestTold):]
}

// toldOf is the message by which a connector has told that it was in a state at that time; told is false where none has.
func (c *Connectors) toldOf(r Report) (by *Call, told bool) {
	for _, t := range slices.Backward(c.told[r.Place]) {
		switch {
		case t.at.After(r.At.Add(sameChange)):
		case t.status == r.Status:
			return t.by, true
		case !t.at.After(r.At):
			return nil, false
		}
	}
	return nil, false
}

// ToldOn tells whether a connector has told a state on the connection of m already, since the last boot.
func (c *Connectors) ToldOn(m *Call, at rigs.Place) bool {
	by := c.toldBy[at]
	return by != nil && by.Conn == m.Conn
}

// Boots forgets what was told before a boot; one that is none in truth, but a mere reconnection, leaves the states as they are.
func (c *Connectors) Boots(needless bool) {
	c.told, c.toldBy = map[rigs.Place][]telling{}, map[rigs.Place]*Call{}
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

// Monitored tells whether a message has an event of a monitor that the CSMS has set (part 2, N07).
func (m *Call) Monitored() bool {
	q := As[ocpp201.NotifyEventRequest](m)
	return q != nil && slices.ContainsFunc(q.EventData, func(e ocpp201.EventData) bool {
		return e.EventNotificationType == ocpp201.EventNotificationCustomMonitor
	})
}

func availabilities(events []ocpp201.EventData) []Availability {
	var out []Availability
	for _, e := range events {
		if !e.Component.Named("Connector") || !e.Variable.Named("AvailabilityState") {
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
