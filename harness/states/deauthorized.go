package states

import (
	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// Deauthorized is the reusable state of erratum 6.2.118: the CSMS calls the idToken of an authorized driver Invalid in
// its answer to the first TransactionEventRequest that carries it. The case has said so with Deem.
//
// That message is the one of the state in which TxStartPoint has it come, so that steps 1 and 2 are judged there: with
// the authorization, when the EV is connected, or when energy flows. What a station sends between it and step 3, such as
// the chargingState that it had reached, belongs to no row.
var Deauthorized = octt.State{Name: "Deauthorized", Family: "Deauthorized", Ends: afterStop, Enter: func(s *octt.Scenario) {
	s.Need(Authorized)
	for _, next := range []octt.State{EVConnectedPreSession, EnergyTransferStarted} {
		if s.Is(owesToken) {
			s.Need(next)
		}
	}
	s.Skip(1, "", "has come before", "The message that carries the idToken is judged by the state in which it comes; the CSMS has answered Invalid.")
	s.If(3, octt.Given(s.Variable(stopTxOnInvalidID) == "true", "StopTxOnInvalidId is true"), func() { Deauthorization(s, 3) })
	if !s.Is(evConnected) {
		Settle(s) // a status may come after the event of the same moment
		for _, status := range []ocpp201.ConnectorStatus{ocpp201.ConnectorStatusOccupied, ocpp201.ConnectorStatusAvailable} {
			ForgetStatus(s, status, "the connector may be Occupied from the authorization until its end (part 6, table 428, main B, step 5)")
		}
	}
	s.If(5, octt.Given(holdsCable(s), "the connector is locked: the EV is connected to it by a detachable cable"), func() { unlock(s, 5) })
	s.Mark("EVConnectedPostSession")
}}

const stopTxOnInvalidID = "TxCtrlr.StopTxOnInvalidId"

// EVConnected tells whether the EV is connected.
func EVConnected(s *octt.Scenario) bool { return s.Is(evConnected) }

// Deauthorization plays the rows of the message by which a station tells that it has ended the authorization of an
// idToken that the CSMS does not accept, with the validations of step 3 of the state Deauthorized.
//
// The erratum asks this message for chargingState EVConnected or SuspendedEVSE. By part 2, E05.FR.09 the next message may
// tell it where the transaction goes on: then that one is judged. Where no EV is connected there is no energy transfer to
// stop, and chargingState stays what it is: Idle.
func Deauthorization(s *octt.Scenario, row int, clauses ...octt.Clause) {
	ends := endsWithAuthorization(s.List(stopPoint))
	event := TransactionEvent(s, row, []ocpp201.TriggerReason{ocpp201.TriggerReasonDeauthorized},
		append(clauses, append(deauthorizes(ends), stopsEnergy(s, ends))...)...)
	if s.Is(evConnected) && !ends && !stopped(event) {
		TransactionEvent(s, row, []ocpp201.TriggerReason{ocpp201.TriggerReasonChargingStateChanged},
			octt.Must("transactionInfo.chargingState", noEnergy).Clause("E05.FR.09"))
	}
	s.Unmark(authorized)
	s.Unmark(transferring)
}

// noEnergy is what chargingState tells once the energy transfer has stopped.
var noEnergy = octt.OneOf(ocpp201.ChargingStateEVConnected, ocpp201.ChargingStateSuspendedEVSE)

// deauthorizes is what the message must be by TxStopPoint.
func deauthorizes(ends bool) []octt.Clause {
	if !ends {
		return []octt.Clause{octt.Must("eventType", ocpp201.TransactionEventEnumUpdated).Clause("E05.FR.09")}
	}
	return []octt.Clause{
		octt.Must("eventType", ocpp201.TransactionEventEnumEnded).Clause("E05.FR.10"),
		octt.Must("transactionInfo.stoppedReason", ocpp201.ReasonDeAuthorized).Clause("E05.FR.10"),
	}
}

// stopsEnergy is what the message must tell of the charging state.
func stopsEnergy(s *octt.Scenario, ends bool) octt.Clause {
	const path = "transactionInfo.chargingState"
	switch {
	case !s.Is(evConnected):
		return octt.OrOmitted(path, ocpp201.ChargingStateIdle)
	case ends:
		return octt.Must(path, noEnergy).Clause("E05.FR.10")
	}
	return octt.OrOmitted(path, noEnergy).Clause("E05.FR.09").Or(ocpp201.ChargingStateCharging,
		"Part 2, E05.FR.09 lets the next message tell that the energy transfer has stopped; erratum 6.2.118 asks this one: a laboratory may fail it.")
}

// stopped tells whether a message tells that no energy is transferred.
func stopped(e ocpp201.TransactionEventRequest) bool {
	state := e.TransactionInfo.ChargingState
	return state != nil && (*state == ocpp201.ChargingStateEVConnected || *state == ocpp201.ChargingStateSuspendedEVSE)
}

// holdsCable tells whether the station may keep the cable locked until its owner comes back (part 2, E05.FR.11): one that
// can be taken out of it, with an EV at the other end.
func holdsCable(s *octt.Scenario) bool {
	return s.Is(evConnected) && detachable(s)
}

// unlock plays the rows of an UnlockConnectorRequest. The erratum asks nothing of the answer; without Unlocked no driver
// could take the cable out in the row that comes next, and nothing stands against it once the authorization is over (part
// 2, F05.FR.02, FR.04).
func unlock(s *octt.Scenario, row int) {
	octt.Send(s, row, ocpp201.UnlockConnectorRequest{EVSEID: s.Configured.EVSEID, ConnectorID: s.Configured.ConnectorID}).
		Receive(row+1, octt.Must("status", ocpp201.UnlockStatusUnlocked).Clause("F05.FR.04"))
}
