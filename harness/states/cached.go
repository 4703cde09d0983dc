package states

import (
	"strings"

	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/pics"
	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// cached is what the station's Authorization Cache must hold of an idToken: the judgement of the last response about it
// (part 2, C10.FR.01, FR.04, FR.05). A table's "the idToken is cached" asks for Accepted.
func cached(token rigs.Token, accepted bool) octt.Family {
	if accepted {
		return octt.Family("the cache holds " + strings.ToLower(token.ID) + " as Accepted")
	}
	return octt.Family("the cache holds " + strings.ToLower(token.ID) + " as not Accepted")
}

// remember notes that the station was told the status of an idToken. A cache that is not there, or switched off, takes
// nothing up (C10.FR.11).
func remember(s *octt.Scenario, token rigs.Token, status ocpp201.AuthorizationStatus) {
	Uncached(s, token)
	if caches(s) {
		s.Mark(cached(token, status == ocpp201.AuthorizationStatusAccepted))
	}
}

// Uncached notes that the cache holds an idToken no more: it was cleared, or the entry's time is over.
func Uncached(s *octt.Scenario, token rigs.Token) {
	s.Unmark(cached(token, true))
	s.Unmark(cached(token, false))
}

// preAuthorized tells whether the station starts with an idToken without asking the CSMS: its list or its cache has it as
// Accepted (C12.FR.02, C14.FR.02), and AuthCtrlr.LocalPreAuthorize has it look there.
func preAuthorized(s *octt.Scenario, token rigs.Token) bool {
	return s.Variable(localPreAuthorize) == "true" && knows(s, token, true)
}

// preRefused tells whether the station turns an idToken down without asking the CSMS: its list or its cache has it as something
// else than Accepted, and the DisablePostAuthorize of that takes the question away that C14.FR.03, or C10.FR.03 and C12.FR.05,
// ask for.
func preRefused(s *octt.Scenario, token rigs.Token) bool {
	by := disablePostAuthorize
	if isListed(s, token) {
		by = listDisablePostAuthorize
	}
	return s.Variable(by) == "true" && knows(s, token, false)
}

// knows tells whether the station must have an idToken as Accepted, or as something else: by its list, which goes before the
// cache (C13.FR.01, C14.FR.01).
func knows(s *octt.Scenario, token rigs.Token, accepted bool) bool {
	if isListed(s, token) {
		return s.Is(onList(token, accepted))
	}
	return caches(s) && s.Is(cached(token, accepted))
}

// caches tells whether there is an Authorization Cache that is switched on. Without the variable to switch it, it is.
func caches(s *octt.Scenario) bool {
	return s.PICS.Answer(pics.C_49) == pics.Yes && s.Variable("AuthCacheCtrlr.Enabled") != "false"
}
