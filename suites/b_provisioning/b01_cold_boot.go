package b_provisioning

import (
	"time"

	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/states"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// TC_B_01_CS boots a station that the CSMS accepts at once.
var TC_B_01_CS = octt.Register(octt.Case{
	ID: "TC_B_01_CS",
	Main: func(s *octt.Scenario) {
		s.Reach(1, states.Booted)
	},
	Post: states.EveryConnectorReported,
})

// bootAnswer answers a BootNotificationRequest with <Configured heartbeatInterval>.
func bootAnswer(s *octt.Scenario, status ocpp201.RegistrationStatus) ocpp201.BootNotificationResponse {
	return ocpp201.BootNotificationResponse{
		CurrentTime: ocpp201.DateTime{Time: time.Now()},
		Interval:    int(s.Configured.HeartbeatInterval / time.Second),
		Status:      status,
	}
}
