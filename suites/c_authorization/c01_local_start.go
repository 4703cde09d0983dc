package c_authorization

import (
	"slices"
	"strings"

	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/pics"
	"github.com/certbench/certbench/harness/states"
	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// TC_C_02_CS presents an idToken that the CSMS does not know.
var TC_C_02_CS = octt.Register(octt.Case{
	ID:     "TC_C_02_CS",
	Before: octt.Prepare(states.Authorizing(), octt.States(states.EVConnectedPreSession)),
	Main: func(s *octt.Scenario) {
		refused(s, s.Configured.InvalidToken, ocpp201.AuthorizationStatusInvalid)
	},
})

// TC_C_06_CS presents an idToken that the CSMS has blocked.
var TC_C_06_CS = octt.Register(octt.Case{
	ID:     "TC_C_06_CS",
	Before: octt.Prepare(states.Authorizing(), octt.States(states.EVConnectedPreSession)),
	Main: func(s *octt.Scenario) {
		refused(s, s.Configured.BlockedToken, ocpp201.AuthorizationStatusBlocked)
	},
})

// TC_C_05_CS presents an idToken that the CSMS does not know where a cable lock keeps the EV away until then.
//
// Without an EV only a start at Authorized would show a station that lets the driver charge all the same. The table's
// prerequisite excludes stations whose TxStartPoint is ReadOnly without Authorized, so it is read as meaning that it
// contains Authorized; the configuration state leaves that line out. A station that can set TxStartPoint and has no
// Authorized to set (C-09.2) is not excluded, and goes on with its own.
var TC_C_05_CS = octt.Register(octt.Case{
	ID:     "TC_C_05_CS",
	Before: octt.Prepare(states.Authorizing(), startingAuthorized()),
	Main: func(s *octt.Scenario) {
		refused(s, s.Configured.InvalidToken, ocpp201.AuthorizationStatusInvalid)
	},
})

// startingAuthorized is a TxStartPoint with Authorized, where the product has that.
func startingAuthorized() []octt.Preparation {
	set := octt.Config(octt.IsIfWritable("TxCtrlr.TxStartPoint", func(c *octt.Configured) string { return withAuthorized(c.TxStartPoint) }))
	return octt.Do(func(s *octt.Scenario) {
		if s.PICS.Answer(pics.C_09_2) != pics.Yes {
			return
		}
		s.Prepare(set)
	})
}

// withAuthorized is a TxStartPoint that starts a transaction with the authorization, if nothing has before.
func withAuthorized(points []string) string {
	if !slices.Contains(points, "Authorized") {
		points = append(slices.Clone(points), "Authorized")
	}
	return strings.Join(points, ",")
}

// TC_C_07_CS presents an idToken that has expired. The note's "from step 7" means step 1: the table has no other
// AuthorizeRequest.
var TC_C_07_CS = octt.Register(octt.Case{
	ID:     "TC_C_07_CS",
	Before: octt.Prepare(states.Authorizing(), octt.States(states.EVConnectedPreSession)),
	Main: func(s *octt.Scenario) {
		refused(s, s.Configured.ExpiredToken, ocpp201.AuthorizationStatusExpired)
	},
})

// TC_C_56_CS presents an idToken that the CSMS calls Unknown. There is no <Configured unknown_idtoken>: by the
// validation of step 1 it is the invalid one, of which the CSMS says something else here than in TC_C_02_CS.
var TC_C_56_CS = octt.Register(octt.Case{
	ID:     "TC_C_56_CS",
	Before: octt.Prepare(states.Authorizing(), octt.States(states.EVConnectedPreSession)),
	Main: func(s *octt.Scenario) {
		refused(s, s.Configured.InvalidToken, ocpp201.AuthorizationStatusUnknown)
	},
})

// refused plays the main part of a case whose idToken the CSMS does not accept. The note that no
// TransactionEventRequest follows has no row of its own; it is judged after step 2, for as long as the document waits.
func refused(s *octt.Scenario, token rigs.Token, status ocpp201.AuthorizationStatus) {
	answer := ocpp201.AuthorizeResponse{IDTokenInfo: ocpp201.IDTokenInfo{Status: status}}
	s.Deem(token, status)
	states.Settle(s)
	s.Act(0, rigs.PresentToken(token, s.Configured.Place()))
	_, call := octt.Receive[ocpp201.AuthorizeRequest](s, 1,
		octt.Must("idToken.idToken", octt.Identifier(token.ID)).Clause(states.AsksAbout(token)...),
		octt.Must("idToken.type", token.Type).Clause(states.AsksAbout(token)...))
	call.Reply(2, answer)
	s.Nothing(2, s.Configured.MessageTimeout, octt.As[ocpp201.TransactionEventRequest]().Where(func(m *octt.Message) bool {
		return m.Seq > call.Message().Seq // "after the AuthorizeRequest": what the plug has triggered may be late
	}))
}
