package e_transactions

import (
	"time"

	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/states"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// TC_E_16_CS has the CSMS call the idToken of a transaction Invalid that was started offline.
//
// "PowerPathClosed AND/OR Authorized" are both where the product supports both. "Offline must be true" is judged of the
// messages whose timestamp lies before the station was back, less the laboratory's deviation: the EV may begin to charge
// only then. Step 3 may come before the queue is empty, because the order is free (part 6, section 2.1). Its message tells
// no more than the table asks; erratum 6.2.118 to the state Deauthorized wants a chargingState too, this table does not.
var TC_E_16_CS = octt.Register(octt.Case{
	ID: "TC_E_16_CS",
	Before: octt.Prepare(
		stopsAtAny([]string{authorized, powerPathClosed}, energyTransfer, dataSigned),
		states.Authorizing(),
		octt.Config(octt.Is("TxCtrlr.StopTxOnInvalidId", "true")),
		states.OfflineAuthorization(),
		octt.Do(func(s *octt.Scenario) { s.Deem(s.Token, ocpp201.AuthorizationStatusInvalid) }),
		octt.States(states.StartOfflineTransaction)),
	Main: func(s *octt.Scenario) {
		back := time.Now().Add(-s.Timeouts.Deviation)
		queue := states.DeliversAll(s, 1)
		judge := func() {
			queue.Each("offline is true.", func(m states.Delivered) bool { return m.Timestamp.Before(back) },
				func(m states.Delivered) any { return m.Offline() }, true, "E04.FR.03")
			queue.One("the flag offline", states.Delivered.Offline, "E04.FR.02")
			queue.Firsts()
		}
		if !queue.Until(deauthorized) {
			judge() // it may tell why the row that follows fails
		}
		states.TransactionEvent(s, 3, []ocpp201.TriggerReason{ocpp201.TriggerReasonDeauthorized},
			octt.Must("eventType", ocpp201.TransactionEventEnumEnded).Clause("E05.FR.10", "C15.FR.04"),
			octt.Must("transactionInfo.stoppedReason", ocpp201.ReasonDeAuthorized).Clause("E06.FR.04"))
		queue.Rest(func() bool { return queue.Has(func(m states.Delivered) bool { return m.IDToken != nil }) })
		judge()
		states.ToldConnector(s, 1, "The table asks for the TransactionEventRequests only.", ocpp201.ConnectorStatusOccupied)
	},
})

func deauthorized(m states.Delivered) bool {
	return m.TriggerReason == ocpp201.TriggerReasonDeauthorized
}
