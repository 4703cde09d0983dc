package f_remote_control

import (
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// unasked is why a message before the request is no answer to it.
const unasked = "it came before it was asked for"

// TC_F_11_CS asks for the meter values of one EVSE.
var TC_F_11_CS = octt.Register(octt.Case{
	ID: "TC_F_11_CS",
	Main: func(s *octt.Scenario) {
		s.PassOver(nil, unasked, func(m *octt.Message) bool { return m.Action == "MeterValues" })
		octt.Send(s, 1, ocpp201.TriggerMessageRequest{
			RequestedMessage: ocpp201.MessageTriggerMeterValues, EVSE: &ocpp201.EVSE{ID: s.Configured.EVSEID},
		}).Receive(2, octt.Must("status", ocpp201.TriggerMessageStatusAccepted).Clause("F06.FR.04", "F06.FR.05"))
		_, call := octt.Receive[ocpp201.MeterValuesRequest](s, 3,
			octt.Skipping("clock-aligned meter values may come at the same time (part 2, J01)",
				octt.Must("meterValue[0].sampledValue[0].context", ocpp201.ReadingContextSampleClock)),
			octt.Must("evseId", s.Configured.EVSEID).Clause("F06.FR.02"),
			octt.Must("meterValue[0].sampledValue[0].context", ocpp201.ReadingContextTrigger).Clause("F06.FR.06"))
		call.Accept(4)
	},
})

// TC_F_20_CS asks for a Heartbeat.
var TC_F_20_CS = octt.Register(octt.Case{
	ID: "TC_F_20_CS",
	Main: func(s *octt.Scenario) {
		s.PassOver(nil, unasked, func(m *octt.Message) bool { return m.Action == "Heartbeat" })
		octt.Send(s, 1, ocpp201.TriggerMessageRequest{RequestedMessage: ocpp201.MessageTriggerHeartbeat}).
			Receive(2, octt.Must("status", ocpp201.TriggerMessageStatusAccepted).Clause("F06.FR.04", "F06.FR.05"))
		_, call := octt.Receive[ocpp201.HeartbeatRequest](s, 3)
		call.Accept(4)
	},
})
