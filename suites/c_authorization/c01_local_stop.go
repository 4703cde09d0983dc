package c_authorization

import (
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/states"
	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// TC_C_04_CS presents another idToken than the one that started the transaction.
//
// The memory state, that no cache or list has the other idToken and that both have no groupId in common, is the bench's
// rest: caches are cleared after every case, and the CSMS gives neither of the two a group.
var TC_C_04_CS = octt.Register(octt.Case{
	ID:     "TC_C_04_CS",
	Modes:  octt.Both,
	Before: octt.Prepare(states.Authorizing(), octt.States(states.EnergyTransferStarted)),
	Main: func(s *octt.Scenario) {
		other := s.Configured.ValidToken2
		states.Settle(s)
		s.Act(0, rigs.PresentToken(other, s.Configured.Place()).Say("Present a different idToken than used to start the transaction: "+other.ID+"."))
		// The table validates nothing of step 1. That it asks for the idToken that was presented is what makes it that step
		// (C01.FR.02): a question about any other belongs to no row.
		_, call := octt.Receive[ocpp201.AuthorizeRequest](s, 1,
			octt.Must("idToken.idToken", octt.Identifier(other.ID)).Clause("C01.FR.02"),
			octt.Must("idToken.type", other.Type).Clause("C01.FR.02"))
		call.Reply(2, ocpp201.AuthorizeResponse{IDTokenInfo: ocpp201.IDTokenInfo{Status: ocpp201.AuthorizationStatusAccepted}})
		s.Nothing(2, s.Configured.MessageTimeout, transactionEvents("an idToken", func(e ocpp201.TransactionEventRequest) bool { return e.IDToken != nil }))
	},
	Post: func(s *octt.Scenario) {
		s.Nothing(0, 0, transactionEvents("eventType Ended", func(e ocpp201.TransactionEventRequest) bool {
			return e.EventType == ocpp201.TransactionEventEnumEnded
		}))
	},
})

// transactionEvents are the TransactionEventRequests of this play for which test holds, and that no row has claimed.
// words say what they have.
func transactionEvents(words string, test func(ocpp201.TransactionEventRequest) bool) octt.Alternative {
	return transactionEventsBy(octt.By(), words, test)
}

// transactionEventsBy is transactionEvents with the requirements that forbid them.
func transactionEventsBy(by octt.Clause, words string, test func(ocpp201.TransactionEventRequest) bool) octt.Alternative {
	return octt.As[ocpp201.TransactionEventRequest](octt.Periodic(), by).With(words, func(m *octt.Message) bool {
		var e ocpp201.TransactionEventRequest
		return m.Payload.Decode(&e) == nil && test(e)
	})
}
