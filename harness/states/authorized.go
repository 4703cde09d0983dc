package states

import (
	"math/rand/v2"

	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// Authorized is table 428: by presenting the idToken (main A), or by a RequestStartTransactionRequest (main B, with
// erratum 6.2.116, which removes the StatusNotificationRequest).
var Authorized = octt.Choice{
	Local:  octt.State{Name: "Authorized (local)", Family: "Authorized", Enter: authorizeLocally},
	Remote: octt.State{Name: "Authorized (remote)", Family: "Authorized", Enter: authorizeRemotely},
}

func authorizeLocally(s *octt.Scenario) {
	needBay(s)
	before := started(s)
	Settle(s)
	s.Act(0, rigs.PresentToken(s.Token, s.Configured.Place()))
	if s.If(1, octt.Given(asks(s), "AuthEnabled is not false, and the idToken is neither cached nor of type NoAuthorization"), func() { authorize(s, 1) }) && refused(s) {
		return
	}
	s.Mark(authorized)
	s.Mark(owesToken)
	authorizedEvent(s, 3, before)
}

// authorize plays the rows of an AuthorizeRequest for the scenario's idToken, answered by what the CSMS says of it.
func authorize(s *octt.Scenario, row int) {
	_, call := octt.Receive[ocpp201.AuthorizeRequest](s, row,
		octt.Must("idToken.idToken", s.Token.ID).Clause("C01.FR.02"),
		octt.Must("idToken.type", s.Token.Type).Clause("C01.FR.02"))
	call.Reply(row+1, ocpp201.AuthorizeResponse{IDTokenInfo: ocpp201.IDTokenInfo{
		Status: s.Status(s.Token)}})
	remember(s, s.Token, s.Status(s.Token))
}

// refused tells that the AuthorizeResponse did not accept the idToken: the rows that follow are those of a driver who may
// charge.
func refused(s *octt.Scenario) bool { return s.Status(s.Token) != ocpp201.AuthorizationStatusAccepted }

// authorizedEvent plays the TransactionEventRequest that follows the authorization. By the note of the table it comes
// when TxStartPoint contains Authorized or the transaction has started; by its validation also as Started when
// TxStartPoint is PowerPathClosed and the EV is connected. In that last case EnergyTransferStarted has rows of its own
// (7 and 8) for the same message with another triggerReason; both are taken: here when the station says that the
// authorization triggered it, there otherwise.
func authorizedEvent(s *octt.Scenario, row int, before bool) {
	byPath := !before && !starts(s, "Authorized") && started(s)
	if byPath && !s.Is(owesRemoteStart) {
		next, came := octt.Peek[ocpp201.TransactionEventRequest](s)
		if came && (next.TriggerReason == ocpp201.TriggerReasonChargingStateChanged || next.TriggerReason == ocpp201.TriggerReasonSignedDataReceived) {
			s.Skip(row, "", "is left to EnergyTransferStarted", "The power path closed by the authorization, and the station reports it with triggerReason "+string(next.TriggerReason)+".")
			return
		}
	}
	s.If(row, octt.Given(started(s), "TxStartPoint contains Authorized, or the transaction already started"), func() {
		TransactionEvent(s, row, []ocpp201.TriggerReason{ocpp201.TriggerReasonAuthorized},
			octt.Must("eventType", firstOrNext(before)))
	})
}

func authorizeRemotely(s *octt.Scenario) {
	needBay(s)
	before := started(s)
	s.RemoteStartID = int(rand.Int32N(1 << 30))
	clauses := []octt.Clause{octt.Must("status", ocpp201.RequestStartStopStatusAccepted).Clause("F01.FR.01", "F01.FR.02")}
	if before {
		clauses = append(clauses, octt.Must("transactionId", s.TransactionID).Named("<Provided transactionId>").Clause("F01.FR.13"))
	}
	Settle(s)
	octt.Send(s, 1, ocpp201.RequestStartTransactionRequest{
		EVSEID: new(s.Configured.EVSEID), RemoteStartID: s.RemoteStartID,
		IDToken: ocpp201.IDToken{IDToken: s.Token.ID, Type: ocpp201.IDTokenEnum(s.Token.Type)},
	}).Receive(2, clauses...)
	if s.If(3, octt.Given(s.Variable("AuthCtrlr.AuthorizeRemoteStart") == "true" && asks(s),
		"AuthCtrlr.AuthorizeRemoteStart is true, AuthEnabled is not false, and the idToken is neither cached nor of type NoAuthorization"), func() { authorize(s, 3) }) &&
		refused(s) {
		return
	}
	s.Mark(authorized)
	s.Mark(owesToken)
	s.Mark(owesRemoteStart)
	authorizedEvent(s, 5, before)
}

// asks tells whether an idToken leads to an AuthorizeRequest: not where authorization is switched off, not when it is
// cached, and not with an idToken of type NoAuthorization (part 6, section 2.1 and the notes of table 428).
func asks(s *octt.Scenario) bool {
	return s.Variable("AuthCtrlr.Enabled") != "false" && s.Token.Type != string(ocpp201.IDTokenEnumNoAuthorization) && !preAuthorized(s, s.Token)
}

// needBay: "If State is NOT ParkingBayOccupied OR EVConnectedPreSession, then execute ParkingBayOccupied" is read as
// neither of the two, because a connected EV stands in the bay.
func needBay(s *octt.Scenario) {
	if !s.Is("EVConnectedPreSession") {
		s.Need(ParkingBayOccupied)
	}
}
