package b_provisioning

import (
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/states"
	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// TC_B_03_CS rejects a station, which then keeps silent until the interval is over, and accepts it.
var TC_B_03_CS = octt.Register(octt.Case{
	ID: "TC_B_03_CS",
	Main: func(s *octt.Scenario) {
		rejected, accepted := bootAnswer(s, ocpp201.RegistrationStatusRejected), bootAnswer(s, ocpp201.RegistrationStatusAccepted)
		s.Answering("BootNotification", rejected, accepted)
		s.Act(0, rigs.PowerCycle().Say("Reboot the Charging Station."))
		first := states.Reboots(s, 1, states.PoweredUp())
		s.MayDisconnect() // B03.FR.04
		first.Reply(2, rejected)
		again := retry(s, first.Message())
		again.Reply(4, accepted)
		states.AllConnectors(s, 5, states.AllAvailable)
	},
	Post: states.EveryConnectorReported,
})

// retry plays row 3 and its notes: no message at all until the interval is over, the next BootNotificationRequest after
// it. The station may close the connection meanwhile (B03.FR.04). The deviation of part 6, section 2.1 is allowed at
// the end of the interval; what comes within it is seen by NothingBetween. How much later the next may come no document says.
func retry(s *octt.Scenario, first *octt.Message) *octt.Reply[ocpp201.BootNotificationResponse] {
	interval, deviation := s.Configured.HeartbeatInterval, s.Timeouts.Deviation
	s.Silence(3, first, interval-deviation, "B03.FR.02")
	_, again := octt.Receive[ocpp201.BootNotificationRequest](s, 3, octt.By("B03.FR.06"), octt.Until(first.Answered.Add(interval+s.Timeouts.Retry)))
	waited := again.Message().At.Sub(first.Answered)
	s.CheckMessage(3, again.Message(), "The BootNotificationRequest comes when the interval is over, not before.",
		waited >= interval-deviation, true, "B03.FR.02", "B03.FR.06")
	s.NothingBetween(3, first, again.Message(), "B03.FR.02")
	return again
}
