package states

import (
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// LetIn authorizes a driver where the cable lock keeps the EV out otherwise (AQ-2), for tables that connect it without
// saying so. Offline it would be too late.
func LetIn(s *octt.Scenario) {
	if keptOut(s) {
		s.Reach(0, Authorized)
		Settle(s)
		ForgetStatus(s, ocpp201.ConnectorStatusOccupied, "the connector may be Occupied from the authorization on (part 2, ConnectorStatusEnumType)")
	}
}

// Connected has the EV connected where nobody has to be authorized, so that it can be disconnected again. Where the cable
// lock keeps the EV out before (AQ-2), it also holds the cable until the driver has stopped.
func Connected(s *octt.Scenario) {
	if keptOut(s) {
		s.Reach(0, EVConnectedPostSession)
		return
	}
	s.Reach(0, EVConnectedPreSession)
}
