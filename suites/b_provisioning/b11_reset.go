package b_provisioning

import (
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/states"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// TC_B_20_CS resets an idle station. By erratum 6.2.13 the request carries no evseId.
var TC_B_20_CS = octt.Register(octt.Case{
	ID: "TC_B_20_CS",
	Main: func(s *octt.Scenario) {
		octt.Send(s, 1, ocpp201.ResetRequest{Type: ocpp201.ResetEnumOnIdle}).Receive(2,
			octt.Must("status", ocpp201.ResetStatusAccepted).Clause("B11.FR.01", "B11.FR.03"))
		states.Rebooted(s, 3)
		states.AllConnectors(s, 5, states.AllAvailable)
	},
	Post: states.EveryConnectorReported,
})
