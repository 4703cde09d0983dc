package e_transactions

import (
	"slices"
	"strconv"
	"time"

	"github.com/certbench/certbench/harness/octt"
	"github.com/certbench/certbench/harness/states"
	"github.com/certbench/certbench/schemas/ocpp201"
)

// TC_E_26_CS takes the cable out of the EV, and puts it in again before the time for that is over.
//
// Step 5 wants EVConnected of the message of the plug, whatever table 427 allows in state Authorized. That it names EVSE and
// connector once more is read from the rule of every case (part 6, section 2.1) and from E01.FR.16, which speak of every
// connecting; the informative section 1.5 of part 2, block E, may be read as once in a transaction. On the way to Charging
// in step 7 more changes may be told than the table shows (part 2, E02.FR.16). The connector of a fixed cable becomes
// Occupied again, which the rules of every case allow to come in any order (part 6, section 2.1).
var TC_E_26_CS = octt.Register(octt.Case{
	ID:     "TC_E_26_CS",
	Modes:  octt.Both,
	Before: goesOnSuspended(),
	Main: func(s *octt.Scenario) {
		suspendedByLostEV(s)
		states.ReturnEV(s)
		states.TransactionEvent(s, 5, []ocpp201.TriggerReason{ocpp201.TriggerReasonCablePluggedIn},
			octt.Must("transactionInfo.chargingState", ocpp201.ChargingStateEVConnected),
			octt.Must("eventType", ocpp201.TransactionEventEnumUpdated))
		states.TransactionEvent(s, 7, []ocpp201.TriggerReason{ocpp201.TriggerReasonChargingStateChanged},
			octt.Skipping("the charging state may change more often than the table shows",
				octt.Must("triggerReason", ocpp201.TriggerReasonChargingStateChanged),
				octt.Must("transactionInfo.chargingState", octt.OneOf(ocpp201.ChargingStateEVConnected, ocpp201.ChargingStateSuspendedEV, ocpp201.ChargingStateSuspendedEVSE))),
			octt.Must("transactionInfo.chargingState", ocpp201.ChargingStateCharging),
			octt.Must("eventType", ocpp201.TransactionEventEnumUpdated))
		s.If(7, octt.Given(fixedHere(s), "the cable is permanently attached"), func() {
			states.TryConnectorStatus(s, 7, "The table asks for the TransactionEventRequests only.", ocpp201.ConnectorStatusOccupied)
		})
		if !fixedHere(s) { // whether a loose cable keeps the connector Occupied is the station's to see, and no row asks for it
			states.ForgetStatus(s, ocpp201.ConnectorStatusAvailable, "the cable has left the EV (part 2, G01.FR.04)")
			states.ForgetStatus(s, ocpp201.ConnectorStatusOccupied, "the cable is back in the EV (part 2, G01.FR.03)")
		}
	},
})

// TC_E_27_CS takes the cable out of the EV, and lets the time pass in which it could be put in again. By erratum 6.2.52 the
// act before step 5 is a mistake: nobody reconnects it.
//
// Part 2 leaves that time to the station (E10, remark), the table of TC_E_26_CS calls it the configured EVConnectionTimeout.
// Its value in the station is the time that is waited for; a message that comes before it is a WARNING.
var TC_E_27_CS = octt.Register(octt.Case{
	ID:     "TC_E_27_CS",
	Modes:  octt.Both,
	Before: octt.Prepare(withCable("Fixed Cable"), octt.Known(connectionTimeOut), goesOnSuspended()),
	Main: func(s *octt.Scenario) {
		since := time.Now() // before the act: however long the driver takes for it, no station is called too early for that
		suspendedByLostEV(s)
		n, err := strconv.Atoi(s.Variable(connectionTimeOut))
		s.Check(5, connectionTimeOut+" is a number of seconds.", err == nil, true)
		timeout := time.Duration(n) * time.Second
		clauses := []octt.Clause{octt.Within(timeout + s.Timeouts.Message), octt.Must("eventType", ocpp201.TransactionEventEnumUpdated)}
		if slices.Contains(s.List(stopPoint), authorized) {
			clauses = []octt.Clause{octt.Within(timeout + s.Timeouts.Message),
				octt.Must("eventType", ocpp201.TransactionEventEnumEnded).Clause("E10.FR.02"),
				octt.Must("transactionInfo.stoppedReason", ocpp201.ReasonTimeout)}
		}
		states.TransactionEvent(s, 5, []ocpp201.TriggerReason{ocpp201.TriggerReasonEVConnectTimeout}, clauses...)
		s.Remark(5, "The message comes when EVConnectionTimeOut is over, not before.", time.Since(since) >= timeout-s.Timeouts.Deviation, true)
		states.TryConnectorStatus(s, 5, "The notification is optional.", ocpp201.ConnectorStatusAvailable)
	},
})

const connectionTimeOut = "TxCtrlr.EVConnectionTimeOut"

// goesOnSuspended are the preparations of both cases: the lost EV takes neither the authorization away nor the transaction.
func goesOnSuspended() []octt.Preparation {
	return octt.Prepare(
		stopsAtAny([]string{authorized, parkingBay}, energyTransfer, powerPathClosed, dataSigned, evConnected),
		octt.Config(octt.Is(unlockOnLostEV, "false"), octt.Is(stopOnLostEV, "false")),
		octt.States(states.EnergyTransferSuspended))
}

// suspendedByLostEV plays the first act, and steps 1 to 4.
func suspendedByLostEV(s *octt.Scenario) {
	states.LoseEV(s)
	lostEV(s, octt.Must("eventType", ocpp201.TransactionEventEnumUpdated))
	s.If(3, octt.Given(fixedHere(s), "the cable is permanently attached"), func() {
		states.ConnectorStatus(s, 3, ocpp201.ConnectorStatusAvailable, s.Configured.Place())
	})
}

func fixedHere(s *octt.Scenario) bool { return cable(s, s.Configured.Place()) == "Fixed Cable" }
