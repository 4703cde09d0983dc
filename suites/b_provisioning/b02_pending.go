package b_provisioning

import (
	"math/rand/v2"

	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/states"
	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// TC_B_02_CS keeps a station Pending, configures it, and accepts it when it boots again.
var TC_B_02_CS = octt.Register(octt.Case{
	ID:     "TC_B_02_CS",
	After:  []string{"TC_B_06_CS", "TC_B_09_CS", "TC_B_13_CS"},
	Before: octt.PutBack(offlineThreshold),
	Main: func(s *octt.Scenario) {
		pending := bootAnswer(s, ocpp201.RegistrationStatusPending)
		s.Answering("BootNotification", pending)
		s.Act(0, rigs.PowerCycle().Say("Reboot the Charging Station."))
		first := states.Reboots(s, 1, states.PoweredUp())
		first.Reply(2, pending)
		connection := s.Handshake()
		configure(s)
		report(s, 7, ocpp201.ReportBaseFullInventory)
		refuseStart(s)
		acceptAgain(s, first.Message())
		s.Check(16, "The connection of row 1 has not been closed.", s.Handshake() == connection, true, "B02.FR.06")
		states.AllConnectors(s, 17, states.AllAvailable)
	},
	Post: states.EveryConnectorReported,
})

// configure plays rows 3 to 6: a Pending station lets itself be configured.
func configure(s *octt.Scenario) {
	octt.Send(s, 3, ocpp201.SetVariablesRequest{SetVariableData: []ocpp201.SetVariableData{{
		Component: commCtrlr, Variable: threshold, AttributeValue: thresholdValue,
	}}}).Receive(4, octt.Must("setVariableResult[0].attributeStatus", ocpp201.SetVariableStatusAccepted).Clause("B02.FR.01"), actualIsSet())
	octt.Send(s, 5, ocpp201.GetVariablesRequest{GetVariableData: []ocpp201.GetVariableData{{
		Component: commCtrlr, Variable: threshold,
	}}}).Receive(6, octt.Must("getVariableResult[0].attributeStatus", ocpp201.GetVariableStatusAccepted).Clause("B02.FR.01"),
		octt.Must("getVariableResult[0].attributeType", ocpp201.AttributeActual).Clause("B06.FR.11").Advised(actualUnasked))
}

// refuseStart plays rows 11 and 12: a Pending station starts no transaction.
func refuseStart(s *octt.Scenario) {
	octt.Send(s, 11, ocpp201.RequestStartTransactionRequest{
		EVSEID: new(s.Configured.EVSEID), RemoteStartID: int(rand.Int32()),
		IDToken: octt.IDToken(s.Token),
	}).Receive(12, octt.Must("status", ocpp201.RequestStartStopStatusRejected).Clause("B02.FR.05"))
}

// acceptAgain plays rows 13 to 16. The trigger brings the BootNotificationRequest before the interval is over; a station
// that does not implement it sends one by itself when the interval is over.
//
// A report that takes longer than the interval lets a BootNotificationRequest come before row 13 (B02.FR.08): it is
// answered with Pending again and belongs to no row.
func acceptAgain(s *octt.Scenario, first *octt.Message) {
	interval := s.Configured.HeartbeatInterval
	s.PassOver(nil, "the interval was over (part 2, B02.FR.08)", func(m *octt.Message) bool {
		return m.Action == "BootNotification" && m.At.Sub(first.Answered) >= interval-s.Timeouts.Deviation
	})
	accepted := bootAnswer(s, ocpp201.RegistrationStatusAccepted)
	s.Answering("BootNotification", accepted)
	triggered := octt.Send(s, 13, ocpp201.TriggerMessageRequest{RequestedMessage: ocpp201.MessageTriggerBootNotification}).
		Receive(14, octt.Must("status", octt.OneOf(ocpp201.TriggerMessageStatusAccepted, ocpp201.TriggerMessageStatusNotImplemented)))
	clauses := []octt.Clause{octt.Must("reason", ocpp201.BootReasonTriggered).Clause("B01.FR.09")}
	if triggered.Status == ocpp201.TriggerMessageStatusNotImplemented {
		clauses = []octt.Clause{octt.Within(interval + s.Timeouts.Retry), octt.By("B02.FR.08")}
	}
	_, again := octt.Receive[ocpp201.BootNotificationRequest](s, 15, clauses...)
	if !s.NothingBetween(15, first, again.Message(), "B02.FR.02", "B02.FR.04") {
		s.Stop() // what came too early would pass for what row 17 asks for
	}
	again.Reply(16, accepted)
}
