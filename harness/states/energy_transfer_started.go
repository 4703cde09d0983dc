package states

import (
	"fmt"

	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// EnergyTransferStarted is table 430. Part 1 is played unless EVConnected is true.
var EnergyTransferStarted = octt.State{Name: "EnergyTransferStarted", Family: "EnergyTransferStarted", Enter: func(s *octt.Scenario) {
	s.Need(Authorized)
	if !s.Is(evConnected) {
		plugIn(s)
	}
	s.If(5, octt.Given(starts(s, "DataSigned") && !s.Is(running), "TxStartPoint contains DataSigned and the transaction was not already started"), func() {
		TransactionEvent(s, 5, []ocpp201.TriggerReason{ocpp201.TriggerReasonSignedDataReceived})
	})
	s.If(7, octt.Given(starts(s, "PowerPathClosed") && !s.Is(running), "TxStartPoint contains PowerPathClosed and the transaction was not already started"), func() {
		TransactionEvent(s, 7, []ocpp201.TriggerReason{ocpp201.TriggerReasonChargingStateChanged},
			octt.Must("transactionInfo.chargingState", ocpp201.ChargingStateSuspendedEVSE).
				Or(octt.OneOf(ocpp201.ChargingStateEVConnected, ocpp201.ChargingStateCharging), byTable427(ocpp201.ChargingStateEVConnected)))
	})
	s.Mark(transferring)
	charging(s)
}}

// plugIn is part 1. Its validation of step 3 asks for CablePluggedIn and EVConnected; by the rules of part 2, E03, that
// is the message that the plug itself triggers.
//
// With TxStartPoint PowerPathClosed the plug of an authorized driver starts the transaction. Table 430 foresees that
// message as step 7 (ChargingStateChanged); table 427, step 3 and part 2 (E03.FR.12: the more specific trigger) foresee
// it as the plug's own. Both are taken, by the triggerReason that the station gives (erratum 6.2.117: validations follow
// the combination of the points).
func plugIn(s *octt.Scenario) {
	before := started(s)
	connect(s)
	PluggedIn(s, 1)
	byPlug := before || starts(s, "EVConnected")
	if !byPlug && starts(s, "PowerPathClosed") {
		next, came := octt.Peek[ocpp201.TransactionEventRequest](s)
		if came && next.TriggerReason != ocpp201.TriggerReasonChargingStateChanged {
			startedByPlug(s, 3)
			return
		}
	}
	s.If(3, octt.Given(byPlug, "TxStartPoint contains EVConnected, or the transaction already started"), func() {
		TransactionEvent(s, 3, []ocpp201.TriggerReason{ocpp201.TriggerReasonCablePluggedIn},
			octt.Must("eventType", nextType(s)),
			octt.Must("transactionInfo.chargingState", ocpp201.ChargingStateEVConnected).
				Or(octt.OneOf(ocpp201.ChargingStateSuspendedEVSE, ocpp201.ChargingStateCharging), byTable427(ocpp201.ChargingStateSuspendedEVSE)))
		noteCharging(s)
	})
}

// byTable427 explains a WARNING where tables 427 and 430 differ on the same message.
func byTable427(other ocpp201.ChargingState) string {
	return fmt.Sprintf("Table 427, step 3 has %s and %s too in the same message of an authorized driver; a laboratory may follow table 430.", other, ocpp201.ChargingStateCharging)
}

// charging is step 9. The message of the plug may have told Charging already (table 427, step 3): then nothing needs to
// come. Where another message of the transaction has, the table still has the row.
//
// The table gives the message no eventType. A transaction that has started goes on (part 2, E02.FR.16), which erratum 6.2.44
// has the cases about TxStartPoint end here for.
func charging(s *octt.Scenario) {
	switch {
	case s.Is(chargingByPlug):
		chargingAgain(s)
	case s.Is(running) && s.ChargingState == string(ocpp201.ChargingStateCharging) && !s.Comes(tellsCharging()):
		s.Remark(9, "A message with triggerReason ChargingStateChanged tells chargingState Charging, as the table has it. "+
			"Part 2, section 1.5 of E lets the message of another event tell it, the note to E03.FR.12 asks for two: a laboratory may fail it.",
			"the message before", "a message of its own", "E02.FR.13")
		Settle(s)
	default:
		s.If(9, octt.Given(started(s), "TxStartPoint contains EnergyTransfer, or the transaction already started"), func() {
			clauses := []octt.Clause{octt.Must("eventType", nextType(s)),
				octt.Must("transactionInfo.chargingState", ocpp201.ChargingStateCharging).Clause("E02.FR.13")}
			if s.Is(running) {
				clauses = append(clauses, OnTheWay())
			}
			TransactionEvent(s, 9, []ocpp201.TriggerReason{ocpp201.TriggerReasonChargingStateChanged}, clauses...)
		})
	}
}

// tellsCharging is the message of step 9 among others.
func tellsCharging(clauses ...octt.Clause) octt.Alternative {
	return octt.As[ocpp201.TransactionEventRequest](clauses...).Where(func(m *octt.Message) bool {
		e, ok := transactionEvent(m)
		state := e.TransactionInfo.ChargingState
		return ok && e.TriggerReason == ocpp201.TriggerReasonChargingStateChanged && state != nil && *state == ocpp201.ChargingStateCharging
	})
}

// OnTheWay passes over more changes of the charging state than the tables show on the way to Charging (part 2, E02.FR.16,
// E03.FR.12).
func OnTheWay() octt.Clause {
	return octt.Skipping("the charging state may change more often than the table shows",
		octt.Must("triggerReason", octt.OneOf(ocpp201.TriggerReasonChargingStateChanged, ocpp201.TriggerReasonChargingRateChanged)),
		octt.Must("eventType", ocpp201.TransactionEventEnumUpdated),
		octt.Must("transactionInfo.chargingState", octt.OneOf(ocpp201.ChargingStateEVConnected, ocpp201.ChargingStateSuspendedEV, ocpp201.ChargingStateSuspendedEVSE)))
}

// chargingAgain is step 9 for a station that has reported Charging already, and may do so once more.
func chargingAgain(s *octt.Scenario) {
	m := s.TryEither(9, "The message of the plug carried chargingState Charging (table 427, step 3).",
		tellsCharging(octt.Must("eventType", ocpp201.TransactionEventEnumUpdated)))
	if m != nil {
		s.Respond(10, m)
	} else {
		s.Remark(9, "A message with triggerReason ChargingStateChanged tells transactionInfo.chargingState Charging, as table 430 has it. "+
			"Table 427, step 3 lets the message of the plug tell it: a laboratory may fail it.",
			"the message of the plug", "a message of its own", "E02.FR.13")
	}
	Settle(s)
}
