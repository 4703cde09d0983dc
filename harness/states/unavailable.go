package states

import (
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// Unavailable is table 425 for the configured EVSE: the EVSE and all of its connectors are set to Inoperative. The
// table's step 3 is played once per connector of the EVSE, in whatever order they report. "State is Reserved" in the
// table's post condition is a slip for Unavailable.
var Unavailable = octt.State{Name: "Unavailable", Family: "Unavailable", Enter: func(s *octt.Scenario) {
	makeInoperative(s, TheEVSE(s), "G03.FR.01", "G03.FR.02")
}}

// UnavailableConnector is table 425 for <Configured connectorId>: only that connector is set to Inoperative, and the
// other connectors of its EVSE go on.
var UnavailableConnector = octt.State{Name: "Unavailable (connector)", Family: "Unavailable", Enter: func(s *octt.Scenario) {
	makeInoperative(s, TheConnector(s), "G03.FR.01", "G03.FR.02")
}}

// UnavailableStation is table 425 for the whole Charging Station, as the cases of G04 mean it when they name neither
// EVSE nor connector: the request has no evse (part 2, G04.FR.01).
var UnavailableStation = octt.State{Name: "Unavailable (Charging Station)", Family: "Unavailable", Enter: func(s *octt.Scenario) {
	makeInoperative(s, TheStation(s), "G04.FR.01", "G04.FR.02", "G04.FR.03")
}}

func makeInoperative(s *octt.Scenario, t Tier, clauses ...string) {
	octt.Send(s, 1, t.Change(ocpp201.OperationalStatusInoperative)).
		Receive(2, octt.Must("status", ocpp201.ChangeAvailabilityStatusAccepted).Clause(clauses...))
	t.Reported(s, 3, t.AreInoperative)
}
