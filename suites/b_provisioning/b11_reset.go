package b_provisioning

import (
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/states"
	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// TC_B_20_CS resets an idle station. By erratum 6.2.13 the request carries no evseId.
var TC_B_20_CS = octt.Register(octt.Case{
	ID: "TC_B_20_CS",
	Main: func(s *octt.Scenario) {
		octt.Send(s, 1, ocpp201.ResetRequest{Type: ocpp201.ResetEnumOnIdle}).Receive(2,
			octt.Must("status", ocpp201.ResetStatusAccepted).Clause("B11.FR.01", "B11.FR.03"))
		states.Rebooted(s, 3, states.ResetRemotely(), octt.By("B11.FR.04"))
		states.AllConnectors(s, 5, states.AllAvailable)
	},
	Post: states.EveryConnectorReported,
})

// TC_B_23_CS resets an idle station of which a connector is Unavailable. The memory state names <Configured
// connectorId> and no EVSE: that connector alone is made Inoperative, and <Other connector(s)> are all others, those of
// its EVSE included. "With type OnIdle" stands beside step 2 and belongs to the request. That the state "persists", as the
// name of the case has it, is read as more than one message: a connector that is reported Available right after it was
// reported Unavailable has lost it.
var TC_B_23_CS = octt.Register(octt.Case{
	ID:     "TC_B_23_CS",
	Before: octt.States(states.UnavailableConnector),
	Main: func(s *octt.Scenario) {
		octt.Send(s, 1, ocpp201.ResetRequest{Type: ocpp201.ResetEnumOnIdle}).Receive(2,
			octt.Must("status", ocpp201.ResetStatusAccepted).Clause("B11.FR.01", "B11.FR.03"))
		states.Rebooted(s, 3, states.ResetRemotely())
		states.AllConnectors(s, 5, func(at rigs.Place) ocpp201.ConnectorStatus {
			if at == s.Configured.Place() {
				return ocpp201.ConnectorStatusUnavailable
			}
			return ocpp201.ConnectorStatusAvailable
		}, "B01.FR.07", "B11.FR.02")
		states.StaysUnavailable(s)
	},
	Post: states.EveryConnectorReported,
})

// TC_B_24_CS resets a station of which an EVSE is Reserved. The reset is Immediate (erratum 6.2.16): one that is OnIdle would wait for
// the end of the reservation. The memory state names <Configured connectorId>; what is reserved is an EVSE, with all of its connectors
// (H01.FR.23, note). <Other connector(s)> are those of other EVSEs: what the others of the same EVSE are is left open, for the table has
// them Available and part 2 Reserved. Its table has no configuration state; that of the cases of block H, whose memory state it shares, is what
// that state needs.
var TC_B_24_CS = octt.Register(octt.Case{
	ID:     "TC_B_24_CS",
	Before: octt.Prepare(states.ReservationsEnabled(), octt.States(states.Reserved)),
	Main: func(s *octt.Scenario) {
		octt.Send(s, 1, ocpp201.ResetRequest{Type: ocpp201.ResetEnumImmediate}).Receive(2,
			octt.Must("status", ocpp201.ResetStatusAccepted).Clause("B11.FR.01", "B11.FR.03"))
		states.Rebooted(s, 3, states.ResetRemotely(), octt.By("B11.FR.04"))
		states.AllConnectors(s, 5, func(at rigs.Place) ocpp201.ConnectorStatus {
			switch {
			case at == s.Configured.Place():
				return ocpp201.ConnectorStatusReserved
			case at.EVSE == s.Configured.EVSEID:
				return ""
			}
			return ocpp201.ConnectorStatusAvailable
		}, "B01.FR.13", "B11.FR.05")
		states.StaysReservedYet(s, 5)
	},
	Post: states.EveryConnectorReported,
})
