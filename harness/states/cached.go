package states

import (
	"strings"

	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/pics"
	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// cachedAs is what the station's Authorization Cache must hold of an idToken: the status of the last response about it
// (part 2, C10.FR.01, FR.04, FR.05). A table's "the idToken is cached" asks for Accepted.
func cachedAs(token rigs.Token, status ocpp201.AuthorizationStatus) octt.Family {
	return octt.Family("the cache holds " + strings.ToLower(token.ID) + " as " + string(status))
}

// remember notes that the station was told the status of an idToken. A cache that is not there, or switched off, takes
// nothing up (C10.FR.11).
func remember(s *octt.Scenario, token rigs.Token, status ocpp201.AuthorizationStatus) {
	s.Unmark(cachedAs(token, ocpp201.AuthorizationStatusAccepted))
	if caches(s) && status == ocpp201.AuthorizationStatusAccepted {
		s.Mark(cachedAs(token, status))
	}
}

// Uncached notes that the cache holds an idToken no more: it was cleared, or the entry's time is over.
func Uncached(s *octt.Scenario, token rigs.Token) {
	s.Unmark(cachedAs(token, ocpp201.AuthorizationStatusAccepted))
}

// preAuthorized tells whether the station starts with an idToken without asking the CSMS: its cache has it as Accepted
// (C12.FR.02), and AuthCtrlr.LocalPreAuthorize has it look there.
func preAuthorized(s *octt.Scenario, token rigs.Token) bool {
	return s.Variable("AuthCtrlr.LocalPreAuthorize") == "true" && caches(s) && s.Is(cachedAs(token, ocpp201.AuthorizationStatusAccepted))
}

// caches tells whether there is an Authorization Cache that is switched on. Without the variable to switch it, it is.
func caches(s *octt.Scenario) bool {
	return s.PICS.Answer(pics.C_49) == pics.Yes && s.Variable("AuthCacheCtrlr.Enabled") != "false"
}
