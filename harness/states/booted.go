package states

import (
	"github.com/onsi/gomega"

	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// Booted is table 423 by power cycle: the station boots, is accepted, and is idle.
var Booted = octt.State{Name: "Booted", Family: "Booted", Ends: everything, Enter: func(s *octt.Scenario) {
	s.Act(0, rigs.PowerCycle())
	boots(s)
}}

// BootedByReset is table 423 by steps 1 and 2.
var BootedByReset = octt.State{Name: "Booted (reset)", Family: "Booted", Ends: everything, Enter: func(s *octt.Scenario) {
	octt.Send(s, 1, ocpp201.ResetRequest{Type: ocpp201.ResetEnumOnIdle}).Receive(2,
		octt.Must("status", ocpp201.ResetStatusAccepted).Clause("B11.FR.01"))
	boots(s)
}}

// everything is what a station that booted is no longer in.
var everything = []octt.Family{"Authorized", "EnergyTransferStarted", "EnergyTransferSuspended", "StopAuthorized", "EVConnectedPostSession"}

func boots(s *octt.Scenario) {
	Rebooted(s, 3)
	AllConnectors(s, 5, AllAvailable)
	Startup(s, 7)
}

// Rebooted plays the rows of the BootNotificationRequest that follows a reset or a power cycle, which is accepted, and
// returns that message.
func Rebooted(s *octt.Scenario, row int, clauses ...octt.Clause) *octt.Message {
	call := Reboots(s, row, clauses...)
	call.Accept(row + 1)
	return call.Message()
}

// Reboots plays the row of the BootNotificationRequest, whose answer is left to the case. What the station has said of
// its connectors before it went down belongs to no row, nor does a security event that does not tell of the start.
func Reboots(s *octt.Scenario, row int, clauses ...octt.Clause) *octt.Reply[ocpp201.BootNotificationResponse] {
	_, call := octt.Receive[ocpp201.BootNotificationRequest](s, row, append(clauses, octt.Within(s.Timeouts.Boot))...)
	s.PassOver(call.Message(), "a station may report its connectors Unavailable before it reboots (part 2, B11.FR.03)", allUnavailable)
	s.PassOver(call.Message(), "it came before the station booted",
		func(m *octt.Message) bool { return m.Action == "SecurityEventNotification" })
	return call
}

// StillConnected takes a transaction out of the scenario that the station begins after its boot with the EV that it
// finds connected (part 2, E01.FR.02).
func StillConnected(s *octt.Scenario, boot *octt.Message) {
	s.PassOver(nil, "a station may begin a transaction with the EV that is still connected when it boots (part 2, E01.FR.02)",
		func(m *octt.Message) bool { return m.Seq > boot.Seq && m.Action == "TransactionEvent" })
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

// Startup plays the rows of the security event that tells of the start (part 2, appendices, security events). A station
// may have others to tell at that time, such as that its clock was set.
func Startup(s *octt.Scenario, row int) {
	start := octt.OneOf("StartupOfTheDevice", "ResetOrReboot")
	_, call := octt.Receive[ocpp201.SecurityEventNotificationRequest](s, row, octt.Must("type", start),
		octt.Skipping("other security events may come at any time (part 2, A04)", octt.Must("type", gomega.Not(start))))
	call.Accept(row + 1)
}
