package states

import (
	"time"

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
		event := TransactionEvent(s, row, []ocpp201.TriggerReason{ocpp201.TriggerReasonEVConnectTimeout}, clauses...)
		notBefore(s, row, event, expected)
	})
	if !played {
		s.Wait(row, expected+s.Timeouts.Deviation, "EVConnectionTimeOut, which no message tells when no transaction has started")
	}
	// The notification only makes sense of a connector that counts as Occupied from the authorization on, as table 428
	// had it before erratum 6.2.116.
	ForgetStatus(s, ocpp201.ConnectorStatusOccupied, "the connector may be Occupied from the authorization on (part 6, table 428, main B, step 5)")
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

// notBefore judges that the message came after the time, not before: by the station's own clock, from its message of the
// authorization on.
func notBefore(s *octt.Scenario, row int, event ocpp201.TransactionEventRequest, expected time.Duration) {
	var since time.Time
	for _, e := range octt.Claimed[ocpp201.TransactionEventRequest](s) {
		if e.TriggerReason == ocpp201.TriggerReasonAuthorized && e.Timestamp.After(since) {
			since = e.Timestamp.Time
		}
	}
	waited := event.Timestamp.Sub(since)
	s.Check(row, "The message comes when EVConnectionTimeOut is over, not before.", waited >= expected-s.Timeouts.Deviation, true, "E03.FR.05")
}
