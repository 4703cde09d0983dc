package states

import (
	"slices"

	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// StopAuthorized is table 432 in the form of erratum 6.2.117: one or two TransactionEventRequests, of which the last
// ends the transaction where TxStopPoint says so.
var StopAuthorized = octt.Choice{
	Local:  octt.State{Name: "StopAuthorized (local)", Family: "StopAuthorized", Ends: afterStop, Enter: stopLocally},
	Remote: octt.State{Name: "StopAuthorized (remote)", Family: "StopAuthorized", Ends: afterStop, Enter: stopRemotely},
}

var afterStop = []octt.Family{"Authorized", "EnergyTransferStarted", authorized, transferring}

func stopLocally(s *octt.Scenario) {
	s.Need(EnergyTransferStarted)
	s.Wait(0, s.Configured.TransactionDuration, "the configured transaction duration")
	Settle(s)
	s.Act(0, rigs.PresentToken(s.Token, s.Configured.Place()))
	stoppedLocally(s)
}

// stoppedLocally plays the rows of main A after the manual action.
func stoppedLocally(s *octt.Scenario) {
	s.Mark(stoppedBy)
	stopping(s, 1, ocpp201.TriggerReasonStopAuthorized, octt.OrOmitted("transactionInfo.stoppedReason", ocpp201.ReasonLocal),
		octt.OrOmitted("idToken.idToken", s.Token.ID), octt.OrOmitted("idToken.type", s.Token.Type))
}

func stopRemotely(s *octt.Scenario) {
	s.Need(EnergyTransferStarted)
	s.Wait(0, s.Configured.TransactionDuration, "the configured transaction duration")
	Settle(s)
	octt.Send(s, 1, ocpp201.RequestStopTransactionRequest{TransactionID: s.TransactionID}).Receive(2,
		octt.Must("status", ocpp201.RequestStartStopStatusAccepted).Clause("F03.FR.07"))
	stopping(s, 3, ocpp201.TriggerReasonRemoteStop, octt.Must("transactionInfo.stoppedReason", ocpp201.ReasonRemote))
}

// stopping plays the two messages: row for the one that tells who stopped, which is optional, and row+2 for the one
// that tells that the energy transfer has stopped. When the first has ended the transaction, nothing can follow. When
// the transaction goes on, the second is the message that EVConnectedPostSession asks for as well.
//
// Which of the two comes first is the station's: the erratum asks of the last of them that it ends the transaction, and
// the order is free (part 6, section 2.1).
func stopping(s *octt.Scenario, row int, by ocpp201.TriggerReason, reason octt.Requirement, token ...octt.Clause) {
	ends := endsWithAuthorization(s.List(stopPoint))
	last := kinds(ends, reason)
	next := firstOfStop(s)
	if next.TriggerReason == ocpp201.TriggerReasonChargingStateChanged {
		stateFirst(s, row, next, ends, func() {
			TransactionEvent(s, row, []ocpp201.TriggerReason{by}, append(token, last...)...)
		}, last)
		return
	}
	clauses := token
	if next.EventType == ocpp201.TransactionEventEnumEnded || !ends {
		clauses = append(clauses, last...)
	}
	event := TransactionEvent(s, row, []ocpp201.TriggerReason{by}, clauses...)
	switch {
	case event.EventType == ocpp201.TransactionEventEnumEnded:
		s.Mark(stopReported)
		s.Skip(row+2, "", "is left out", "The transaction has ended with the message before.")
	case s.ChargingState == string(ocpp201.ChargingStateEVConnected) && !ends:
		s.Mark(stopReported)
		s.Skip(row+2, "", "is left out", "The message before told chargingState EVConnected already.")
	default:
		energyStopped(s, row+2, last)
	}
}

// firstOfStop is the first message that a stop brings, without those on the way to it.
func firstOfStop(s *octt.Scenario) ocpp201.TransactionEventRequest {
	for {
		next, came := octt.Peek[ocpp201.TransactionEventRequest](s)
		if !came || !suspends(next) {
			return next
		}
		s.PassOver(nil, "the charging state may change more often than the table shows (part 2, E02.FR.16)", func(m *octt.Message) bool {
			e, ok := transactionEvent(m)
			return ok && suspends(e)
		})
	}
}

// suspends tells a message that the energy transfer is suspended and nothing else.
func suspends(e ocpp201.TransactionEventRequest) bool {
	state := e.TransactionInfo.ChargingState
	return e.EventType == ocpp201.TransactionEventEnumUpdated && e.TriggerReason == ocpp201.TriggerReasonChargingStateChanged &&
		state != nil && (*state == ocpp201.ChargingStateSuspendedEV || *state == ocpp201.ChargingStateSuspendedEVSE)
}

// stateFirst plays the rows of a station that reports the end of the energy transfer before it says who stopped, or
// says that not at all.
func stateFirst(s *octt.Scenario, row int, next ocpp201.TransactionEventRequest, ends bool, told func(), last []octt.Clause) {
	if ends && next.EventType == ocpp201.TransactionEventEnumUpdated {
		energyStopped(s, row+2, []octt.Clause{octt.Must("eventType", ocpp201.TransactionEventEnumUpdated)})
		told()
		return
	}
	energyStopped(s, row+2, last)
	if !ends {
		if next, came := octt.Peek[ocpp201.TransactionEventRequest](s, octt.Within(s.Timeouts.Optional)); came && next.TriggerReason != ocpp201.TriggerReasonChargingStateChanged {
			told()
			return
		}
	}
	s.Skip(row, "", "is left out", "The step is optional (erratum 6.2.117), and the station reports the end of the energy transfer at once.")
}

// energyStopped plays the rows of the message that tells that the energy transfer has stopped.
func energyStopped(s *octt.Scenario, row int, clauses []octt.Clause) {
	TransactionEvent(s, row, []ocpp201.TriggerReason{ocpp201.TriggerReasonChargingStateChanged}, append(clauses,
		octt.Must("transactionInfo.chargingState", ocpp201.ChargingStateEVConnected),
		octt.Skipping("the charging state may change more often than the table shows (part 2, E02.FR.16)",
			octt.Must("triggerReason", ocpp201.TriggerReasonChargingStateChanged),
			octt.Must("eventType", ocpp201.TransactionEventEnumUpdated),
			octt.Must("transactionInfo.chargingState", octt.OneOf(ocpp201.ChargingStateSuspendedEV, ocpp201.ChargingStateSuspendedEVSE))))...)
	s.Mark(stopReported)
}

// endsWithAuthorization tells whether the transaction ends when its authorization does (erratum 6.2.117; part 2, F03.FR.02
// and F03.FR.03): the energy transfer stops then, and the power path opens.
func endsWithAuthorization(points []string) bool {
	return slices.ContainsFunc(points, func(p string) bool { return p == "Authorized" || p == "PowerPathClosed" || p == "EnergyTransfer" })
}

// kinds is what the last of the messages must be: Ended with its reason where TxStopPoint ends the transaction with the
// authorization, Updated otherwise.
func kinds(ends bool, reason octt.Requirement) []octt.Clause {
	if !ends {
		return []octt.Clause{octt.Must("eventType", ocpp201.TransactionEventEnumUpdated)}
	}
	return []octt.Clause{octt.Must("eventType", ocpp201.TransactionEventEnumEnded), reason}
}
