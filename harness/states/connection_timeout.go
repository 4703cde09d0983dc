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
		clauses := []octt.Clause{octt.Within(expected + s.Timeouts.Message), octt.Must("eventType", ocpp201.TransactionEventEnumUpdated)}
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
	s.TryEither(row, "The notification is optional.", statusAt(ocpp201.ConnectorStatusAvailable, s.Configured.Place())...)
	over := s.Is(ended) || !played
	if over {
		forget(s)
		return
	}
	// The transaction goes on without its authorization: presenting the idToken authorizes it again.
	s.Unmark(authorized)
	s.Unmark("Authorized")
}
