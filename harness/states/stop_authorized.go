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
	octt.Send(s, 1, ocpp201.RequestStopTransactionRequest{TransactionID: s.TransactionID}).Receive(2,
		octt.Must("status", ocpp201.RequestStartStopStatusAccepted).Clause("F03.FR.02"))
	stopping(s, 3, ocpp201.TriggerReasonRemoteStop, octt.Must("transactionInfo.stoppedReason", ocpp201.ReasonRemote))
}

// stopping plays the two messages: row for the one that tells who stopped, which is optional, and row+2 for the one
// that tells that the energy transfer has stopped. When the first has ended the transaction, nothing can follow. When
// the transaction goes on, the second is the message that EVConnectedPostSession asks for as well.
func stopping(s *octt.Scenario, row int, by ocpp201.TriggerReason, reason octt.Requirement, token ...octt.Clause) {
	ends := endsWithAuthorization(s.List(stopPoint))
	last := kinds(ends, reason)
	next, came := octt.Peek[ocpp201.TransactionEventRequest](s)
	if came && next.TriggerReason != by && next.TriggerReason == ocpp201.TriggerReasonChargingStateChanged {
		s.Skip(row, "", "is left out", "The step is optional (erratum 6.2.117), and the station reports the end of the energy transfer at once.")
	} else {
		clauses := token
		if next.EventType == ocpp201.TransactionEventEnumEnded || !ends {
			clauses = append(clauses, last...)
		}
		event := TransactionEvent(s, row, []ocpp201.TriggerReason{by}, clauses...)
		if event.EventType == ocpp201.TransactionEventEnumEnded {
			s.Mark(stopReported)
			s.Skip(row+2, "", "is left out", "The transaction has ended with the message before.")
			return
		}
		if s.ChargingState == string(ocpp201.ChargingStateEVConnected) && !ends {
			s.Mark(stopReported)
			s.Skip(row+2, "", "is left out", "The message before told chargingState EVConnected already.")
			return
		}
	}
	TransactionEvent(s, row+2, []ocpp201.TriggerReason{ocpp201.TriggerReasonChargingStateChanged},
		append(last, octt.Must("transactionInfo.chargingState", ocpp201.ChargingStateEVConnected))...)
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
