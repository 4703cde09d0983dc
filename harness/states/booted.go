package states

import (
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
	_, call := octt.Receive[ocpp201.BootNotificationRequest](s, 3, octt.Within(s.Timeouts.Boot))
	call.Accept(4)
	AllConnectors(s, 5, AllAvailable)
	Startup(s, 7)
}

// Startup plays the rows of the security event that tells of the start (part 2, appendices, security events).
func Startup(s *octt.Scenario, row int) {
	_, call := octt.Receive[ocpp201.SecurityEventNotificationRequest](s, row,
		octt.Must("type", octt.OneOf("StartupOfTheDevice", "ResetOrReboot")))
	call.Accept(row + 1)
}
