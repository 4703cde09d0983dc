package states

import (
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// IDTokenCached is the memory state of table 443 in the form of erratum 6.2.120: the station has the idToken in its
// Authorization Cache with what the CSMS says of it. The driver of the case has that idToken from here on.
//
// The erratum drops main B, and with it the triggerReason EVConnectionLost, which does not exist: an idToken that is not
// Accepted is in the cache with the answer of step 2 (part 2, C10.FR.01 and C10.FR.04), and the EV stays in the bay.
func IDTokenCached(token func(*octt.Configured) rigs.Token, status ocpp201.AuthorizationStatus) octt.State {
	return octt.State{Name: "IdTokenCached", Family: "IdTokenCached", Enter: func(s *octt.Scenario) {
		s.Token = token(&s.Configured)
		s.Deem(s.Token, status)
		s.Reach(1, ParkingBayOccupied)
		s.Reach(2, Judged(s, Authorized))
		if status != ocpp201.AuthorizationStatusAccepted {
			s.Unmark("Authorized")
			s.Skip(3, "", "is left out, with the rows after it", "Not so: the idToken was Accepted (erratum 6.2.120).")
			return
		}
		s.Reach(3, EVConnectedPreSession)
		s.Reach(4, EnergyTransferStarted)
		s.Reach(5, StopAuthorized)
		s.Reach(6, EVDisconnected)
		s.Reach(7, ParkingBayUnoccupied)
	}}
}

const (
	localPreAuthorize        = "AuthCtrlr.LocalPreAuthorize"
	disablePostAuthorize     = "AuthCacheCtrlr.DisablePostAuthorize"
	listDisablePostAuthorize = "LocalAuthListCtrlr.DisablePostAuthorize"
	authorizeRemoteStart     = "AuthCtrlr.AuthorizeRemoteStart"
)

// Judging is the configuration in which a remote start is judged like an idToken that is presented: AuthorizeRemoteStart
// is true. Erratum 6.2.22 lets the cases of cache and list be played with remote authorization and says nothing of this
// variable; where it is false the station starts without looking at the idToken (part 2, F01.FR.02), and no such case would prove anything.
func Judging() []octt.Preparation {
	remotely := octt.Config(octt.IsIfWritable(authorizeRemoteStart, "true"))
	return octt.Do(func(s *octt.Scenario) {
		if s.Start() == octt.Remote {
			s.Prepare(remotely)
		}
	})
}

// Judged is the form of a state in which the station judges the idToken itself: the configured one (erratum 6.2.22), but
// the local one where AuthorizeRemoteStart stays false whatever Judging sets.
func Judged(s *octt.Scenario, state octt.Choice) octt.State {
	if s.Start() == octt.Remote && s.Variable(authorizeRemoteStart) == "true" {
		return state.Remote
	}
	return state.Local
}
