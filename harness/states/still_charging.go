package states

import (
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/pics"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// StillCharging is the post scenario validation that the energy transfer goes on. The document does not say how to see
// that; the station is asked for a TransactionEventRequest, which tells the chargingState (part 2, F06.FR.07). A station
// that does not offer that (C-29.2), or turns it down as it may (F06.FR.05), is asked whether the transaction is ongoing:
// that no TransactionEventRequest has told the end of the energy transfer says the rest (E02.FR.13).
func StillCharging(s *octt.Scenario) {
	Settle(s)
	asked := s.If(0, octt.Given(s.PICS.Answer(pics.C_29_2) == pics.Yes, "the PICS declares C-29.2, TriggerMessage for TransactionEvent"), func() {
		answer := octt.Send(s, 0, ocpp201.TriggerMessageRequest{
			RequestedMessage: ocpp201.MessageTriggerTransactionEvent, EVSE: &ocpp201.EVSE{ID: s.Configured.EVSEID},
		}).Receive(0)
		if answer.Status != ocpp201.TriggerMessageStatusAccepted {
			stillOngoing(s)
			return
		}
		_, call := octt.Receive[ocpp201.TransactionEventRequest](s, 0,
			octt.Must("transactionInfo.transactionId", s.TransactionID).Named("<Provided transactionId>"),
			octt.Must("eventType", ocpp201.TransactionEventEnumUpdated),
			octt.Must("transactionInfo.chargingState", ocpp201.ChargingStateCharging))
		call.Accept(0)
	})
	if !asked {
		stillOngoing(s)
	}
}

func stillOngoing(s *octt.Scenario) {
	octt.Send(s, 0, ocpp201.GetTransactionStatusRequest{TransactionID: &s.TransactionID}).Receive(0,
		octt.Must("ongoingIndicator", true).Clause("E14.FR.02"))
	s.Check(0, "The last chargingState that the transaction told is Charging.", FinalState(s), ocpp201.ChargingStateCharging)
}

// NotStopped plays, as part of a row, that a request which a station must turn down does not stop the energy transfer: no
// TransactionEventRequest tells its end while an optional message would come.
func NotStopped(s *octt.Scenario, row int) {
	s.NothingYet(row, s.Timeouts.Optional, octt.As[ocpp201.TransactionEventRequest]().With("the end of the energy transfer", func(m *octt.Message) bool {
		e, ok := transactionEvent(m)
		state := e.TransactionInfo.ChargingState
		return ok && (e.EventType == ocpp201.TransactionEventEnumEnded || state != nil && (*state == ocpp201.ChargingStateEVConnected || *state == ocpp201.ChargingStateIdle))
	}))
	Settle(s) // the state may have changed by the EV's own doing
}
