package f_remote_control

import (
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// TC_F_11_CS asks for the meter values of one EVSE.
var TC_F_11_CS = octt.Register(octt.Case{
	ID: "TC_F_11_CS",
	Main: func(s *octt.Scenario) {
		octt.Send(s, 1, ocpp201.TriggerMessageRequest{
			RequestedMessage: ocpp201.MessageTriggerMeterValues, EVSE: &ocpp201.EVSE{ID: s.Configured.EVSEID},
		}).Receive(2, octt.Must("status", ocpp201.TriggerMessageStatusAccepted).Clause("F06.FR.04"))
		_, call := octt.Receive[ocpp201.MeterValuesRequest](s, 3,
			octt.Must("evseId", s.Configured.EVSEID).Clause("F06.FR.02"),
			octt.Must("meterValue[0].sampledValue[0].context", ocpp201.ReadingContextTrigger).Clause("F06.FR.06"))
		call.Accept(4)
	},
})

// TC_F_20_CS asks for a Heartbeat.
var TC_F_20_CS = octt.Register(octt.Case{
	ID: "TC_F_20_CS",
	Main: func(s *octt.Scenario) {
		octt.Send(s, 1, ocpp201.TriggerMessageRequest{RequestedMessage: ocpp201.MessageTriggerHeartbeat}).
			Receive(2, octt.Must("status", ocpp201.TriggerMessageStatusAccepted).Clause("F06.FR.04"))
		_, call := octt.Receive[ocpp201.HeartbeatRequest](s, 3)
		call.Accept(4)
	},
})
