package states

import (
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// ConnectionTimeOut plays the rows of TC_E_05_CS in which the authorization expires because no EV was connected: a
// TransactionEventRequest where a transaction has started (TxStartPoint ParkingBayOccupancy or Authorized), otherwise
// only the time that it takes. A StatusNotificationRequest or NotifyEventRequest with Available is optional.
func ConnectionTimeOut(s *octt.Scenario, row int) {
	expected := s.Configured.EVConnectionTimeOut
	played := s.If(row, octt.Given(started(s), "TxStartPoint contains ParkingBayOccupancy or Authorized"), func() {
		// Without Authorized in TxStopPoint the table wants Updated; part 2, E03.FR.05 advises to end the transaction all the
		// same. A station that follows part 2 is no failure, but a laboratory may see one.
		clauses := []octt.Clause{octt.Within(expected + s.Timeouts.Message),
			octt.Must("eventType", ocpp201.TransactionEventEnumUpdated).Or(ocpp201.TransactionEventEnumEnded,
				"Part 2, E03.FR.05 advises Ended here, against the table: a laboratory may fail it.")}
		if stops(s, "Authorized") {
			clauses = []octt.Clause{octt.Within(expected + s.Timeouts.Message),
				octt.Must("eventType", ocpp201.TransactionEventEnumEnded).Clause("E03.FR.05"),
				octt.Must("transactionInfo.stoppedReason", ocpp201.ReasonTimeout).Clause("E03.FR.05")}
		}
		TransactionEvent(s, row, []ocpp201.TriggerReason{ocpp201.TriggerReasonEVConnectTimeout}, clauses...)
	})
	if !played {
		s.Wait(row, expected+s.Timeouts.Deviation, "EVConnectionTimeOut, which no message tells when no transaction has started")
	}
	TryConnectorStatus(s, row, "The notification is optional.", ocpp201.ConnectorStatusAvailable)
	over := s.Is(ended) || !played
	if over {
		forget(s)
		return
	}
	// The transaction goes on without its authorization: presenting the idToken authorizes it again.
	s.Unmark(authorized)
	s.Unmark("Authorized")
}
