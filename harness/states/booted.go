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
	boots(s, AllAvailable, PoweredUp())
}}

// BootedInoperative is Booted of a station of which a tier is Inoperative, and stays so (part 2, G03.FR.08, G04.FR.09).
//
// ids are those that ask for it.
func BootedInoperative(t Tier, ids ...string) octt.State {
	return octt.State{Name: "Booted", Family: "Booted", Ends: everything, Enter: func(s *octt.Scenario) {
		s.Act(0, rigs.PowerCycle())
		boots(s, t.AreInoperative, PoweredUp(), ids...)
	}}
}

// BootedByReset is table 423 by steps 1 and 2.
var BootedByReset = octt.State{Name: "Booted (reset)", Family: "Booted", Ends: everything, Enter: func(s *octt.Scenario) {
	octt.Send(s, 1, ocpp201.ResetRequest{Type: ocpp201.ResetEnumOnIdle}).Receive(2,
		octt.Must("status", ocpp201.ResetStatusAccepted).Clause("B11.FR.01"))
	boots(s, AllAvailable, ResetRemotely())
}}

// PoweredUp is the reason of a boot by power cycle, which no table names: B01.FR.09 asks for the one that is so. The mains
// may come back by hand (LocalReset), and a small station may not know that they were gone (Unknown).
func PoweredUp() octt.Requirement {
	return octt.Must("reason", octt.OneOf(ocpp201.BootReasonPowerUp, ocpp201.BootReasonLocalReset, ocpp201.BootReasonUnknown)).Clause("B01.FR.09").
		Or(octt.OneOf(ocpp201.BootReasonWatchdog, ocpp201.BootReasonApplicationReset), "It was power cycled: part 2, BootReasonEnumType has PowerUp for that.")
}

// ResetRemotely is the reason of a boot that follows an accepted ResetRequest. Table 41 (TC_B_20_CS) and table 423 name none;
// B11.FR.04 has the station boot as B01 says, which is with the reason that is so (B01.FR.09).
func ResetRemotely() octt.Requirement {
	return octt.Must("reason", ocpp201.BootReasonRemoteReset).Clause("B11.FR.04", "B01.FR.09")
}

// BootedAfterReset is table 423 without its steps 1 and 2, where rows of the case have had the station reset.
var BootedAfterReset = octt.State{Name: "Booted", Family: "Booted", Ends: everything, Enter: func(s *octt.Scenario) {
	boots(s, AllAvailable, ResetRemotely())
}}

// everything is what a station that booted is no longer in.
var everything = []octt.Family{"Authorized", "EnergyTransferStarted", "EnergyTransferSuspended", "StopAuthorized", "EVConnectedPostSession"}

func boots(s *octt.Scenario, want Want, reason octt.Requirement, ids ...string) {
	Rebooted(s, 3, reason)
	AllConnectors(s, 5, want, ids...)
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
	clauses = append(clauses, octt.By("B01.FR.01", "B01.FR.03"), octt.Within(s.Timeouts.Boot))
	_, call := octt.Receive[ocpp201.BootNotificationRequest](s, row, clauses...)
	s.CheckMessage(row, call.Message(), "The Charging Station has connected again before it sends the BootNotificationRequest.",
		s.Renewed(call.Message()), true, "B01.FR.03")
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
