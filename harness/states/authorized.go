package states

import (
	"math/rand/v2"
	"strings"

	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// Authorized is table 428: by presenting the idToken (main A), or by a RequestStartTransactionRequest (main B, with
// erratum 6.2.116, which removes the StatusNotificationRequest).
var Authorized = shown{}.authorized()

// AuthorizedAsking is Authorized in the row by which a case shows the requirements ids: the station asks about the idToken.
func AuthorizedAsking(ids ...string) octt.Choice { return shown{asked: ids}.authorized() }

// AuthorizedUnasked is Authorized in the row by which a case shows the requirements ids: the station does not ask, because its
// cache knows.
func AuthorizedUnasked(ids ...string) octt.Choice { return shown{unasked: ids}.authorized() }

// shown are the requirements of a case that the AuthorizeRequest of the state shows, and those that its absence does.
type shown struct{ asked, unasked []string }

func (by shown) authorized() octt.Choice {
	return octt.Choice{
		Local:  octt.State{Name: "Authorized (local)", Family: "Authorized", Enter: func(s *octt.Scenario) { authorizeLocally(s, by) }},
		Remote: octt.State{Name: "Authorized (remote)", Family: "Authorized", Enter: func(s *octt.Scenario) { startRemotely(s, nil, by) }},
	}
}

func authorizeLocally(s *octt.Scenario, by shown) {
	needBay(s)
	before := started(s)
	Settle(s)
	s.Act(0, rigs.PresentToken(s.Token, s.Configured.Place()))
	if !judged(s, 1, asks(s), "AuthEnabled is not false, and the idToken is neither cached nor of type NoAuthorization", by) {
		return
	}
	s.Mark(authorized)
	s.Mark(owesToken)
	authorizedEvent(s, 3, before)
}

// authorize plays the rows of an AuthorizeRequest for the scenario's idToken, answered by what the CSMS says of it. ids are
// the requirements for which it comes, beside that for any idToken.
func authorize(s *octt.Scenario, row int, ids ...string) {
	ids = append(asking(s), ids...)
	_, call := octt.Receive[ocpp201.AuthorizeRequest](s, row,
		octt.Must("idToken.idToken", octt.Identifier(s.Token.ID)).Clause(ids...),
		octt.Must("idToken.type", s.Token.Type).Clause(ids...))
	call.Reply(row+1, ocpp201.AuthorizeResponse{IDTokenInfo: s.Info(s.Token)})
	askedFirst(s, row, call.Message(), ids)
	remember(s, s.Token, s.Status(s.Token))
}

// askedFirst judges that no TransactionEventRequest has told of the idToken before the station asked about it. The tables show
// that by the order of their rows; C01.FR.01, F01.FR.01 and F02.FR.09 say that nothing begins before the authorization.
func askedFirst(s *octt.Scenario, row int, asked *octt.Message, ids []string) {
	const requirement, right = "The idToken is authorized before a TransactionEventRequest tells of it.", "AuthorizeRequest, TransactionEventRequest"
	for _, m := range octt.ToldMessages[ocpp201.TransactionEventRequest](s) {
		e, ok := transactionEvent(m)
		if ok && s.Prompted(m) && m.Seq < asked.Seq && e.IDToken != nil && strings.EqualFold(e.IDToken.IDToken, s.Token.ID) {
			s.CheckMessage(row, m, requirement, "TransactionEventRequest, AuthorizeRequest", right, ids...)
			return
		}
	}
	s.CheckMessage(row, asked, requirement, right, right, ids...)
}

// asking is why the station asks about the idToken: C01.FR.02 speaks of one that is in no list or cache. That it asks about one
// that is there as Accepted follows from LocalPreAuthorize, which no requirement names.
func asking(s *octt.Scenario) []string {
	switch {
	case knows(s, s.Token, true):
		return nil
	case isListed(s, s.Token):
		return []string{"C14.FR.03"}
	case caches(s) && s.Is(cached(s.Token, false)):
		return []string{"C10.FR.03", "C12.FR.05"}
	}
	return AsksAbout(s.Token)
}

// AsksAbout are the requirements by which a station asks about an idToken that it does not know.
func AsksAbout(token rigs.Token) []string {
	if token.Type == string(ocpp201.IDTokenEnumLocal) {
		return []string{"C01.FR.02", "C06.FR.02"}
	}
	return []string{"C01.FR.02"}
}

// judged plays the rows in which the station learns whether the idToken is Accepted, and reports whether it is: the rows
// that follow are those of a driver who may charge.
//
// "Unless the idToken is cached" is read as a ban: where LocalPreAuthorize is true the station neither waits for nor
// requests an answer of the CSMS (part 2, AuthCtrlr.LocalPreAuthorize, more specific than the MAY of C01.FR.05), and where
// DisablePostAuthorize is true it does not ask about what it has as not Accepted. No table names a time for the first,
// and its silence ends with the message of the next row; the second has the time that every case waits in silence.
//
// ids are further requirements for which the station asks.
func judged(s *octt.Scenario, row int, asks bool, words string, by shown, ids ...string) bool {
	accepted := true
	switch {
	case asks && s.Is(promised(s.Token)):
		accepted = mayAsk(s, row, by, "An EVSE is reserved for the idToken: to send the AuthorizeRequest is optional.")
	case asks && s.Token.Type == string(ocpp201.IDTokenEnumCentral):
		accepted = mayAsk(s, row, by, "The idToken is of type Central, about which a station does not ask (part 2, C05.FR.01). Where AuthorizeRemoteStart is true F02.FR.09 has it ask about any.")
	case asks && preAuthorized(s, s.Token):
		s.Nothing(row, 0, octt.As[ocpp201.AuthorizeRequest](octt.By(by.unasked...)))
	case asks && preRefused(s, s.Token):
		s.Nothing(row, s.Configured.MessageTimeout, octt.As[ocpp201.AuthorizeRequest]())
		accepted = false
	case s.If(row, octt.Given(asks, words), func() { authorize(s, row, append(by.asked[:len(by.asked):len(by.asked)], ids...)...) }):
		accepted = s.Status(s.Token) == ocpp201.AuthorizationStatusAccepted
	}
	if !accepted {
		s.Skip(row+2, "", "is left out", "Not so: the idToken is Accepted.")
	}
	return accepted
}

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
			octt.Must("eventType", nextType(s)))
	})
}

