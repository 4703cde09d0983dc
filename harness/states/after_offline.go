package states

import (
	"fmt"

	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// AllConnectorsAgain plays the rows in which the station reports every connector after a long offline period
// (B04.FR.01). Each must come: no post scenario validation asks for the rest.
func AllConnectorsAgain(s *octt.Scenario, row int, want func(at rigs.Place) ocpp201.ConnectorStatus) {
	missing := connectors(s)
	reportAll(s, row, missing, want, func(*octt.Message) bool { return true }, "B04.FR.01")
	for _, at := range s.Connectors() {
		s.Check(row, fmt.Sprintf("A message about the state of %s has come.", at), !missing[at], true, "B04.FR.01")
	}
}

// ChangedConnector plays the rows in which the station reports the configured connector after a short offline period,
// and no connector that has not changed (B04.FR.02). At rest every connector is Available: one of another state has
// changed with the configured one, which part 2, G01.FR.08 advises against; the rules of every case warn of it.
func ChangedConnector(s *octt.Scenario, row int, want ocpp201.ConnectorStatus) {
	m := s.ReceiveEither(row, reportsAt(s, want, s.Configured.Place(), asItIs, "B04.FR.02")...)
	s.Respond(row+1, m)
	s.CheckMessage(row, m, "The message reports no connector that has not changed.", unchanged(s, m), []string{}, "B04.FR.02")
	others := func(m *octt.Message) bool { return len(unchanged(s, m)) > 0 }
	s.Nothing(row, 0, octt.As[ocpp201.StatusNotificationRequest]().Where(others), octt.As[ocpp201.NotifyEventRequest]().Where(others))
}

// unchanged lists the connectors beside the configured one that a message reports Available.
func unchanged(s *octt.Scenario, m *octt.Message) []string {
	out := []string{}
	for _, a := range m.Availabilities() {
		at := rigs.Place{EVSE: a.EVSE, Connector: a.Connector}
		if at != s.Configured.Place() && a.Status == string(ocpp201.ConnectorStatusAvailable) {
			out = append(out, at.String())
		}
	}
	return out
}

// ToldOfPlug takes the messages of the transaction out of the scenario that plugging in begins or goes on with, for
// tables that look at the connectors only.
func ToldOfPlug(s *octt.Scenario) {
	if !starts(s, "EVConnected") && !s.Is(authorized) {
		return
	}
	s.PassOver(nil, "plugging in begins a transaction, or goes on with it, as TxStartPoint says (part 2, E01.FR.02, E03.FR.12)", func(m *octt.Message) bool {
		_, ok := transactionEvent(m)
		return ok
	})
}
