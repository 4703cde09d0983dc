package states

import (
	"time"

	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// ConnectionTimeOut plays the rows in which the authorization expires because no EV was connected: a
// TransactionEventRequest where a transaction has started (TxStartPoint ParkingBayOccupancy or Authorized), otherwise
// only the time that it takes. A StatusNotificationRequest or NotifyEventRequest with Available is optional. The clauses
// are what the table says of the message's eventType.
func ConnectionTimeOut(s *octt.Scenario, row int, clauses ...octt.Clause) {
	expected := s.Configured.EVConnectionTimeOut
	played := s.If(row, octt.Given(started(s), "TxStartPoint contains ParkingBayOccupancy or Authorized"), func() {
		clauses = append(clauses, octt.Within(expected+s.Timeouts.Message))
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
		remote := e.TriggerReason == ocpp201.TriggerReasonRemoteStart
		if (remote || e.TriggerReason == ocpp201.TriggerReasonAuthorized) && e.Timestamp.After(since) {
			since = e.Timestamp.Time
		}
	}
	waited := event.Timestamp.Sub(since)
	if !since.IsZero() {
		s.WarnBeyond(row, "The message comes when EVConnectionTimeOut is over, and not long after.", waited, expected,
			"Part 2 names the time itself, the table a message only: a laboratory that waits no longer may fail it.", "E03.FR.05", "E03.FR.15")
	}
	s.Check(row, "The message comes when EVConnectionTimeOut is over, not before.", waited >= expected-s.Timeouts.Deviation, true, "E03.FR.05")
}
