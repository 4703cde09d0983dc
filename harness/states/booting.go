package states

import (
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// Booting is table 422: the station boots, and has not connected yet.
var Booting = octt.State{Name: "Booting", Family: "Booting", Ends: everything, Enter: func(s *octt.Scenario) {
	sent := octt.Send(s, 1, ocpp201.ResetRequest{Type: ocpp201.ResetEnumImmediate})
	s.WatchAttempts()
	sent.Receive(2, octt.Must("status", ocpp201.ResetStatusAccepted).Clause("B11.FR.01", "B11.FR.03"))
}}
