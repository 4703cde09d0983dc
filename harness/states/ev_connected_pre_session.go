package states

import (
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/pics"
	"github.com/certbench/certbench/rigs"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// EVConnectedPreSession is table 427.
var EVConnectedPreSession = octt.State{Name: "EVConnectedPreSession", Family: "EVConnectedPreSession", Enter: func(s *octt.Scenario) {
	s.Need(ParkingBayOccupied)
	if keptOut(s) {
		s.Skip(0, "", "is left out: Connect the EV and EVSE.",
			"The cable lock keeps the EV out until a driver is authorized (AQ-2): it is connected after that.")
		return
	}
	connect(s)
	PluggedIn(s, 1)
	// The note of step 3 names EVConnected and an ongoing transaction; its validation also expects a Started when
	// TxStartPoint is PowerPathClosed and the session is authorized. The validation is followed, because without it
	// TC_E_01_CS, whose only step before erratum 6.2.44 was this state, would prove nothing.
	s.If(3, octt.Given(started(s), "TxStartPoint contains EVConnected, or the transaction already started"), func() {
		startedByPlug(s, 3)
	})
}}

// keptOut tells whether nobody can connect an EV yet. The conditions of some cases leave such products out; of the others
// the ones that begin with the connected EV and go on with authorization have it connected by the next state that needs it.
func keptOut(s *octt.Scenario) bool { return s.PICS.Answer(pics.AQ_2) == pics.Yes && !s.Is(authorized) }

// startedByPlug plays the rows of the message that connecting triggers, by the validations of table 427, step 3.
func startedByPlug(s *octt.Scenario, row int) {
	// "EVConnected or SuspendedEVSE or Charging if State is Authorized" leaves open what the condition belongs to. Without
	// authorization EVConnected is meant in any case, and Charging in none.
	state := octt.Must("transactionInfo.chargingState", ocpp201.ChargingStateEVConnected).Or(ocpp201.ChargingStateSuspendedEVSE,
		"Table 427, step 3 may allow SuspendedEVSE in state Authorized only: a laboratory may fail it.")
	if s.Is(authorized) {
		state = octt.Must("transactionInfo.chargingState",
			octt.OneOf(ocpp201.ChargingStateEVConnected, ocpp201.ChargingStateSuspendedEVSE, ocpp201.ChargingStateCharging))
	}
	triggers, clauses := []ocpp201.TriggerReason{ocpp201.TriggerReasonCablePluggedIn, ocpp201.TriggerReasonChargingStateChanged}, []octt.Clause{}
	if s.RemoteStartID != 0 && !s.Is(owesRemoteStart) {
		// The table allows RemoteStart, and does not say when: it is wrong where the CSMS has asked for no start, and comes twice
		// where the message of the authorization has told it.
		clauses = append(clauses, octt.Must("triggerReason", octt.OneOf(triggers...)).Clause("E01.FR.15").Or(ocpp201.TriggerReasonRemoteStart,
			"Table 427, step 3 has RemoteStart too; part 2, F01.FR.19 asks for it in the message after the RequestStartTransactionRequest, which has come before."))
		triggers = nil
	}
	TransactionEvent(s, row, triggers, append(clauses, octt.Must("eventType", nextType(s)), state)...)
	noteCharging(s)
}

// noteCharging notes that the message of the plug, the last one, has told Charging already.
func noteCharging(s *octt.Scenario) {
	if s.ChargingState == string(ocpp201.ChargingStateCharging) {
		s.Mark(chargingByPlug)
	}
}

// connect is the manual action that connects EV and EVSE, and what follows from it for the next message.
func connect(s *octt.Scenario) {
	act := rigs.ConnectEV(s.Configured.Place())
	if s.Is(notReady) {
		act = rigs.ConnectIdleEV(s.Configured.Place())
	}
	Settle(s)
	s.Act(0, act)
	s.Mark(evConnected)
	s.Unmark("EVDisconnected")
	s.Mark(owesPlace)
}

// NotReady sets the EV to a state in which it is not ready for energy transfer: pilot B, whatever the station offers. Rigs
// do so by the act that connects it.
func NotReady(s *octt.Scenario) {
	s.Skip(0, "Manual Action", "Set the EV to a state in which it is NOT ready for energy transfer.",
		"The next manual action connects an EV that is in this state.")
	s.Mark(notReady)
}

// nextType is the eventType of the next message that goes on with a transaction, or begins one. The points alone do not tell:
// after EVConnectionTimeOut has ended a transaction the EV may still stand in the bay that had started it.
func nextType(s *octt.Scenario) ocpp201.TransactionEventEnum {
	if s.Is(running) {
		return ocpp201.TransactionEventEnumUpdated
	}
	return ocpp201.TransactionEventEnumStarted
}
