package states

import (
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// Unavailable is table 425 for the configured EVSE: the EVSE and all of its connectors are set to Inoperative. The
// table's step 3 is played once per connector of the EVSE, in whatever order they report.
var Unavailable = octt.State{Name: "Unavailable", Family: "Unavailable", Enter: func(s *octt.Scenario) {
	makeInoperative(s, ocpp201.EVSE{ID: s.Configured.EVSEID}, own(s))
}}

// UnavailableConnector is table 425 for <Configured connectorId>: only that connector is set to Inoperative, and the
// other connectors of its EVSE go on. "State is Reserved" in the table's post condition is a slip for Unavailable.
var UnavailableConnector = octt.State{Name: "Unavailable (connector)", Family: "Unavailable", Enter: func(s *octt.Scenario) {
	at := s.Configured.Place()
	makeInoperative(s, ocpp201.EVSE{ID: at.EVSE, ConnectorID: &at.Connector}, map[rigs.Place]bool{at: true})
}}

func makeInoperative(s *octt.Scenario, at ocpp201.EVSE, connectors map[rigs.Place]bool) {
	octt.Send(s, 1, ocpp201.ChangeAvailabilityRequest{OperationalStatus: ocpp201.OperationalStatusInoperative, EVSE: &at}).
		Receive(2, octt.Must("status", ocpp201.ChangeAvailabilityStatusAccepted).Clause("G03.FR.01", "G03.FR.02"))
	unavailable := func(rigs.Place) ocpp201.ConnectorStatus { return ocpp201.ConnectorStatusUnavailable }
	reportAll(s, 3, connectors, unavailable, "G03.FR.04", "G03.FR.06")
}
