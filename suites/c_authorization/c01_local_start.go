package c_authorization

import (
	"github.com/certbench/certbench/harness/octt"
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

// refused plays the main part of a case whose idToken the CSMS does not accept. The note that no
// TransactionEventRequest follows has no row of its own; it is judged after step 2, for as long as the document waits.
func refused(s *octt.Scenario, token rigs.Token, status ocpp201.AuthorizationStatus) {
	answer := ocpp201.AuthorizeResponse{IDTokenInfo: ocpp201.IDTokenInfo{Status: status}}
	s.Answering("Authorize", answer)
	states.Settle(s)
	s.Act(0, rigs.PresentToken(token, s.Configured.Place()))
	_, call := octt.Receive[ocpp201.AuthorizeRequest](s, 1,
		octt.Must("idToken.idToken", token.ID).Clause("C01.FR.02"),
		octt.Must("idToken.type", token.Type).Clause("C01.FR.02"))
	call.Reply(2, answer)
	s.Nothing(2, s.Configured.MessageTimeout, octt.As[ocpp201.TransactionEventRequest]().Where(func(m *octt.Message) bool {
		return m.Seq > call.Message().Seq // "after the AuthorizeRequest": what the plug has triggered may be late
	}))
}
