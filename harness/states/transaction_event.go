package states

import (
	"slices"

	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// TransactionEvent plays the rows of one TransactionEventRequest: the station's as row, the CSMS's answer as the next.
// triggers is what the table allows as triggerReason. The rules of part 6, section 2.1 are added: the first message
// after a RequestStartTransactionRequest has the triggerReason RemoteStart whatever the table says, and carries
// remoteStartId; the first after connecting names EVSE and connector; the first after presenting the idToken carries it.
func TransactionEvent(s *octt.Scenario, row int, triggers []ocpp201.TriggerReason, clauses ...octt.Clause) ocpp201.TransactionEventRequest {
	clauses = append(owed(s, triggers), clauses...)
	if !s.Is(owesRemoteStart) && !s.Is(owesPlace) && !s.Is(owesToken) {
		clauses = append(clauses, apart(s, triggers)...)
	}
	event, call := octt.Receive[ocpp201.TransactionEventRequest](s, row, clauses...)
	call.Accept(row + 1)
	follow(s, event)
	return event
}

// apart passes over Updated messages of triggers that a station may report in a message of their own (part 2, note to
// E02.FR.17): the charging state, signed data, and the plug where the message that told of it had to say RemoteStart, or
// said ChargingStateChanged.
func apart(s *octt.Scenario, triggers []ocpp201.TriggerReason) []octt.Clause {
	var out []octt.Clause
	pass := func(trigger ocpp201.TriggerReason, what string) {
		if !slices.Contains(triggers, trigger) {
			out = append(out, octt.Skipping(what+" may be reported in a message of its own (part 2, note to E02.FR.17)",
				octt.Must("triggerReason", trigger), octt.Must("eventType", ocpp201.TransactionEventEnumUpdated)))
		}
	}
	if len(triggers) > 0 { // a row of any triggerReason is one of a charging state
		pass(ocpp201.TriggerReasonChargingStateChanged, "the charging state")
	}
	if s.Is(plugUntold) {
		pass(ocpp201.TriggerReasonCablePluggedIn, "the plug")
	}
	pass(ocpp201.TriggerReasonSignedDataReceived, "signed data")
	return out
}

func owed(s *octt.Scenario, triggers []ocpp201.TriggerReason) []octt.Clause {
	out := []octt.Clause{octt.By(calledFor(s)...)}
	if s.Is(owesRemoteStart) {
		out = append(out,
			octt.Must("triggerReason", ocpp201.TriggerReasonRemoteStart).Clause("F01.FR.17", "F01.FR.19", "F02.FR.21"),
			octt.Must("transactionInfo.remoteStartId", s.RemoteStartID).Named("<Generated remoteStartId>").Clause("F01.FR.25", "F02.FR.01"))
	} else if len(triggers) > 0 {
		out = append(out, octt.Must("triggerReason", octt.OneOf(triggers...)).Clause(tellsWhy(s, triggers)...))
	}
	if s.Is(owesPlace) {
		out = append(out, atPlace(s)...)
	}
	if s.Is(owesToken) {
		ids := identifies(s)
		out = append(out,
			octt.Must("idToken.idToken", octt.Identifier(s.Token.ID)).Clause(ids...),
			octt.Must("idToken.type", s.Token.Type).Clause(ids...))
	}
	return out
}

func atPlace(s *octt.Scenario) []octt.Clause {
	return []octt.Clause{
		octt.Must("evse.id", s.Configured.EVSEID).Clause("E01.FR.16"),
		octt.Must("evse.connectorId", s.Configured.ConnectorID).Clause("E01.FR.16"),
	}
}

// follow notes what the message says of the transaction, and that what was owed is given.
func follow(s *octt.Scenario, e ocpp201.TransactionEventRequest) {
	s.TransactionID = e.TransactionInfo.TransactionID
	if e.TransactionInfo.ChargingState != nil {
		s.ChargingState = string(*e.TransactionInfo.ChargingState)
	}
	if e.IDToken != nil {
		token := rigs.Token{ID: e.IDToken.IDToken, Type: string(e.IDToken.Type)}
		remember(s, token, s.Status(token))
	}
	switch plugged := e.TriggerReason == ocpp201.TriggerReasonCablePluggedIn; {
	case plugged:
		s.Unmark(plugUntold)
	case s.Is(owesPlace):
		s.Mark(plugUntold)
	}
	s.Mark(running)
	if e.EventType == ocpp201.TransactionEventEnumEnded {
		s.Unmark(running)
		s.Mark(ended)
	}
	for _, debt := range []octt.Family{owesRemoteStart, owesPlace, owesToken} {
		s.Unmark(debt)
	}
}
