package states

import (
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// EVDisconnected is table 434. The table gives the message of step 3 no eventType; part 2 ends the transaction with it where
// TxStopPoint contains EVConnected (E06.FR.02), and nowhere else: what the authorization ends is over by then. To its end the
// general rule of part 6, section 2.1 on stoppedReason after a local stop applies.
var EVDisconnected = octt.State{Name: "EVDisconnected", Family: "EVDisconnected",
	Ends: []octt.Family{"EVConnectedPreSession", evConnected}, Enter: func(s *octt.Scenario) {
		s.Need(EVConnectedPostSession)
		Settle(s)
		disconnectEV(s, 1, func() {
			s.Act(0, rigs.DisconnectEV(s.Configured.Place()))
			s.Unmark(evConnected)
		})
		disconnected(s)
	}}

// disconnected plays the rows of the message that tells of it.
func disconnected(s *octt.Scenario) {
	s.If(3, octt.Given(!s.Is(ended), "the transaction has not been ended already"), func() {
		clauses := []octt.Clause{octt.Must("transactionInfo.chargingState", ocpp201.ChargingStateIdle)}
		switch {
		case stops(s, "EVConnected", "PowerPathClosed"):
			clauses = append(clauses, octt.Must("eventType", ocpp201.TransactionEventEnumEnded).Clause("E06.FR.02", "E06.FR.06"))
		case s.Is(authorized) && stops(s, "Authorized"): // StopTxOnEVSideDisconnect decides (TC_E_31_CS, remote)
		default:
			clauses = append(clauses, octt.Must("eventType", ocpp201.TransactionEventEnumUpdated))
		}
		switch {
		case s.Is(masterStopped) && stops(s, "EVConnected"):
			clauses = append(clauses, byMasterPass())
		case s.Is(stoppedBy):
			clauses = append(clauses, octt.OrOmitted("transactionInfo.stoppedReason", ocpp201.ReasonLocal).Or(ocpp201.ReasonEVDisconnected,
				"Part 6, section 2.1 asks for Local; erratum 6.2.51 allows EVDisconnected in TC_E_14_CS only: a laboratory may fail it."))
		}
		TransactionEvent(s, 3, []ocpp201.TriggerReason{ocpp201.TriggerReasonEVCommunicationLost}, clauses...)
	})
}
