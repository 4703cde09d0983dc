package states

import (
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// EVDisconnected is table 434. The table gives the message of step 3 no eventType; where TxStopPoint contains
// EVConnected the general rule of part 6, section 2.1 on stoppedReason after a local stop applies.
var EVDisconnected = octt.State{Name: "EVDisconnected", Family: "EVDisconnected",
	Ends: []octt.Family{"EVConnectedPreSession", evConnected}, Enter: func(s *octt.Scenario) {
		s.Need(EVConnectedPostSession)
		s.Act(0, rigs.DisconnectEV(s.Configured.Place()))
		s.Unmark(evConnected)
		ConnectorStatus(s, 1, ocpp201.ConnectorStatusAvailable, s.Configured.Place())
		disconnected(s)
	}}

// disconnected plays the rows of the message that tells of it.
func disconnected(s *octt.Scenario) {
	s.If(3, octt.Given(!s.Is(ended), "the transaction has not been ended already"), func() {
		event := TransactionEvent(s, 3, []ocpp201.TriggerReason{ocpp201.TriggerReasonEVCommunicationLost},
			octt.Must("transactionInfo.chargingState", ocpp201.ChargingStateIdle))
		if event.EventType == ocpp201.TransactionEventEnumEnded && s.Is(stoppedBy) {
			s.Check(3, "stoppedReason is Local or omitted after a local stop.", event.TransactionInfo.StoppedReason,
				octt.Satisfying(`"Local" or omitted`, func(actual any) bool { return actual == nil || actual == "Local" }))
		}
	})
}
