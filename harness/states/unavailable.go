package states

import (
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// Unavailable is table 425 for the configured EVSE: the EVSE and all of its connectors are set to Inoperative. The
// table's step 3 is played once per connector of the EVSE, in whatever order they report.
var Unavailable = octt.State{Name: "Unavailable", Family: "Unavailable", Enter: func(s *octt.Scenario) {
	octt.Send(s, 1, ocpp201.ChangeAvailabilityRequest{
		OperationalStatus: ocpp201.OperationalStatusInoperative, EVSE: &ocpp201.EVSE{ID: s.Configured.EVSEID},
	}).Receive(2, octt.Must("status", ocpp201.ChangeAvailabilityStatusAccepted).Clause("G03.FR.01", "G03.FR.02"))
	reportAll(s, 3, own(s), func(rigs.Place) ocpp201.ConnectorStatus { return ocpp201.ConnectorStatusUnavailable }, "G03.FR.04", "G03.FR.06")
}}
