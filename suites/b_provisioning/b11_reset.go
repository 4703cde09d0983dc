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
		reboot(s, 3)
		states.AllConnectors(s, 5, states.AllAvailable)
	},
	Post: states.EveryConnectorReported,
})

// reboot plays the rows of the BootNotificationRequest that follows a reset, which is accepted.
func reboot(s *octt.Scenario, row int, clauses ...octt.Clause) {
	clauses = append(clauses, octt.Within(s.Timeouts.Boot))
	_, call := octt.Receive[ocpp201.BootNotificationRequest](s, row, clauses...)
	s.PassOver(call.Message(), "a station may report its connectors Unavailable before it reboots (part 2, B11.FR.03)", allUnavailable)
	call.Reply(row+1, bootAnswer(s, ocpp201.RegistrationStatusAccepted))
}

func allUnavailable(m *octt.Message) bool {
	reports := m.Availabilities()
	for _, a := range reports {
		if a.Status != string(ocpp201.ConnectorStatusUnavailable) {
			return false
		}
	}
	return len(reports) > 0
}
