package states

import (
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// StoppedByMasterPass plays the rows of the messages by which the transaction of one EVSE tells that a Master Pass has
// stopped it. C16.FR.06 (erratum 2.22, which numbers it FR.07 twice) has it stop as in use case E07: the rows are those of
// StopAuthorized (erratum 6.2.117), with the stoppedReason MasterPass in the message that ends the transaction. Where
// TxStopPoint ends it later, the states that follow ask for that reason.
//
// ids are the requirements of the case by which the transaction stops.
func StoppedByMasterPass(s *octt.Scenario, row int, ids ...string) {
	s.Mark(masterStopped)
	card := s.Configured.MasterPassToken
	stopping(s, stop{tells: row, stops: row, by: ocpp201.TriggerReasonStopAuthorized, reason: byMasterPass(),
		token: []octt.Clause{octt.By(ids...), octt.OrOmitted("idToken.idToken", octt.Identifier(card.ID)), octt.OrOmitted("idToken.type", card.Type)}})
	stopAuthorized(s)
}

// byMasterPass is the stoppedReason of a transaction that a Master Pass has stopped, unlike Local never left out: omitted
// means Local (part 2, TransactionType).
func byMasterPass() octt.Requirement {
	return octt.Must("transactionInfo.stoppedReason", ocpp201.ReasonMasterPass).Clause("C16.FR.07")
}
