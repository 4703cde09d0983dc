package states

import (
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/pics"
	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// Known is the pair of memory states IdTokenCached and IdTokenLocalAuthList of an idToken, "if implemented" behind each: the station
// knows it as Accepted by all that the product has. The driver of the case has it from here on where it has any.
func Known(s *octt.Scenario, token func(*octt.Configured) rigs.Token) {
	const status = ocpp201.AuthorizationStatusAccepted
	cache := octt.Given(s.PICS.Answer(pics.C_49) == pics.Yes, "the Charging Station has an Authorization Cache (C-49)")
	s.If(0, cache, func() { s.Reach(0, IDTokenCached(token, status)) })
	s.If(0, octt.Given(HasList(s), "the Charging Station has a Local Authorization List (its profile)"), func() {
		s.Reach(0, IDTokenLocalAuthList(Listed{Token: token, Status: status}))
	})
}

// HasList tells whether the product has a Local Authorization List.
func HasList(s *octt.Scenario) bool {
	return s.PICS.Profiles[pics.LocalAuthorizationListManagement] == pics.Yes
}
