package states

import (
	"strings"

	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// Listed is an idToken of a Local Authorization List, with the status that it has there. Its group is what the CSMS says.
type Listed struct {
	Token  func(*octt.Configured) rigs.Token
	Status ocpp201.AuthorizationStatus
}

// IDTokenLocalAuthList is the memory state of table 444: the station has a Local Authorization List of some idTokens and no others.
// The driver of the case has the first of them from here on.
//
// The table names no versionNumber and no idTokenInfo. The first is <Configured versionNumber>, which the cases of block D ask for
// afterwards; the second is required in a full update (part 2, AuthorizationData). Of several idTokens the station gets as many in a
// message as it takes (D01.FR.11), those after the first message in updates, with the versions that follow.
func IDTokenLocalAuthList(entries ...Listed) octt.State {
	return octt.State{Name: "IdTokenLocalAuthList", Family: "IdTokenLocalAuthList", Enter: func(s *octt.Scenario) {
		q := ocpp201.SendLocalListRequest{UpdateType: ocpp201.UpdateFull, VersionNumber: s.Configured.VersionNumber}
		for _, e := range entries {
			q.LocalAuthorizationList = append(q.LocalAuthorizationList, e.Data(s))
		}
		s.Token = entries[0].Token(&s.Configured)
		ids := []string{"D01.FR.02", "D01.FR.15"}
		for _, part := range s.ListParts(q) {
			s.Lists(part.VersionNumber)
			octt.Send(s, 1, part).Receive(2, octt.Must("status", ocpp201.SendLocalListStatusAccepted).Clause(ids...))
			ids = []string{"D01.FR.02", "D01.FR.16"}
		}
		for _, e := range entries {
			token := e.Token(&s.Configured)
			s.Unmark(onList(token, true))
			s.Unmark(onList(token, false))
			s.Mark(onList(token, e.Status == ocpp201.AuthorizationStatusAccepted))
		}
	}}
}

// Data is the entry as messages have it.
func (e Listed) Data(s *octt.Scenario) ocpp201.AuthorizationData {
	token := e.Token(&s.Configured)
	info := s.Info(token)
	info.Status = e.Status
	return ocpp201.AuthorizationData{IDToken: octt.IDToken(token), IDTokenInfo: &info}
}

// onList is what the station's Local Authorization List must hold of an idToken.
func onList(token rigs.Token, accepted bool) octt.Family {
	if accepted {
		return octt.Family("the list holds " + strings.ToLower(token.ID) + " as Accepted")
	}
	return octt.Family("the list holds " + strings.ToLower(token.ID) + " as not Accepted")
}

// isListed tells whether the station must find an idToken in its list.
func isListed(s *octt.Scenario, token rigs.Token) bool {
	return lists(s) && (s.Is(onList(token, true)) || s.Is(onList(token, false)))
}

// lists tells whether there is a Local Authorization List that is switched on. Without the variable to switch it, it is.
func lists(s *octt.Scenario) bool {
	return HasList(s) && s.Variable(octt.ListEnabled) != "false"
}
