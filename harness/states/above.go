package states

import (
	"fmt"
	"maps"
	"slices"

	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// judgeAbove judges the events on AvailabilityState of EVSEs and of the Charging Station that a message has beside those
// of connectors, as far as they belong to the tier: all that is below them then has the same state, and so have they.
func (t Tier) judgeAbove(s *octt.Scenario, row int, m *octt.Message, want Want) bool {
	all := true
	for _, e := range t.availabilityEvents(m) {
		all = t.judgeEvent(s, row, m, e, want) && all
	}
	return all
}

// judgeApart is judgeAbove for events that come in messages of their own, which the tables leave to the station: the last of
// each component since the first report of a connector, or shortly before it.
func (t Tier) judgeApart(s *octt.Scenario, row int, first *octt.Message, want Want) {
	type told struct {
		message *octt.Message
		event   ocpp201.EventData
	}
	last := map[string]told{}
	for _, m := range octt.ToldMessages[ocpp201.NotifyEventRequest](s) {
		if m.At.Before(t.since) || first.At.Sub(m.At) > s.Timeouts.Deviation || octt.ReportsConnector(m) {
			continue
		}
		for _, e := range t.availabilityEvents(m) {
			last[nameOf(e.Component)] = told{m, e}
		}
	}
	all := true
	for _, name := range slices.Sorted(maps.Keys(last)) {
		all = t.judgeEvent(s, row, last[name].message, last[name].event, want) && all
	}
	if !all {
		s.Stop()
	}
}

// availabilityEvents are a message's events on AvailabilityState since the tier was asked to change. An event of a monitor may come a while
// after it has happened (part 2, N07): how long, the message itself says, by a clock that need not be ours.
func (t Tier) availabilityEvents(m *octt.Message) []ocpp201.EventData {
	var message ocpp201.NotifyEventRequest
	if m.Action != message.Action() || m.Payload.Decode(&message) != nil {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(message.EventData), func(e ocpp201.EventData) bool {
		age := message.GeneratedAt.Sub(e.Timestamp.Time)
		return !e.Variable.Named("AvailabilityState") || m.At.Add(-age).Before(t.since)
	})
}

func nameOf(c ocpp201.Component) string {
	if c.EVSE == nil {
		return c.Name
	}
	return fmt.Sprintf("%s %d", c.Name, c.EVSE.ID)
}

func (t Tier) judgeEvent(s *octt.Scenario, row int, m *octt.Message, e ocpp201.EventData, want Want) bool {
	is := t.above(s, e.Component, want)
	if is == "" {
		return true
	}
	state := s.CheckReached(row, m, fmt.Sprintf("The state of the component %s is reported as it is.", e.Component.Name), e.ActualValue, t.mayBe(is), t.clauses(is)...)
	delta := s.CheckMessage(row, m, fmt.Sprintf("The event of the component %s has the trigger Delta.", e.Component.Name),
		e.Trigger, ocpp201.EventTriggerDelta, "N07.FR.19")
	return state && delta
}

// mayBe is what a component may be told to be whose connectors have a state. With a driver who was authorized, and whose EV is still to
// come, the connectors are Available (H03.FR.10 speaks of them alone), and what is above them may be Occupied: it is not there for a new
// driver (part 2, ConnectorStatusEnumType), and no requirement has it follow the connectors.
func (t Tier) mayBe(is ocpp201.ConnectorStatus) any {
	if t.claimed && is == ocpp201.ConnectorStatusAvailable {
		return octt.OneOf(is, ocpp201.ConnectorStatusOccupied)
	}
	return is
}

// above is the state of an EVSE or of the Charging Station of which every connector belongs to the tier and has the same
// state; "" of all others.
func (t Tier) above(s *octt.Scenario, c ocpp201.Component, want Want) (is ocpp201.ConnectorStatus) {
	if c.Name != "EVSE" && c.Name != "ChargingStation" || c.Name == "EVSE" && c.EVSE == nil {
		return ""
	}
	for at := range connectors(s) {
		switch below := c.Name == "ChargingStation" || c.EVSE.ID == at.EVSE; {
		case !below:
		case !t.connectors[at] || t.evse != nil && t.evse.ConnectorID != nil || is != "" && is != want(at):
			return ""
		default:
			is = want(at)
		}
	}
	return is
}