// StartRemotely plays the rows of table 428, main B, which TC_K_38_CS has in its own table with a charging profile in the
// RequestStartTransactionRequest.
func StartRemotely(s *octt.Scenario, profile ocpp201.ChargingProfile) {
	startRemotely(s, &profile, shown{})
	s.Mark(Authorized.Remote.Family)
}

func startRemotely(s *octt.Scenario, profile *ocpp201.ChargingProfile, by shown) {
	needBay(s)
	before := started(s)
	s.RemoteStartID = int(rand.Int32N(1 << 30))
	var clauses []octt.Clause
	if !preRefused(s, s.Token) { // a station that knows at once that it will not start may say so at once
		clauses = append(clauses, octt.Must("status", ocpp201.RequestStartStopStatusAccepted).Clause("F01.FR.01", "F01.FR.02"))
	}
	if s.Is(running) && len(clauses) > 0 {
		clauses = append(clauses, octt.Must("transactionId", s.TransactionID).Named("<Provided transactionId>").Clause("F01.FR.13"))
	}
	Settle(s)
	octt.Send(s, 1, ocpp201.RequestStartTransactionRequest{
		EVSEID: new(s.Configured.EVSEID), RemoteStartID: s.RemoteStartID,
		IDToken: octt.IDToken(s.Token), ChargingProfile: profile, GroupIDToken: groupOfReservation(s),
	}).Receive(2, clauses...)
	if !judged(s, 3, s.Variable(authorizeRemoteStart) == "true" && asks(s),
		"AuthCtrlr.AuthorizeRemoteStart is true, AuthEnabled is not false, and the idToken is neither cached nor of type NoAuthorization", by, "F01.FR.01", "F02.FR.09") {
		return
	}
	s.Mark(authorized)
	s.Mark(owesToken)
	s.Mark(owesRemoteStart)
	authorizedEvent(s, 5, before)
}

// asks tells whether an idToken that no cache holds leads to an AuthorizeRequest: not where authorization is switched
// off, and not with an idToken of type NoAuthorization (part 6, section 2.1 and the notes of table 428).
func asks(s *octt.Scenario) bool {
	return s.Variable("AuthCtrlr.Enabled") != "false" && s.Token.Type != string(ocpp201.IDTokenEnumNoAuthorization)
}

// needBay: "If State is NOT ParkingBayOccupied OR EVConnectedPreSession, then execute ParkingBayOccupied" is read as
// neither of the two, because a connected EV stands in the bay.
func needBay(s *octt.Scenario) {
	if !s.Is("EVConnectedPreSession") {
		s.Need(ParkingBayOccupied)
	}
}
