package states

import (
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/pics"
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

// LetOut stops for a driver whom LetIn has authorized: the cable that is to be disconnected is locked until then.
func LetOut(s *octt.Scenario) {
	if s.PICS.Answer(pics.AQ_2) == pics.Yes && s.Is(authorized) {
		s.Reach(0, StopAuthorized)
		s.Reach(0, EVConnectedPostSession)
	}
}
