package states

import (
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// EVConnectedPostSession is table 433: the energy transfer has stopped, and will not go on without authorization.
var EVConnectedPostSession = octt.State{Name: "EVConnectedPostSession", Family: "EVConnectedPostSession", Enter: func(s *octt.Scenario) {
	s.Need(StopAuthorized)
	if s.Is(stopReported) && !s.Is(ended) {
		s.Skip(1, "", "has come before", "StopAuthorized has already judged the message with chargingState EVConnected (erratum 6.2.117).")
	} else {
		s.If(1, octt.Given(!s.Is(ended), "the transaction has not been ended already"), func() {
			TransactionEvent(s, 1, []ocpp201.TriggerReason{ocpp201.TriggerReasonChargingStateChanged},
				octt.Must("transactionInfo.chargingState", ocpp201.ChargingStateEVConnected))
		})
	}
	s.If(3, octt.Given(stops(s, "DataSigned") && !s.Is(ended), "TxStopPoint contains DataSigned and the transaction has not been ended already"), func() {
		signedAtEnd(s)
	})
}}

// signedAtEnd is step 3. DataSigned means nothing as a TxStopPoint (part 2, section 2.6.6.2; erratum 2.24 deletes E06.FR.05), so
// that no station owes the message.
func signedAtEnd(s *octt.Scenario) {
	m := s.TryEither(3, "Part 2 gives DataSigned no meaning as a TxStopPoint (erratum 2.24).", octt.As[ocpp201.TransactionEventRequest](
		octt.Must("triggerReason", ocpp201.TriggerReasonSignedDataReceived)).Where(func(m *octt.Message) bool {
		e, ok := transactionEvent(m)
		return ok && e.TriggerReason == ocpp201.TriggerReasonSignedDataReceived
	}))
	if m != nil {
		s.Respond(4, m)
	}
}
